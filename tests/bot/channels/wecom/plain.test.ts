import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outbound, Part } from '../../../../bot/channels/message.ts';
import { actionsOf, TEXT_BYTES, toPlainTexts } from '../../../../bot/channels/wecom/plain.ts';
import { wecomCopy as copy } from '../../../../bot/copy/wecom.ts';

type Citation = Extract<Part, { kind: 'citation' }>;

const text = (words: string, style: 'plain' | 'strong' | 'quiet' = 'quiet'): Part => ({
  kind: 'text',
  text: words,
  style,
});
const heading = (words: string) => text(words, 'plain');
const citing = (quote: string, more: Partial<Citation> = {}): Citation => ({
  ...{ kind: 'citation', id: 'a/29', place: '', quote, head: '《某省办法》第二十九条第一款' },
  ...{ notes: ['应当', '2024年起施行'], path: '/policies/a/29' },
  ...more,
});
const saying = (...parts: readonly Part[]): Outbound => ({ parts: [...parts], buttons: [] });
const show = (outbound: Outbound, more: { most?: number; max?: number; publicUrl?: string } = {}) =>
  toPlainTexts(outbound, { publicUrl: undefined, most: 4, ...more });
const bytes = (words: string) => Buffer.byteLength(words);
/** So many characters of three bytes each, in sentences. */
const long = (characters: number) => '不得扣留押金。'.repeat(Math.ceil(characters / 7)).slice(0, characters);

describe('what is said as plain texts', () => {
  it('is one text where it fits: lead, quote in its marks, source, notes, list', () => {
    const outbound = saying(
      text('押金不能收。', 'strong'),
      citing('企业不得收取押金。\n不得扣押证件。', { place: '云南' }),
      { kind: 'list', items: ['留证据', '打12333'] },
    );
    expect(show(outbound, { publicUrl: 'https://gongyou.example' })).toEqual([
      '押金不能收。\n\n【云南】“企业不得收取押金。”\n“不得扣押证件。”\n——《某省办法》第二十九条第一款\n应当\n2024年起施行\n' +
        '看原文：https://gongyou.example/policies/a/29\n\n· 留证据\n· 打12333',
    ]);
  });

  it('gives no address when nobody outside can open one, and shows no file', () => {
    const file: Part = { kind: 'file', name: 'a.json', mime: 'text/plain', base64: 'e30=', caption: '给你' };
    expect(show(saying(citing('不得收取押金。'), file))).toEqual([
      '“不得收取押金。”\n——《某省办法》第二十九条第一款\n应当\n2024年起施行',
    ]);
  });

  it('counts bytes: a text of exactly the room stays one, a byte more makes two', () => {
    const full = 'a'.repeat(TEXT_BYTES);
    expect(show(saying(text(full)))).toEqual([full]);
    expect(show(saying(text(`${full}b`)))).toHaveLength(2);
    // 682 characters of three bytes and two of one.
    expect(show(saying(text(`${long(682)}ab`)))).toHaveLength(1);
    expect(show(saying(text(`${long(682)}押`)))).toHaveLength(2);
  });

  it('cuts between parts, and keeps a citation whole', () => {
    const texts = show(saying(text(long(400), 'strong'), citing(long(500))));
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^“.+”\n——《某省办法》/);
  });

  it('cuts a citation only where it alone is too long, between sentences, with its source under each piece', () => {
    const texts = show(saying(citing(long(1400), { place: '云南' })));
    expect(texts.length).toBeGreaterThan(2);
    for (const piece of texts)
      expect(piece).toMatch(/^【云南】“[^“”]*。”\n——《某省办法》.*\n应当\n2024年起施行$/);
    expect(texts.map((piece) => /“(.*)”/.exec(piece)?.[1]).join('')).toBe(long(1400));
  });

  it('leaves out further reading from the back, each with its heading, and says so', () => {
    const outbound = saying(
      text(`第一句。${long(200)}`, 'strong'),
      citing('要回答的一条。'),
      heading('相近的写了这些：'),
      citing(`近一。${long(600)}`),
      heading('别处的规定：'),
      citing(`远一。${long(600)}`),
      citing(`远二。${long(600)}`),
      { kind: 'list', items: ['留证据'] },
    );
    expect(show(outbound, { most: 9 }).join('\n')).not.toContain(copy.leftOut);
    const texts = show(outbound, { most: 2 });
    expect(texts).toHaveLength(2);
    const said = texts.join('\n');
    expect(said).toContain('要回答的一条。');
    expect(said).toContain('相近的写了这些：\n\n“近一。');
    for (const gone of ['别处的规定：', '远一。', '远二。']) expect(said).not.toContain(gone);
    expect(said).toContain('· 留证据');
    expect(said.endsWith(copy.leftOut)).toBe(true);
  });

  describe('with a question at the end', () => {
    const asking = (words: string): Part => ({ kind: 'text', text: words, style: 'plain', asks: true });

    it('leaves out everything else before it, and says so above it', () => {
      const outbound = saying(
        text('好，我们来办。'),
        heading('文件这样写：'),
        citing(`近。${long(600)}`),
        citing(`远。${long(600)}`),
        text(`后面的话。${long(600)}`),
        asking('出了什么事？'),
        asking('1 工钱　2 押金'),
      );
      const texts = show(outbound, { most: 1, max: 400 });
      expect(texts).toEqual([`好，我们来办。\n\n${copy.leftOut}\n\n出了什么事？\n\n1 工钱　2 押金`]);
    });

    it('keeps it in its place where citations alone are too much', () => {
      const outbound = saying(citing('要紧的一条。'), citing(`远。${long(600)}`), asking('出了什么事？'));
      const texts = show(outbound, { most: 1, max: 1000 });
      expect(texts[0]).toMatch(/要紧的一条。.*出了什么事？$/s);
      expect(texts.join()).not.toContain('远。');
    });

    it('keeps the end of a question that is too long itself', () => {
      const texts = show(saying(asking(long(500)), asking(long(500)), asking('对不对？')), { most: 1 });
      expect(texts.at(-1)).toMatch(/对不对？$/);
    });
  });

  it('leaves out a long citation wholly, never the end of it', () => {
    const texts = show(saying(citing('要回答的一条。'), citing(`远。${long(1400)}`)), { most: 2 });
    expect(texts.join('\n')).not.toContain('远。');
  });

  it('says that there was more even where nothing is further reading', () => {
    for (const outbound of [
      saying(citing(long(5000))),
      saying(text(long(5000))),
      saying(...Array.from({ length: 30 }, (_, i) => text(`第${i}段。${long(300)}`))),
    ]) {
      const texts = show(outbound);
      expect(texts.length).toBeLessThanOrEqual(4);
      expect(texts.at(-1)?.endsWith(copy.leftOut)).toBe(true);
    }
  });

  it('keeps a heading in one message with what it stands over', () => {
    const texts = show(saying(text(long(400), 'strong'), heading('别处的规定：'), citing(long(400))));
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^别处的规定：\n\n“/);
  });

  it('takes of the buttons those that come back, in order', () => {
    const outbound: Outbound = {
      parts: [],
      buttons: [
        [
          { label: '吉林', does: { kind: 'action', action: 'region::a' } },
          { label: '看', does: { kind: 'page', path: '/x' } },
        ],
        [
          { label: '私聊', does: { kind: 'private', payload: 'q1' } },
          { label: '云南', does: { kind: 'action', action: 'region::b' } },
        ],
      ],
    };
    expect(actionsOf(outbound)).toEqual([
      { label: '吉林', action: 'region::a' },
      { label: '云南', action: 'region::b' },
    ]);
  });
});

/** Sentences with characters of every length in bytes; no marks of a quote and no line feeds. */
const words = fc
  .array(fc.constantFrom('企业', '不得', '，', '。', 'a', '👷🏽‍♀️', '𠮷', 'é', ' '), {
    minLength: 1,
    maxLength: 500,
  })
  .map((list) => `${list.join('')}。`);
const anyPart: fc.Arbitrary<Part> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    text: words,
    style: fc.constantFrom('plain', 'strong', 'quiet'),
  }),
  words.map((asked): Part => ({ kind: 'text', text: asked, style: 'plain', asks: true })),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(words, { maxLength: 4 }) }),
  fc.record({
    ...{ kind: fc.constant('citation' as const), id: fc.constant('a/1'), place: fc.constantFrom('', '云南') },
    ...{ quote: words, head: fc.constant('《办法》第一条'), notes: fc.constant<string[]>(['应当']) },
    path: fc.constant('/policies/a/1'),
  }),
);

describe('any outbound as plain texts', () => {
  const anyRun = fc.record({
    parts: fc.array(anyPart, { minLength: 1, maxLength: 12 }),
    most: fc.integer({ min: 2, max: 6 }),
    max: fc.integer({ min: 400, max: 2048 }),
  });

  it('fits in number and bytes, breaks no character, and tells exactly when something is left out', () => {
    fc.assert(
      fc.property(anyRun, ({ parts, most, max }) => {
        const outbound = saying(...parts);
        const texts = show(outbound, { most, max });
        expect(texts.length).toBeLessThanOrEqual(most);
        expect(texts.filter((one) => bytes(one) > max || one === '' || !one.isWellFormed())).toEqual([]);
        const everything = show(outbound, { most: 1_000, max });
        expect(texts.some((one) => one.includes(copy.leftOut))).toBe(everything.length > most);
        if (everything.length <= most) expect(texts).toEqual(everything);
      }),
    );
  });

  it('says all of it, in order, when there is room', () => {
    fc.assert(
      fc.property(anyRun, ({ parts, max }) => {
        const said = show(saying(...parts), { most: 1_000, max })
          .join('')
          .replace(/\s/g, '');
        let from = 0;
        for (const part of parts) {
          const whole = part.kind === 'text' ? part.text : part.kind === 'list' ? part.items.join('· ') : '';
          const at = said.indexOf(whole.replace(/\s/g, ''), from);
          expect(at).toBeGreaterThanOrEqual(0);
          from = at;
        }
      }),
    );
  });

  it('shows each quote whole with its source in one message, or in pieces with the source under each', () => {
    fc.assert(
      fc.property(anyRun, ({ parts, most, max }) => {
        const texts = show(saying(...parts), { most, max });
        const quotes = parts.flatMap((part) => (part.kind === 'citation' ? [part.quote] : []));
        for (const one of texts)
          for (const [, quote = '', source = ''] of one.matchAll(/“([^”]*)”\n(——.*)/g)) {
            expect(source).toBe('——《办法》第一条');
            expect(quotes.some((each) => each.includes(quote))).toBe(true);
            const whole = quotes.includes(quote);
            const tooLong = quotes.some((each) => each.includes(quote) && bytes(each) + 60 > max);
            expect(whole || tooLong).toBe(true);
          }
        // No quote without its source.
        const marks = texts.join('\n').split('“').length - 1;
        const sourced = texts.flatMap((one) => [...one.matchAll(/“[^”]*”\n——/g)]).length;
        expect(sourced).toBe(marks);
      }),
    );
  });
});
