import { isStandalone, titleKind } from '../../parse/titles.ts';
import { joinLines, type PrintedLine } from './lines.ts';

/** Where a column's lines begin and end. */
type Measure = {
  readonly left: number;
  readonly right: number;
  readonly pitch: number;
  /** The size of most characters. */
  readonly size: number;
};
type Placed = { readonly line: PrintedLine; readonly measure: Measure };

const STOP = /[。；：！？][”’」）]?$/;
const MARKER =
  /^\s*(?:第[零〇一二三四五六七八九十百千0-9]{1,6}[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])/;

/**
 * Lines as paragraphs: a paragraph begins where a line is set in, where the one before stops short, or where size or
 * distance change. A paragraph goes on over columns and pages.
 */
export function toParagraphs(columns: readonly (readonly PrintedLine[])[]): readonly string[] {
  const paragraphs: string[] = [];
  let before: Placed | undefined;
  const full = columns.filter((column) => column.length >= FULL).map(measureOf);
  for (const column of columns) {
    const measure = measureLike(column, full);
    column.forEach((line, i) => {
      const open = paragraphs.at(-1);
      const now = { line, measure };
      const goesOn =
        before !== undefined &&
        open !== undefined &&
        (goesOnAsTitle(open, now, before) || !begins(now, before, i > 0));
      if (!goesOn) paragraphs.push(line.text);
      else paragraphs[paragraphs.length - 1] = joinLines(open, line.text);
      before = now;
    });
  }
  return paragraphs;
}

function begins({ line, measure }: Placed, { line: last, measure: own }: Placed, inColumn: boolean): boolean {
  const size = Math.min(line.size, last.size);
  if (Math.max(line.size, last.size) > size * 1.15) return true;
  if (line.x > measure.left + size * 1.3) return true;
  // No first line is set in so far: the last one is a heading, a signature or a date.
  if (last.x - own.left - (line.x - measure.left) > size * 3.2) return true;
  const short = own.right - last.right;
  const stops = STOP.test(last.text.trim());
  if (short > size * (stops ? 1.2 : 3)) return true;
  if (inColumn && line.y - last.y > Math.max(own.pitch * 1.6, size * 1.9)) return true;
  return stops && MARKER.test(line.text);
}

/** A title is printed large, in lines of their own about the middle; the first may be as wide as the column. */
function goesOnAsTitle(
  open: string,
  { line, measure }: Placed,
  { line: last, measure: own }: Placed,
): boolean {
  const isLarge = last.size > own.size * 1.1;
  if (Math.abs(line.size - last.size) > 0.5 || STOP.test(open.trim())) return false;
  if (!isCentred(line, measure) || !(isCentred(last, own) || isLarge)) return false;
  if (line.y - last.y > last.size * 2.6 || line.y <= last.y) return false;
  const [text, next] = [open.replace(/\s/g, ''), line.text.replace(/\s/g, '')];
  const isWhole = titleKind(text) !== undefined && !next.startsWith('（') && !next.startsWith('(');
  return !isWhole && !isStandalone(text) && !isStandalone(next) && !MARKER.test(next);
}

function isCentred(line: PrintedLine, { left, right }: Measure): boolean {
  const isInside = line.x > left + line.size && line.right < right - line.size;
  return isInside && Math.abs((line.x + line.right) / 2 - (left + right) / 2) < line.size;
}

/** Columns with fewer lines than this may hold nothing but a signature: others tell where their text begins and ends. */
const FULL = 8;

/**
 * Where a column's text begins may show on no line of it, or on short ones only: then it begins where a full column
 * does.
 */
function measureLike(column: readonly PrintedLine[], full: readonly Measure[]): Measure {
  const own = measureOf(column);
  const first = Math.min(...column.map((line) => line.x));
  const isLike = ({ left, right }: Measure) =>
    column.length < FULL
      ? left <= first + 2 && right > first
      : left < own.left && column.some((line) => Math.abs(line.x - left) < 2);
  const like = full.filter(isLike).sort((a, b) => b.left - a.left)[0];
  return like === undefined ? own : { ...own, left: like.left, right: Math.max(own.right, like.right) };
}

function measureOf(column: readonly PrintedLine[]): Measure {
  const longest = [...column]
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, Math.ceil(column.length / 2));
  const lefts = longest.map((line) => line.x).sort((a, b) => a - b);
  const rights = column.map((line) => line.right).sort((a, b) => b - a);
  const steps = column
    .slice(1)
    .map((line, i) => line.y - (column[i]?.y ?? 0))
    .sort((a, b) => a - b);
  return {
    // Most lines begin at the margin; a page may also have nothing but first lines.
    left: lefts[Math.floor(lefts.length / 10)] ?? 0,
    right: rights[Math.floor(rights.length / 20)] ?? 0,
    pitch: steps[Math.floor(steps.length / 2)] ?? 0,
    size: usualSize(column),
  };
}

function usualSize(column: readonly PrintedLine[]): number {
  const counts = new Map<number, number>();
  for (const { size, text } of column)
    counts.set(Math.round(size), (counts.get(Math.round(size)) ?? 0) + text.length);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}
