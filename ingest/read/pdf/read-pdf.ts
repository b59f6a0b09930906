import { isGarbled } from '../garbled.ts';
import type { ReadLimits } from '../limits.ts';
import { formatParagraph, formatRow } from '../lines.ts';
import { createNotes, type ReadText } from '../read-file.ts';
import { refuse } from '../refuse.ts';
import { isPower, toSuperscript } from '../superscripts.ts';
import { type Column, toColumns } from './columns.ts';
import { findFurniture } from './furniture.ts';
import { foldGlyphs } from './glyphs.ts';
import { toLines } from './lines.ts';
import { toParagraphs } from './paragraphs.ts';
import { BadPdf, openPdf, type PdfPage, type Piece } from './pdfjs.ts';
import { findTables, type PrintedTable } from './tables.ts';

/** What is read of a page, in its order. */
type Part = { readonly columns: readonly Column[] } | { readonly table: PrintedTable };

/**
 * The text layer of a PDF: paragraphs, columns and tables by where they are printed, without headers and footers.
 * @throws UnreadableFile for locked files, pictures of pages, and fonts that do not tell their characters
 */
export async function readPdf(bytes: Uint8Array, file: string, limits: ReadLimits): Promise<ReadText> {
  const notes = createNotes();
  const pages = await pagesOf(bytes, file, limits);
  checkPages(pages, file);
  for (const page of pages) {
    if (page.isMachineRead) notes.add('machine-read');
    if (page.turned > 0) notes.add('furniture', page.turned);
  }
  const laid = pages.map((page) => {
    const { tables, rest } = findTables(page.pieces, page.rules);
    const words = withoutMarks(rest);
    if (words.length < rest.length) notes.add('footnotes', rest.length - words.length);
    return { ...page, tables, words };
  });
  const furniture = findFurniture(laid.map(({ words, height }) => ({ lines: toLines(words), height })));
  const dropped = furniture.reduce((sum, lines) => sum + lines.size, 0);
  if (dropped > 0) notes.add('furniture', dropped);
  const parts = laid.flatMap(({ tables, words, width }, i) => {
    const gone = new Set([...(furniture[i] ?? [])].flatMap((line) => line.pieces));
    const own = partsOf(
      tables,
      words.filter((piece) => !gone.has(piece)),
      width,
    );
    if (own.some((part) => 'columns' in part && part.columns.length > 1)) notes.add('columns');
    return own;
  });
  return { text: textOf(parts), notes: notes.list() };
}

/** Small raised numbers lead to notes and are no words of the sentence; but those of a power are. */
function withoutMarks(pieces: readonly Piece[]): readonly Piece[] {
  const isSmall = (piece: Piece) => /^\s*[0-9①-⑳*]{1,3}\s*$/.test(piece.text);
  const wordBefore = (piece: Piece) =>
    pieces.find(
      (word) =>
        piece.size < word.size * 0.75 &&
        piece.y < word.y - word.size * 0.1 &&
        piece.y > word.y - word.size * 0.8 &&
        Math.abs(piece.x - word.x - word.width) < word.size * 0.5,
    );
  return pieces.flatMap((piece) => {
    const word = isSmall(piece) ? wordBefore(piece) : undefined;
    if (word === undefined) return [piece];
    if (!isPower(word.text, piece.text)) return [];
    return [{ ...piece, text: toSuperscript(piece.text.trim()), y: word.y, size: word.size }];
  });
}

async function pagesOf(bytes: Uint8Array, file: string, limits: ReadLimits): Promise<readonly PdfPage[]> {
  const pages: PdfPage[] = [];
  let letters = 0;
  try {
    for await (const page of openPdf(bytes, limits.pages)) {
      const pieces = page.pieces.map((piece) => ({ ...piece, text: foldGlyphs(piece.text) }));
      letters += pieces.reduce((sum, piece) => sum + piece.text.length, 0);
      if (letters > limits.text) throw refuse(file, 'too-large', `${letters} characters`);
      pages.push({ ...page, pieces });
    }
  } catch (cause) {
    if (cause instanceof BadPdf) throw refuse(file, cause.fault, 'the PDF', cause);
    throw cause;
  }
  return pages;
}

/** Pages without text hold words that nobody would answer from: better to hear of it than to miss an article. */
function checkPages(pages: readonly PdfPage[], file: string): void {
  const pictures = pages.flatMap((page, i) => (page.isPicture ? [i + 1] : []));
  const some = pictures.length < pages.length ? `pages ${pictures.slice(0, 20).join(', ')}` : 'all pages';
  if (pictures.length > 0) throw refuse(file, 'scanned', some);
  const unknown = pages.reduce((sum, page) => sum + page.unknown, 0);
  const signs = pages.reduce((sum, page) => sum + page.signs, 0);
  if (unknown > 3 && unknown > signs * 0.002) throw refuse(file, 'garbled', `${unknown} of ${signs} signs`);
  if (isGarbled(pages.flatMap((page) => page.pieces.map((piece) => piece.text)).join('')))
    throw refuse(file, 'garbled');
}

/** Tables part the text above them from the text below. */
function partsOf(tables: readonly PrintedTable[], pieces: readonly Piece[], width: number): readonly Part[] {
  const parts: Part[] = [];
  let left = pieces;
  for (const table of tables) {
    const above = left.filter((piece) => piece.y < table.top + 1);
    left = left.filter((piece) => piece.y >= table.top + 1);
    if (above.length > 0) parts.push({ columns: toColumns(above, width) });
    parts.push({ table });
  }
  return left.length > 0 ? [...parts, { columns: toColumns(left, width) }] : parts;
}

/** Text between tables is joined over pages; a table that goes on over a page is one. */
function textOf(parts: readonly Part[]): string {
  const lines: string[] = [];
  let columns: Column[] = [];
  let table: PrintedTable | undefined;
  let rows: (readonly string[])[] = [];
  const flush = () => {
    lines.push(...toParagraphs(columns), ...rows.map((row) => formatRow(row)));
    columns = [];
    rows = [];
    table = undefined;
  };
  for (const part of parts) {
    if ('columns' in part) {
      if (table !== undefined) flush();
      columns.push(...part.columns);
    } else {
      if (table === undefined || !isSame(table, part.table)) flush();
      rows = continueTable(rows, part.table.rows);
      table = part.table;
    }
  }
  flush();
  return lines.map(formatParagraphOrRow).join('\n');
}

function formatParagraphOrRow(line: string): string {
  return line.includes('\t') ? line : formatParagraph(line);
}

function isSame(a: PrintedTable, b: PrintedTable): boolean {
  return a.xs.length === b.xs.length && a.xs.every((x, i) => Math.abs(x - (b.xs[i] ?? 0)) < 6);
}

/** On a new page the head may be printed again, and the last row may go on. */
function continueTable(
  rows: readonly (readonly string[])[],
  next: readonly (readonly string[])[],
): (readonly string[])[] {
  const head = rows[0]?.join('\t');
  const [first, ...more] = head !== undefined && next[0]?.join('\t') === head ? next.slice(1) : next;
  const last = rows.at(-1);
  if (first === undefined || last === undefined)
    return [...rows, ...(first === undefined ? [] : [first]), ...more];
  const goesOn = first[0] === '' && first.some((cell, i) => cell !== '' && isOpen(last[i] ?? ''));
  if (!goesOn) return [...rows, first, ...more];
  return [...rows.slice(0, -1), last.map((cell, i) => cell + (first[i] ?? '')), ...more];
}

function isOpen(cell: string): boolean {
  return cell !== '' && !/[。；！？]$/.test(cell);
}
