import { stripVTControlCharacters } from 'node:util';

/** Columns two blanks apart, as a terminal shows them. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const pad = (cell: string, i: number) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell));
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** Cells of a terminal: Han characters, their punctuation and full-width forms take two. */
function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].reduce(
    (sum, char) =>
      sum +
      (/[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”]/.test(char)
        ? 2
        : 1),
    0,
  );
}
