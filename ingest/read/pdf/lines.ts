import type { Piece } from './pdfjs.ts';

/** A printed line: its text, and where it stands. Points; y grows downwards. */
export type PrintedLine = {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly pieces: readonly Piece[];
};

/** Pieces that stand on one line are one line, from left to right. */
export function toLines(pieces: readonly Piece[]): readonly PrintedLine[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    const near = row?.some((other) => Math.abs(other.y - piece.y) < 0.4 * Math.max(other.size, piece.size));
    if (row !== undefined && near === true && piece.y - (row[0]?.y ?? 0) < piece.size) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map(lineOf).filter((line) => line.text.trim() !== '');
}

function lineOf(row: readonly Piece[]): PrintedLine {
  const pieces = [...row].sort((a, b) => a.x - b.x);
  let text = '';
  let right = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (text !== '') text += gap(text, piece.text, (piece.x - right) / piece.size);
    text += piece.text;
    right = Math.max(right, piece.x + piece.width);
  }
  const size = Math.max(...pieces.map((piece) => piece.size));
  const level = pieces.filter((piece) => piece.size > size * 0.8).map((piece) => piece.y);
  return { text, x: pieces[0]?.x ?? 0, right, y: Math.max(...level), size, pieces };
}

/** @param width of the gap, in characters; wide gaps part names that stand on one line */
function gap(before: string, after: string, width: number): string {
  if (width > 1.5) return '    ';
  return width > 0.2 && !before.endsWith(' ') && !after.startsWith(' ') ? ' ' : '';
}

/** What is printed over a line's end: words keep their blank, Han characters have none. */
export function joinLines(before: string, after: string): string {
  const isWord = /[A-Za-z,;]$/.test(before.trimEnd()) && /^[A-Za-z0-9]/.test(after.trimStart());
  return before.trimEnd() + (isWord ? ' ' : '') + after.trimStart();
}
