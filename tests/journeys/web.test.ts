import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseConfig } from '../../bot/config.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { realTexts } from '../core.ts';
import { temporaryFolder } from '../fixtures.ts';

const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
};
/** An answer takes milliseconds; a machine under load may need longer. */
const PATIENCE = 400_000;

describeWithBrowser('a worker on the web page', () => {
  const opening = openBrowser();
  let library: Awaited<ReturnType<typeof realTexts>>;
  let folder: ReturnType<typeof temporaryFolder>;
  let server: RunningServer;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  const start = async (port = 0): Promise<RunningServer> =>
    startServer(
      parseConfig({
        DATA_DIR: folder.path,
        PORT: String(port),
        LOG_LEVEL: 'silent',
        SLOW_DOWN_PERSON_PER_MINUTE: '1000',
      }),
      () => library,
    );

  beforeAll(async () => {
    library = await realTexts();
    await opening;
  }, 400_000);
  beforeEach(async () => {
    folder = temporaryFolder();
    server = await start();
  }, PATIENCE);
  afterEach(async () => {
    for (const context of contexts) await context.close();
    contexts = [];
    await server.stop();
    folder.dispose();
    expect(complaints).toEqual([]);
    complaints = [];
  }, PATIENCE);
  afterAll(async () => (await opening).close());

  /** A window of a new visitor; whatever the page complains of (a broken script, a breach of the policy) is kept. */
  const open = async (options: BrowserContextOptions = PHONE): Promise<Page> => {
    const context = await (await opening).newContext(options);
    context.setDefaultTimeout(PATIENCE);
    contexts.push(context);
    return window(context);
  };
  const window = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      const expected = /Failed to load resource|net::ERR/.test(message.text());
      if (message.type() === 'error' && !expected) complaints.push(message.text());
    });
    await page.goto(`${server.url}/`);
    return page;
  };

  const connected = (page: Page) => page.waitForSelector('#status[data-state="open"]', { state: 'attached' });
  const answers = (page: Page) => page.locator('.letter.bot');
  /** Waits for the answer after `before` others. */
  const answer = async (page: Page, before: number) => {
    const letter = answers(page).nth(before);
    await letter.waitFor();
    return letter;
  };
  const ask = async (page: Page, text: string) => {
    const before = await answers(page).count();
    await page.getByLabel('说说你遇到的事').fill(text);
    await page.getByRole('button', { name: '发送' }).click();
    return answer(page, before);
  };
  const fits = async (page: Page) => {
    const [wide, room] = await page
      .evaluate('[document.documentElement.scrollWidth, innerWidth]')
      .then((sizes) => [sizes].flat());
    expect(wide).toBeLessThanOrEqual(Number(room));
  };

  it(
    'asks, says the place, follows up, reads the source, moves, takes the data away and erases it, on a phone',
    async () => {
      const page = await open();
      await connected(page);
      await fits(page);
      const choice = await ask(page, '交了押金，离职站里不退');
      expect(await choice.textContent()).toContain('你在哪儿干活');
      await choice.getByRole('button', { name: '云南', exact: true }).click();
      const first = await answer(page, 1);
      expect(await first.locator('blockquote').first().textContent()).toContain('押金');
      expect(await first.locator('figcaption').first().textContent()).toContain('云人社发〔2021〕40号');
      expect(await page.locator('.letter.person').last().textContent()).toBe('云南');

      const other = await ask(page, '那吉林呢');
      expect(await other.locator('figcaption').first().textContent()).toContain('吉林省');
      await fits(page);

      const source = other.getByRole('link', { name: '看原文' }).first();
      await source.click();
      await page.waitForURL('**/policies/jilin-measures/**');
      expect(await page.locator('mark').first().textContent()).toContain('押金');
      expect(
        await page.evaluate("document.getElementById('mark').getBoundingClientRect().bottom < innerHeight"),
      ).toBe(true);
      await fits(page);
      await page.goBack();
      await connected(page);

      await page.getByLabel('换地区').selectOption({ label: '南昌' });
      const before = await answers(page).count();
      await page.getByRole('button', { name: '换', exact: true }).click();
      expect(await (await answer(page, before)).textContent()).toContain('南昌');
      const third = await ask(page, '连着跑了好几个钟头，能歇会儿吗');
      expect(await third.textContent()).toContain('洪人社发〔2022〕88号');

      await page.getByText('菜单').click();
      await page.getByRole('button', { name: '导出我的数据' }).click();
      const link = page.getByRole('link', { name: /下载/ });
      await link.waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toBe('我的数据.json');

      await page.getByText('菜单').click();
      await page.getByRole('button', { name: '删除我的数据' }).click();
      await page.getByRole('button', { name: '全部删掉' }).click();
      await page.getByText('都删了').waitFor();
      await page.waitForFunction("!document.body.textContent.includes('离职站里不退')");
      await page.reload();
      await connected(page);
      expect(await page.locator('#log').textContent()).not.toMatch(/押金|吉林|南昌/);
    },
    PATIENCE * 2,
  );

  it(
    'loses nothing without a network, and nothing arrives twice',
    async () => {
      const page = await open();
      await connected(page);
      await page.context().setOffline(true);
      await page.getByLabel('说说你遇到的事').fill('吉林交了押金不退');
      await page.keyboard.press('Enter');
      await page.getByText('还没发出去，连上就自动发。').waitFor();
      await page.getByText('没有网络。连上网会自动接着发。').waitFor();
      await page.context().setOffline(false);
      await answer(page, 0);
      await connected(page);
      expect(await page.getByText('还没发出去').count()).toBe(0);
      await page.reload();
      await connected(page);
      expect([await page.locator('.letter.person').count(), await answers(page).count()]).toEqual([1, 1]);
    },
    PATIENCE,
  );

  it(
    'outlives a restart of the server in mid-conversation, and a reload while a message waits',
    async () => {
      const page = await open();
      await connected(page);
      await ask(page, '吉林交了押金不退');
      const port = Number(new URL(server.url).port);
      await server.stop();
      await page.waitForSelector('#status[data-state="lost"]', { state: 'attached' });
      await page.getByLabel('说说你遇到的事').fill('那云南呢');
      await page.keyboard.press('Enter');
      await page.getByText('还没发出去，连上就自动发。').waitFor();
      server = await start(port);
      const second = await answer(page, 1);
      expect(await second.textContent()).toContain('云人社发');
      await page.reload();
      await connected(page);
      expect([await page.locator('.letter.person').count(), await answers(page).count()]).toEqual([2, 2]);
    },
    PATIENCE,
  );

  it(
    'sees everything in each of two windows',
    async () => {
      const page = await open();
      const second = await window(page.context());
      await connected(page);
      await connected(second);
      await ask(page, '吉林交了押金不退');
      await answer(second, 0);
      expect(await second.locator('.letter.person').textContent()).toBe('吉林交了押金不退');
      await ask(second, '那云南呢');
      await answer(page, 1);
      for (const each of [page, second])
        expect([await each.locator('.letter.person').count(), await answers(each).count()]).toEqual([2, 2]);
    },
    PATIENCE,
  );

  it(
    'keeps the conversation when another site leads here',
    async () => {
      const page = await open();
      await connected(page);
      await ask(page, '吉林交了押金不退');
      // Another site for the browser: same machine, other name.
      await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/policies`);
      await page.evaluate(`location.href = ${JSON.stringify(`${server.url}/`)}`);
      await page.waitForURL(`${server.url}/`);
      await answer(page, 0);
      expect(await page.locator('.letter.person').textContent()).toBe('吉林交了押金不退');
    },
    PATIENCE,
  );

  it(
    'works by keyboard: skip link, new lines, an open input method, the menu',
    async () => {
      const page = await open({ viewport: { width: 1000, height: 700 } });
      await connected(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.type('吉林');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('押金不退');
      const box = page.getByLabel('说说你遇到的事');
      await page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))",
      );
      expect(await box.inputValue()).toBe('吉林\n押金不退');
      await page.keyboard.press('Enter');
      await answer(page, 0);
      expect(await page.locator('.letter.person').textContent()).toBe('吉林\n押金不退');
      await page.locator('summary').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '隐私' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await page.locator('details.menu').getAttribute('open')).toBeNull();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    },
    PATIENCE,
  );

  it(
    'tells a screen reader what is what',
    async () => {
      const page = await open();
      await connected(page);
      await ask(page, '吉林交了押金不退');
      const tree = await page.locator('body').ariaSnapshot();
      for (const part of [
        'log "对话"',
        'article "你说"',
        'article "工友说"',
        'textbox "说说你遇到的事"',
        'combobox "换地区"',
        'status: 已连上',
      ])
        expect(tree).toContain(part);
      expect(tree).toMatch(/link "看原文：《吉林省/);
      expect(await page.locator('#log').getAttribute('aria-live')).toBe('polite');
    },
    PATIENCE,
  );

  it(
    'gives a finger room: nothing to press is lower than 44 px',
    async () => {
      const page = await open();
      await connected(page);
      await page.getByText('菜单').click();
      const pressable = 'button, .top select, summary, .sheet a, .source, .bot .button';
      const low = `[...document.querySelectorAll(${JSON.stringify(pressable)})].map((one) => [one.textContent.trim(), one.getBoundingClientRect().height]).filter(([, height]) => height < 44)`;
      expect(await page.locator(pressable).count()).toBeGreaterThan(10);
      expect(await page.evaluate(low)).toEqual([]);
      await page.keyboard.press('Escape');
      await ask(page, '交了押金不退');
      expect(await page.evaluate(low)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'is dark where the phone is dark, and still where motion is not wanted',
    async () => {
      const page = await open({ ...PHONE, colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 24, 26)');
      await page.evaluate("document.getElementById('working').textContent = '正在查'");
      expect(await page.evaluate("getComputedStyle(document.getElementById('working')).animationName")).toBe(
        'none',
      );
    },
    PATIENCE,
  );

  it(
    'opens a long conversation at its end, and nothing older comes under it',
    async () => {
      const page = await open();
      await connected(page);
      const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const csrf = (await page.locator('#chat').getAttribute('data-csrf')) ?? '';
      // No connection outlives the server that it leads to.
      const headers = { cookie, 'x-csrf': csrf, 'content-type': 'application/json', connection: 'close' };
      // More than a page opens with. Ten at once is what one visitor may post; a new server has not counted them.
      const MANY = 50;
      const { port } = new URL(server.url);
      for (let sent = 0; sent < MANY; sent++) {
        if (sent > 0 && sent % 10 === 0) {
          await server.stop();
          server = await start(Number(port));
        }
        const body = JSON.stringify({ id: `${sent}`.padStart(32, '0'), text: '/帮助' });
        const response = await fetch(`${server.url}/chat/messages`, { method: 'POST', headers, body });
        expect(response.status).toBe(202);
      }
      await answer(page, MANY - 1);
      await page.reload();
      const ids = async () =>
        (await answers(page).evaluateAll((letters) => letters.map((letter) => letter.dataset.id))).map(
          Number,
        );
      const opened = await ids();
      expect(opened.length).toBeLessThan(MANY);
      await connected(page);
      await ask(page, '/隐私');
      const after = await ids();
      expect(after).toEqual([...opened, Math.max(...opened) + 1]);
    },
    PATIENCE * 4,
  );

  it(
    'works without scripts: forms, answers, buttons, the place',
    async () => {
      const page = await open({ ...PHONE, javaScriptEnabled: false });
      await page.getByRole('button', { name: '交了押金，离职站里不退' }).click();
      const choice = await answer(page, 0);
      await choice.getByRole('button', { name: '淄博' }).click();
      const first = await answer(page, 1);
      expect(await first.textContent()).toContain('淄人社发〔2021〕16号');
      await page.getByLabel('换地区').selectOption({ label: '河北' });
      await page.getByRole('button', { name: '换', exact: true }).click();
      expect(await (await answer(page, 2)).textContent()).toContain('河北');
      await fits(page);
    },
    PATIENCE,
  );

  it(
    'reads a text on paper: no buttons, the quoted words underlined',
    async () => {
      const page = await open({ viewport: { width: 800, height: 1000 } });
      await page.emulateMedia({ media: 'print' });
      await page.goto(`${server.url}/policies/jilin-measures/44?mark=0-108`);
      expect(await page.locator('.top, .neighbours').filter({ visible: true }).count()).toBe(0);
      expect(await page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine")).toBe(
        'underline',
      );
    },
    PATIENCE,
  );
});
