import { beforeAll, describe, expect, it } from 'vitest';
import { findQuoteFault } from '#knowledge';
import { isCardFault, makeCard } from '../../../bot/cards/make-card.ts';
import { findOutdated } from '../../../bot/cards/outdated.ts';
import { realTexts } from '../../core.ts';
import { anArticle } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';
import { TODAY } from '../../real-release.ts';
import { cardOf, DEPOSIT, FINE, NO_WAYS, textsWith, WAYS } from './made-up-cards.ts';

/** The made-up texts with one article exchanged. */
const changed = (id: string, text: string, label: string) =>
  textsWith({
    articles: MADE_UP.articles.map((one) => (one.id === id ? anArticle(id, text, { label }) : one)),
  });

describe('a card', () => {
  it('says of a matter what it is, how it binds whom, and whom to ask; quotes; leads to the page and the chats', async () => {
    const library = await textsWith();
    const card = cardOf(library);
    expect(card).toMatchObject({
      place: '甲川',
      article: 'a/1',
      quote: '企业不得收取押金。',
      head: '《甲川省骑手办法》（甲人社〔2021〕1号）第一条',
      release: library.pages.release,
      day: TODAY,
    });
    expect(card.lines[1]).toBe('甲川的文件里有硬性的规定，是对企业说的。');
    expect(card.lines[2]).toBe('想有人帮，扫下面的码，找当地工会。');
    expect(card.codes.map(({ url }) => url)).toEqual([
      `https://gongyou.test${library.pages.pathOf('a/1', card.quote)}`,
      WAYS.kfLink,
      'https://t.me/gongyou_test_bot?start=card',
    ]);
  });

  it('speaks of no code where none leads anywhere', async () => {
    const card = cardOf(await textsWith(), DEPOSIT, NO_WAYS);
    expect(card.codes).toEqual([]);
    expect(card.lines[2]).not.toContain('码');
  });

  it('quotes an article whole, under the name of the matter that it states', async () => {
    expect(cardOf(await textsWith(), FINE)).toMatchObject({
      title: 'deposit-fine',
      quote: '违法收取押金的，处每人五百元罚款。',
    });
  });

  it('names the offices that the text names', async () => {
    const departments = [{ role: 'lead' as const, names: ['甲厅', '乙厅', '丙厅', '丁厅'], source: 'a/2' }];
    const article = anArticle('a/2', '违法收取押金的，处每人五百元罚款。', { departments });
    const library = await textsWith({
      articles: MADE_UP.articles.map((one) => (one.id === 'a/2' ? article : one)),
    });
    expect(cardOf(library, FINE).lines[2]).toBe('原文写的牵头部门是甲厅、乙厅、丙厅等，可以去问。');
  });

  it.each([
    ['a matter that no text there states', { ...DEPOSIT, subject: 'heat', region: '戊原省' }, 'silent'],
    ['a matter that is none', { ...DEPOSIT, subject: 'none' }, 'no-such-matter'],
    ['no place', { ...DEPOSIT, region: null }, 'no-place'],
    ['a place that is none', { ...DEPOSIT, region: '己县' }, 'no-such-place'],
    ['an article that is none', { ...FINE, subject: 'a/9' }, 'no-such-article'],
  ] as const)('is not made of %s', async (_, subject, fault) => {
    expect(makeCard(await textsWith(), WAYS, subject, TODAY)).toBe(fault);
  });

  it('is not made of a text that has ended', async () => {
    const ended = { on: '2025-01-01', how: 'withdrawn' as const, instead: null };
    const library = await textsWith({
      instruments: MADE_UP.instruments.map((one) => (one.id === 'a' ? { ...one, ended } : one)),
    });
    expect(makeCard(library, WAYS, FINE, TODAY)).toBe('no-such-article');
    expect(makeCard(library, WAYS, DEPOSIT, TODAY)).toBe('silent');
    expect(findOutdated(cardOf(await textsWith()), library)).toBe('gone');
  });
});

describe('of the real texts', () => {
  let library: Awaited<ReturnType<typeof realTexts>>;
  // Whoever is first waits until they are made.
  beforeAll(async () => {
    library = await realTexts();
  }, 400_000);

  it('a card of each matter quotes what stands there', () => {
    const { assistant } = library;
    let made = 0;
    for (const { matter } of assistant.matters) {
      for (const { id } of assistant.places) {
        const subject = { kind: 'matter', subject: matter, region: id } as const;
        const card = makeCard(library, WAYS, subject, TODAY);
        if (isCardFault(card)) {
          expect(['silent', 'too-long']).toContain(card);
          continue;
        }
        const article = assistant.articleOf(card.article);
        expect(article && findQuoteFault(article, card.quote), `${matter} ${id}`).toBeUndefined();
        made += 1;
      }
    }
    expect(made).toBeGreaterThan(100);
  });
});

describe('a kept card', () => {
  it('stays while its words do, in whatever release', async () => {
    const card = cardOf(await textsWith());
    const other = await changed('a/3', '高温天气应当发放清凉补贴。', '第三条');
    expect(other.pages.release).not.toBe(card.release);
    expect(findOutdated(card, other)).toBeUndefined();
  });

  it('is outdated when its article says something else, even beyond the quote', async () => {
    const card = cardOf(await textsWith());
    for (const text of ['企业不得收取押金、保证金。不得收取押金。', '企业不得收取押金。另有约定的除外。'])
      expect(findOutdated(card, await changed('a/1', text, '第一条')), text).toBe('text');
  });

  it('is outdated when what is said of its text changes', async () => {
    const card = cardOf(await textsWith());
    const library = await textsWith({
      instruments: MADE_UP.instruments.map((one) => (one.id === 'a' ? { ...one, status: 'trial' } : one)),
    });
    expect(findOutdated(card, library)).toBe('facts');
  });
});
