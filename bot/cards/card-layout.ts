import { cardsCopy as copy } from '../copy/cards.ts';
import { papersCopy } from '../copy/papers.ts';
import { breakLines } from '../papers/line-break.ts';
import type { Card, CardCode } from './card.ts';
import { createQrCode } from './qr-code.ts';
import { A6, INK, type Mark, type Measure, type Sheet, type Type } from './sheet.ts';

export const EDGE = 20;
const WIDTH = A6.width - 2 * EDGE;
const BAND = 26;
export const TOP = BAND + 16;
/** What stands at the foot of the last page: codes, their labels, three small lines. */
const CODE = 58;
const FOOT = { withCodes: CODE + 62, without: 44 } as const;
/** Room at the foot of the other pages, for the word that it goes on. */
const MORE = 24;
const OVERLEAF = 60;
/** The quote's letters, largest first: it is made smaller before it goes overleaf. */
const SIZES = [11, 10, 9.2, 8.6, 8] as const;
const SMALL: Type = { size: 7.4, ink: INK.soft };

/** A line that knows its place only when the lines before it have one. `y` is its upper edge. */
export type Row = { readonly height: number; readonly draw: (y: number) => readonly Mark[] };

/** On pages of A6, as few as it takes. */
export function layoutCard(card: Card, measure: Measure): Sheet[] {
  const whole = A6.height - TOP - footHeight(card.codes);
  const tries = SIZES.map((size) => rowsOf(card, measure, size));
  const fitting = tries.find((rows) => heightOf(rows) <= whole);
  const pages = fitting === undefined ? splitRows(tries.at(-2) ?? [], whole) : [fitting];
  return pages.map((rows, at) => {
    const isLast = at === pages.length - 1;
    return {
      ...A6,
      marks: [
        ...band(card.place, measure, at === 0 ? '' : copy.before),
        ...stack(rows, TOP),
        ...(isLast ? foot(card, measure, A6.height) : goesOn(measure)),
      ],
    };
  });
}

/** On one page, which is longer than A6 where it must be: for phones. */
export function layoutPicture(card: Card, measure: Measure): Sheet {
  const rows = rowsOf(card, measure, SIZES[0]);
  const height = Math.max(A6.height, TOP + heightOf(rows) + footHeight(card.codes));
  return {
    width: A6.width,
    height,
    marks: [...band(card.place, measure, ''), ...stack(rows, TOP), ...foot(card, measure, height)],
  };
}

function rowsOf(card: Card, measure: Measure, size: number): Row[] {
  const words = [
    card.title,
    ...card.lines,
    card.quote,
    card.head,
    card.note,
    ...card.also.map(({ head }) => head),
  ];
  const lacks = words.some((text) => text.split('\n').some((line) => measure.printable(line) !== line));
  const line: Type = { size: Math.min(size, 10.4), ink: INK.text };
  return [
    ...paragraph(measure, copy.says(card.place), { size: 9, ink: INK.accent }, { leading: 1.4 }),
    ...paragraph(measure, card.title, { size: 17, bold: true, ink: INK.text }, { leading: 1.3 }),
    gap(6),
    ...card.lines.flatMap((text, at) => [...numbered(measure, `${at + 1}`, text, line), gap(2)]),
    gap(5),
    ...quoteRows(measure, card.quote, { size, ink: INK.text }),
    gap(5),
    ...paragraph(measure, `——${card.head}`, { size: 8.2, bold: true, ink: INK.text }),
    ...paragraph(measure, card.note, { size: 8.2, ink: INK.soft }),
    ...(card.also.length === 0
      ? []
      : paragraph(measure, copy.also(card.also.map(({ head }) => head).join('、')), SMALL)),
    ...(lacks ? paragraph(measure, papersCopy.footer.unprintable, SMALL) : []),
  ];
}

type Setting = { readonly inset?: number; readonly leading?: number };

export function paragraph(
  measure: Measure,
  text: string,
  type: Type,
  { inset = 0, leading = 1.5 }: Setting = {},
): Row[] {
  const room = WIDTH - 2 * inset;
  const shown = measure.printable(text);
  const broken = breakLines(shown, { first: room, rest: room }, (char) => measure.widthOf(char, type));
  return broken.map((words) => ({
    height: type.size * leading,
    draw: (y) => [{ kind: 'text', text: words, x: EDGE + inset, y: y + type.size * 1.12, type }],
  }));
}

export const gap = (height: number): Row => ({ height, draw: () => [] });

function numbered(measure: Measure, number: string, text: string, type: Type): Row[] {
  const mark: Type = { ...type, bold: true, ink: INK.accent };
  return paragraph(measure, text, type, { inset: 13 }).map((row, at) => ({
    ...row,
    draw: (y) => [
      ...(at === 0
        ? [{ kind: 'text', text: number, x: EDGE, y: y + type.size * 1.12, type: mark } as const]
        : []),
      // The room on the right is the text's.
      ...row.draw(y),
    ],
  }));
}

/** Each piece in quotation marks, on a ground of its own with a bar at its side. */
function quoteRows(measure: Measure, quote: string, type: Type): Row[] {
  const lines = quote.split('\n').flatMap((piece) => paragraph(measure, `“${piece}”`, type, { inset: 11 }));
  return [gap(5), ...lines, gap(5)].map(({ height, draw }) => ({
    height,
    draw: (y) => [
      // A little over the next row, so that no seam is seen between two.
      { kind: 'fill', x: EDGE + 3, y, width: WIDTH - 3, height: height + 0.3, ink: INK.tint },
      { kind: 'fill', x: EDGE, y, width: 3, height: height + 0.3, ink: INK.accent },
      ...draw(y),
    ],
  }));
}

export function band(place: string, measure: Measure, word: string): Mark[] {
  const type: Type = { size: 9.5, bold: true, ink: INK.paper };
  const right = [word, measure.printable(place)].filter((part) => part !== '').join(' · ');
  return [
    { kind: 'fill', x: 0, y: 0, width: A6.width, height: BAND, ink: INK.accent },
    { kind: 'text', text: copy.name, x: EDGE, y: 17, type },
    { kind: 'text', text: right, x: A6.width - EDGE - measure.widthOf(right, type), y: 17, type },
  ];
}

const footHeight = (codes: readonly CardCode[]) => (codes.length > 0 ? FOOT.withCodes : FOOT.without);

function foot({ codes, release, day }: Card, measure: Measure, height: number): Mark[] {
  const lines = [
    `${copy.quoted}${codes.length > 0 ? copy.changes : ''}`,
    copy.release(release, formatDay(day)),
  ];
  const top = height - footHeight(codes) + 8;
  return [
    ...codeRow(codes, measure, top),
    ...lines.map((text, at): Mark => {
      const x = (A6.width - measure.widthOf(text, SMALL)) / 2;
      return { kind: 'text', text, x, y: height - 27 + at * 10, type: SMALL };
    }),
  ];
}

/** QR codes side by side in the middle, each with its quiet zone of four modules and its label under it. */
export function codeRow(codes: readonly CardCode[], measure: Measure, top: number): Mark[] {
  const step = CODE + 24;
  const left = (A6.width - (codes.length * step - 24)) / 2;
  const type: Type = { size: 7.6, bold: true, ink: INK.text };
  return codes.flatMap(({ label, url }, at): Mark[] => {
    const x = left + at * step;
    return [
      { kind: 'code', code: createQrCode(url), x, y: top, size: CODE },
      {
        kind: 'text',
        text: label,
        x: x + (CODE - measure.widthOf(label, type)) / 2,
        y: top + CODE + 11,
        type,
      },
    ];
  });
}

function goesOn(measure: Measure): Mark[] {
  const x = A6.width - EDGE - measure.widthOf(copy.more, SMALL);
  return [{ kind: 'text', text: copy.more, x, y: A6.height - 14, type: SMALL }];
}

/** @param last room on the last page, which has a foot; the others have more */
export function splitRows(rows: readonly Row[], last: number): Row[][] {
  const room = A6.height - TOP - MORE;
  const pages: Row[][] = [[]];
  let left = room;
  for (const row of rows) {
    if (row.height > left) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)?.push(row);
    left -= row.height;
  }
  const end = pages.at(-1) ?? [];
  if (heightOf(end) <= last) return pages;
  // What stands where the foot belongs goes overleaf with it, and a few lines more, so that no foot stands alone.
  const moved: Row[] = [];
  while (end.length > 1 && heightOf(moved) < OVERLEAF) moved.unshift(...end.splice(-1));
  return [...pages, moved];
}

export function stack(rows: readonly Row[], top: number): Mark[] {
  let y = top;
  return rows.flatMap((row) => {
    const marks = row.draw(y);
    y += row.height;
    return marks;
  });
}

export const heightOf = (rows: readonly Row[]): number => rows.reduce((sum, { height }) => sum + height, 0);

/** 2026年11月22日 */
export function formatDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
