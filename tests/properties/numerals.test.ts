import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumeral, NUMERAL, parseNumeral } from '#knowledge';

const number = fc.integer({ min: 0, max: 9999 });
const wide = (digits: string) =>
  digits.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));

describe('numerals, both ways', () => {
  it('every number from 0 to 9999 comes back from its Chinese print', () => {
    for (let n = 0; n <= 9999; n++) expect(parseNumeral(formatNumeral(n)), formatNumeral(n)).toBe(n);
  });

  it('two numbers never share a print', () => {
    const prints = Array.from({ length: 10_000 }, (_, n) => formatNumeral(n));
    expect(new Set(prints).size).toBe(10_000);
  });

  it('digits of either width, and with blanks around, are the same number', () => {
    fc.assert(
      fc.property(number, (n) => {
        expect(parseNumeral(`${n}`)).toBe(n);
        expect(parseNumeral(wide(`${n}`))).toBe(n);
        expect(parseNumeral(` ${n}\u3000`)).toBe(n);
      }),
      { numRuns: 500 },
    );
  });

  it('years are read digit by digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), (year) => {
        const printed = [...`${year}`].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('');
        expect(parseNumeral(printed)).toBe(year);
      }),
      { numRuns: 500 },
    );
  });

  it('〇 may stand for 零', () => {
    fc.assert(
      fc.property(number, (n) => {
        expect(parseNumeral(formatNumeral(n).replaceAll('零', '〇'))).toBe(n);
      }),
      { numRuns: 500 },
    );
  });

  it('any string gives a whole number from 0 on, or undefined; never NaN', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'零〇一二两三十百千0９ 条第.-e'), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), (text) => {
        const value = parseNumeral(text);
        expect(value === undefined || (Number.isInteger(value) && value >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('NUMERAL finds exactly what was printed between Chinese words', () => {
    fc.assert(
      fc.property(number, fc.boolean(), (n, han) => {
        const printed = han ? formatNumeral(n) : `${n}`;
        expect(`依照第${printed}条规定`.match(new RegExp(NUMERAL, 'g'))).toEqual([printed]);
      }),
      { numRuns: 500 },
    );
  });
});
