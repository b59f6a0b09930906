/** The text form that ingest/parse/ understands: a paragraph a line, a row a line with tabs. */

const BLANK = /[ \t\r\n\f\v]+/g;
const STOP = /[。；：！？]$/;

/** One paragraph; hard breaks inside it stay. Wide gaps part names that stand on one line, so they stay gaps. */
export function formatParagraph(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll('\t', '    ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Short and without a sentence: marked as markdown marks headings, so that nothing is joined to it. */
export function formatHeading(text: string, level: number): string {
  const line = text.replace(/\s*\n\s*/g, '').trim();
  const isShort = line.length > 0 && line.length <= 60 && !/[。；！？]|[，：]$/.test(line);
  return isShort ? `${'#'.repeat(Math.min(Math.max(level, 1), 6))} ${line}` : formatParagraph(text);
}

/** A cell on one line: a blank is left between paragraphs, where a sentence ends, and around rows of a table inside it. */
export function formatCell(paragraphs: readonly string[]): string {
  let cell = '';
  let wasRow = false;
  for (const paragraph of paragraphs.flatMap((p) => p.split('\n'))) {
    const text = paragraph.replace(BLANK, ' ').trim();
    if (text === '') continue;
    const isRow = paragraph.includes('\t');
    cell += (cell !== '' && (STOP.test(cell) || isRow || wasRow) ? ' ' : '') + text;
    wasRow = isRow;
  }
  return cell;
}

/** One row. A row with a single filled cell is a line of its own: a chapter between rows, or a frame around text. */
export function formatRow(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length <= 1 ? (filled[0] ?? '') : cells.join('\t');
}

export type TableCell = { readonly text: string; readonly across: number; readonly down: number };

/** The most columns that are filled up for merged cells. */
const COLUMNS = 64;

/** Rows of merged cells as rows of the grid: what a cell covers beside and below it is empty. */
export function formatTable(rows: readonly (readonly TableCell[])[]): readonly string[] {
  const covered = new Map<number, number>();
  return rows.map((row) => {
    const cells: string[] = [];
    const skipCovered = () => {
      for (let left = covered.get(cells.length) ?? 0; left > 0; left = covered.get(cells.length) ?? 0) {
        covered.set(cells.length, left - 1);
        cells.push('');
      }
    };
    for (const { text, across, down } of row) {
      skipCovered();
      for (let i = 0; i < Math.min(across, COLUMNS); i++) {
        if (down > 1) covered.set(cells.length, down - 1);
        cells.push(i === 0 ? text : '');
      }
    }
    skipCovered();
    return formatRow(cells);
  });
}
