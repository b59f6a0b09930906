import { deskCopy } from '../../copy/desk.ts';
import { terminalDeskCopy } from '../../copy/desk-terminal.ts';
import { formatTable } from '../../format-table.ts';
import type { BreachRow } from '../breach-report.ts';

const copy = terminalDeskCopy.report;

/** What was promised and kept, as people read it or as a spreadsheet does. */
export function formatReport(rows: readonly BreachRow[], form: 'table' | 'csv'): string {
  const cells = [copy.columns, ...rows.map(cellsOf)];
  // The mark in front tells a spreadsheet that it is UTF-8.
  return form === 'table'
    ? formatTable(cells)
    : `\ufeff${cells.map((row) => row.map(formatCell).join(',')).join('\r\n')}`;
}

function cellsOf({ month, region, kind, what, article, due, kept, broken }: BreachRow): readonly string[] {
  return [
    month,
    region?.replaceAll('/', '') ?? terminalDeskCopy.none,
    deskCopy.kind[kind],
    what,
    article ?? copy.own,
    String(due),
    String(kept),
    String(broken),
  ];
}

/** What begins like a formula is none. */
function formatCell(cell: string): string {
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
