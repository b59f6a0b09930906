import type { Shown } from './cube.ts';

/** A table of figures with the picture that suits it; page, chart and download are made of the same cells. */
export type Board = {
  readonly id: string;
  readonly title: string;
  /** What it counts, in a sentence. */
  readonly note: string;
  /** bars: one column. lines: rows are points in time. heat: rows by columns. */
  readonly chart: 'bars' | 'lines' | 'heat';
  /** Above the labels of the rows. */
  readonly head: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** How many of the columns the picture shows, where that is not all of them. */
  readonly drawn?: number;
  /** By row. */
  readonly cells: readonly (readonly Shown[])[];
};

/** CSV as spreadsheets read it: RFC 4180, a mark for UTF-8, and nothing that a spreadsheet would calculate. */
export function formatCsv({ head, rows, columns, cells }: Board, hidden: string): string {
  const lines = [
    [head, ...columns],
    ...rows.map((row, r) => [row, ...columns.map((_, c) => formatCell(cells[r]?.[c] ?? null, hidden))]),
  ];
  return `\ufeff${lines.map((line) => line.map(quoteField).join(',')).join('\r\n')}\r\n`;
}

const formatCell = (cell: Shown, hidden: string) => (cell === null ? hidden : String(cell));

/** https://owasp.org/www-community/attacks/CSV_Injection */
function quoteField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
