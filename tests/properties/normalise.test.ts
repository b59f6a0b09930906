import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, normalise } from '#knowledge';
import { tokens } from '#knowledge/build';

/** Anything a keyboard, a clipboard or an attacker sends: Han, width variants, marks, emoji, halves of pairs, controls. */
const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'押金不退企业应当，。（）《》12３ＡＢ　 \n\t'), maxLength: 8 }),
  fc.constantFrom(
    '\u200b',
    '\ufeff',
    '\u202e',
    '\u0000',
    '\ud800',
    '\udc00',
    '😡',
    '❤\ufe0f',
    '㈠',
    '㎡',
    '﷽',
    '¨',
    'ﬁ',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('normalise', () => {
  it('every unit knows the character of the source that made it', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const { text, at } = normalise(source);
        expect(at).toHaveLength(text.length);
        for (let i = 0; i < text.length; i++) {
          const from = at[i] ?? -1;
          const char = String.fromCodePoint(source.codePointAt(from) ?? 0);
          const made = char.normalize('NFKC').toLowerCase();
          const unit = text[i] ?? '';
          expect(unit === ' ' ? /\s/u.test(made) : made.includes(unit)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('positions never go back and never leave the source', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const { at } = normalise(source);
        for (let i = 0; i < at.length; i++) {
          expect(at[i]).toBeGreaterThanOrEqual(at[i - 1] ?? 0);
          expect(at[i]).toBeLessThan(source.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('no letter, digit or Han character is lost on the way', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
        const folded = [...source].map((c) => (c.isWellFormed() ? c.normalize('NFKC').toLowerCase() : ''));
        expect(letters(normalise(source).text)).toBe(letters(folded.join('')));
      }),
      { numRuns: 1000 },
    );
  });

  it('the folded text has no lone surrogate, no control character and no blank but the single one', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const folded = fold(source);
        expect(folded.isWellFormed()).toBe(true);
        expect(folded).not.toMatch(/\p{Cc}/u);
        expect(folded).not.toMatch(/[\t\n\u3000]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('folding what is folded changes nothing, for what people type', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'押金不退，。（12３Ａb　 \n😡'), maxLength: 30 });
    fc.assert(
      fc.property(typed, (source) => {
        expect(fold(fold(source))).toBe(fold(source));
      }),
      { numRuns: 500 },
    );
  });

  it('width, case and blanks around never change the tokens', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'押金不退123abc，。'), maxLength: 30 });
    const widen = (text: string) =>
      text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).toUpperCase();
    fc.assert(
      fc.property(typed, (source) => {
        expect(tokens(`\u3000${widen(source)} `)).toEqual(tokens(source));
      }),
      { numRuns: 500 },
    );
  });
});
