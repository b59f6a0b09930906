import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { papersCopy } from '../../../bot/copy/papers.ts';
import { paperSchema } from '../../../bot/papers/paper.ts';
import { told, toldInLine } from '../../../bot/papers/told.ts';

describe('told', () => {
  it.each([
    ['pictures go, words stay', '他骂我😡👍🏽，还扣钱💰', '他骂我，还扣钱'],
    ['families, flags and keys are pictures too', '👨‍👩‍👧🇨🇳1️⃣好', '1好'],
    ['a heart that is asked to be a picture goes', '谢谢❤️', '谢谢'],
    ['control characters and marks of direction go', 'a\u0000b\u202ec\u200fd\u0007', 'abcd'],
    ['half a character goes', '钱\ud83d没发', '钱没发'],
    ['lines stay lines, empty ones go', ' 一\r\n\r\n\n二\u2028三\t四 ', '一\n二\n三 四'],
    ['heaped marks are cut to two', 'a\u0300\u0301\u0302\u0303\u0304b', 'à\u0301\u0302b'],
    ['rare characters of names stay', '𬱖㛃䶮', '𬱖㛃䶮'],
    ['digits, stars and marks of trade stay', '*100#©™√□', '*100#©™√□'],
  ])('%s', (_, text, clean) => {
    expect(told(text)).toBe(clean);
  });

  it('takes nothing but pictures and blanks as skipped', () => {
    expect(told('😀\u200b \n')).toBeNull();
    expect(told(null)).toBeNull();
  });

  it('is one line where a field needs one', () => {
    expect(toldInLine('张\n三')).toBe('张 三');
  });

  it('makes anything printable, and changes nothing the second time', () => {
    const paper = (text: string) => ({
      kind: 'evidence-list',
      title: text,
      to: null,
      day: '2026-11-22',
      blocks: [],
      signed: false,
      footer: [papersCopy.footer.check],
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = told(text);
        if (clean === null) return;
        expect(paperSchema.safeParse(paper(clean)).success).toBe(true);
        expect(told(clean)).toBe(clean);
      }),
    );
  });
});

describe('a paper', () => {
  it.each(['\u0000', '\u202e', '\ud800', '\r', '\u200b'])('that holds %j is no paper', (char) => {
    const paper = {
      kind: 'membership',
      title: char,
      to: null,
      day: '2026-11-22',
      blocks: [],
      signed: true,
      footer: [],
    };
    expect(paperSchema.safeParse(paper).success).toBe(false);
    expect(paperSchema.safeParse({ ...paper, title: '入会' }).success).toBe(true);
  });
});
