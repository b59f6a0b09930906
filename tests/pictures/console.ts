/**
 * Makes the pictures of the console in docs/images anew, of people who do not exist:
 *   node tests/pictures/console.ts [folder]
 */

import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import type { TicketDraft } from '../../bot/desk/ticket-draft.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { randomId, randomToken } from '../../bot/random-id.ts';
import { startServer } from '../../bot/server.ts';
import { createOffice } from '../../bot/staff/office.ts';
import { ensureConversation } from '../../bot/store/conversations.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { applyToTicket, openTicket } from '../../bot/store/tickets.ts';
import { deskAt } from '../bot/console/made-up-desk.ts';
import { draft } from '../bot/desk/drafts.ts';
import { openBrowser } from '../browser.ts';
import { DESK, realTexts } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';

const out = process.argv[2] ?? 'docs/images';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHEN = '陈晓';
const now = systemClock.now();

const library = await realTexts();
const folder = temporaryFolder();
const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent' });
const server = await startServer(config, () => library);
const store = await openStore(storeLocation(config));
const vault = await openVault(store, config);
const office = createOffice({ store, vault, clock: systemClock, randomToken, via: 'terminal' });
const browser = await openBrowser();
try {
  await office.add({ name: CHEN, role: 'agent', regions: ['山东省', '江西省'], trades: [] });
  const id = await fill();
  const light: BrowserContextOptions = { viewport: { width: 1280, height: 860 }, locale: 'zh-CN' };
  const phone: BrowserContextOptions = {
    ...{ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: 'zh-CN' },
  };
  await picture('console-queue', '/console', light);
  await picture('console-queue-phone-dark', '/console', { ...phone, colorScheme: 'dark' });
  await picture('console-ticket-dark', `/console/tickets/${id}`, { ...light, colorScheme: 'dark' });
  await picture('console-ticket-phone', `/console/tickets/${id}`, phone);
} finally {
  await browser.close();
  await server.stop();
  await store.close();
  folder.dispose();
}

async function picture(name: string, path: string, options: BrowserContextOptions): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${server.url}/console/enter`);
  await page.fill('#token', (await office.link(CHEN)) ?? '');
  await page.locator('main button.primary, main button').first().click();
  await page.waitForURL(`${server.url}/console`);
  await page.goto(`${server.url}${path}`);
  await page.waitForSelector('#live[data-state="open"]', { state: 'attached' });
  await page.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}

/** @returns the ticket in hand, of which pictures are made */
async function fill(): Promise<string> {
  await open(
    { kind: 'urgent', urgent: true, region: '江西省/南昌市', trade: '外卖', topic: '急事' },
    24 * MINUTE,
  );
  await open({ kind: 'injury', region: '山东省/淄博市', trade: '快递', topic: '受伤' }, 50 * HOUR);
  await open({ kind: 'help', region: '山东省/淄博市/张店区', topic: '看病' }, 20 * HOUR);
  await open({ kind: 'question', topic: '提问' }, 5 * HOUR);
  await open({ kind: 'membership', region: '江西省', trade: '网约车', topic: '入会' }, HOUR);
  const quote =
    '用人单位应当向提供正常劳动的劳动者按时足额支付不低于当地最低工资标准的劳动报酬，不得克扣或者无故拖欠劳动者的劳动报酬。';
  const { release } = library.pages;
  const head = '《淄博市关于维护新就业形态劳动者劳动保障权益的实施意见》第五条';
  const at = now - 3 * HOUR;
  const id = await open(
    {
      ...{ region: '山东省/淄博市', trade: '外卖', topic: '拖欠工钱' },
      contact: { name: '林小满', phone: '13800000000' },
      answers: [
        { label: '姓名', value: '林小满', personal: true },
        { label: '欠了多少', value: '3200元', personal: false },
        { label: '从什么时候', value: '10月', personal: false },
        { label: '站点', value: '城东站', personal: true },
      ],
      citations: [{ id: 'zibo-opinions/5', quote, head, release }],
      transcript: [
        { from: 'worker', at: at - 12 * MINUTE, words: '站长压着我上个月的单钱不给' },
        { from: 'bot', at: at - 12 * MINUTE, words: '淄博的文件里有硬性的规定，见下面的原文。' },
      ],
    },
    3 * HOUR,
  );
  const viewer = { name: CHEN, role: 'agent' as const };
  const desk = (ago: number) => deskAt(store, vault, now - ago, 'console');
  await desk(150 * MINUTE).act(id, { kind: 'claim' }, viewer);
  const asked = '你好，我是工会的陈晓。你在哪个站点，站长叫什么？';
  await desk(150 * MINUTE).act(id, { kind: 'reply', words: asked, asks: true }, viewer);
  await store.transaction((tx) =>
    applyToTicket(
      tx,
      { vault, rules: DESK.rules, now: now - 2 * HOUR },
      {
        ...{ id, expected: null, by: { kind: 'worker' as const }, via: 'web' },
        command: { kind: 'say', words: '城东站，姓赵。工友们都没拿到。', files: [] },
      },
    ),
  );
  await desk(HOUR).act(id, { kind: 'note', words: '这个站点上个月也有一件。' }, viewer);
  return id;
}

async function open(given: Partial<TicketDraft>, ago: number): Promise<string> {
  const then = now - ago;
  const person = randomId();
  const stored = await store.transaction(async (tx) => {
    const where = { channel: 'web', kind: 'private' as const, chat: person, now: then };
    const conversation = await ensureConversation(tx, vault, where);
    const owner = { channel: 'web', conversation, person };
    const writing = { vault, rules: DESK.rules, now: then };
    return await openTicket(tx, writing, { owner, draft: draft({ consentAt: then, ...given }), randomId });
  });
  return stored.row.id;
}
