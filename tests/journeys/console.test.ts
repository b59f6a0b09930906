import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import { consoleCopy as copy } from '../../bot/copy/console.ts';
import { accessCopy } from '../../bot/copy/console-access.ts';
import { deskCopy } from '../../bot/copy/desk.ts';
import { webCopy } from '../../bot/copy/web.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { createOffice, type Office } from '../../bot/staff/office.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { createPatientStore } from '../../bot/store/patient-store.ts';
import type { Store } from '../../bot/store/store.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { realTexts } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';
import { auditPage } from './audit.ts';

const PATIENCE = 400_000;
const START = 180_000;
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
};
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 860 }, locale: 'zh-CN' };
const BAR_SHOWN = `(({ top, bottom, right }) => top > 0 && bottom <= innerHeight && right <= innerWidth)(
  document.querySelector('.bar').getBoundingClientRect())`;
const ID = /T-\d{4}-[2-9A-Z]{4}/;

describeWithBrowser('a worker on the page and the union in the console', () => {
  const opening = openBrowser();
  let library: Library;
  let folder: ReturnType<typeof temporaryFolder>;
  let server: RunningServer;
  let beside: Store;
  let office: Office;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  const config = (port = 0) =>
    parseConfig({
      ...{ DATA_DIR: folder.path, PORT: String(port), LOG_LEVEL: 'silent' },
      SLOW_DOWN_PERSON_PER_MINUTE: '1000',
    });
  beforeAll(async () => {
    library = await realTexts();
    await opening;
  }, START);
  beforeEach(async () => {
    folder = temporaryFolder();
    server = await startServer(config(), () => library);
    // As `npm run staff` does: another program on the same database.
    beside = createPatientStore(await openStore(storeLocation(config())), systemClock);
    const vault = await openVault(beside, config());
    office = createOffice({ store: beside, vault, clock: systemClock, randomToken, via: 'terminal' });
  }, PATIENCE);
  afterEach(async () => {
    for (const context of contexts) await context.close();
    contexts = [];
    await server.stop();
    await beside.close();
    folder.dispose();
    expect(complaints).toEqual([]);
    complaints = [];
  }, PATIENCE);
  afterAll(async () => (await opening).close());

  /** A window of its own; whatever a page complains of (a broken script, a breach of the policy) is kept. */
  const window = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await (await opening).newContext(options);
    context.setDefaultTimeout(PATIENCE);
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const expected = /Failed to load resource|net::ERR/.test(message.text());
      if (message.type() === 'error' && !expected) complaints.push(message.text());
    });
    return page;
  };
  const live = (page: Page) => page.waitForSelector('#live[data-state="open"]', { state: 'attached' });
  const agent = async (name: string, options: BrowserContextOptions = DESK): Promise<Page> => {
    await office.add({ name, role: 'agent', regions: [], trades: [] });
    const page = await window(options);
    await page.goto(`${server.url}/console/enter`);
    await page.fill('#token', (await office.link(name)) ?? '');
    await page.getByRole('button', { name: accessCopy.enter.go }).click();
    await page.waitForURL(`${server.url}/console`);
    if (options.javaScriptEnabled !== false) await live(page);
    return page;
  };
  const worker = async () => {
    const page = await window(PHONE);
    await page.goto(`${server.url}/`);
    await page.waitForSelector('#status[data-state="open"]', { state: 'attached' });
    const answers = page.locator('.letter.bot');
    const say = async (words: string) => {
      const before = await answers.count();
      await page.getByLabel(webCopy.compose.label).fill(words);
      await page.getByRole('button', { name: webCopy.compose.send, exact: true }).click();
      await answers.nth(before).waitFor();
      return (await answers.nth(before).textContent()) ?? '';
    };
    const handIn = async (words: string) => {
      await say('/转人工');
      const id = ID.exec(await say(words))?.[0];
      if (id === undefined) throw new Error('no ticket was opened');
      return id;
    };
    return {
      page,
      say,
      handIn,
      heard: (words: string) => answers.filter({ hasText: words }).last().waitFor(),
    };
  };
  const row = (page: Page, id: string) => page.locator(`[data-ticket="${id}"]`);
  const talk = (page: Page) => page.locator('[data-live="talk"]');

  it(
    'speak with one another, both without touching a reload, to the end of the matter',
    async () => {
      const chen = await agent('陈晓');
      await chen.getByText(copy.queue.empty).waitFor();
      const lin = await worker();
      const id = await lin.handIn('站长不给我结上个月的单钱');
      await row(chen, id).waitFor();
      // By keys alone: the list, the claim, which opens the ticket, and the letter.
      await chen.keyboard.press('j');
      await chen.keyboard.press('c');
      await chen.waitForURL(`**/console/tickets/${id}`);
      await live(chen);
      expect(await talk(chen).textContent()).not.toContain(copy.ticket.hidden(''));
      await chen.keyboard.press('r');
      await chen.keyboard.type('你在哪个站点？');
      await chen.keyboard.press('Control+Enter');
      await lin.heard('你在哪个站点？');
      await talk(chen).locator('[data-state="sent"]').waitFor();
      await lin.say('/补充 城东站，姓赵');
      await talk(chen).getByText('城东站，姓赵').waitFor();

      await chen.keyboard.press('Escape');
      await chen.locator('summary', { hasText: copy.act.note }).click();
      await chen.getByLabel(copy.act.noteWords).fill('这个站点上个月也有');
      await chen.locator('.note-form button').click();
      await talk(chen).locator('.note').getByText('这个站点上个月也有').waitFor();
      const way = chen.locator('.bar').getByRole('link', { name: copy.act.resolve, exact: true });
      await chen.evaluate('scrollTo(0, 0)');
      await way.click();
      await chen.waitForFunction("document.activeElement.id === 'resolve-words'");
      await chen.getByLabel(copy.act.resolveWords).fill('站点答应周五补发。');
      await chen.getByRole('button', { name: copy.act.resolve, exact: true }).click();
      await lin.heard('站点答应周五补发。');
      await lin.page.getByRole('button', { name: deskCopy.letter.solved, exact: true }).last().click();
      await chen.locator('[data-live="status-top"] [data-state="closed"]').waitFor();
      expect(await lin.page.locator('#log').textContent()).not.toContain('这个站点上个月也有');
      expect(await auditPage(chen)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'give a ticket to one of two who press at once, and tell the other who it was',
    async () => {
      const lin = await worker();
      const id = await lin.handIn('我要找人问合同');
      const pages = [await agent('陈晓'), await agent('李梅')] as const;
      for (const page of pages) await row(page, id).waitFor();
      // Nobody's press is let through before both have pressed: the row of a ticket that is held has no button any more.
      const presses = pages.map(() => Promise.withResolvers<void>());
      const both = Promise.all(presses.map(({ promise }) => promise));
      for (const [at, page] of pages.entries())
        await page.route(`**/console/tickets/${id}`, async (route) => {
          presses[at]?.resolve();
          await both;
          await route.continue();
        });
      await Promise.all(pages.map((page) => row(page, id).getByRole('button').click()));
      // Whoever has it is led to it; the other stays in the list and is told who has it.
      const isWinner = (page: Page) =>
        page.waitForURL(`**/console/tickets/${id}`, { waitUntil: 'commit' }).then(() => page);
      const winner = await Promise.race(pages.map(isWinner));
      const [loser, name] = winner === pages[0] ? [pages[1], '陈晓'] : [pages[0], '李梅'];
      await loser.locator('#said', { hasText: copy.refused.claimedBy(name) }).waitFor();
      await row(loser, id).locator('.holder').getByText(name).waitFor();
    },
    PATIENCE,
  );

  it(
    'go on over a restart with what was being written, and end where somebody is signed out',
    async () => {
      const lin = await worker();
      const id = await lin.handIn('站点不退我押金');
      const chen = await agent('陈晓');
      await chen.goto(`${server.url}/console/tickets/${id}`);
      await live(chen);
      await chen.locator('#do-claim').click();
      await chen.locator('#reply-words').fill('我先写到一半');
      const port = Number(new URL(server.url).port);
      await server.stop();
      await chen.waitForSelector('#live[data-state="lost"]');
      server = await startServer(config(port), () => library);
      await live(chen);
      await lin.say('/补充 押金五百');
      await talk(chen).getByText('押金五百').waitFor();
      expect(await chen.locator('#reply-words').inputValue()).toBe('我先写到一半');
      await chen.locator('#reply-words').press('Control+Enter');
      await lin.heard('我先写到一半');

      await chen.locator('#reply-words').fill('这句没发');
      await beside.transaction((tx) => tx.deleteFrom('console_sessions').execute());
      await lin.say('/补充 还有一百');
      await chen.locator('#live a', { hasText: copy.live.enter }).waitFor();
      expect(await talk(chen).textContent()).not.toContain('还有一百');
      // What was written stays, to be taken along.
      expect(await chen.locator('#reply-words').inputValue()).toBe('这句没发');
      await chen.locator('#live a').click();
      await chen.waitForURL('**/console/enter?to=*');
    },
    PATIENCE,
  );

  it(
    'does without scripts, and on a phone without moving sideways, in the light and in the dark',
    async () => {
      const lin = await worker();
      const id = await lin.handIn('平台罚了我两百块，凭什么');
      const chen = await agent('陈晓', { ...PHONE, javaScriptEnabled: false });
      await row(chen, id).getByRole('button').click();
      await chen.waitForURL(`**/console/tickets/${id}`);
      await chen.getByLabel(copy.act.replyWords).fill('罚单拍给我们看看');
      await chen.getByRole('button', { name: copy.act.send }).click();
      await lin.heard('罚单拍给我们看看');
      await chen.reload();
      expect(await talk(chen).textContent()).toContain('罚单拍给我们看看');
      await chen.locator('summary', { hasText: copy.act.transfer }).click();
      await chen.getByRole('button', { name: copy.act.transfer, exact: true }).click();
      await chen.getByText(copy.state.transferred).first().waitFor();

      const mei = await agent('李梅', { ...PHONE, colorScheme: 'dark' });
      expect(await auditPage(mei)).toEqual([]);
      await mei.goto(`${server.url}/console/tickets/${id}`);
      await live(mei);
      expect(await auditPage(mei)).toEqual([]);
      await mei.emulateMedia({ colorScheme: 'light' });
      expect(await auditPage(mei)).toEqual([]);
      // What is done is in sight from the top of a long page to its end.
      for (const place of ['0', 'document.body.scrollHeight'])
        expect(await mei.evaluate(`scrollTo(0, ${place}), ${BAR_SHOWN}`), place).toBe(true);
    },
    PATIENCE,
  );

  it(
    'tells the keys, and does nothing on single letters for whoever switched them off',
    async () => {
      const lin = await worker();
      const id = await lin.handIn('想问问入会');
      const chen = await agent('陈晓');
      await row(chen, id).waitFor();
      await chen.keyboard.press('?');
      await chen.getByRole('heading', { name: copy.keys.title }).waitFor();
      await chen.getByLabel(copy.keys.off).check();
      await chen.getByRole('button', { name: copy.keys.close, exact: true }).click();
      await chen.keyboard.press('j');
      await chen.keyboard.press('c');
      await chen.getByRole('button', { name: copy.keys.open }).click();
      await chen.getByLabel(copy.keys.off).uncheck();
      await chen.getByRole('button', { name: copy.keys.close, exact: true }).click();
      expect(await row(chen, id).locator('.holder').count()).toBe(0);
      await chen.keyboard.press('j');
      await chen.keyboard.press('c');
      await chen.waitForURL(`**/console/tickets/${id}`);
    },
    PATIENCE,
  );
});
