import { insightCopy as copy } from '../../copy/insight.ts';
import { html } from '../../http/html.ts';
import { alertDrafts } from '../../insight/alert-drafts.ts';
import { type Board, formatCsv } from '../../insight/board.ts';
import { loadBoards } from '../../insight/figures.ts';
import { createNames } from '../../insight/names.ts';
import { LEADERS } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { boardHtml } from './board-html.ts';
import { insightPage } from './insight-page.ts';
import type { InsightDeps } from './pages.ts';

/** Which part of the page a board belongs to, by how its id begins; the others are of questions. */
const SECTIONS = [
  ['tickets', /^(?:ticket|promises|waits|kind-waits)/],
  ['ratings', /^ratings/],
  ['guides', /^guides/],
  ['questions', /^/],
] as const;
const ORDER = ['tickets', 'questions', 'ratings', 'guides'] as const;

/** 统计: pictures of what is counted, and each as a table to take away. */
export function addFigures(console: Console, deps: InsightDeps): void {
  console.page({
    method: 'get',
    path: '/console/insight',
    roles: LEADERS,
    menu: { label: copy.menu, order: 50 },
    handle: (visit) => showFigures(console, deps, visit),
  });
  console.page({
    method: 'get',
    path: '/console/insight/table',
    roles: LEADERS,
    handle: (visit) => sendTable(deps, visit),
  });
}

const boardsOf = ({ store, clock, library, k }: InsightDeps) =>
  loadBoards({ store, k }, createNames(library()), clock.now());

async function showFigures(console: Console, deps: InsightDeps, visit: Visit): Promise<Response> {
  const boards = await boardsOf(deps);
  const alerts = await deps.store.transaction(alertDrafts);
  const [latest] = alerts;
  const names = createNames(deps.library());
  const sectionOf = ({ id }: Board) => SECTIONS.find(([, pattern]) => pattern.test(id))?.[0];
  const sections = ORDER.map(
    (section) => html`<h2>${copy.sections[section]}</h2>
<div class="boards">${boards.filter((board) => sectionOf(board) === section).map(boardHtml)}</div>`,
  );
  const alert =
    latest === undefined
      ? ''
      : html`<p class="notice"><a href="/console/insight/alerts">${copy.alerts.title}：${copy.alerts.row(names.brand(latest.brand), latest.week)}</a></p>`;
  const body = html`${alert}<p>${copy.about(deps.k)}${copy.aboutMore}</p>${sections}`;
  return insightPage(console, visit, 'figures', copy.title, body);
}

async function sendTable(deps: InsightDeps, visit: Visit): Promise<Response> {
  const id = visit.c.req.query('of') ?? '';
  const board = (await boardsOf(deps)).find((one) => one.id === id);
  if (board === undefined) return visit.page({ title: copy.title, body: html`<p>${copy.noData}</p>` }, 404);
  await visit.audit({ action: 'export', fields: ['figures', board.id] });
  return visit.c.body(formatCsv(board, copy.hiddenCsv), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${board.id}.csv"`,
  });
}
