import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLexicon } from '../../../knowledge/lexicon/lexicon.ts';
import { createQueryReader, MAX_QUESTION, type Query } from '../../../knowledge/query/query.ts';
import { createRegionTable } from '../../../knowledge/region/region.ts';
import { createSounds } from '../../../knowledge/search/sounds.ts';
import { tokens } from '../../../knowledge/text/tokenize.ts';
import { DIVISIONS } from '../../fixtures.ts';

const known = new Set(['站点收押金不退还工资克扣劳动报酬派单乙江'].flatMap(tokens));
const reader = createQueryReader({
  regions: createRegionTable(DIVISIONS),
  lexicon: createLexicon([{ say: ['扣我钱'], mean: ['克扣'], example: '站长扣我钱' }]),
  sounds: createSounds({
    syllables: { 押: 'ya', 鸭: 'ya', 金: 'jin' },
    words: { yajin: ['押金'], gongzi: ['工资'] },
    places: { yijiang: '乙江' },
  }),
  knows: (token) => known.has(token),
});
const words = (query: Query) => query.tokens.map(([token]) => token);
const weight = (query: Query, token: string) => new Map(query.tokens).get(token) ?? 0;

describe('what is searched for', () => {
  it('is what was said, by characters and pairs', () => {
    expect(words(reader.read('押金不退'))).toEqual(expect.arrayContaining(['押', '金', '押金', '不退']));
  });

  it('is the same in traditional characters, full width and capitals', () => {
    expect(reader.read('站點收押金不退還').tokens).toEqual(reader.read('站点收押金不退还').tokens);
    expect(reader.read('ＹＡＪＩＮ不退').tokens).toEqual(reader.read('yajin不退').tokens);
  });

  it('does not hold the place: 乙江 says where, not what', () => {
    const query = reader.read('乙江押金不退');
    expect(query.mentions.map((mention) => mention.regions[0]?.id)).toEqual(['甲川省/乙江市']);
    expect(words(query).join('')).not.toMatch(/[乙江]/u);
    expect(weight(query, '押金')).toBeGreaterThan(0);
  });

  it('adds the official term for worker speech, lighter than what was said', () => {
    const query = reader.read('站长扣我钱');
    expect(weight(query, '克扣')).toBeGreaterThan(0);
    expect(weight(query, '克扣')).toBeLessThan(weight(reader.read('克扣'), '克扣'));
  });

  it('reads pinyin and homophones of known words, lighter than the words themselves', () => {
    for (const typed of ['yajin', '鸭金']) {
      const heard = weight(reader.read(typed), '押金');
      expect(heard, typed).toBeGreaterThan(0);
      expect(heard, typed).toBeLessThan(weight(reader.read('押金'), '押金'));
    }
  });

  it('reads a place that is typed in pinyin', () => {
    expect(reader.read('yijiang 押金').mentions[0]?.regions[0]?.id).toBe('甲川省/乙江市');
  });

  it('counts what nothing in the library has ever said', () => {
    expect(reader.read('押金').strange).toBe(0);
    expect(reader.read('量子纠缠').strange).toBeGreaterThan(0);
    expect(reader.read('hello world').strange).toBe(2);
  });

  it('grows with no word without bound: saying 押金 a hundred times is not a hundred votes', () => {
    const often = weight(reader.read('押金'.repeat(100)), '押金');
    expect(often).toBeLessThan(100 * weight(reader.read('押金'), '押金'));
  });
});

describe('whatever is typed', () => {
  it('becomes a query with finite, positive weights', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'押金yajin第一条（二） 乙江') }),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const query = reader.read(typed);
        for (const [token, value] of query.tokens) {
          expect(token).not.toBe('');
          expect(value > 0 && Number.isFinite(value)).toBe(true);
        }
        for (const { start, end } of query.mentions) {
          expect(start < end && end <= query.text.length).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is read up to a limit, so that an attack costs what a question costs', () => {
    const query = reader.read(`${'押'.repeat(MAX_QUESTION)}工资`);
    expect(query.text).toHaveLength(MAX_QUESTION);
    expect(words(query)).not.toContain('工资');
  });

  it('may be cut in the middle of a surrogate pair without leaving half of it', () => {
    const query = reader.read(`${'押'.repeat(MAX_QUESTION - 1)}😀😀`);
    expect(query.text.isWellFormed()).toBe(true);
  });
});
