import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardJob } from '../../../bot/cards/card.ts';
import { addCardPages } from '../../../bot/console/cards/pages.ts';
import { PaperNotMade } from '../../../bot/papers/press.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { rowsOf } from '../../core.ts';
import { anArticle } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';
import { textsWith, WAYS } from '../cards/made-up-cards.ts';
import { type ConsoleBrowser, type ConsoleWorld, createConsoleWorld } from './world.ts';

let store: Store;
let world: ConsoleWorld;
let library: Awaited<ReturnType<typeof textsWith>>;
let browser: ConsoleBrowser;
let jobs: CardJob[];
let broken: boolean;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = createConsoleWorld(store, { rateLimit: { burst: 1000, perMinute: 1000 } });
  library = await textsWith();
  jobs = [];
  broken = false;
  addCardPages(world.console, {
    ...{ store, clock: world.clock, library: () => library, cardWays: WAYS },
    // What the press makes is held in tests/bot/cards; here it counts what it was asked for.
    cardPress: {
      renderCard: async (job) => {
        if (broken) throw new PaperNotMade('time');
        jobs.push(job);
        return new TextEncoder().encode(job.form);
      },
    },
  });
  browser = await world.signedIn('小陈', 'agent');
});
afterEach(() => store.close());

const post = async (path: string, fields: Record<string, string>) =>
  browser.post(path, { csrf: await browser.csrf('/console/cards'), ...fields });
const make = (subject: string, region = '') =>
  post('/console/cards', { kind: region === '' ? 'article' : 'matter', subject, region });
/** @returns the new card's page */
const made = async (subject: string, region = '') =>
  (await make(subject, region)).headers.get('location') ?? '';
const page = async (path: string) => (await browser.get(path)).text();
const replaceArticle = async () => {
  library = await textsWith({
    articles: MADE_UP.articles.map((one) =>
      one.id === 'a/1' ? anArticle('a/1', '企业一律不得收取押金。不得收取押金。', { label: '第一条' }) : one,
    ),
  });
};

describe('the page of cards', () => {
  it('finds by a question, by a name and by an id, and offers to make a card', async () => {
    const found = await page(`/console/cards?q=${encodeURIComponent('收押金罚多少钱')}&region=甲川省`);
    expect(found).toContain('value="deposit-fine"');
    expect(found).toContain('value="a/2"');
    expect(await page('/console/cards?q=heat')).toContain('value="heat"');
    expect(await page('/console/cards?q=a/3')).toContain('value="a/3"');
    expect(await page('/console/cards?q=zzzz')).toContain('没有找到');
  });

  it('makes one, shows its words, and hands out each form with the release in its name', async () => {
    const path = await made('deposit-ban', '甲川省');
    const shown = await page(path);
    for (const words of ['“企业不得收取押金。”', '第一条', '甲川的文件里有硬性的规定', library.pages.release])
      expect(shown).toContain(words);
    for (const form of ['png', 'a6', 'a4']) {
      const file = await browser.get(`${path}/${form}`);
      expect([file.status, await file.text()]).toEqual([200, form]);
      expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).toContain(
        library.pages.release,
      );
    }
    expect((await browser.get(`${path}/book`)).status).toBe(404);
    const actions = (await rowsOf(store, 'desk_audit')).map(({ action }) => action);
    expect(actions.filter((action) => action === 'export')).toHaveLength(3);
  });

  it('says why none can be made', async () => {
    const refused = await make('heat', '戊原省');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('做不了卡')]);
    expect(await rowsOf(store, 'made_cards')).toEqual([]);
  });

  it('keeps what was looked for when none can be made, and offers none that cannot', async () => {
    const refused = await post('/console/cards', {
      ...{ kind: 'matter', subject: 'heat', region: '戊原省', q: '押金' },
    });
    const words = await refused.text();
    expect(words).toContain('做不了卡');
    expect(words).toContain('name="q" value="押金"');
    expect(words).toContain('<option value="戊原省" selected>');
    expect(await page('/console/cards?q=heat&region=戊原省')).not.toContain(
      'value="heat"><input type="hidden" name="region"',
    );
  });

  it('leads to the clause as it was on the card', async () => {
    const path = await made('deposit-ban', '甲川省');
    const now = `/policies/a/1?mark=0-9&amp;r=${library.pages.release}`;
    expect(await page(path)).toContain(now);
    const before = library.pages.release;
    await replaceArticle();
    expect(await page(path)).toContain(`/policies/a/1?r=${before}`);
  });

  it('shows the newest sixty, and leads to those before', async () => {
    await made('a/2');
    await store.transaction(async (tx) => {
      const [card] = await tx.selectFrom('made_cards').selectAll().execute();
      if (card === undefined) throw new Error('no card was kept');
      for (let i = 1; i <= 60; i += 1)
        await tx
          .insertInto('made_cards')
          .values({ ...card, id: `card${i}`, made_at: Number(card.made_at) - i })
          .execute();
    });
    const first = await page('/console/cards');
    expect(first).toContain('/console/cards/card59"');
    expect(first).not.toContain('/console/cards/card60"');
    const next = /href="(\/console\/cards\?from=\d+)"/.exec(first)?.[1] ?? '';
    const second = await page(next);
    expect(second).toContain('/console/cards/card60"');
    expect(second).not.toContain('?from=');
    const bound = await post('/console/cards/book', { title: '旧的', 'card-card60': 'on' });
    expect(bound.status).toBe(303);
  });

  it('marks a card whose text changed, prints it no more, and makes it anew', async () => {
    const path = await made('deposit-ban', '甲川省');
    expect(await page('/console/cards')).not.toContain('条文变了');
    await replaceArticle();
    expect(await page('/console/cards')).toContain('条文变了，重新做一张。');
    const file = await browser.get(`${path}/a4`);
    expect([file.status, await file.text()]).toEqual([409, expect.stringContaining('条文变了')]);
    expect(jobs).toEqual([]);
    expect(await page(path)).toContain('重新做一张</button>');
    const anew = await made('deposit-ban', '甲川省');
    expect(anew).not.toBe(path);
    expect((await browser.get(`${anew}/a4`)).status).toBe(200);
  });

  it('binds those that were ticked to a book, unless one of them is outdated', async () => {
    const ids = [await made('deposit-ban', '甲川省'), await made('a/2')].map((path) =>
      path.split('/').at(-1),
    );
    const ticks = Object.fromEntries(ids.map((id) => [`card-${id}`, 'on']));
    expect((await post('/console/cards/book', { title: '押金' })).status).toBe(400);
    expect((await post('/console/cards/book', ticks)).status).toBe(400);
    const bound = await post('/console/cards/book', { title: '押金', ...ticks });
    const path = bound.headers.get('location') ?? '';
    expect((await browser.get(`${path}/book`)).status).toBe(200);
    expect(jobs[0]?.form === 'book' && jobs[0].book.cards.length).toBe(2);
    await replaceArticle();
    expect((await browser.get(`${path}/book`)).status).toBe(409);
    const again = await post('/console/cards/book', { title: '再来', ...ticks });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('请先重新做')]);
  });

  it('lets nobody keep the press busy for all, and says when it made nothing', async () => {
    const path = await made('a/2');
    broken = true;
    expect(await page(`${path}/a6`)).toContain('没有做出来');
    broken = false;
    const answers: number[] = [];
    for (let i = 0; i < 45; i += 1) answers.push((await browser.get(`${path}/a6`)).status);
    expect(answers.filter((status) => status === 409).length).toBeGreaterThan(0);
    browser = await world.signedIn('小李', 'agent');
    expect((await browser.get(`${path}/a6`)).status).toBe(200);
  });
});
