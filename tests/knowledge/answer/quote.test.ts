import { describe, expect, it } from 'vitest';
import type { Article } from '#knowledge';
import { type Anchor, chooseQuote } from '../../../knowledge/answer/quote.ts';
import { buildBm25f, type WeightedToken } from '../../../knowledge/search/bm25f.ts';
import { tokens } from '../../../knowledge/text/tokenize.ts';
import { anArticle } from '../../fixtures.ts';

const said = (words: string): WeightedToken[] => [...new Set(tokens(words))].map((token) => [token, 1]);

function choose(article: Article, words: string, anchors: readonly Anchor[] = []) {
  const index = buildBm25f([[tokens(article.text)], [tokens('别的条文')]], {
    fields: [{ weight: 1, b: 0.75 }],
    k1: 4,
    minIdf: 0,
  });
  return chooseQuote(article, anchors, said(words), index);
}

/** Longer than what is quoted whole. */
const LONG = [
  '企业应当公开派单规则，听取骑手的意见，并把修改后的规则提前告诉每一名骑手，让大家有时间看懂。',
  '企业不得扣押骑手的居民身份证和其他证件，也不得以任何名义要骑手交钱，已经收了的，应当限期退还本人。',
  '高温天气应当发放补贴，并准备饮水和药品，骑手身体不适的，应当让其立即停止送单并且不扣报酬。',
  '工会应当帮助骑手跟企业协商，骑手和企业有争议的，工会应当派人参加调解，并把结果告诉骑手。',
].join('');

describe('chooseQuote', () => {
  const article = anArticle('a/7', LONG, { label: '第七条' });

  it('quotes the whole sentence that shares the question’s words, and leaves the others out', () => {
    const quote = choose(article, '高温补贴');
    expect(quote?.text).toBe(
      '高温天气应当发放补贴，并准备饮水和药品，骑手身体不适的，应当让其立即停止送单并且不扣报酬。',
    );
    expect(quote?.label).toBe('第七条');
  });

  it('goes by the anchor of the likely matter before the question’s words', () => {
    const anchors = [{ words: '不得扣押骑手的居民身份证', weight: 0.9 }];
    expect(choose(article, '站长拿了我的证件，高温天', anchors)?.text).toMatch(/^企业不得扣押/);
  });

  it('quotes a short article whole, because its sentences explain one another', () => {
    const short = anArticle('a/8', '企业应当投保。没有投保的，责令改正。');
    expect(choose(short, '没有投保')?.text).toBe('企业应当投保。没有投保的，责令改正。');
  });

  it('keeps a line between pieces that do not touch, so that nobody reads them as one sentence', () => {
    const anchors = [
      { words: '公开派单规则', weight: 0.5 },
      { words: '发放补贴', weight: 0.5 },
    ];
    const pieces = choose(article, '派单规则和高温补贴', anchors)?.text.split('\n');
    expect(pieces).toHaveLength(2);
    expect(pieces?.[0]).toMatch(/^企业应当公开派单规则/);
    expect(pieces?.[1]).toMatch(/^高温天气/);
  });

  it('gives nothing when nothing of the article is on the question', () => {
    expect(choose(article, '量子')).toBeUndefined();
  });
});

describe('an item of a list', () => {
  const stem = '企业有下列情形之一的，责令限期支付：';
  const items = ['（一）克扣报酬的；', '（二）不付加班费的。'];
  const text = [stem, ...items].join('\n');
  const at = (piece: string) => ({ start: text.indexOf(piece), end: text.indexOf(piece) + piece.length });
  const filler = anArticle('a/44', text);
  const list: Article = {
    ...filler,
    label: '第四十四条',
    paragraphs: [{ start: 0, end: text.length, label: '', paragraph: 1 }],
    items: items.map((item, i) => ({ ...at(item), label: ['（一）', '（二）'][i] ?? '', paragraph: 1 })),
    sentences: [
      { ...at(stem), strength: 'required', addressee: 'enterprise' },
      ...items.map((item) => ({
        ...at(item),
        strength: 'informational' as const,
        addressee: 'unspecified' as const,
      })),
    ],
  };

  it('brings the sentence that opens its list, and takes its force and addressee from it', () => {
    const long = { ...list, text: list.text.padEnd(200, ' ') };
    const quote = choose(long, '不给加班费', [{ words: '不付加班费', weight: 1 }]);
    expect(quote?.text).toBe(`${stem}\n（二）不付加班费的。`);
    expect(quote).toMatchObject({
      label: '第四十四条第（二）项',
      strength: 'required',
      addressee: 'enterprise',
    });
  });
});

describe('what is never quoted', () => {
  it('a bracket of offices: it names who is responsible, not what is so', () => {
    const article = anArticle('a/1', '企业应当投保。（市人社局牵头，市总工会配合）');
    expect(choose(article, '人社局牵头 投保')?.text).toBe('企业应当投保。');
  });

  it('a sentence that names a person, even when it is the nearest', () => {
    const article = anArticle('a/1', '联系押金事项的人是张三。企业不得收取押金。', {
      private: [{ start: 9, end: 11 }],
    });
    expect(choose(article, '押金事项联系谁')?.text).toBe('企业不得收取押金。');
  });

  it('anything at all, when every sentence names a person', () => {
    const article = anArticle('a/1', '押金找张三。', { private: [{ start: 3, end: 5 }] });
    expect(choose(article, '押金')).toBeUndefined();
  });

  it('a heading alone: the sentence behind it comes along', () => {
    const article = anArticle('a/1', `保障报酬。企业应当按时支付报酬，${'并且'.repeat(60)}不得拖欠。`);
    expect(choose(article, '保障', [{ words: '保障报酬', weight: 1 }])?.text).toBe(article.text);
  });

  it('more than three sentences found by themselves, however many share the words', () => {
    const article = anArticle(
      'a/1',
      Array.from({ length: 9 }, (_, i) => `第${i}类押金由企业退还给交钱的骑手本人。`).join(''),
    );
    const quoted = choose(article, '押金退还骑手')?.text ?? '';
    expect(quoted.split('。').filter((piece) => piece.trim() !== '').length).toBeLessThanOrEqual(3);
  });
});
