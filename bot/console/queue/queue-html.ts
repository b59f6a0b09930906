import { formatChinaTime } from '../../china-time.ts';
import { consoleCopy } from '../../copy/console.ts';
import { deskCopy } from '../../copy/desk.ts';
import { TICKET_KINDS } from '../../desk/ticket-draft.ts';
import { type Html, html } from '../../http/html.ts';
import type { Staff } from '../../staff/staff.ts';
import { QUEUE_SHOWS, type QueueCounts, type QueueTicket } from '../../store/queue.ts';
import { formatPlace } from '../place.ts';
import { formatAgo, formatDue } from '../spans.ts';
import { hasArea, type QueueQuery, queuePath } from './wish.ts';

const copy = consoleCopy.queue;

export type QueueParts = {
  readonly query: QueueQuery;
  readonly tickets: readonly QueueTicket[];
  readonly counts: QueueCounts;
  readonly regions: readonly string[];
  /** Whether another page follows. */
  readonly more: boolean;
  readonly staff: Staff;
  readonly csrf: string;
  readonly now: number;
  /** Above the list; empty for nothing to say. */
  readonly notice: Html;
};

export function queueHtml(parts: QueueParts): Html {
  const { query, tickets, staff, csrf } = parts;
  return html`${awayHtml(staff, csrf)}${parts.notice}
<nav class="tabs" aria-label="${copy.shows}" data-live="tabs">${QUEUE_SHOWS.map((show) => tabHtml(parts, show))}</nav>
${filtersHtml(parts)}
<p class="status" id="live" role="status"></p>
<section aria-label="${copy.heading}" data-live="queue">
${tickets.length === 0 ? emptyHtml(query) : html`<ol class="queue">${tickets.map((one) => rowHtml(one, parts))}</ol>`}
${pagesHtml(parts)}
</section>`;
}

function awayHtml({ away }: Staff, csrf: string): Html {
  const { go, back, on } = consoleCopy.away;
  return html`<form method="post" action="/console/away" class="away">
<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="away" value="${away ? 0 : 1}">
${away ? html`<span class="notice">${on}</span>` : ''}<button class="${away ? 'primary' : 'plain'}">${away ? back : go}</button></form>`;
}

function tabHtml({ query, counts }: QueueParts, show: (typeof QUEUE_SHOWS)[number]): Html {
  const current = query.wish.show === show;
  const count = show === 'all' ? undefined : counts[show];
  const alarm = show === 'overdue' && (count ?? 0) > 0;
  return html`<a href="${queuePath(query, { show, page: 1 })}"${current ? html` aria-current="page"` : ''}>${copy.show[show]}${
    count === undefined ? '' : html` <span class="count${alarm ? ' late' : ''}">${count}</span>`
  }</a>`;
}

function filtersHtml({ query: { wish }, regions, staff }: QueueParts): Html {
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}"${chosen ? html` selected` : ''}>${label}</option>`;
  const place = wish.region?.kind === 'id' ? wish.region.id : undefined;
  const places = [...new Set([...regions, ...(place === undefined ? [] : [place])])];
  return html`<form method="get" action="/console" class="filters" role="search" aria-label="${copy.filters}">
${wish.show === 'live' ? '' : html`<input type="hidden" name="show" value="${wish.show}">`}
<label>${copy.kind}<select name="kind">${option('', copy.anyKind, wish.kind === null)}${TICKET_KINDS.map(
    (kind) => option(kind, deskCopy.kind[kind], wish.kind === kind),
  )}</select></label>
<label>${copy.region}<select name="region">${hasArea(staff) ? option('own', copy.own, wish.region?.kind === 'own') : ''}${option(
    '',
    copy.anywhere,
    wish.region === null,
  )}${places.map((id) => option(id, formatPlace(id), id === place))}</select></label>
<label>${copy.id}<input type="search" name="id" id="find" value="${wish.id}" placeholder="${copy.idHint}" maxlength="40" autocomplete="off"></label>
<button class="plain">${copy.find}</button></form>`;
}

function emptyHtml({ wish }: QueueQuery): Html {
  const filtered = wish.kind !== null || wish.region !== null || wish.id !== '';
  return html`<p class="empty">${filtered ? copy.emptyFiltered : copy.empty}${
    filtered ? html` <a href="/console?show=${wish.show}&amp;region=">${copy.clear}</a>` : ''
  }</p>`;
}

function rowHtml(ticket: QueueTicket, { csrf, now }: QueueParts): Html {
  const { id, alias, kind, state, region, trade, holder, urgent, opened_at, due_at } = ticket;
  const late = due_at !== null && due_at < now;
  const free = holder === null && !['closed', 'merged', 'withdrawn', 'resolved'].includes(state);
  return html`<li class="row${urgent ? ' urgent' : ''}${late ? ' overdue' : ''}" data-ticket="${id}">
<h2><a href="/console/tickets/${id}">${urgent ? html`<span class="tag alarm">${consoleCopy.urgent}</span> ` : ''}${deskCopy.kind[kind]} <span class="id">${id}</span></a></h2>
<p class="where">${[formatPlace(region), trade ?? '', alias].filter((part) => part !== '').join(' · ')}</p>
<p class="state" data-state="${state}">${consoleCopy.state[state]}${holder === null ? '' : html` <span class="holder">${holder}</span>`}</p>
<p class="opened"><span class="aside">${copy.opened} </span><time datetime="${new Date(opened_at).toISOString()}" title="${formatChinaTime(opened_at)}">${formatAgo(opened_at, now)}</time></p>
<p class="due${late ? ' late' : ''}"><span class="aside">${copy.due} </span>${
    due_at === null
      ? html`<span class="quiet">${formatDue(null, now)}</span>`
      : html`<time datetime="${new Date(due_at).toISOString()}" title="${formatChinaTime(due_at)}">${formatDue(due_at, now)}</time>`
  }</p>
<div class="do">${
    free
      ? html`<form method="post" action="/console/tickets/${id}" data-act data-then="open"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="do" value="claim"><button class="primary" aria-label="${copy.claimOf(id)}">${copy.claim}</button></form>`
      : ''
  }</div></li>`;
}

function pagesHtml({ query, more }: QueueParts): Html {
  const { page } = query;
  if (page === 1 && !more) return html``;
  return html`<nav class="pages" aria-label="${copy.pages}">${
    page > 1 ? html`<a href="${queuePath(query, { page: page - 1 })}" rel="prev">${copy.previous}</a>` : ''
  } ${more ? html`<a href="${queuePath(query, { page: page + 1 })}" rel="next">${copy.next}</a>` : ''}</nav>`;
}
