import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundTable } from '../../../ingest/build/sounds.ts';
import { createSounds } from '../../../knowledge/search/sounds.ts';
import { aMatter } from '../../fixtures.ts';

const sounds = createSounds({
  syllables: { 押: 'ya', 金: 'jin', 惊: 'jing', 今: 'jin', 工: 'gong', 资: 'zi', 退: 'tui', 不: 'bu' },
  words: { yajin: ['押金'], gongzi: ['工资', '公子'], yajing: ['鸭精'] },
  places: { tonghua: '通化' },
});

describe('fromPinyin', () => {
  it('reads a word that is typed by its sound', () => {
    expect(sounds.fromPinyin('yajin')).toEqual(['押金']);
  });

  it('reads several words in a row, and at most two readings of each', () => {
    expect(sounds.fromPinyin('gongziyajin')).toEqual(['工资', '公子', '押金']);
  });

  it('skips a single syllable before a word, as in bu yajin', () => {
    expect(sounds.fromPinyin('buyajin')).toEqual(['押金']);
  });

  it('leaves English alone: a run must read as pinyin all through', () => {
    expect(sounds.fromPinyin('yajinx')).toEqual([]);
    expect(sounds.fromPinyin('android')).toEqual([]);
  });
});

describe('alike', () => {
  it('finds the known word that a slip of the input method sounds like', () => {
    expect(sounds.alike('押今')).toEqual(['押金']);
  });

  it('never offers the same word again, nor anything for a character it cannot say', () => {
    expect(sounds.alike('押金')).toEqual([]);
    expect(sounds.alike('押囍')).toEqual([]);
    expect(sounds.alike('')).toEqual([]);
  });

  it('answers any text with a list instead of an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4 }), (pair) => {
        expect(Array.isArray(sounds.alike(pair))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('readPlaces', () => {
  it('writes a place that was typed in pinyin in its characters', () => {
    expect(sounds.readPlaces('wo zai tonghua 送单')).toBe('wo zai 通化 送单');
  });

  it('does not read a place out of the middle of a longer word', () => {
    expect(sounds.readPlaces('tonghuashi')).toBe('tonghuashi');
  });
});

describe('soundTable', () => {
  const often = (question: string) => Array.from({ length: 5 }, (_, i) => `${question}${'，'.repeat(i)}`);

  it('offers only words that the bank says often: a chance pair of characters is no word', () => {
    const table = soundTable([aMatter('m', [...often('押金'), '退我'])], [], []);
    expect(table.words).toEqual({ yajin: ['押金'] });
  });

  it('offers the official terms of the lexicon even where no question says them', () => {
    expect(soundTable([], ['克扣'], []).words).toEqual({ kekou: ['克扣'] });
  });

  it('puts the word said most first and keeps three per sound', () => {
    const matters = [
      aMatter('a', [...often('工事'), ...often('工事')]),
      aMatter('b', [...often('公示'), '公示啊', '公示吧']),
      aMatter('c', often('攻势')),
      aMatter('d', [...often('公式'), '公式啊']),
    ];
    expect(soundTable(matters, [], []).words.gongshi).toEqual(['工事', '公示', '公式']);
  });
});
