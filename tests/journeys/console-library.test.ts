import { readFileSync } from 'node:fs';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAssistant, createFacts, createPolicyPages } from '#knowledge';
import { type App, createApp } from '../../bot/app.ts';
import { createWebChannel } from '../../bot/channels/web/channel.ts';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import { createConsole } from '../../bot/console/console.ts';
import { addLibraryPages } from '../../bot/console/library/pages.ts';
import { addSignIn } from '../../bot/console/sign-in.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import { webCopy } from '../../bot/copy/web.ts';
import { createHttpServer, type HttpServer } from '../../bot/http/server.ts';
import { createSite } from '../../bot/http/site.ts';
import { openMailbox } from '../../bot/outbox/open-mailbox.ts';
import { PaperNotMade } from '../../bot/papers/press.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { randomHex, randomId, randomToken } from '../../bot/random-id.ts';
import { createOffice, type Office } from '../../bot/staff/office.ts';
import { openStore } from '../../bot/store/open-store.ts';
import type { Store } from '../../bot/store/store.ts';
import { silentTelemetry } from '../../bot/telemetry/telemetry.ts';
import { type OfficeScene, officeScene, WANG } from '../bot/library/office-scene.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { DESK, KEY } from '../core.ts';
import { TODAY } from '../real-release.ts';

const PATIENCE = 400_000;
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
};
/** Written by an office program; the library of this test knows only another city's text. */
const DOCX = new URL('../fixtures/library/policies/zibo-2021-16.docx', import.meta.url);
const QUESTION = '淄博的快递站拖着工资不发，能不能找劳动监察';

describeWithBrowser('a new text, from the console into the chat and out again', () => {
  const opening = openBrowser();
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let store: Store;
  let scene: OfficeScene;
  let server: HttpServer;
  let staff: Office;
  let working: AbortController;
  let work: Promise<void>;
  let url = '';

  beforeAll(async () => {
    await opening;
  }, PATIENCE);
  beforeEach(async () => {
    store = await openStore({ kind: 'memory' });
    scene = await officeScene(store);
    const { office, release } = scene;
    let seen: { readonly id: string; readonly library: Library } | undefined;
    const library = (): Library => {
      const now = release();
      if (seen?.id !== now.manifest.id)
        seen = {
          id: now.manifest.id,
          library: {
            assistant: createAssistant({ release: now, today: () => TODAY }),
            pages: createPolicyPages(now),
            facts: createFacts(),
          },
        };
      return seen.library;
    };
    const config = parseConfig({});
    const deps = { store, vault: createVault(KEY), clock: systemClock, telemetry: silentTelemetry };
    const web = createWebChannel({
      ...{ mailbox: openMailbox(store, deps.vault, 'web'), secret: deps.vault.sign('web', 'secret') },
      ...{ clock: systemClock, randomHex, telemetry: silentTelemetry, publicUrl: undefined },
      maxFileBytes: config.files.maxBytes,
      library: () => ({
        pages: library().pages,
        places: library().assistant.places.map(({ id, short }) => ({ id, name: short })),
      }),
    });
    const app: App = createApp({
      ...deps,
      ...{ channels: [web.channel], library, random: Math.random, randomId, sendTimeoutMs: 10_000 },
      press: () => Promise.reject(new PaperNotMade('closed')),
      settings: {
        ...{ slowDown: config.slowDown, retain: config.retain, files: config.files, urgent: config.urgent },
        ...{ publicUrl: undefined, desk: DESK },
      },
    });
    const door = { ...deps, publicUrl: undefined, randomToken };
    const console = createConsole(door);
    addSignIn(console, door);
    addLibraryPages(console, {
      ...{ office, release, policies: () => library().pages },
      serving: () => ({ release: release().manifest.id, publication: 1, behind: null }),
    });
    staff = createOffice({ ...deps, randomToken, via: 'terminal' });
    const site = createSite({
      check: async () => ({ ok: true, facts: {} }),
      metrics: async () => ({ text: '', type: 'text/plain' }),
      telemetry: silentTelemetry,
      pages: [web.app, console.app],
    });
    server = createHttpServer({ host: '127.0.0.1', port: 0, app: site.app });
    url = `http://localhost:${(await server.start()).port}`;
    await web.channel.start(app.accept('web'));
    working = new AbortController();
    work = app.run(working.signal);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    working.abort();
    await work;
    await server.stop();
    await scene.close();
    await store.close();
    expect(complaints.splice(0)).toEqual([]);
  }, PATIENCE);
  afterAll(async () => {
    await (await opening).close();
  }, PATIENCE);

  const open = async (): Promise<Page> => {
    const context = await (await opening).newContext(PHONE);
    context.setDefaultTimeout(PATIENCE);
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  };
  const fits = async (page: Page) => {
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  };
  const ask = async (): Promise<Locator> => {
    const page = await open();
    await page.goto(url);
    await page.waitForSelector('#status[data-state="open"]', { state: 'attached' });
    const letters = page.locator('.letter.bot');
    const before = await letters.count();
    await page.getByLabel(webCopy.compose.label).fill(QUESTION);
    await page.keyboard.press('Enter');
    const answer = letters.nth(before);
    await answer.waitFor();
    return answer;
  };
  const cites = (answer: Locator) => answer.locator('.citation .source[href*="/zibo-"]').count();

  it(
    'uploads a docx, checks it, looks at what is new, publishes it, and takes it back',
    async () => {
      expect(await cites(await ask())).toBe(0);

      const page = await open();
      const to = encodeURIComponent('/console/library');
      await page.goto(`${url}/console/enter?to=${to}#${(await staff.link(WANG.name)) ?? ''}`);
      await page.locator('main button').first().click();
      await page.getByRole('heading', { name: '政策资料' }).waitFor();
      await fits(page);
      await page.setInputFiles('#files', {
        ...{ name: '淄政办字16号.docx', mimeType: 'application/octet-stream' },
        buffer: readFileSync(DOCX),
      });
      await page.getByText('淄政办字16号.docx').waitFor();
      await page.getByRole('button', { name: '交上去' }).click();
      await page.getByText('淄政办字16号.docx：收下了').waitFor();
      await fits(page);

      await page.getByRole('button', { name: '检查草稿' }).click();
      // The page finds out by itself that it is ready.
      await page.getByRole('heading', { name: '检查好的' }).waitFor();
      await page.getByRole('link', { name: /^变化：/ }).click();
      await page.getByRole('heading', { name: /新加的条文/ }).waitFor();
      await fits(page);
      await page.goBack();
      await page.getByRole('link', { name: '发布…' }).click();
      await page.getByLabel('为什么发布？').fill('淄博发了文件');
      await page.getByRole('button', { name: '发布', exact: true }).click();
      await page.getByText('发布了').waitFor();
      expect(await cites(await ask())).toBeGreaterThan(0);

      await page.getByRole('link', { name: '退回到这一版' }).click();
      await page.getByLabel('为什么退回？').fill('先不用');
      await page.getByRole('button', { name: '退回', exact: true }).click();
      await page.getByText('退回了').waitFor();
      await fits(page);
      expect(await cites(await ask())).toBe(0);
    },
    PATIENCE * 2,
  );
});
