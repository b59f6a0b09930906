import { type Html, html } from '../../http/html.ts';
import type { Board } from '../../insight/board.ts';
import type { Shown } from '../../insight/cube.ts';
import { legendHtml } from './chart-bars.ts';
import { shortTime } from './short-time.ts';

const WIDTH = 340;
const HEIGHT = 190;
const LEFT = 34;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 24;
/** Distance between labels below that can be told apart on a phone. */
const LABELS = 6;

type Point = { readonly x: number; readonly y: number; readonly value: number };

/** A line a column over the rows, which are points in time. Where a figure is hidden the line has a gap. */
export function linesHtml({ rows, columns, cells }: Board): Html {
  const most = niceMost(Math.max(1, ...cells.flat().map((cell) => cell ?? 0)));
  const x = (at: number) => LEFT + (at * (WIDTH - LEFT - RIGHT)) / Math.max(1, rows.length - 1);
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const grid = [0, most / 2, most].map(
    (
      value,
    ) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"></line>
<text x="${LEFT - 6}" y="${round(y(value)) + 4}" text-anchor="end">${value}</text>`,
  );
  const step = Math.ceil(rows.length / LABELS);
  const labels = rows.flatMap((row, at) =>
    // From the last one backwards, so that the present is always named.
    (rows.length - 1 - at) % step === 0
      ? [
          html`<text x="${round(x(at))}" y="${HEIGHT - 6}" text-anchor="${at === rows.length - 1 ? 'end' : 'middle'}">${shortTime(row)}</text>`,
        ]
      : [],
  );
  const lines = columns.map((_, column) => {
    const points = cells.map((row, at): Point | null => pointOf(row[column] ?? null, x(at), y));
    return seriesHtml(points, column);
  });
  return html`${columns.length > 1 ? legendHtml(columns) : ''}<svg class="chart-lines" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${grid}${labels}${lines}</svg>`;
}

const pointOf = (value: Shown, x: number, y: (value: number) => number): Point | null =>
  value === null ? null : { x: round(x), y: round(y(value)), value };

function seriesHtml(points: readonly (Point | null)[], series: number): Html {
  const runs: Point[][] = [[]];
  for (const point of points)
    if (point === null) runs.push([]);
    else runs.at(-1)?.push(point);
  const paths = runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const d = run.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
      return html`<path class="line l${series}" d="${d}"></path>`;
    });
  const dots = runs
    .flat()
    .map(({ x, y }) => html`<circle class="s${series}" cx="${x}" cy="${y}" r="2.6"></circle>`);
  return html`${paths}${dots}`;
}

/** The next of 2, 5, 10, 20, 50, … : its half is a number that one reads at once. */
function niceMost(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most));
  const times = [1, 2, 4, 6, 10].find((one) => one * unit >= most) ?? 10;
  return Math.max(2, times * unit);
}

const round = (value: number) => Math.round(value * 10) / 10;
