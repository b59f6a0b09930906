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
const REMEMBERED_MS = 60_000;
const ORDER = ['tickets', 'questions', 'ratings', 'guides'] as const;

/** 统计: pictures of what is counted, and each as a table to take away. */
export function addFigures(console: Console, deps: InsightDeps): void {
  const boards = rememberBoards(deps);
  console.page({
    method: 'get',
    path: '/console/insight',
    roles: LEADERS,
    menu: { label: copy.menu, order: 50 },
    handle: (visit) => showFigures(console, deps, boards, visit),
  });
  console.page({
    method: 'get',
    path: '/console/insight/table',
    roles: LEADERS,
    handle: (visit) => sendTable(boards, visit),
  });
}

type Boards = () => Promise<readonly Board[]>;

/** Working out what must be hidden takes a moment: who turns pages or takes every table away waits for it once. */
function rememberBoards({ store, clock, library, k }: InsightDeps): Boards {
  let last: { readonly at: number; readonly boards: ReturnType<Boards> } | undefined;
  return () => {
    const now = clock.now();
    if (last !== undefined && now - last.at < REMEMBERED_MS) return last.boards;
    const boards = loadBoards({ store, k }, createNames(library()), now);
    last = { at: now, boards };
    // What failed is tried again.
    boards.catch(() => {
      last = undefined;
    });
    return boards;
  };
}

async function showFigures(
  console: Console,
  deps: InsightDeps,
  boardsNow: Boards,
  visit: Visit,
): Promise<Response> {
  const boards = await boardsNow();
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

async function sendTable(boards: Boards, visit: Visit): Promise<Response> {
  const id = visit.c.req.query('of') ?? '';
  const board = (await boards()).find((one) => one.id === id);
  if (board === undefined) return visit.page({ title: copy.title, body: html`<p>${copy.noData}</p>` }, 404);
  await visit.audit({ action: 'export', fields: ['figures', board.id] });
  return visit.c.body(formatCsv(board, copy.hiddenCsv), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${board.id}.csv"`,
  });
}
