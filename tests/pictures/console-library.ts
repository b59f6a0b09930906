/**
 * Makes the pictures of the console's library in docs/images anew, with a text of a county that made none such:
 *   node tests/pictures/console-library.ts [folder]
 */

import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { ingest } from '#ingest';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import { loadLiveLibrary } from '../../bot/load.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { startServer } from '../../bot/server.ts';
import { createOffice } from '../../bot/staff/office.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { openBrowser } from '../browser.ts';
import { temporaryFolder } from '../fixtures.ts';
import { writeKnowledge } from '../ingest/small-knowledge.ts';

const out = process.argv[2] ?? 'docs/images';
const WANG = '王主任';
/** ms */
const PATIENCE = 300_000;
const LIGHT: BrowserContextOptions = { viewport: { width: 1280, height: 860 }, locale: 'zh-CN' };
const PHONE: BrowserContextOptions = {
  ...{ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: 'zh-CN' },
};
const HEAD = '正定县新就业形态劳动者权益保障办法\n正政规〔2025〕3号\n\n';
const FIRST = '第一条 为了保障新就业形态劳动者权益，制定本办法。\n\n';
const ARREARS =
  '第二条 人力资源社会保障部门应当加大劳动保障监察力度，受理劳动者对拖欠劳动报酬的举报投诉。\n\n';
const OLD = `${HEAD}${FIRST}${ARREARS}第三条 企业不得以任何名义向劳动者收取押金。\n`;
const NEW = `${HEAD.replace('3号', '8号')}${FIRST}${ARREARS}第三条 企业不得以任何名义向劳动者收取押金、保证金，已经收取的应当在三十日内退还。\n\n第五条 工会应当为劳动者提供法律援助。\n`;

const folder = temporaryFolder();
const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent' });
// One city's text is enough to be looked at.
await ingest({ knowledge: writeKnowledge(folder.path), root: config.libraryDir, now: () => new Date() });
const live = await loadLiveLibrary(config);
const server = await startServer(config, live.library, live);
const store = await openStore(storeLocation(config));
const vault = await openVault(store, config);
const office = createOffice({ store, vault, clock: systemClock, randomToken, via: 'terminal' });
const browser = await openBrowser();
try {
  await office.add({ name: WANG, role: 'admin', regions: [], trades: [] });
  const page = await enter(LIGHT);
  await upload(page, '正定办法.txt', OLD);
  await check(page);
  await page.getByRole('link', { name: '发布…' }).click();
  await page.getByLabel('为什么发布？').fill('县里发了新办法');
  await page.getByRole('button', { name: '发布' }).click();
  await page.getByText('发布了').waitFor();
  await upload(page, '正定办法（修订）.txt', NEW);
  await picture(page, 'console-library-upload');
  await page.goto(`${server.url}/console/library/texts?q=正定`);
  await page
    .getByRole('link', { name: /正定县/ })
    .first()
    .click();
  await page.locator('summary', { hasText: '去掉' }).click();
  await page.getByRole('button', { name: '从草稿里去掉' }).click();
  await page.getByText('已从草稿里去掉').waitFor();
  await check(page);
  await picture(page, 'console-library');
  await page.goto(`${server.url}/console/library/changes`);
  await picture(page, 'console-library-changes');
  await page.goto(`${server.url}/console/library/texts?q=正定`);
  const text = await page
    .getByRole('link', { name: /正定县/ })
    .last()
    .getAttribute('href');
  const phone = await enter({ ...PHONE, colorScheme: 'dark' });
  await phone.goto(`${server.url}${text ?? ''}`);
  await picture(phone, 'console-library-text-phone-dark');
  await phone.goto(`${server.url}/console/library`);
  await picture(phone, 'console-library-phone-dark');
} finally {
  await browser.close();
  await server.stop();
  await store.close();
  folder.dispose();
}

async function enter(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${server.url}/console/enter`);
  await page.fill('#token', (await office.link(WANG)) ?? '');
  await page.locator('main button').first().click();
  await page.waitForURL(`${server.url}/console`);
  return page;
}

async function upload(page: Page, name: string, text: string): Promise<void> {
  await page.goto(`${server.url}/console/library`);
  await page.setInputFiles('#files', { name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: '交上去' }).click();
  await page.getByText('收下了').waitFor();
}

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: '检查草稿' }).click();
  await page.getByRole('heading', { name: '检查好的' }).waitFor();
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
}
