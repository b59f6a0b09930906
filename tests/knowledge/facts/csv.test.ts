import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../knowledge/facts/csv.ts';

const cellsOf = (text: string) => {
  const read = parseCsv(text);
  return 'fault' in read ? read : read.records.map(({ cells }) => cells);
};
const linesOf = (text: string) => {
  const read = parseCsv(text);
  return 'fault' in read ? read : read.records.map(({ line }) => line);
};

/** As Excel writes a cell: quotes only where they are needed. */
const excelCell = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
/** As cautious programs write it: quotes always. */
const quotedCell = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const cell = fc.string({
  unit: fc.constantFrom('工', '会', 'a', '1', ',', '，', '"', '\n', '\r\n', '\r', '#', ' ', '“', '\t'),
  maxLength: 6,
});
/** A first cell with # is a comment; a row without words is no row. */
const row = fc
  .array(cell, { minLength: 1, maxLength: 5 })
  .filter((cells) => cells.some((c) => c.trim() !== '') && !cells[0]?.trimStart().startsWith('#'));

describe('a table in CSV', () => {
  it('is read as it was written, whatever its cells hold', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom('\r\n', '\n', '\r'),
        fc.constantFrom(excelCell, quotedCell),
        fc.boolean(),
        (rows, lineBreak, encode, last) => {
          const text = rows.map((cells) => cells.map(encode).join(',')).join(lineBreak);
          expect(cellsOf(text + (last ? lineBreak : ''))).toEqual(rows);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives each row the line on which it begins', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const texts = rows.map((cells) => cells.map(quotedCell).join(','));
        const before = (at: number) =>
          texts
            .slice(0, at)
            .join('\n')
            .split(/\r\n|\r|\n/).length;
        expect(linesOf(texts.join('\n'))).toEqual(rows.map((_, at) => (at === 0 ? 1 : before(at) + 1)));
      }),
    );
  });

  it('never runs on and never throws, whatever the file holds', () => {
    const soup = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '#', ' '), maxLength: 30 });
    fc.assert(
      fc.property(soup, (text) => {
        const read = parseCsv(text);
        const lines = 'fault' in read ? [read.line] : read.records.map(({ line }) => line);
        const last = text.split(/\r\n|\r|\n/).length;
        expect(lines.every((line) => line >= 1 && line <= last)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves out comments and lines without words, also as Excel saves them', () => {
    expect(cellsOf('# name, "not a quote\n,,,\n"# a, b",,\n  \na,b\n#c')).toEqual([['a', 'b']]);
    expect(linesOf('# 1\n,,\n"# 3,\n4",\na,b')).toEqual([5]);
  });

  it('keeps a cell that holds # behind the first', () => {
    expect(cellsOf('a,#b')).toEqual([['a', '#b']]);
  });

  it.each([
    ['a,b\nc,"d"e', { line: 2, fault: 'text behind a quote' }],
    ['a,b\nc,d"e', { line: 2, fault: 'quote inside a cell' }],
    ['a,b\nc,"d\ne', { line: 2, fault: 'quote never closed' }],
    ['"a\n\nb"c', { line: 3, fault: 'text behind a quote' }],
  ])('refuses a quote out of place and says where: %j', (text, fault) => {
    expect(parseCsv(text)).toEqual(fault);
  });
});
