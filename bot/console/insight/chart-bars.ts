import { insightCopy as copy } from '../../copy/insight.ts';
import { type Html, html } from '../../http/html.ts';
import type { Board } from '../../insight/board.ts';

/**
 * A bar a row, and one under the other where a row has several figures. Labels and figures are text of the page, so that
 * they stay as large on a phone; only the bar itself is a picture.
 */
export function barsHtml({ rows, columns, cells, drawn }: Board): Html {
  const shown = columns.slice(0, drawn ?? columns.length);
  const most = Math.max(1, ...cells.flatMap((row) => row.slice(0, shown.length).map((cell) => cell ?? 0)));
  const lines = rows.map((label, r) => {
    const bars = shown.map((_, c) => barHtml(cells[r]?.[c] ?? null, most, c));
    return html`<li><span class="name">${label}</span><span class="bars">${bars}</span></li>`;
  });
  return html`${shown.length > 1 ? legendHtml(shown) : ''}<ul class="chart-bars">${lines}</ul>`;
}

function barHtml(cell: number | null, most: number, series: number): Html {
  const width = cell === null ? 0 : Math.round((cell / most) * 1000) / 10;
  return html`<span class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"></rect>
${cell === null ? html`<rect class="unseen" width="100" height="10"></rect>` : html`<rect class="s${series}" width="${width}" height="10"></rect>`}</svg>
<span class="figure">${cell ?? copy.hidden}</span></span>`;
}

/** Which colour is which. */
export function legendHtml(names: readonly string[]): Html {
  const items = names.map(
    (name, series) =>
      html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="s${series}" width="12" height="12"></rect></svg>${name}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}
