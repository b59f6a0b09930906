/** How much one message holds. `chars` are UTF-16 units, `bytes` are UTF-8. */
export type Room = { readonly max: number; readonly unit: 'chars' | 'bytes' };

/** A code point takes up to 4 bytes or 2 units; with less room nothing could be cut without breaking it. */
export class RoomTooSmall extends RangeError {
  override readonly name = 'RoomTooSmall';
}

export function sizeOf(text: string, unit: Room['unit']): number {
  return unit === 'chars' ? text.length : Buffer.byteLength(text);
}

/**
 * The text in pieces that each fit; joined they are the text again, and none is empty. Cut where a line ends, or a sentence,
 * or a clause, best where that leaves the piece a third full; else between two characters as a reader sees them, and only
 * within a single one (an emoji longer than the room) between code points.
 * @throws RoomTooSmall
 */
export function splitText(text: string, room: Room): string[] {
  if (room.max < (room.unit === 'bytes' ? 4 : 2)) throw new RoomTooSmall(`${room.max} ${room.unit}`);
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    // No piece is longer in units than `max`; one more lets a border see what follows it.
    const ahead = text.slice(from, from + room.max + LOOK_AHEAD);
    const end = reach(ahead, room);
    const cut = end >= text.length - from ? end : cutAt(ahead, end);
    pieces.push(text.slice(from, from + cut));
    from += cut;
  }
  return pieces;
}

/** Enough for the marks that close a sentence and for the character that decides whether a cluster goes on. */
const LOOK_AHEAD = 16;

const LINE = /\n/g;
const SENTENCE = /(?:[。！？!?；;…]|\.(?=\s))+[”’」』）》】)\]"']*/g;
const CLAUSE = /[，、：,:\s]/g;

/** In order, each with how full it has to leave a piece. A sentence that fits is never cut, however short the one before. */
const BORDERS = [
  [LINE, 1 / 3],
  [SENTENCE, 1 / 3],
  [LINE, 0],
  [SENTENCE, 0],
  [CLAUSE, 1 / 3],
  [CLAUSE, 0],
] as const;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** How far the room reaches, in units, never into a code point. */
function reach(text: string, { max, unit }: Room): number {
  if (unit === 'chars') {
    const end = Math.min(max, text.length);
    return splitsPair(text, end) ? end - 1 : end;
  }
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > max) break;
    end += char.length;
  }
  return end;
}

function splitsPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

function cutAt(text: string, end: number): number {
  const clusters = graphemes.segment(text);
  const between = (at: number) => at >= text.length || clusters.containing(at)?.index === at;
  for (const [border, share] of BORDERS) {
    const ends = [...text.matchAll(border)].map((match) => match.index + match[0].length);
    const last = ends.findLast((at) => at >= Math.max(1, end * share) && at <= end && between(at));
    if (last !== undefined) return last;
  }
  const cluster = clusters.containing(end)?.index ?? end;
  return cluster > 0 ? cluster : end;
}
