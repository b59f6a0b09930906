import { breakLines } from './line-break.ts';
import { PAGE, type PdfFile, type Style, UNPRINTABLE } from './pdf-file.ts';

/** Points from the edges of the sheet: room for punching on the left, as offices file. */
const MARGIN = { top: 76, right: 74, bottom: 76, left: 80 } as const;
const WIDTH = PAGE.width - MARGIN.left - MARGIN.right;
const BOTTOM = PAGE.height - MARGIN.bottom;
const LEADING = 1.65;
const CELL = { across: 6, above: 3 } as const;

export type Place = {
  readonly align?: 'start' | 'centre' | 'end';
  /** Points before the first line of each paragraph. */
  readonly indent?: number;
  /** Points on both sides of every line. */
  readonly inset?: number;
};

/** Words in reading order, from page to page. */
export type PdfFlow = {
  /** Paragraphs, broken into lines that fit. */
  readonly lines: (paragraphs: readonly string[], style: Style, place?: Place) => void;
  /** Room between two things; none at the head of a page. */
  readonly gap: (height: number) => void;
  /** Begins a page when less than `height` is left: what follows belongs together. */
  readonly keep: (height: number) => void;
  /** Empty lines to write on. */
  readonly ruled: (count: number) => void;
  /** Cells with borders; a row higher than its page goes on overleaf. */
  readonly table: (shares: readonly number[], rows: readonly (readonly string[])[], style: Style) => void;
  /** Writes each page's number at its foot. Comes last. */
  readonly number: (label: (number: number, count: number) => string, style: Style) => void;
  /** Something stood in the words that the font cannot draw. */
  readonly hasUnprintable: () => boolean;
};

export function createPdfFlow(file: PdfFile): PdfFlow {
  let y: number = MARGIN.top;
  let unprintable = false;

  const turn = () => {
    file.addPage();
    y = MARGIN.top;
  };
  const keep = (height: number) => {
    if (y + height > BOTTOM && y > MARGIN.top) turn();
  };
  const linesOf = (text: string, style: Style, first: number, rest: number) => {
    const shown = file.printable(text);
    unprintable ||= shown.includes(UNPRINTABLE) && shown !== text;
    return breakLines(shown, { first, rest }, (char) => file.widthOf(char, style));
  };

  return {
    keep,
    gap: (height) => {
      if (y > MARGIN.top) y += height;
    },
    lines(paragraphs, style, { align = 'start', indent = 0, inset = 0 } = {}) {
      const height = style.size * LEADING;
      const room = WIDTH - 2 * inset;
      for (const paragraph of paragraphs) {
        const broken = linesOf(paragraph, style, room - indent, room);
        // Two lines of a paragraph at the least stand together at a page's foot and head.
        if (broken.length > 1) keep(2 * height);
        broken.forEach((line, i) => {
          if (y + height > BOTTOM || (i === broken.length - 2 && i > 0 && y + 2 * height > BOTTOM)) turn();
          const start = i === 0 ? indent : 0;
          const slack = room - start - file.widthOf(line, style);
          const x = MARGIN.left + inset + start + slack * { start: 0, centre: 0.5, end: 1 }[align];
          const full = align === 'start' && i < broken.length - 1;
          file.write(line, x, y, style, full ? spreadOf(line, slack, style) : 0);
          y += height;
        });
      }
    },
    ruled(count) {
      for (let i = 0; i < count; i += 1) {
        keep(28);
        y += 28;
        file.rule(MARGIN.left, y - 4, MARGIN.left + WIDTH, y - 4, 0.4);
      }
    },
    table(shares, rows, style) {
      if (y > MARGIN.top) y += 4;
      const whole = shares.reduce((sum, share) => sum + share, 0);
      const edges: number[] = [MARGIN.left];
      for (const share of shares) edges.push((edges.at(-1) ?? 0) + (share / whole) * WIDTH);
      const height = style.size * LEADING;
      for (const row of rows) {
        let cells = row.map((text, i) => {
          const room = (edges[i + 1] ?? 0) - (edges[i] ?? 0) - 2 * CELL.across;
          return text.split('\n').flatMap((line) => linesOf(line, style, room, room));
        });
        keep(Math.min(2, ...cells.map((cell) => cell.length)) * height + 2 * CELL.above);
        for (let open = true; open; ) {
          const longest = Math.max(...cells.map((cell) => cell.length));
          const room = Math.max(1, Math.floor((BOTTOM - y - 2 * CELL.above) / height));
          const count = Math.min(longest, room);
          drawRow(cells, count, height, edges, style);
          cells = cells.map((cell) => cell.slice(count));
          open = count < longest;
          if (open) turn();
        }
      }
      y += 6;
    },
    number(label, style) {
      const count = file.pages();
      for (let page = 0; page < count; page += 1) {
        file.turnTo(page);
        const text = label(page + 1, count);
        file.write(text, (PAGE.width - file.widthOf(text, style)) / 2, PAGE.height - 46, style);
      }
    },
    hasUnprintable: () => unprintable,
  };

  function drawRow(
    cells: readonly (readonly string[])[],
    count: number,
    height: number,
    edges: readonly number[],
    style: Style,
  ): void {
    const bottom = y + count * height + 2 * CELL.above;
    const [left = 0] = edges;
    cells.forEach((cell, i) => {
      cell.slice(0, count).forEach((line, k) => {
        file.write(line, (edges[i] ?? 0) + CELL.across, y + CELL.above + k * height, style);
      });
    });
    for (const edge of edges) file.rule(edge, y, edge, bottom);
    for (const at of [y, bottom]) file.rule(left, at, edges.at(-1) ?? 0, at);
    y = bottom;
  }
}

/** Room behind each character so that the line ends at the edge; none where it would tear the line apart. */
function spreadOf(line: string, slack: number, style: Style): number {
  const gaps = [...line].length - 1;
  return gaps > 0 && slack > 0 && slack <= style.size * 2.5 ? slack / gaps : 0;
}
