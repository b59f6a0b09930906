import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../bot/channels/message.ts';
import { encodeOutbound } from '../../bot/channels/telegram/encode.ts';
import { bold, escapeHtml, linked, plain, plainOf, quotation } from '../../bot/channels/telegram/html.ts';
import { telegramCopy } from '../../bot/copy/telegram.ts';

/** Text that is out to break HTML, among any other. */
const spiky = fc.string({
  unit: fc.constantFrom('&', '<', '>', '"', "'", '/', 'b', '&amp;', '</b>', '<i>', '工', '\n', '👷🏽‍♀️'),
});
const anyText = fc.oneof(spiky, fc.string({ unit: 'binary' }));

const ALLOWED = ['b', 'blockquote', 'a'];

/** A checker of its own, as strict as can be: only our tags, balanced, nothing bare. The text that is left. */
function readStrictly(html: string): string {
  const open: string[] = [];
  const text = html.replaceAll(/<([^>]*)>|&([^;]*);|[<>"&]/g, (found, tag?: string, name?: string) => {
    if (name !== undefined) {
      const char = { amp: '&', lt: '<', gt: '>', quot: '"' }[name];
      if (char === undefined) throw new Error(`an unknown name: ${found}`);
      return char;
    }
    if (tag === undefined) throw new Error(`a bare ${found}`);
    const [, slash, element = ''] = /^(\/?)([a-z]+)(?: href="[^"<>]*")?$/.exec(tag) ?? [];
    if (!ALLOWED.includes(element)) throw new Error(`a strange tag: ${found}`);
    if (slash === '/') {
      if (open.pop() !== element) throw new Error(`closed out of turn: ${found}`);
    } else open.push(element);
    return '';
  });
  if (open.length > 0) throw new Error(`left open: ${open.join()}`);
  return text;
}

describe('escapeHtml', () => {
  it('leaves no character that means something, and loses none', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"]|&(?!(amp|lt|gt|quot);)/);
        expect(readStrictly(escapeHtml(text))).toBe(text.toWellFormed());
        expect(plainOf(escapeHtml(text))).toBe(text.toWellFormed());
      }),
    );
  });

  it('half a surrogate pair becomes the sign for a broken character', () => {
    expect(escapeHtml('工\uD83D')).toBe('工\uFFFD');
  });

  it('the checker itself sees what is wrong', () => {
    for (const html of ['<b>', '</b>', '<b><a></b></a>', 'a & b', '<i>x</i>', '"', '&nbsp;'])
      expect(() => readStrictly(html), html).toThrow();
  });
});

describe('the tags around a text', () => {
  it('leave it as it was, however they are put together', () => {
    fc.assert(
      fc.property(anyText, anyText, (words, path) => {
        const rich = quotation(bold(linked(plain(words), `https://x.example/${path}`)));
        expect(readStrictly(rich.html)).toBe(words.toWellFormed());
        expect(rich.plain).toBe(words);
      }),
    );
  });
});

describe('any answer', () => {
  const part: fc.Arbitrary<Part> = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text: anyText,
      style: fc.constantFrom('plain', 'strong', 'quiet'),
    }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(anyText, { maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('citation' as const),
      id: fc.constant('a/1'),
      place: fc.oneof(fc.constant(''), anyText),
      quote: fc
        .tuple(anyText, fc.integer({ min: 1, max: 900 }))
        .map(([text, times]) => text.repeat(times).slice(0, 9000)),
      head: fc.oneof(anyText, fc.constant('《很长》'.repeat(1200))),
      notes: fc.array(anyText, { maxLength: 3 }),
      path: anyText.map((text) => `/policies/${text}`),
    }),
  );
  const TO = { kind: 'private', topic: null, replyTo: null, handle: null } as const;
  const squeezed = (text: string) => text.replaceAll(/\s/g, '');

  it('becomes messages of our tags only, that fit with the line that says it may be a repeat', () => {
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 4 }),
        fc.option(fc.constant('https://x.example'), { nil: undefined }),
        (parts, publicUrl) => {
          const payloads = encodeOutbound({ parts, buttons: [] }, TO, { publicUrl, me: undefined });
          for (const payload of payloads) {
            const shown = readStrictly(payload.kind === 'text' ? payload.html : payload.caption);
            expect(`${telegramCopy.repeat}\n\n${shown}`.length).toBeLessThanOrEqual(4096);
            expect(shown.trim()).not.toBe('');
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows every character of what it says, in order, blanks aside', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
        const parts: Part[] = texts.map((text) => ({ kind: 'text', text: text.repeat(40), style: 'plain' }));
        const shown = encodeOutbound({ parts, buttons: [] }, TO, { publicUrl: undefined, me: undefined })
          .map((payload) => (payload.kind === 'text' ? readStrictly(payload.html) : ''))
          .join('');
        expect(squeezed(shown)).toBe(squeezed(texts.map((text) => text.toWellFormed().repeat(40)).join('')));
      }),
      { numRuns: 60 },
    );
  });
});
