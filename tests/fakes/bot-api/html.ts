import { badRequest } from './refusal.ts';

export type ParsedEntity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
};

export type ParsedText = { readonly text: string; readonly entities: readonly ParsedEntity[] };

/** https://core.telegram.org/bots/api#html-style: the tags that the server knows, to the entity that each becomes. */
const TAGS: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const CHARS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/**
 * Reads HTML as the server does: a bare & is itself, an unknown tag or one left open is an error, blanks at both ends go.
 * @throws Refusal
 */
export function parseTelegramHtml(html: string): ParsedText {
  let text = '';
  const open: { tag: string; offset: number; url?: string }[] = [];
  const entities: ParsedEntity[] = [];
  const offsetOf = (at: number) => Buffer.byteLength(html.slice(0, at));
  for (let at = 0; at < html.length; ) {
    const char = html.charAt(at);
    if (char === '&') {
      const [whole, name = ''] = /^&(#x?[0-9a-f]+|[a-z]+);/i.exec(html.slice(at, at + 12)) ?? [];
      const read = name.startsWith('#') ? numeric(name) : CHARS[name];
      text += read ?? char;
      at += read === undefined || whole === undefined ? 1 : whole.length;
      continue;
    }
    if (char !== '<') {
      text += char;
      at++;
      continue;
    }
    const [whole, slash, name = '', attributes = ''] =
      /^<(\/?)([a-z-]*)((?:\s+[a-z-]+(?:=(?:"[^"]*"|[^\s>"]*))?)*)\s*>/i.exec(html.slice(at)) ?? [];
    const tag = name.toLowerCase();
    if (whole === undefined)
      throw badRequest(`can't parse entities: Unclosed start tag at byte offset ${offsetOf(at)}`);
    if (slash === '/') {
      const last = open.pop();
      if (last === undefined)
        throw badRequest(`can't parse entities: Unexpected end tag at byte offset ${offsetOf(at)}`);
      if (last.tag !== tag)
        throw badRequest(
          `can't parse entities: Unmatched end tag at byte offset ${offsetOf(at)}, expected "</${last.tag}>", found "</${tag}>"`,
        );
      const length = text.length - last.offset;
      const type = TAGS[tag] ?? tag;
      if (length > 0)
        entities.push({
          type,
          offset: last.offset,
          length,
          ...(last.url !== undefined && { url: last.url }),
        });
    } else {
      if (!(tag in TAGS))
        throw badRequest(
          `can't parse entities: Unsupported start tag "${tag}" at byte offset ${offsetOf(at)}`,
        );
      const href = /href="([^"]*)"/.exec(attributes)?.[1];
      open.push({
        tag,
        offset: text.length,
        ...(href !== undefined && { url: parseTelegramHtml(href).text }),
      });
    }
    at += whole.length;
  }
  const left = open.at(-1);
  if (left !== undefined)
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${left.tag}"`);
  return trim(text, entities);
}

function numeric(name: string): string | undefined {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function trim(text: string, entities: readonly ParsedEntity[]): ParsedText {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return {
    text: text.trim(),
    entities: entities
      .map((entity) => {
        const from = Math.max(entity.offset, start);
        const to = Math.min(entity.offset + entity.length, end);
        return { ...entity, offset: from - start, length: to - from };
      })
      .filter(({ length }) => length > 0)
      .toSorted((a, b) => a.offset - b.offset || b.length - a.length),
  };
}
