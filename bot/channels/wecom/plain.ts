import { wecomCopy as copy } from '../../copy/wecom.ts';
import type { Button, Outbound, Part } from '../message.ts';
import { sizeOf, splitText } from '../split.ts';

/** Bytes of one text, for 微信客服 and for an app. https://developer.work.weixin.qq.com/document/path/94677, 90236 */
export const TEXT_BYTES = 2048;

/** `spare`: may be left out. */
type Piece = { readonly text: string; readonly spare: boolean };

/**
 * What is said as plain texts of at most `max` bytes each, no more than `most` of them. Cut between parts, or between
 * sentences of a long one; a citation only where it alone is longer than a message, and then its source stands under each
 * piece. What is too much is left out from the back, citations that are only further reading first, and that is said.
 * @param publicUrl where article pages can be opened; undefined when nobody outside can
 */
export function toPlainTexts(
  { parts }: Outbound,
  { publicUrl, most, max = TEXT_BYTES }: { publicUrl: string | undefined; most: number; max?: number },
): string[] {
  let pieces = parts.flatMap((part, at) => piecesOf(part, at, parts, publicUrl, max));
  let texts = pack(pieces, max);
  while (texts.length > most) {
    const last = pieces.findLastIndex((piece) => piece.spare);
    if (last === -1) break;
    pieces = pieces.filter((_, at) => at !== last);
    texts = pack([...pieces, { text: copy.leftOut, spare: false }], max);
  }
  return texts.slice(0, most);
}

/** Buttons that come back as actions, in one row after the other. */
export function actionsOf({ buttons }: Outbound): { label: string; action: string }[] {
  return buttons
    .flat()
    .flatMap(({ label, does }: Button) => (does.kind === 'action' ? [{ label, action: does.action }] : []));
}

function piecesOf(
  part: Part,
  at: number,
  parts: readonly Part[],
  publicUrl: string | undefined,
  max: number,
): Piece[] {
  switch (part.kind) {
    case 'text': {
      // A heading goes with what it stands over.
      const heads = parts[at + 1]?.kind === 'citation' && part.style === 'plain';
      return splitText(part.text, { max, unit: 'bytes' }).map((text) => ({ text, spare: heads }));
    }
    case 'list':
      return [{ text: part.items.map((item) => `· ${item}`).join('\n'), spare: false }];
    case 'citation': {
      const first = parts.findIndex((other) => other.kind === 'citation') === at;
      return citationTexts(part, publicUrl, max).map((text) => ({ text, spare: !first }));
    }
    case 'file':
      return [];
  }
}

type Citation = Extract<Part, { kind: 'citation' }>;

function citationTexts(part: Citation, publicUrl: string | undefined, max: number): string[] {
  const place = part.place === '' ? '' : `【${part.place}】`;
  const link = publicUrl === undefined ? [] : [`${copy.source}${publicUrl}${part.path}`];
  const source = [`——${part.head}`, ...part.notes, ...link].join('\n');
  const quote = part.quote
    .split('\n')
    .map((piece) => `“${piece}”`)
    .join('\n');
  const whole = `${place}${quote}\n${source}`;
  if (sizeOf(whole, 'bytes') <= max) return [whole];
  const room = max - sizeOf(`${place}“”\n${source}`, 'bytes');
  return splitText(part.quote, { max: Math.max(room, 200), unit: 'bytes' }).map(
    (piece) => `${place}“${piece.trim()}”\n${source}`,
  );
}

function pack(pieces: readonly Piece[], max: number): string[] {
  const texts: string[] = [];
  for (const { text } of pieces) {
    const last = texts.at(-1);
    const joined = last === undefined ? text : `${last}\n\n${text}`;
    if (last !== undefined && sizeOf(joined, 'bytes') <= max) texts[texts.length - 1] = joined;
    else texts.push(...(sizeOf(text, 'bytes') <= max ? [text] : splitText(text, { max, unit: 'bytes' })));
  }
  return texts;
}
