import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../../bot/config.ts';
import type { Library } from '../../bot/conversation/turn.ts';
import { conversationCopy } from '../../bot/copy/conversation.ts';
import { filesCopy } from '../../bot/copy/files.ts';
import { webCopy } from '../../bot/copy/web.ts';
import { type RunningServer, startServer } from '../../bot/server.ts';
import { JPEG } from '../bot/files/samples.ts';
import { describeWithBrowser, openBrowser } from '../browser.ts';
import { realTexts } from '../core.ts';
import { createWire } from '../fakes/wire.ts';
import { temporaryFolder } from '../fixtures.ts';
import { auditPage } from './audit.ts';

const PATIENCE = 400_000;
const START = 180_000;
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
};
const DESK: BrowserContextOptions = { viewport: { width: 1000, height: 700 }, locale: 'zh-CN' };
const BOX = webCopy.compose.label;

describeWithBrowser('the web page, from a first visit to being forgotten', () => {
  const opening = openBrowser();
  const folder = temporaryFolder();
  const contexts: BrowserContext[] = [];
  let library: Library;
  let server: RunningServer;
  beforeAll(async () => {
    library = await realTexts();
    await opening;
    const config = parseConfig({ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'silent' });
    server = await startServer(config, () => library);
  }, START);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await (await opening).close();
    await server.stop();
    folder.dispose();
  }, PATIENCE);

  const open = async (options: BrowserContextOptions, url = server.url): Promise<Page> => {
    const context = await (await opening).newContext(options);
    context.setDefaultTimeout(PATIENCE);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${url}/`);
    return page;
  };
  const connected = (page: Page) => page.waitForSelector('#status[data-state="open"]', { state: 'attached' });
  const answers = (page: Page) => page.locator('.letter.bot');
  /** Does it, and waits for the next answer. */
  const answerTo = async (page: Page, act: () => Promise<unknown>): Promise<Locator> => {
    const before = await answers(page).count();
    await act();
    const answer = answers(page).nth(before);
    await answer.waitFor();
    return answer;
  };
  const ask = (page: Page, words: string) =>
    answerTo(page, async () => {
      await page.getByLabel(BOX).fill(words);
      await page.keyboard.press('Enter');
    });

  /** Ids of the articles on an answer's cards; each quote must stand in its article as published, word for word. */
  const cited = async (answer: Locator): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const card of await answer.locator('.citation').all()) {
      const href = (await card.locator('.source').getAttribute('href')) ?? '';
      const { pathname } = new URL(href, server.url);
      const id = decodeURIComponent(pathname.replace('/policies/', ''));
      const article = library.pages.article(id);
      const document = library.pages.instrument(article?.instrument ?? '');
      const pieces = await card.locator('blockquote p').allTextContents();
      expect(pieces.length).toBeGreaterThan(0);
      for (const piece of pieces) expect(article?.text).toContain(piece);
      expect(await card.locator('figcaption').textContent()).toContain(document?.title);
      ids.push(id);
    }
    return ids;
  };

  it(
    'tells a story: an example, a place by the picker, three questions, a follow-up, the source, a move by word',
    async () => {
      const page = await open(PHONE);
      await connected(page);
      const chosen = await answerTo(page, async () => {
        await page.getByLabel(webCopy.region.label).selectOption({ label: '淄博' });
        await page.getByRole('button', { name: webCopy.region.set, exact: true }).click();
      });
      expect(await chosen.textContent()).toContain(conversationCopy.region.set('淄博'));
      await page.reload();
      await connected(page);

      // The picker says which place counts, also after a reload; and a choice counts that nobody has pressed.
      const picker = page.getByLabel(webCopy.region.label);
      const shown = () => picker.locator('option:checked').textContent();
      expect(await shown()).toBe('淄博');
      await picker.selectOption({ label: '南昌' });
      await ask(page, '入职要先交五百块保证金，能收吗');
      await page.locator('.citation .source[href*="/nanchang-"]').first().waitFor();
      await ask(page, '我换到淄博了');
      expect(await shown()).toBe('淄博');

      const [example = ''] = webCopy.examples;
      expect(await page.getByRole('button', { name: example }).count()).toBe(0);
      expect((await cited(await ask(page, example)))[0]).toBe('zibo-opinions/5');
      // 淄博 is silent on rain: what other places say stands under their names.
      const rain = await ask(page, '下暴雨不敢接单，会被罚钱吗');
      const own = await rain.locator('.citation:not(:has(.place)) .source').all();
      for (const card of own) expect(await card.getAttribute('href')).toContain('/zibo-opinions/');
      expect(await cited(rain)).toContain('nanchang-plan/8');
      expect(await rain.locator('.citation:has(.place) .source[href*="/nanchang-plan/8?"]').count()).toBe(1);
      expect(await cited(await ask(page, '入职要先交五百块保证金，能收吗'))).toContain('zibo-opinions/4');
      expect((await cited(await ask(page, '跑众包的能不能加入工会')))[0]).toBe('zibo-opinions/16');
      const elsewhere = await ask(page, '那吉林呢');
      expect((await cited(elsewhere))[0]).toBe('jilin-measures/35');

      const quote = (await elsewhere.locator('blockquote').first().locator('p').allTextContents()).join('');
      await elsewhere
        .getByRole('link', { name: /看原文/ })
        .first()
        .click();
      await page.waitForURL('**/policies/jilin-measures/35?mark=**');
      expect((await page.locator('mark').allTextContents()).join('')).toBe(quote);
      expect(await page.locator('#mark').isVisible()).toBe(true);
      await page.getByRole('link', { name: webCopy.policies.back }).click();
      await connected(page);

      await ask(page, '我换到长春干了');
      expect(await shown()).toBe('吉林');
      await ask(page, '我换到云南干了');
      expect((await cited(await ask(page, '入职要先交五百块保证金，能收吗')))[0]).toBe('yunnan-opinions/5');
      const said = await page.locator('.letter.person > p').allTextContents();
      await page.reload();
      await connected(page);
      expect(await page.locator('.letter.person > p').allTextContents()).toEqual(said);
    },
    PATIENCE,
  );

  it.each<[string, BrowserContextOptions]>([
    ['at once when it is chosen', PHONE],
    ['without a script, by the browser’s own chooser', { ...DESK, javaScriptEnabled: false }],
  ])(
    'sends a photo, %s, decides about it and has it back',
    async (_, options) => {
      const page = await open(options);
      const live = options.javaScriptEnabled !== false;
      if (live) await connected(page);
      const chosen = { name: '罚单.jpg', mimeType: 'image/jpeg', buffer: JPEG };
      const answer = await answerTo(page, async () => {
        await page.locator('#file').setInputFiles(chosen);
        if (!live) await page.getByRole('button', { name: webCopy.attach.send }).click();
      });
      expect(await answer.textContent()).toContain(filesCopy.received('photo', 1));
      expect(await page.locator('.letter.person').last().textContent()).toContain('罚单.jpg');
      if (live) expect(await auditPage(page)).toEqual([]);
      const kept = await answerTo(page, () => answer.getByRole('button', { name: filesCopy.keep }).click());
      expect(await kept.textContent()).toContain(filesCopy.kept(1, 180));
      const listed = await answerTo(page, async () => {
        await page.getByLabel(BOX).fill('/我的材料');
        await page.getByRole('button', { name: webCopy.compose.send, exact: true }).click();
      });
      const given = await answerTo(page, () =>
        listed.getByRole('button', { name: filesCopy.list.get(1) }).click(),
      );
      const href = (await given.locator('a[download]').getAttribute('href')) ?? '';
      const response = await page.request.get(new URL(href, server.url).href);
      expect((await response.body()).equals(JPEG)).toBe(true);
      expect(response.headers()['content-disposition']).toMatch(/^attachment;/);
    },
    PATIENCE,
  );

  it(
    'asks by an example and answers after the place is pressed, by keyboard alone',
    async () => {
      const page = await open(DESK);
      await connected(page);
      const [example = ''] = webCopy.examples;
      /** Goes on with Tab until it stands on what has this name, and sees that the focus can be seen. */
      const tabTo = async (label: string) => {
        const passed: string[] = [];
        while (passed.length < 60) {
          await page.keyboard.press('Tab');
          const focus = z.object({ name: z.string(), seen: z.boolean() }).parse(await page.evaluate(FOCUS));
          passed.push(focus.name);
          expect(focus, passed.join(' > ')).toMatchObject({ seen: true });
          if (focus.name === label) return passed;
        }
        throw new Error(`${label} cannot be reached: ${passed.join(' > ')}`);
      };
      expect(await tabTo(webCopy.compose.send)).toEqual([
        webCopy.skip,
        webCopy.region.label,
        webCopy.region.set,
        webCopy.menu.label,
        ...webCopy.examples,
        BOX,
        webCopy.compose.send,
      ]);
      await tabTo(example);
      const choice = await answerTo(page, () => page.keyboard.press('Enter'));
      await choice.focus();
      await tabTo('南昌');
      const answer = await answerTo(page, () => page.keyboard.press('Space'));
      expect((await cited(answer))[0]).toBe('nanchang-plan/5');
      await answer.focus();
      const head = await answer.locator('figcaption').first().textContent();
      await tabTo(`${webCopy.page.sourceOf}${head}`);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/policies/nanchang-plan/**');
      await tabTo(webCopy.policies.back);
      await page.keyboard.press('Enter');
      await connected(page);
      await tabTo(webCopy.menu.label);
      await page.keyboard.press('Enter');
      await tabTo('删除我的数据');
      const sure = await answerTo(page, () => page.keyboard.press('Enter'));
      await sure.focus();
      await tabTo(conversationCopy.erase.yes);
      await page.keyboard.press('Enter');
      await page.getByText('都删了').waitFor();
      expect(await page.locator('#log').textContent()).not.toContain(example);
    },
    PATIENCE,
  );

  it(
    'sends once what was taken when the line broke before the page was told, and goes on where it was',
    async () => {
      const wire = await createWire(server.url);
      try {
        const page = await open(PHONE, wire.url.replace(/\/$/, ''));
        await connected(page);
        await ask(page, '我在吉林，站里收了押金不退');
        wire.loseReplyTo('POST /chat/messages');
        await ask(page, '那罚多少');
        await wire.cut();
        await page.waitForSelector('#status[data-state="lost"]', { state: 'attached' });
        await page.getByLabel(BOX).fill('在云南呢，押金能收吗');
        await page.keyboard.press('Enter');
        await page.getByText(webCopy.page.waiting).waitFor();
        const answer = await answerTo(page, () => wire.mend());
        expect((await cited(answer)).every((id) => id.startsWith('yunnan-'))).toBe(true);
        await page.reload();
        await connected(page);
        expect([await page.locator('.letter.person').count(), await answers(page).count()]).toEqual([3, 3]);
      } finally {
        await wire.close();
      }
    },
    PATIENCE,
  );

  it('is held to an audit that sees what it is meant to see', async () => {
    const page = await open(DESK);
    // Away from our own policy, which allows no style of a page's own.
    await page.goto('about:blank');
    await page.setContent(
      '<html><body><h2>一</h2><h4 style="color:#888">浅</h4><input placeholder="x"><a>空</a><a href="/"></a><p id="a" aria-describedby="b">' +
        '<p id="a" tabindex="3" style="width:3000px">宽</p></body></html>',
    );
    const faults = (await auditPage(page)).join('\n');
    for (const fault of [
      'contrast 3.54 of <h4> 浅',
      'no name: <input',
      'no name: <a href',
      'a link to nowhere',
      'aria-describedby of nothing: b',
      'twice the id a',
      'a focus order of its own',
      'a heading skips a level',
      'not one main part',
      'not one first heading',
      'no language',
      'no title',
      'wider than the screen',
    ])
      expect(faults).toContain(fault);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing on any page that keeps somebody out, %s',
    async (colorScheme) => {
      const page = await open({ ...PHONE, colorScheme });
      await connected(page);
      expect(await auditPage(page), 'first visit').toEqual([]);
      await ask(page, '我在石家庄，连着跑了六个钟头，头晕，能休息吗');
      await ask(page, '/隐私');
      await ask(page, '/地区');
      expect(await auditPage(page), 'conversation').toEqual([]);
      await page.getByText(webCopy.menu.label).click();
      expect(await auditPage(page), 'menu').toEqual([]);
      for (const path of [
        '/policies',
        '/policies/jilin-measures',
        '/policies/jilin-measures/29?mark=0-39#mark',
        '/policies/yunnan-opinions/5',
        '/policies/shijiazhuang-plan',
        '/nowhere',
      ]) {
        await page.goto(server.url + path);
        expect(await auditPage(page), path).toEqual([]);
      }
    },
    PATIENCE,
  );

  it(
    'shows the same cards without scripts as with them',
    async () => {
      const page = await open({ ...PHONE, javaScriptEnabled: false });
      const answer = await answerTo(page, async () => {
        await page.getByLabel(BOX).fill('我在吉林，站里收了押金不退');
        await page.getByRole('button', { name: webCopy.compose.send }).click();
      });
      expect(await cited(answer)).toContain('jilin-measures/5');
      await answer
        .getByRole('link', { name: /看原文/ })
        .first()
        .click();
      expect(await page.locator('mark').count()).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});

/** What has the focus, by the name that a screen reader says, and whether an eye can tell. */
const FOCUS = `(() => {
  const node = document.activeElement;
  const label = [...(node.labels ?? [])].map((one) => one.textContent).join('');
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return {
    name: (node.getAttribute('aria-label') ?? (label || node.textContent)).trim(),
    seen: node === document.body || ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none') && box.width > 1 && box.bottom > 0 && box.top < innerHeight,
  };
})()`;
