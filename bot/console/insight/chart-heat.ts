import { insightCopy as copy } from '../../copy/insight.ts';
import { type Html, html } from '../../http/html.ts';
import type { Board } from '../../insight/board.ts';
import { shortTime } from './short-time.ts';

const CELL_WIDTH = 52;
const CELL_HEIGHT = 32;
const LABEL = 13;
const HEAD = 26;
/** Longer names are cut; whole they stand in the table. */
const LONGEST = 11;

/** Rows by columns, darker for more; a hidden figure is hatched. As large as it is, to be scrolled on a phone. */
export function heatHtml({ rows, columns, cells, id }: Board): Html {
  const left = Math.max(...rows.map((row) => cut(row).length)) * LABEL + 12;
  const most = Math.max(1, ...cells.flat().map((cell) => cell ?? 0));
  const width = left + columns.length * CELL_WIDTH + 4;
  const height = HEAD + rows.length * CELL_HEIGHT + 4;
  const middle = (c: number) => left + c * CELL_WIDTH + CELL_WIDTH / 2;
  const heads = columns.map(
    (column, c) =>
      html`<text x="${middle(c)}" y="${HEAD - 8}" text-anchor="middle">${cut(shortTime(column), 5)}</text>`,
  );
  const body = rows.map((row, r) => {
    const y = HEAD + r * CELL_HEIGHT;
    const squares = columns.map((_, c) => {
      const cell = cells[r]?.[c] ?? null;
      const place = html`x="${left + c * CELL_WIDTH + 1}" y="${y + 1}" width="${CELL_WIDTH - 2}" height="${CELL_HEIGHT - 2}" rx="4"`;
      const square =
        cell === null
          ? html`<rect class="track" ${place}></rect><rect fill="url(#hatch-${id})" ${place}></rect>`
          : html`<rect class="heat" ${place} fill-opacity="${cell === 0 ? 0.04 : Math.round((0.12 + (0.58 * cell) / most) * 100) / 100}"></rect>`;
      const words = cell === null ? copy.hidden : cell === 0 ? '' : String(cell);
      return html`${square}<text x="${middle(c)}" y="${y + CELL_HEIGHT / 2 + 5}" text-anchor="middle">${words}</text>`;
    });
    return html`<text x="${left - 8}" y="${y + CELL_HEIGHT / 2 + 5}" text-anchor="end">${cut(row)}</text>${squares}`;
  });
  return html`<div class="scroll" tabindex="0"><svg class="chart-heat" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
<defs><pattern id="hatch-${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="1.5" height="6"></rect></pattern></defs>
${heads}${body}</svg></div>`;
}

const cut = (text: string, most = LONGEST) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
