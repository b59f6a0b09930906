import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoomTooSmall, sizeOf, splitText } from '../../bot/channels/split.ts';

/** Chinese with its marks, line ends, a flag, an accent apart, and an emoji of 11 code points. */
const FAMILY = '👨🏻‍👩🏽‍👧🏾‍👦🏿';
const bits = fc.constantFrom(
  '企',
  '业',
  '不',
  '得',
  '，',
  '。',
  '”',
  '\n',
  '\r\n',
  ' ',
  'a',
  'é',
  '🇨🇳',
  '👷🏽‍♀️',
  FAMILY,
);
const anyText = fc.oneof(
  fc.array(bits, { maxLength: 400 }).map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const anyRoom = fc.record({ max: fc.integer({ min: 4, max: 90 }), unit: fc.constantFrom('chars', 'bytes') });

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Where a reader sees one character end and the next begin; slow and obviously right. */
function borders(text: string): Set<number> {
  return new Set([...graphemes.segment(text)].map(({ index }) => index));
}

describe('splitText', () => {
  it('loses nothing, makes nothing empty, and every piece fits', () => {
    fc.assert(
      fc.property(anyText, anyRoom, (text, room) => {
        const pieces = splitText(text, room);
        expect(pieces.join('')).toBe(text);
        expect(pieces.filter((piece) => piece === '' || sizeOf(piece, room.unit) > room.max)).toEqual([]);
      }),
    );
  });

  it('cuts within a character as a reader sees it only when that is longer than the room, and never a code point', () => {
    fc.assert(
      fc.property(anyText, anyRoom, (text, room) => {
        const allowed = borders(text);
        const clusters = [...graphemes.segment(text)];
        let at = 0;
        for (const piece of splitText(text, room).slice(0, -1)) {
          at += piece.length;
          expect(/[\uD800-\uDBFF]$/.test(text.slice(0, at)) && /^[\uDC00-\uDFFF]/.test(text.slice(at))).toBe(
            false,
          );
          if (allowed.has(at)) continue;
          const cluster = clusters.find(({ index, segment }) => index < at && at < index + segment.length);
          expect(sizeOf(cluster?.segment ?? '', room.unit)).toBeGreaterThan(room.max);
        }
      }),
    );
  });

  it('puts what fits into one piece', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('chars' as const, 'bytes' as const), (text, unit) => {
        const max = Math.max(4, sizeOf(text, unit));
        expect(splitText(text, { max, unit })).toEqual(text === '' ? [] : [text]);
      }),
    );
  });

  it('sentences that each fit are never cut', () => {
    const sentence = fc
      .string({ unit: fc.constantFrom(...'企业不得收取押金，、'), minLength: 1, maxLength: 28 })
      .map((words) => `${words}。`);
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 20 }), (list) => {
        const ends = splitText(list.join(''), { max: 30, unit: 'chars' });
        expect(ends.filter((piece) => !piece.endsWith('。'))).toEqual([]);
      }),
    );
  });
});

describe('splitText chooses', () => {
  const chars = (text: string, max: number) => splitText(text, { max, unit: 'chars' });

  it('a line’s end before a sentence’s, a sentence’s before a comma', () => {
    expect(chars('第一句。第二行\n第三句。第四句', 14)).toEqual(['第一句。第二行\n', '第三句。第四句']);
    expect(chars('第一句。第二，第三第四', 8)).toEqual(['第一句。', '第二，第三第四']);
    expect(chars('第一，第二第三第四', 8)).toEqual(['第一，', '第二第三第四']);
  });

  it('what closes a sentence stays with it', () => {
    expect(chars('他说：“不行。”然后走了', 7)).toEqual(['他说：', '“不行。”', '然后走了']);
  });

  it('bytes as WeCom counts them', () => {
    expect(splitText('工资应当按时发。不得拖欠。', { max: 26, unit: 'bytes' })).toEqual([
      '工资应当按时发。',
      '不得拖欠。',
    ]);
    expect(splitText('汉'.repeat(2048), { max: 2048, unit: 'bytes' }).map((piece) => piece.length)).toEqual([
      682, 682, 682, 2,
    ]);
  });

  it('an emoji of 11 code points stays whole while it fits, and breaks between code points when it cannot', () => {
    expect([...FAMILY]).toHaveLength(11);
    expect(chars(`工友${FAMILY}`, FAMILY.length)).toEqual(['工友', FAMILY]);
    expect(chars(FAMILY, 5).join('')).toBe(FAMILY);
  });

  it('room for no code point is an error', () => {
    expect(() => splitText('工', { max: 3, unit: 'bytes' })).toThrow(RoomTooSmall);
  });
});
