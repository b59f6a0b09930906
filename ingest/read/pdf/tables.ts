import { formatCell } from '../lines.ts';
import { toLines } from './lines.ts';
import type { Piece } from './pdfjs.ts';
import type { Rule } from './rules.ts';

/** A table with printed borders: its rows as cells, and where it stands. */
export type PrintedTable = {
  readonly top: number;
  readonly bottom: number;
  /** Where its columns begin, and where the last one ends. */
  readonly xs: readonly number[];
  readonly rows: readonly (readonly string[])[];
};

/** Borders that should meet miss one another by this much, in points. */
const NEAR = 3.5;
const MOST_RULES = 4_000;

/** Finds tables by their borders. @returns them, and the pieces that stand in none */
export function findTables(
  pieces: readonly Piece[],
  rules: readonly Rule[],
): { tables: readonly PrintedTable[]; rest: readonly Piece[] } {
  if (rules.length > MOST_RULES) return { tables: [], rest: pieces };
  let rest = pieces;
  const tables = connected(rules).flatMap((own): PrintedTable[] => {
    const grid = gridOf(own);
    if (grid === undefined) return [];
    const inside = rest.filter((piece) => placeOf(piece, grid) !== undefined);
    rest = rest.filter((piece) => !inside.includes(piece));
    const rows = fill(grid, inside).filter((row) => row.some((cell) => cell !== ''));
    return [{ top: grid.ys[0] ?? 0, bottom: grid.ys.at(-1) ?? 0, xs: grid.xs, rows }];
  });
  return { tables: tables.sort((a, b) => a.top - b.top), rest };
}

type Grid = {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly level: readonly Rule[];
  readonly upright: readonly Rule[];
};

const isLevel = (rule: Rule) => rule.x2 - rule.x1 >= rule.y2 - rule.y1;

/** Rules that touch one another, directly or over others. */
function connected(rules: readonly Rule[]): readonly (readonly Rule[])[] {
  const groups: Rule[][] = [];
  for (const rule of rules) {
    const touched = groups.filter((group) => group.some((other) => touch(rule, other)));
    const merged = [...touched.flat(), rule];
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function touch(a: Rule, b: Rule): boolean {
  return a.x1 <= b.x2 + NEAR && b.x1 <= a.x2 + NEAR && a.y1 <= b.y2 + NEAR && b.y1 <= a.y2 + NEAR;
}

/** At least two rows or columns: one frame alone is a frame. */
function gridOf(rules: readonly Rule[]): Grid | undefined {
  const level = rules.filter(isLevel);
  const upright = rules.filter((rule) => !isLevel(rule));
  const xs = positions(upright.map((rule) => (rule.x1 + rule.x2) / 2));
  const ys = positions(level.map((rule) => (rule.y1 + rule.y2) / 2));
  return xs.length >= 3 && ys.length >= 2 ? { xs, ys, level, upright } : undefined;
}

function positions(values: readonly number[]): readonly number[] {
  const out: number[] = [];
  for (const value of [...values].sort((a, b) => a - b))
    if (value - (out.at(-1) ?? Number.NEGATIVE_INFINITY) > NEAR) out.push(value);
  return out;
}

function placeOf(piece: Piece, { xs, ys }: Grid): { row: number; column: number } | undefined {
  const row = slot(ys, piece.y - piece.size * 0.35);
  const column = slot(xs, piece.x + Math.min(piece.width / 2, piece.size / 2));
  return row === undefined || column === undefined ? undefined : { row, column };
}

function slot(edges: readonly number[], at: number): number | undefined {
  const next = edges.findIndex((edge) => edge > at);
  return next > 0 ? next - 1 : undefined;
}

/** Puts pieces into cells. What stands in a merged cell goes to its first. */
function fill(grid: Grid, pieces: readonly Piece[]): readonly (readonly string[])[] {
  const columns = grid.xs.length - 1;
  const head = mergedInto(grid);
  const cells = new Map<number, Piece[]>();
  for (const piece of pieces.flatMap((whole) => cutAtBorders(whole, grid))) {
    const place = placeOf(piece, grid);
    if (place === undefined) continue;
    const at = head[place.row * columns + place.column] ?? 0;
    cells.set(at, [...(cells.get(at) ?? []), piece]);
  }
  return Array.from({ length: grid.ys.length - 1 }, (_, row) =>
    Array.from({ length: columns }, (_, column) => cellText(cells.get(row * columns + column) ?? [])),
  );
}

/** Neighbouring cells are printed close together, and may come as one run with a blank in it. */
function cutAtBorders(piece: Piece, { xs }: Grid): readonly Piece[] {
  const border = xs.find((x) => x > piece.x + piece.size && x < piece.x + piece.width - piece.size);
  const blanks = [...piece.text.matchAll(/\s+/g)];
  if (border === undefined || blanks.length === 0) return [piece];
  const total = widthOf(piece.text);
  const at = blanks
    .map((match) => ({
      match,
      x: piece.x + (piece.width * widthOf(piece.text.slice(0, match.index))) / total,
    }))
    .sort((a, b) => Math.abs(a.x - border) - Math.abs(b.x - border))[0];
  if (at === undefined || Math.abs(at.x - border) > piece.size * 1.5) return [piece];
  const left = { ...piece, text: piece.text.slice(0, at.match.index), width: at.x - piece.x };
  const right = {
    ...piece,
    text: piece.text.slice(at.match.index + at.match[0].length),
    x: Math.max(border + 0.5, at.x),
    width: Math.max(0, piece.x + piece.width - Math.max(border + 0.5, at.x)),
  };
  return [left, ...cutAtBorders(right, { xs, ys: [], level: [], upright: [] })];
}

const widthOf = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0) || 1;

/** Per cell of the grid, the first cell of the merged one that it belongs to. */
function mergedInto({ xs, ys, level, upright }: Grid): readonly number[] {
  const columns = xs.length - 1;
  const head = Array.from({ length: columns * (ys.length - 1) }, (_, i) => i);
  const middle = (edges: readonly number[], i: number) => ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2;
  for (let at = 0; at < head.length; at++) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [x, y] = [middle(xs, column), middle(ys, row)];
    const isOpenLeft =
      column > 0 &&
      !upright.some((rule) => isAt(rule.x1, rule.x2, xs[column]) && rule.y1 <= y && rule.y2 >= y);
    const isOpenAbove =
      row > 0 && !level.some((rule) => isAt(rule.y1, rule.y2, ys[row]) && rule.x1 <= x && rule.x2 >= x);
    if (isOpenLeft) head[at] = head[at - 1] ?? at;
    else if (isOpenAbove) head[at] = head[at - columns] ?? at;
  }
  return head;
}

function isAt(from: number, to: number, edge: number | undefined): boolean {
  return edge !== undefined && Math.abs((from + to) / 2 - edge) <= NEAR;
}

/** A paragraph of a cell ends where a line with a full stop stops short. */
function cellText(pieces: readonly Piece[]): string {
  const lines = toLines(pieces);
  const right = Math.max(...lines.map((line) => line.right));
  const paragraphs: string[] = [];
  let open = '';
  for (const line of lines) {
    open += closeSpaced(line.text.trim());
    if (right - line.right < line.size * 1.5) continue;
    paragraphs.push(open);
    open = '';
  }
  return formatCell([...paragraphs, open]);
}

/**
 * A narrow cell is often set to its full width: then a blank stands behind every character and parts no names. Between
 * Han characters and digits it is the program's own.
 */
function closeSpaced(line: string): string {
  const text = line.replace(/(?<=\p{Script=Han}) (?=[0-9])|(?<=[0-9]) (?=\p{Script=Han})/gu, '');
  const pairs = text.match(/\p{Script=Han} ?(?=\p{Script=Han})/gu) ?? [];
  const blanks = pairs.filter((pair) => pair.endsWith(' ')).length;
  return blanks >= 2 && blanks > pairs.length * 0.6
    ? text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    : text;
}
