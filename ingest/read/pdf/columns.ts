import type { PrintedLine } from './lines.ts';
import { toLines } from './lines.ts';
import type { Piece } from './pdfjs.ts';

/** The lines of one column, from top to bottom; a page without columns is one. */
export type Column = readonly PrintedLine[];

/** Lines that each column of a page has at least. */
const LINES = 5;

/** Parts a page into columns, in the order in which they are read; lines that go over both part it from top to bottom. */
export function toColumns(pieces: readonly Piece[], width: number): readonly Column[] {
  const gutter = findGutter(pieces, width);
  if (gutter === undefined) return [toLines(pieces)];
  const wide = toLines(pieces.filter((piece) => crosses(piece, gutter)));
  const sides = [
    pieces.filter((piece) => piece.x + piece.width <= gutter),
    pieces.filter((piece) => piece.x >= gutter && !crosses(piece, gutter)),
  ].map(toLines);
  const columns: Column[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const until of [...wide, undefined]) {
    const to = until?.y ?? Number.POSITIVE_INFINITY;
    columns.push(...sides.map((lines) => lines.filter((line) => line.y > from && line.y <= to)));
    if (until !== undefined) columns.push([until]);
    from = to;
  }
  return columns.filter((column) => column.length > 0);
}

function crosses(piece: Piece, x: number): boolean {
  return piece.x < x - 1 && piece.x + piece.width > x + 1;
}

/** A blank strip from top to bottom, near the middle, with text beside it on most lines of both sides. */
function findGutter(pieces: readonly Piece[], width: number): number | undefined {
  let best: { x: number; crossing: number } | undefined;
  for (let x = width * 0.38; x <= width * 0.62; x += 2) {
    const crossing = pieces.filter(
      (piece) => crosses(piece, x - 3) || crosses(piece, x + 3) || crosses(piece, x),
    );
    const found = { x, crossing: crossing.length };
    if (best === undefined || found.crossing < best.crossing) best = found;
  }
  if (best === undefined) return undefined;
  const { x, crossing } = best;
  const left = toLines(pieces.filter((piece) => piece.x + piece.width <= x + 1));
  const right = toLines(pieces.filter((piece) => piece.x >= x - 1));
  if (Math.min(left.length, right.length) < LINES || crossing > (left.length + right.length) * 0.2)
    return undefined;
  const letters = (lines: readonly PrintedLine[]) =>
    lines.reduce((sum, { text }) => sum + text.trim().length, 0);
  const [a, b] = [letters(left), letters(right)];
  // Names beside names, or a number beside each line, are no columns of text.
  const isText = (lines: readonly PrintedLine[], count: number) => count / lines.length >= 8;
  return Math.min(a, b) >= Math.max(a, b) * 0.15 && isText(left, a) && isText(right, b) ? x : undefined;
}
