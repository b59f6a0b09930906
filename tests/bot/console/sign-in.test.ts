import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDLE_MS, LONGEST_MS } from '../../../bot/console/session.ts';
import { ownPath } from '../../../bot/console/threshold.ts';
import { accessCopy as copy } from '../../../bot/copy/console-access.ts';
import { randomToken } from '../../../bot/random-id.ts';
import { ENTRANCE_MS } from '../../../bot/staff/entrance.ts';
import { leaveStaff } from '../../../bot/staff/leave.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { DESK, rowsOf } from '../../core.ts';
import { type ConsoleWorld, createConsoleWorld } from './world.ts';

const HOUR = 3_600_000;
const COOKIE = '__Host-gongyou-console';
const WANG = { name: '王主任', role: 'agent', regions: [], trades: [] } as const;

let store: Store;
let world: ConsoleWorld;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = createConsoleWorld(store);
  await world.office.add(WANG);
});
afterEach(() => store.close());

const linkFor = async (name: string = WANG.name) => (await world.office.link(name)) ?? '';
const status = async (response: Promise<Response>) => (await response).status;

describe('a link', () => {
  it('is not used up by whoever only looks at it, and lets one person in once', async () => {
    const secret = await linkFor();
    const one = world.browser();
    // What is behind # never arrives; a preview that carries it along in the query changes nothing either.
    for (let look = 0; look < 3; look++) expect(await status(one.get(`/console/enter?${secret}`))).toBe(200);
    expect(await status(one.enter(secret))).toBe(303);
    expect(await status(one.get('/console/logins'))).toBe(200);
    const again = await world.browser().enter(secret);
    expect(again.status).toBe(401);
    expect(await again.text()).toContain(copy.enter.wrong);
  });

  it('may be pasted whole', async () => {
    expect(
      await status(world.browser().enter(` https://gongyou.test/console/enter#${await linkFor()} `)),
    ).toBe(303);
  });

  it('is over after ten minutes', async () => {
    const secret = await linkFor();
    world.clock.advance(ENTRANCE_MS);
    expect(await status(world.browser().enter(secret))).toBe(401);
    const fresh = await linkFor();
    world.clock.advance(ENTRANCE_MS - 1);
    expect(await status(world.browser().enter(fresh))).toBe(303);
  });

  it('that was forged, is empty, or was made for something else opens nothing', async () => {
    const code = (await world.office.invite(WANG.name)) ?? '';
    for (const secret of [randomToken(), '', 'x', code, code.replace('-', '')])
      expect(await status(world.browser().enter(secret)), secret).toBe(401);
    expect(await rowsOf(store, 'console_sessions')).toEqual([]);
  });

  it('of somebody who left meanwhile opens nothing', async () => {
    const secret = await linkFor();
    await leaveStaff({ store, vault: world.vault, clock: world.clock, rules: DESK.rules }, WANG.name);
    expect(await status(world.browser().enter(secret))).toBe(401);
  });

  it('stands in the database only as a hash, as do sessions', async () => {
    const secret = await linkFor();
    const one = world.browser();
    const other = await linkFor();
    await one.enter(secret);
    const raw = JSON.stringify([
      await rowsOf(store, 'console_links'),
      await rowsOf(store, 'console_sessions'),
    ]);
    for (const hidden of [secret, other, one.cookies.get(COOKIE) ?? 'none'])
      expect(raw).not.toContain(hidden);
  });

  it('leads on to the page that was wanted, and to no other site', async () => {
    const asked = await world.browser().get('/console/logins?a=1');
    expect(asked.headers.get('location')).toBe('/console/enter?to=%2Fconsole%2Flogins%3Fa%3D1');
    const entered = await world.browser().enter(await linkFor(), { to: '/console/logins?a=1' });
    expect(entered.headers.get('location')).toBe('/console/logins?a=1');
    for (const to of [
      'https://evil.test/console',
      '//evil.test',
      '/console/\\evil.test',
      '/console//evil.test\r\nx: y',
      '/consolex',
      '/console/enter',
      undefined,
      7,
    ])
      expect(ownPath(to), String(to)).toBe('/console');
  });

  it('can be tried only so often from one address', async () => {
    const one = world.browser();
    const csrf = await one.csrf('/console/enter');
    const tried: number[] = [];
    for (let n = 0; n < 25; n++)
      tried.push(await status(one.post('/console/enter', { csrf, token: randomToken() })));
    expect(tried.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(tried.slice(20)).toEqual(Array.from({ length: 5 }, () => 429));
    // Also with a good one: whoever guesses must not see which was good.
    expect(await status(one.post('/console/enter', { csrf, token: await linkFor() }))).toBe(429);
    world.clock.advance(60_000);
    expect(await status(one.enter(await linkFor()))).toBe(303);
  });
});

describe('a session', () => {
  it('has a cookie that no script reads, no other site sends, and no plain connection carries', async () => {
    const entered = await world.browser().enter(await linkFor());
    const [line = ''] = entered.headers.getSetCookie().filter((one) => one.startsWith(COOKIE));
    expect(
      line
        .slice(COOKIE.length + 1)
        .split('; ')
        .slice(1)
        .sort(),
    ).toEqual(['HttpOnly', `Max-Age=${LONGEST_MS / 1000}`, 'Path=/', 'SameSite=Strict', 'Secure']);
    expect(/=([\w-]{43});/.test(line)).toBe(true);
  });

  it('is a new one at each sign-in, whatever the browser brought along', async () => {
    const victim = world.browser();
    const chosen = randomToken();
    victim.cookies.set(COOKIE, chosen);
    await victim.enter(await linkFor());
    expect(victim.cookies.get(COOKIE)).not.toBe(chosen);
    const attacker = world.browser();
    attacker.cookies.set(COOKIE, chosen);
    expect(await status(attacker.get('/console/logins'))).toBe(303);

    const first = victim.cookies.get(COOKIE) ?? '';
    await victim.enter(await linkFor());
    const second = victim.cookies.get(COOKIE) ?? '';
    expect(second).not.toBe(first);
    attacker.cookies.set(COOKIE, first);
    expect(await status(attacker.get('/console/logins'))).toBe(303);
  });

  it('is over when it is left alone for twelve hours, and after seven days however busy', async () => {
    const one = await world.signedIn('李四', 'agent');
    for (let hours = 0; hours + 11 < 7 * 24; hours += 11) {
      world.clock.advance(11 * HOUR);
      expect(await status(one.get('/console/logins')), `${hours}`).toBe(200);
    }
    world.clock.advance(11 * HOUR);
    expect(await status(one.get('/console/logins'))).toBe(303);

    const idle = await world.signedIn('张三', 'agent');
    world.clock.advance(IDLE_MS);
    expect(await status(idle.get('/console/logins'))).toBe(303);
  });

  it('ends with 退出, and by hand from another browser, in the middle of what was open', async () => {
    const one = await world.signedIn('李四', 'agent');
    const other = world.browser();
    await other.enter(await linkFor('李四'));
    const csrf = await one.csrf('/console/logins');
    expect(await (await one.get('/console/logins')).text()).toContain(copy.logins.endOthers);
    const ended = await one.post('/console/logins/end', { csrf, id: 'others' });
    expect(ended.headers.get('location')).toBe('/console/logins?ended=1');
    expect(await status(other.get('/console/logins'))).toBe(303);
    expect(await status(other.post('/console/logins/end', { csrf: 'any', id: 'others' }))).toBe(401);

    const before = one.cookies.get(COOKIE) ?? '';
    await one.post('/console/sign-out', { csrf });
    expect(one.cookies.has(COOKIE)).toBe(false);
    one.cookies.set(COOKIE, before);
    expect(await status(one.get('/console/logins'))).toBe(303);
  });

  it('cannot be ended by another of the staff', async () => {
    const one = await world.signedIn('李四', 'agent');
    const [row] = await store.transaction((tx) => tx.selectFrom('console_sessions').select('id').execute());
    const other = await world.signedIn('张三', 'admin');
    await other.post('/console/logins/end', { csrf: await other.csrf('/console/logins'), id: row?.id ?? '' });
    expect(await status(one.get('/console/logins'))).toBe(200);
  });

  it.each([
    ['their role changes', () => world.office.setRole('李四', 'supervisor')],
    [
      'they leave',
      () => leaveStaff({ store, vault: world.vault, clock: world.clock, rules: DESK.rules }, '李四'),
    ],
    ['their account is unlinked', () => world.office.unlinkAccount('李四', 'telegram', '12345')],
  ])('is over when %s', async (_, change) => {
    const one = await world.signedIn('李四', 'agent');
    await world.office.linkAccount('李四', 'telegram', '12345');
    const unused = await linkFor('李四');
    expect(await status(one.get('/console/logins'))).toBe(200);
    await change();
    expect(await status(one.get('/console/logins'))).toBe(303);
    expect(await status(world.browser().enter(unused))).toBe(401);
  });

  it('is found by way of our own page when another site’s link leads here', async () => {
    const one = world.browser();
    const there = await one.get('/console/logins', { 'sec-fetch-site': 'cross-site' });
    expect(there.status).toBe(200);
    expect(await there.text()).toContain('content="0;url=/console/logins"');
  });
});

describe('a post', () => {
  it('without its token, with another’s, or from another site changes nothing', async () => {
    const one = await world.signedIn('李四', 'agent');
    const other = await world.signedIn('张三', 'agent');
    const csrf = await one.csrf('/console/logins');
    const others = await other.csrf('/console/logins');
    const attempts: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
      [{}, {}],
      [{ csrf: '' }, {}],
      [{ csrf: others }, {}],
      [{ csrf }, { origin: 'https://evil.test' }],
      [{ csrf }, { origin: 'null' }],
      [{ csrf }, { 'sec-fetch-site': 'cross-site' }],
      [{ csrf }, { 'sec-fetch-site': 'same-site' }],
    ];
    for (const [fields, headers] of attempts)
      expect(
        await status(one.post('/console/sign-out', fields, headers)),
        JSON.stringify([fields, headers]),
      ).toBe(403);
    expect(await status(one.get('/console/logins'))).toBe(200);
    expect(await status(one.post('/console/sign-out', { csrf }))).toBe(303);
  });

  it('to the door needs the door’s own cookie and token, so that nobody is signed in as somebody else', async () => {
    const secret = await linkFor();
    const page = world.browser();
    const csrf = await page.csrf('/console/enter');
    const elsewhere = world.browser();
    expect(await status(elsewhere.post('/console/enter', { csrf, token: secret }))).toBe(403);
    expect(await status(page.post('/console/enter', { token: secret }))).toBe(403);
    expect(
      await status(page.post('/console/enter', { csrf, token: secret }, { origin: 'https://evil.test' })),
    ).toBe(403);
    expect(await status(page.post('/console/enter', { csrf, token: secret }))).toBe(303);
  });

  it('of more than fits, and of no form, is refused', async () => {
    const one = await world.signedIn('李四', 'agent');
    const csrf = await one.csrf('/console/logins');
    expect(await status(one.post('/console/sign-out', { csrf, more: 'x'.repeat(70_000) }))).toBe(413);
    expect(await status(one.post('/console/sign-out', {}, { 'content-type': 'application/json' }))).toBe(400);
  });
});

describe('the audit', () => {
  it('tells admins who signed in, from where and how; nothing that was typed', async () => {
    const admin = await world.signedIn('管理', 'admin');
    const page = await (await admin.get('/console/audit')).text();
    for (const words of ['管理', copy.audit.action['sign-in'], copy.audit.action['staff-added'], '链接'])
      expect(page).toContain(words);
    const one = await (await admin.get(`/console/audit?staff=${encodeURIComponent(WANG.name)}`)).text();
    expect(one).toContain(copy.audit.action['staff-added']);
    expect(one).not.toContain(`<td>${copy.audit.action['sign-in']}</td>`);
  });

  it('goes back page by page', async () => {
    const admin = await world.signedIn('管理', 'admin');
    for (let n = 0; n < 120; n++) await world.console.audit({ staff: `某${n}`, action: 'export' });
    const first = await (await admin.get('/console/audit')).text();
    expect(first).toContain('某119');
    expect(first).not.toContain('>某0<');
    const older = /href="(\/console\/audit\?before=\d+)"/.exec(first)?.[1] ?? '';
    expect(await (await admin.get(older)).text()).toContain('>某0<');
  });
});

describe('no https', () => {
  it('keeps the session without Secure and says that there are no passkeys', async () => {
    const plain = createConsoleWorld(store, { publicUrl: 'http://gongyou.test' });
    const one = await plain.signedIn('李四', 'agent');
    expect([...one.cookies.keys()]).toContain('gongyou-console');
    expect(await (await one.get('/console/logins')).text()).toContain(copy.passkey.plain);
    expect(await (await plain.browser().get('/console/enter')).text()).toContain(copy.passkey.plain);
    const csrf = await one.csrf('/console/logins');
    const options = await one.post('/console/passkeys/add/options', { csrf });
    expect([options.status, await options.json()]).toEqual([409, { say: copy.passkey.plain }]);
  });

  it('is enough for localhost', async () => {
    const local = createConsoleWorld(store, { publicUrl: 'http://localhost:3000' });
    const page = await (await local.browser().get('/console/enter')).text();
    expect(page).not.toContain(copy.passkey.plain);
    expect(page).toContain('data-passkey="sign-in"');
  });
});
