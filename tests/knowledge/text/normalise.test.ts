import { describe, expect, it } from 'vitest';
import { bare, fold, normalise } from '#knowledge';

describe('fold', () => {
  it.each([
    ['２０分钟', '20分钟'],
    ['ＡＰＰ', 'app'],
    ['企业，不得', '企业,不得'],
    ['  押金\t\n 不退  ', '押金 不退'],
    ['\u3000押金\u00a0不退', '押金 不退'],
    ['押\u200b金\u2060不\u00ad退', '押金不退'],
    // the mark of a file pasted into the middle of a word has no width either
    ['押\ufeff金', '押金'],
    ['\u202e押金\u202c', '押金'],
    ['押\u0000金\u0007', '押金'],
    ['❤\ufe0f', '❤'],
    ['㈠', '(一)'],
    ['', ''],
    [' \n', ''],
  ])('%j is %j', (source, folded) => {
    expect(fold(source)).toBe(folded);
  });

  it('drops lone surrogates and keeps whole pairs', () => {
    expect(fold('押\ud800金')).toBe('押金');
    expect(fold('\udc00押金\ud83d')).toBe('押金');
    expect(fold('押金😡')).toBe('押金😡');
  });
});

describe('normalise', () => {
  it('remembers which character of the source made each unit', () => {
    expect(normalise('　押\u200b金　不　退')).toEqual({ text: '押金 不 退', at: [1, 3, 4, 5, 6, 7] });
  });

  it('a character that becomes several points back to itself from each', () => {
    expect(normalise('A㈠B')).toEqual({ text: 'a(一)b', at: [0, 1, 1, 1, 2] });
  });

  it('counts UTF-16 units of the source, so an emoji is two', () => {
    expect(normalise('😡退').at).toEqual([0, 0, 2]);
  });
});

describe('bare', () => {
  it('keeps letters, digits and Han only, so that two prints of one sentence are one', () => {
    expect(bare('企业，不得（以押金）收取。')).toBe(bare('企业,不得 (以押金) 收取.'));
    expect(bare('“红线”ＡＢ１')).toBe('红线ab1');
    expect(bare('。！ ')).toBe('');
  });
});
