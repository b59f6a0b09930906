import { describe, expect, it } from 'vitest';
import { formatNumeral, NUMERAL, parseNumeral } from '#knowledge';

describe('parseNumeral', () => {
  it.each([
    ['零', 0],
    ['五', 5],
    ['十', 10],
    ['十四', 14],
    ['二十', 20],
    ['四十八', 48],
    ['一百', 100],
    ['一百零二', 102],
    ['一百一十', 110],
    ['两百', 200],
    ['一千二百六十', 1260],
    ['一千零一十', 1010],
    ['一千〇一', 1001],
    ['九千九百九十九', 9999],
    // digits in a row, as years and page numbers are printed
    ['二〇二一', 2021],
    ['一二三', 123],
    ['29', 29],
    ['２９', 29],
    [' 7 ', 7],
  ])('%s is %i', (text, value) => {
    expect(parseNumeral(text)).toBe(value);
  });

  it.each(['', ' ', '条', '第三', '三条', '十十', '百千', '一百百', '3a', '-3', '3.5', '1234567890', '廿一'])(
    '"%s" is no numeral, and none is guessed',
    (text) => {
      expect(parseNumeral(text)).toBeUndefined();
    },
  );
});

describe('formatNumeral', () => {
  it.each([
    [0, '零'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [102, '一百零二'],
    [110, '一百一十'],
    [1010, '一千零一十'],
    [1260, '一千二百六十'],
  ])('%i is %s', (value, text) => {
    expect(formatNumeral(value)).toBe(text);
  });

  it.each([-1, 10_000, 1.5, Number.NaN])('%d is refused, for no text prints it so', (value) => {
    expect(() => formatNumeral(value)).toThrow(RangeError);
  });
});

describe('NUMERAL', () => {
  it('matches whole numerals of every print inside a sentence', () => {
    const found = '第十四条和第２９条，第 3 条'.match(new RegExp(NUMERAL, 'g'));
    expect(found).toEqual(['十四', '２９', '3']);
  });
});
