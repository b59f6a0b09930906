import { wecomCopy as copy } from '../../copy/wecom.ts';
import type { Button, Outbound, Part } from '../message.ts';
import { sizeOf, splitText } from '../split.ts';

/** Bytes of one text, for 微信客服 and for an app. https://developer.work.weixin.qq.com/document/path/94677, 90236 */
export const TEXT_BYTES = 2048;

/** Texts that are shown together or not at all. `spare`: may be left out. `asks`: may not, while anything else is there. */
type Piece = { readonly texts: readonly string[]; readonly spare: boolean; readonly asks: boolean };

const NOTE: Piece = { texts: [copy.leftOut], spare: false, asks: false };

/**
 * What is said as plain texts of at most `max` bytes each, no more than `most` of them. Cut between parts, or between
 * sentences of a long one; a citation only where it alone is longer than a message, and then its source stands under each
 * piece. What is too much is left out from the back, citations that are only further reading first, each with the heading
 * over it, and that is said. What is asked stays, and stays last.
 * @param most 1 or more; of one text that is too long for one message its beginning is shown
 * @param publicUrl where article pages can be opened; undefined when nobody outside can
 */
export function toPlainTexts(
  { parts }: Outbound,
  { publicUrl, most, max = TEXT_BYTES }: { publicUrl: string | undefined; most: number; max?: number },
): string[] {
  let pieces = piecesOf(parts, publicUrl, max);
  let texts = pack(pieces, max);
  while (texts.length > most) {
    const next = leastNeeded(pieces);
    if (next === undefined) break;
    pieces = pieces.toSpliced(next, 1);
    const asked = pieces.findIndex(({ asks }) => asks);
    texts = pack(pieces.toSpliced(asked === -1 ? pieces.length : asked, 0, NOTE), max);
  }
  return texts.length <= most ? texts : cutOff(texts, most, max);
}

/** Which piece goes next; undefined when all that is left has to stay. */
function leastNeeded(pieces: readonly Piece[]): number | undefined {
  if (pieces.length <= 1) return undefined;
  const spare = pieces.findLastIndex((piece) => piece.spare);
  if (spare !== -1) return spare;
  // The first says what matters most, but for what is asked; alone it may still be too long.
  const last = pieces.findLastIndex(({ asks }) => !asks);
  return last === -1 ? 0 : last;
}

/** Buttons that come back as actions, in one row after the other. */
export function actionsOf({ buttons }: Outbound): { label: string; action: string }[] {
  return buttons
    .flat()
    .flatMap(({ label, does }: Button) => (does.kind === 'action' ? [{ label, action: does.action }] : []));
}

function piecesOf(parts: readonly Part[], publicUrl: string | undefined, max: number): Piece[] {
  const first = parts.findIndex(({ kind }) => kind === 'citation');
  let heading: string | undefined;
  return parts.flatMap((part, at): Piece[] => {
    const asks = part.kind === 'text' && part.asks === true;
    if (part.kind === 'text' && part.style === 'plain' && !asks && parts[at + 1]?.kind === 'citation') {
      heading = part.text;
      return [];
    }
    const texts = textsOf(part, publicUrl, max);
    const over = heading;
    heading = undefined;
    if (over !== undefined) {
      const [head = '', ...rest] = texts;
      const joined = `${over}\n\n${head}`;
      if (sizeOf(joined, 'bytes') <= max) texts.splice(0, texts.length, joined, ...rest);
      else texts.unshift(...splitText(over, { max, unit: 'bytes' }));
    }
    return texts.length === 0 ? [] : [{ texts, spare: part.kind === 'citation' && at !== first, asks }];
  });
}

function textsOf(part: Part, publicUrl: string | undefined, max: number): string[] {
  switch (part.kind) {
    case 'text':
      return splitText(part.text, { max, unit: 'bytes' });
    case 'list':
      return splitText(part.items.map((item) => `· ${item}`).join('\n'), { max, unit: 'bytes' });
    case 'citation':
      return citationTexts(part, publicUrl, max);
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
  // A source that leaves no room for a quote is longer than any that a text has; then it stands once, at the end.
  if (room < LEAST_QUOTE_BYTES) return splitText(whole, { max, unit: 'bytes' });
  return splitText(part.quote, { max: room, unit: 'bytes' }).flatMap((piece) =>
    piece.trim() === '' ? [] : [`${place}“${piece.trim()}”\n${source}`],
  );
}

const LEAST_QUOTE_BYTES = 200;
const GAP = '\n\n';

/** As few messages as hold the texts in their order, none of them cut. */
function pack(pieces: readonly Piece[], max: number): string[] {
  const messages: string[] = [];
  for (const text of pieces.flatMap(({ texts }) => texts)) {
    const last = messages.at(-1);
    const joined = last === undefined ? text : `${last}${GAP}${text}`;
    if (last !== undefined && sizeOf(joined, 'bytes') <= max) messages[messages.length - 1] = joined;
    else messages.push(text);
  }
  return messages;
}

/** The first of too many texts, and a word that there was more: beside the last one where it fits, else in its place. */
function cutOff(texts: readonly string[], most: number, max: number): string[] {
  if (most === 1) return texts.slice(0, 1);
  const joined = `${texts[most - 1]}${GAP}${copy.leftOut}`;
  return [...texts.slice(0, most - 1), sizeOf(joined, 'bytes') <= max ? joined : copy.leftOut];
}
