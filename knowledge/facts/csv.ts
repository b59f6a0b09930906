/** One line of a table: its cells as written, and the line of the file on which it begins. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/** Why a table cannot be read, and on which line. */
export type CsvFault = {
  readonly line: number;
  readonly fault: 'text behind a quote' | 'quote inside a cell' | 'quote never closed';
};

/**
 * Reads CSV as RFC 4180 has it: cells parted by commas, lines by CRLF, LF or CR, quotes around a cell that holds any of
 * these or a quote, which is then doubled. Lines that begin with # and lines with no words at all are left out. Strict: a
 * quote out of place is told, because what stands behind it would slip into other cells.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseCsv(text: string): { readonly records: readonly CsvRecord[] } | CsvFault {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    if (text[at] === '#') {
      at = endOfLine(text, at);
      ({ at, line } = skipBreak(text, at, line));
      continue;
    }
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quotedCell(text, at, line) : bareCell(text, at, line);
      if ('fault' in cell) return cell;
      cells.push(cell.value);
      ({ at, line } = cell);
      if (text[at] !== ',') break;
      at++;
    }
    ({ at, line } = skipBreak(text, at, line));
    // Excel puts quotes around a comment that holds commas.
    const isRow = cells.some((cell) => cell.trim() !== '') && cells[0]?.trimStart().startsWith('#') !== true;
    if (isRow) records.push({ line: begun, cells });
  }
  return { records };
}

type Cell = { readonly value: string; readonly at: number; readonly line: number };

function bareCell(text: string, from: number, line: number): Cell | CsvFault {
  let at = from;
  while (at < text.length && !/[,\r\n]/.test(text[at] ?? '')) {
    if (text[at] === '"') return { line, fault: 'quote inside a cell' };
    at++;
  }
  return { value: text.slice(from, at), at, line };
}

function quotedCell(text: string, from: number, begun: number): Cell | CsvFault {
  let value = '';
  let at = from + 1;
  let line = begun;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return { line: begun, fault: 'quote never closed' };
    const piece = text.slice(at, end);
    line += piece.match(/\r\n|\r|\n/g)?.length ?? 0;
    value += piece;
    at = end + 1;
    if (text[at] !== '"') break;
    value += '"';
    at++;
  }
  if (at < text.length && !/[,\r\n]/.test(text[at] ?? '')) return { line, fault: 'text behind a quote' };
  return { value, at, line };
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\r\n]/.test(text[at] ?? '')) at++;
  return at;
}

function skipBreak(text: string, at: number, line: number): { at: number; line: number } {
  if (at >= text.length) return { at, line };
  return { at: at + (text.startsWith('\r\n', at) ? 2 : 1), line: line + 1 };
}
