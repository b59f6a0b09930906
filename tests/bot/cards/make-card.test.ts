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

const sentence = (
  text: string,
  strength: Article['sentences'][number]['strength'],
  addressee: Article['sentences'][number]['addressee'],
  start = 0,
) => ({ start, end: start + text.length, strength, addressee });

/** A line of the card of a/2 where it says something else. */
async function fineAs(text: string, more: Partial<Article>, line: 1 | 2 = 1): Promise<string> {
  const article = anArticle('a/2', text, more);
  const library = await textsWith({
    articles: MADE_UP.articles.map((one) => (one.id === 'a/2' ? article : one)),
    matters: MADE_UP.matters.filter(({ matter }) => matter !== 'deposit-fine'),
  });
  return cardOf(library, FINE).lines[line];
}

type Article = ReturnType<typeof anArticle>;

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

  it('is called by its text where that is new, and neither a matter nor a heading names it', async () => {
    const library = await textsWith({
      matters: MADE_UP.matters.filter(({ matter }) => matter !== 'deposit-fine'),
    });
    const card = cardOf(library, FINE);
    expect(card.title).toBe('《甲川省骑手办法》第二条');
    expect(card.lines[0]).toBe('这是文件里的第二条。');
  });

  it('names the offices that the text names', async () => {
    const departments = [{ role: 'lead' as const, names: ['甲厅', '乙厅'], source: 'a/2' }];
    const article = anArticle('a/2', '违法收取押金的，处每人五百元罚款。', { departments });
    const library = await textsWith({
      articles: MADE_UP.articles.map((one) => (one.id === 'a/2' ? article : one)),
    });
    expect(cardOf(library, FINE).lines[2]).toBe('原文写的牵头部门是甲厅、乙厅，可以去问。');
  });

  it('leaves out no office that somebody may need', async () => {
    const names = ['甲厅', '乙厅', '丙厅', '丁厅', '总工会'];
    const departments = [{ role: 'lead' as const, names, source: 'a/2' }];
    expect(await fineAs('违法收取押金的，处每人五百元罚款。', { departments }, 2)).toContain(
      names.join('、'),
    );
    const many = [{ role: 'lead' as const, names: [...'一二三四五六七八九'], source: 'a/2' }];
    expect(await fineAs('违法收取押金的，处每人五百元罚款。', { departments: many }, 2)).toContain(
      '八等，可以去问',
    );
  });

  it.each([
    ['鼓励企业不收押金。', '甲川的文件里写了，用的是“鼓励”，不是硬性要求，是对政府部门说的。'],
    ['支持企业不收押金。', '甲川的文件里写了，用的是“支持”，不是硬性要求，是对政府部门说的。'],
    ['号召企业不收押金。', '甲川的文件里写了，不是硬性要求，是对政府部门说的。'],
  ])('says that it is not hard in the word of the text: %s', async (text, line) => {
    expect(await fineAs(text, { sentences: [sentence(text, 'encouraged', 'department')] })).toBe(line);
  });

  it('tells no encouragement as a demand, whoever is spoken to', async () => {
    const text = '鼓励企业不收押金，已经收的应当退还。';
    expect(await fineAs(text, { sentences: [sentence(text, 'mixed', 'department')] })).toBe(
      '甲川的文件里这句话前面软、后面硬，要整句看。',
    );
    const [hard, soft] = ['企业应当退还押金。', '鼓励企业不收押金。'];
    const both = [
      sentence(hard, 'required', 'enterprise'),
      sentence(soft, 'encouraged', 'department', hard.length),
    ];
    expect(await fineAs(`${hard}${soft}`, { sentences: both })).toBe(
      '甲川的文件里有硬性的规定，是对企业说的。里面也有不硬的话，要整句看。',
    );
  });

  it('says that a campaign is over', async () => {
    const campaign = (to: string) =>
      textsWith({
        instruments: MADE_UP.instruments.map((one) =>
          one.id === 'a' ? { ...one, status: 'campaign', period: { from: '2022-03', to } } : one,
        ),
      });
    expect(cardOf(await campaign('2022-07')).lines[1]).toMatch(/行动已经结束，只能作参考。$/);
    expect(cardOf(await campaign('2099-07')).lines[1]).not.toContain('结束');
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
