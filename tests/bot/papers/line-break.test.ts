import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from '../../../bot/papers/line-break.ts';

/** Han characters and their marks are one wide, others half. */
const widthOf = (char: string) => (/[\u0020-\u007e]/.test(char) ? 0.5 : 1);
const widthIn = (line: string) => [...line].reduce((sum, char) => sum + widthOf(char), 0);
const lines = (text: string, room = 10, first = room) => breakLines(text, { first, rest: room }, widthOf);

describe('breakLines', () => {
  it.each([
    ['a comma does not open a line', '一二三四五六七八九十，一', ['一二三四五六七八九', '十，一']],
    ['nor do several marks', '一二三四五六七八九十。”）一', ['一二三四五六七八九', '十。”）一']],
    ['an opening mark does not end one', '一二三四五六七八九（一）', ['一二三四五六七八九', '（一）']],
    ['a dash and dots are not torn', '一二三四五六七八九——好', ['一二三四五六七八', '九——好']],
    ['a word goes over whole', '一二三四五六七 Android 手机', ['一二三四五六七', 'Android 手机']],
    ['so does a number with its sign', '一二三四五六七1,234.56元', ['一二三四五六七', '1,234.56元']],
    ['a gap stays with what belongs there', '一二三四五六＿＿＿＿（请）', ['一二三四五六', '＿＿＿＿（请）']],
    ['a line keeps a space inside', 'a b c', ['a b c']],
    ['nothing is one empty line', '', ['']],
  ])('%s', (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('leaves room before the first line', () => {
    expect(lines('一二三四五六七八九十一二', 10, 8)).toEqual(['一二三四五六七八', '九十一二']);
  });

  it('breaks what is wider than a line anywhere', () => {
    expect(lines('a'.repeat(45))).toEqual(['a'.repeat(20), 'a'.repeat(20), 'a'.repeat(5)]);
    expect(lines('！'.repeat(25)).map((line) => line.length)).toEqual([10, 10, 5]);
  });

  it('loses nothing and stands over no edge, whatever is written', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'一二三，。”（《abc1.5 　—…＿😀', 'Wörter', '！！！！！！'),
      maxLength: 80,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 12 }), (words, room) => {
        const broken = lines(words, room);
        expect(broken.join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''));
        for (const line of broken) expect(widthIn(line)).toBeLessThanOrEqual(room);
      }),
    );
  });
});
