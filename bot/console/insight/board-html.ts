import { insightCopy as copy } from '../../copy/insight.ts';
import { type Html, html } from '../../http/html.ts';
import type { Board } from '../../insight/board.ts';
import { barsHtml } from './chart-bars.ts';
import { heatHtml } from './chart-heat.ts';
import { linesHtml } from './chart-lines.ts';

const CHARTS = { bars: barsHtml, lines: linesHtml, heat: heatHtml } as const;

/** A picture to look at, and the same figures as a table for whoever does not see it or wants to read them. */
export function boardHtml(board: Board): Html {
  const { id, title, note, chart, cells } = board;
  const all = cells.flat();
  const none = all.every((cell) => cell === 0)
    ? copy.noData
    : all.every((cell) => cell === null || cell === 0)
      ? copy.tooFew
      : undefined;
  return html`<section class="board ${chart}" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
<p class="note">${note}</p>
${none !== undefined ? html`<p>${none}</p>` : html`${CHARTS[chart](board)}${tableHtml(board)}`}
</section>`;
}

function tableHtml({ id, title, head, rows, columns, cells }: Board): Html {
  const lines = rows.map(
    (row, r) =>
      html`<tr><th scope="row">${row}</th>${columns.map((_, c) => cellHtml(cells[r]?.[c] ?? null))}</tr>`,
  );
  return html`<details><summary>${copy.figures}</summary>
<div class="scroll" tabindex="0"><table><caption>${title}</caption>
<thead><tr><th scope="col">${head}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div>
<p><a href="/console/insight/table?of=${id}" download>${copy.download}</a></p></details>`;
}

const cellHtml = (cell: number | null): Html =>
  cell === null
    ? html`<td><abbr title="${copy.hiddenName}">${copy.hidden}</abbr></td>`
    : html`<td>${cell}</td>`;
