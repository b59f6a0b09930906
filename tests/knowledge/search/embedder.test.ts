import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, embed } from '../../../knowledge/search/embedder.ts';

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('embed', () => {
  it('gives a unit vector, or zeros for a text without a word, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const vector = embed(text);
        expect(vector).toHaveLength(DIMENSIONS);
        const length = Math.hypot(...vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('gives zeros for punctuation and emoji, which say nothing to search by', () => {
    expect(embed('？！😀').every((value) => value === 0)).toBe(true);
    expect(embed('').every((value) => value === 0)).toBe(true);
  });

  it('is the same for the same text in another width or case, because people type both', () => {
    expect(embed('APP扣我１２块')).toEqual(embed('app扣我12块'));
  });

  it('puts the same complaint in other words nearer than another complaint', () => {
    const asked = embed('站点收了押金不退');
    expect(cosine(asked, embed('押金站点不肯退给我'))).toBeGreaterThan(
      cosine(asked, embed('下雪天还要送单吗')),
    );
  });

  it('puts texts that share nothing near to a right angle', () => {
    expect(Math.abs(cosine(embed('押金不退'), embed('孩子上学')))).toBeLessThan(0.35);
  });
});
