import { describe, expect, it } from 'vitest';
import { articleSchema, instrumentSchema, publicText } from '#knowledge';
import { anArticle, anInstrument } from '../../fixtures.ts';
import { articles, instruments } from '../../policies.ts';

describe('what ingest makes is what readers accept', () => {
  it.each(instruments.map((value) => [value.id, value] as const))('instrument %s', (_, value) => {
    expect(instrumentSchema.parse(value)).toEqual(value);
  });

  it('every article', () => {
    for (const value of articles) expect(articleSchema.parse(value)).toEqual(value);
  });
});

describe('ranges of an article', () => {
  it('paragraphs follow one another and together are the whole text', () => {
    for (const { id, text, paragraphs } of articles)
      expect(paragraphs.map(({ start, end }) => text.slice(start, end)).join('\n'), id).toBe(text);
  });

  it('an item stands in the paragraph it names', () => {
    for (const { id, items, paragraphs } of articles)
      for (const item of items) {
        const paragraph = paragraphs[item.paragraph - 1];
        expect(paragraph !== undefined && paragraph.start < item.start && item.end <= paragraph.end, id).toBe(
          true,
        );
      }
  });

  it('sentences are in order, do not overlap, and leave nothing but blanks between them', () => {
    for (const { id, text, sentences } of articles) {
      let last = 0;
      for (const { start, end } of sentences) {
        expect(text.slice(last, start).trim(), id).toBe('');
        expect(end, id).toBeGreaterThan(start);
        last = end;
      }
      expect(text.slice(last).trim(), id).toBe('');
    }
  });
});

describe('what is refused', () => {
  it.each([
    [
      'a strength outside the closed set',
      { sentences: [{ start: 0, end: 1, strength: 'must', addressee: 'worker' }] },
    ],
    ['a role outside the closed set', { departments: [{ role: 'boss', names: [], source: 'x' }] }],
    ['a kind outside the closed set', { kind: 'chapter' }],
    ['a range before the text', { private: [{ start: -1, end: 2 }] }],
  ])('%s', (_, wrong) => {
    expect(articleSchema.safeParse({ ...anArticle('a/1', '完。'), ...wrong }).success).toBe(false);
  });

  it.each([
    ['a day that is no ISO day', { date: { value: '2021年12月22日', source: 'printed' } }],
    ['a fact without its source', { number: { value: '吉人社联〔2021〕203号' } }],
    ['a status outside the closed set', { status: 'draft' }],
    ['no title', { title: '' }],
  ])('%s', (_, wrong) => {
    expect(instrumentSchema.safeParse({ ...anInstrument('a'), ...wrong }).success).toBe(false);
  });
});

describe('publicText', () => {
  it('blacks out every private range and moves nothing', () => {
    const text = '联系人：王小明，邮箱a@b.cn。';
    const shown = publicText(
      anArticle('a/1', text, {
        private: [
          { start: 4, end: 7 },
          { start: 10, end: 16 },
        ],
      }),
    );
    expect(shown).toBe('联系人：███，邮箱██████。');
    expect(shown).toHaveLength(text.length);
  });
});
