import { cardsCopy as copy } from '../copy/cards.ts';
import type { PocketBook } from './card.ts';
import {
  band,
  codeRow,
  EDGE,
  formatDay,
  gap,
  heightOf,
  layoutCard,
  paragraph,
  type Row,
  splitRows,
  stack,
  TOP,
} from './card-layout.ts';
import { A6, INK, type Mark, type Measure, type Sheet, type Type } from './sheet.ts';

const NUMBER: Type = { size: 8, ink: INK.soft };
const ENTRY: Type = { size: 10, ink: INK.text };
/** Where the title stands on the cover, and how far above its foot the codes do. */
const [COVER, CODES] = [92, 120] as const;
/** The title's letters, largest first: a long one is made smaller before it reaches the codes. */
const TITLES = [26, 21, 17] as const;
const MOST_PLACES = 6;

/** Cover, contents, and each card on a page or more; the cover has no number and counts. */
export function layoutBook(book: PocketBook, measure: Measure): Sheet[] {
  const cards = book.cards.map((card) => layoutCard(card, measure));
  // How many pages the contents take does not hang on which numbers stand there.
  const contents = contentsOf(book, measure, () => 0);
  let next = 2 + contents.length;
  const first = cards.map((pages) => {
    const at = next;
    next += pages.length;
    return at;
  });
  const inside = [...contentsOf(book, measure, (at) => first[at] ?? 0), ...cards.flat()];
  return [coverOf(book, measure), ...inside.map((sheet, at) => numbered(sheet, at + 2, measure))];
}

function coverOf({ title, cards, codes, release, day }: PocketBook, measure: Measure): Sheet {
  const places = [...new Set(cards.map(({ place }) => place))];
  const named = copy.book.places(places.slice(0, MOST_PLACES), places.length);
  const tries = TITLES.map((size) => [
    ...paragraph(measure, title, { size, bold: true, ink: INK.text }, { leading: 1.35 }),
    gap(14),
    ...paragraph(measure, copy.book.count(cards.length), { size: 12, ink: INK.text }),
    ...paragraph(measure, named, { size: 12, ink: INK.soft }),
  ]);
  const rows = tries.find((one) => COVER + heightOf(one) < A6.height - CODES - 8) ?? tries.at(-1) ?? [];
  const small = [copy.quoted, copy.release(release, formatDay(day))];
  const type: Type = { size: 7.4, ink: INK.soft };
  return {
    ...A6,
    marks: [
      { kind: 'fill', x: 0, y: 0, width: A6.width, height: 10, ink: INK.accent },
      ...stack(rows, COVER),
      ...codeRow(codes, measure, A6.height - CODES),
      ...small.map((text, at): Mark => {
        const x = (A6.width - measure.widthOf(text, type)) / 2;
        return { kind: 'text', text, x, y: A6.height - 27 + at * 10, type };
      }),
    ],
  };
}

/** @param pageOf the page on which a card begins */
function contentsOf({ cards }: PocketBook, measure: Measure, pageOf: (card: number) => number): Sheet[] {
  const head = [
    ...paragraph(measure, copy.book.contents, { size: 17, bold: true, ink: INK.text }, { leading: 1.3 }),
    gap(8),
  ];
  const rows = [...head, ...cards.flatMap(({ title }, at) => entry(measure, title, `${pageOf(at)}`))];
  return splitRows(rows, A6.height).map((page) => ({
    ...A6,
    marks: [...band('', measure, ''), ...stack(page, TOP)],
  }));
}

/** A title, over several lines where it must, with the number at the end of the last. */
function entry(measure: Measure, title: string, page: string): Row[] {
  const lines = paragraph(measure, title, ENTRY, { inset: 14 });
  const rows = lines.map((row, at): Row => {
    if (at < lines.length - 1) return row;
    const x = A6.width - EDGE - measure.widthOf(page, ENTRY);
    return {
      ...row,
      draw: (y) => [...row.draw(y), { kind: 'text', text: page, x, y: y + ENTRY.size * 1.12, type: ENTRY }],
    };
  });
  // One row: no title is parted from its number.
  return [{ height: heightOf(rows) + 3, draw: (y) => stack(rows, y) }];
}

function numbered(sheet: Sheet, page: number, measure: Measure): Sheet {
  const text = copy.book.page(page);
  const x = (A6.width - measure.widthOf(text, NUMBER)) / 2;
  return { ...sheet, marks: [...sheet.marks, { kind: 'text', text, x, y: A6.height - 6, type: NUMBER }] };
}
