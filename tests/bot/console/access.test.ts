import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyPages } from '#knowledge';
import { createAccess, EVERY_ROLE, mayUse, type RouteRule } from '../../../bot/console/access.ts';
import { createWholeConsole } from '../../../bot/console/whole.ts';
import { createDeskFeed } from '../../../bot/desk/feed.ts';
import { PaperNotMade } from '../../../bot/papers/press.ts';
import { randomId } from '../../../bot/random-id.ts';
import { STAFF_ROLES } from '../../../bot/staff/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { DESK, madeUpTexts } from '../../core.ts';
import { type OfficeScene, officeScene } from '../library/office-scene.ts';
import { type ConsoleBrowser, type ConsoleWorld, createConsoleWorld } from './world.ts';

let store: Store;
let world: ConsoleWorld;
let scene: OfficeScene;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  const library = await madeUpTexts();
  scene = await officeScene(store);
  const { office, release } = scene;
  world = createConsoleWorld(store, {
    rateLimit: { burst: 1000, perMinute: 1000 },
    // As the server makes it: a page that is not in here is in no console.
    make: (deps) => {
      const feed = createDeskFeed({ ...deps, telemetry: silentTelemetry });
      return createWholeConsole(
        {
          ...{ ...deps, rules: DESK.rules, feed, library: () => library, randomId, k: 5 },
          cardPress: { renderCard: () => Promise.reject(new PaperNotMade('closed')) },
          cardWays: { publicUrl: undefined, telegramBot: undefined, kfLink: undefined },
        },
        {
          ...{ office, release, policies: () => createPolicyPages(release()) },
          serving: () => ({ release: release().manifest.id, publication: 1, behind: null }),
        },
      );
    },
  });
});
afterEach(async () => {
  await scene.close();
  await store.close();
});

/** A path that a rule's pattern matches. */
const pathOf = ({ path }: RouteRule) => path.replace(/:(\w+)(\{[^}]*\})?/g, '1').replace('*', 'x');

/** Whether somebody gets as far as the page itself; without a token a post stops at the next check, which tells as much. */
async function isLetIn(browser: ConsoleBrowser, rule: RouteRule): Promise<boolean> {
  const path = pathOf(rule);
  const response = rule.method === 'get' ? await browser.get(path) : await browser.post(path, {});
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    // It would go on for as long as somebody reads.
    await response.body?.cancel();
    return true;
  }
  const text = await response.text();
  if (response.status === 303) return !(response.headers.get('location') ?? '').startsWith('/console/enter?');
  if (response.status === 401) return !text.includes('请先登录');
  return !(response.status === 403 && text.includes('不能看'));
}

/** Whoever there is: nobody, each role, and a row of the database that names a role which is none of ours. */
async function everybody(): Promise<ReadonlyMap<string, ConsoleBrowser>> {
  const all = new Map([['nobody', world.browser()]]);
  for (const role of STAFF_ROLES) all.set(role, await world.signedIn(`某${role}`, role));
  all.set('worker', await world.signedIn('某工友', 'agent'));
  await store.transaction((tx) =>
    tx.updateTable('staff').set({ role: 'worker' }).where('name', '=', '某工友').execute(),
  );
  return all;
}

describe('every route × every role', () => {
  it('lets through those whom its rule names, and nobody else', async () => {
    const rules = world.console.rules();
    expect(rules.length).toBeGreaterThan(12);
    const wrong: string[] = [];
    for (const rule of rules) {
      // Anew for each route: signing out is one of them.
      for (const [who, browser] of await everybody()) {
        const role = STAFF_ROLES.find((one) => one === who) ?? null;
        if ((await isLetIn(browser, rule)) !== mayUse(rule.roles, role))
          wrong.push(`${who} at ${rule.method} ${rule.path}`);
      }
      await store.transaction(async (tx) => {
        for (const table of ['staff', 'console_sessions', 'console_links'] as const)
          await tx.deleteFrom(table).execute();
      });
    }
    expect(wrong).toEqual([]);
  });

  it('has a rule for each handler that the site has: a page cannot get in without one', () => {
    const ruled = new Set(world.console.rules().map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const handlers = world.console.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/console/assets'))
      .map(({ method, path }) => `${method} ${path}`);
    expect(handlers.filter((one) => !ruled.has(one))).toEqual([]);
    expect([...ruled].filter((one) => !handlers.includes(one))).toEqual([]);
  });

  it('is open without sign-in only where one signs in', () => {
    const open = world.console.rules().filter(({ roles }) => roles === 'anyone');
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'get /console/enter',
      'post /console/enter',
      'post /console/passkeys/sign-in/options',
      'post /console/passkeys/sign-in',
    ]);
  });

  it('keeps a page that nobody declared from everybody', async () => {
    const admin = await world.signedIn('管理', 'admin');
    expect((await admin.get('/console/nothing')).status).toBe(404);
  });

  it('refuses a page without a rule, twice, or outside of the console', () => {
    const access = createAccess();
    access.declare({ method: 'get', path: '/console/a', roles: EVERY_ROLE });
    expect(() => access.declare({ method: 'get', path: '/console/a', roles: 'anyone' })).toThrow(RangeError);
    expect(() => access.declare({ method: 'get', path: '/console/b', roles: [] })).toThrow(RangeError);
    expect(() => access.declare({ method: 'get', path: '/consoles', roles: EVERY_ROLE })).toThrow(RangeError);
  });
});
