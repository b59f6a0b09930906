import {
  type ClauseClock,
  citationHead,
  formatPolicyPath,
  hardest,
  type PolicyPages,
  STRENGTH,
} from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { consoleCopy } from '../../copy/console.ts';
import { deskCopy } from '../../copy/desk.ts';
import type { Due } from '../../desk/clock.ts';
import type { ShownTicket } from '../../desk/staff.ts';
import type { TicketDraft } from '../../desk/ticket-draft.ts';
import { type Html, html } from '../../http/html.ts';
import { formatPlace } from '../place.ts';
import { formatAgo, formatDue } from '../spans.ts';
import { fileHtml } from './talk-html.ts';
import type { TicketFile } from './ticket-files.ts';

const copy = consoleCopy.ticket;

const placeOf = (via: string) => consoleCopy.places[via] ?? via;

/** Where it stands and until when, on which words. */
export function statusHtml({ view, due }: ShownTicket, pages: PolicyPages, now: number): Html {
  const { ticket, draft, events } = view;
  const { state, holder, meantFor, heldSince, dangerSince, mergedInto, openedAt } = ticket;
  const opened = events[0];
  return html`<p class="state" data-state="${state}">${
    draft?.urgent === true || dangerSince !== null
      ? html`<span class="tag alarm">${consoleCopy.urgent}</span> `
      : ''
  }${consoleCopy.state[state]}${mergedInto === null ? '' : html` <a href="/console/tickets/${mergedInto}">${copy.merged(mergedInto)}</a>`}</p>
${heldSince === null ? '' : html`<p class="notice soft">${copy.held}</p>`}
${meantFor === null ? '' : html`<p class="notice soft">${copy.meantFor(meantFor)}</p>`}
${dueHtml(due, pages, now)}
<dl class="facts">
<div><dt>${copy.holder}</dt><dd>${holder ?? consoleCopy.nobody}</dd></div>
<div><dt>${copy.place}</dt><dd>${formatPlace(draft?.region ?? null)}</dd></div>
<div><dt>${copy.trade}</dt><dd>${draft?.trade ?? consoleCopy.anyTrade}</dd></div>
<div><dt>${copy.opened}</dt><dd><time datetime="${new Date(openedAt).toISOString()}" title="${formatChinaTime(openedAt)}">${formatAgo(openedAt, now)}</time></dd></div>
${opened === undefined ? '' : html`<div><dt>${copy.channel}</dt><dd>${placeOf(opened.via)}</dd></div>`}
</dl>
${
  ticket.maybeSameAs.length === 0
    ? ''
    : html`<p class="notice soft">${copy.maybeSame}${ticket.maybeSameAs.map((other) => html`<a href="/console/tickets/${other}">${other}</a> `)}</p>`
}`;
}

function dueHtml(due: Due | null, pages: PolicyPages, now: number): Html {
  if (due === null) return html`<p class="clock quiet">${formatDue(null, now)}</p>`;
  const { at, what } = due;
  const step = what === 'reply' ? deskCopy.due.reply : what.step;
  return html`<div class="clock${at < now ? ' late' : ''}"><p><time datetime="${new Date(at).toISOString()}">${formatDue(at, now)}</time></p>
<p class="small">${copy.dueAt(step, formatChinaTime(at))}</p>
<p class="small">${what === 'reply' ? copy.own : clauseHtml(what.clock, pages)}</p></div>`;
}

/** The words that the time stands on, and whom they bind. */
function clauseHtml({ article, quote, binds }: ClauseClock, pages: PolicyPages): Html {
  const found = pages.article(article);
  const text = found && pages.instruments().find(({ id }) => id === found.instrument);
  const head =
    found === undefined || text === undefined
      ? article
      : citationHead({ title: text.title, number: text.number?.value ?? null, label: found.label });
  return html`<a href="${pages.pathOf(article, quote)}">${deskCopy.progress.clause(binds, quote, head)}</a>`;
}

/** What its worker filled in, as far as the viewer may see it. */
export function answersHtml(draft: TicketDraft | null, shown: ShownTicket): Html {
  if (draft === null) return html`<p class="quiet">${copy.gone}</p>`;
  const { answers, contact, topic } = draft;
  // A guide asks for the same things: each is shown once, and its worker's own words go before the heading we gave.
  const isAsked = answers.some(({ label }) => label === copy.topic);
  const ours = [
    ...(isAsked ? [] : [{ label: copy.topic, value: topic }]),
    ...(contact?.name ? [{ label: copy.name, value: contact.name }] : []),
    ...(contact?.phone ? [{ label: copy.phone, value: contact.phone }] : []),
  ];
  const rows = [...ours, ...answers.filter(({ value }) => !ours.some((row) => row.value === value))];
  const none = contact === null && !shown.view.hidden.includes('contact');
  return html`<dl class="facts">${rows.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}${none ? html`<div><dt>${copy.contact}</dt><dd class="quiet">${copy.noContact}</dd></div>` : ''}</dl>`;
}

/** The clauses that the worker was shown; what the texts in force do not have is said to be none. */
export function citationsHtml(citations: TicketDraft['citations'], pages: PolicyPages): Html {
  if (citations.length === 0) return html`<p class="quiet">${copy.noCitations}</p>`;
  return html`${citations.map((citation) => citationHtml(citation, pages))}`;
}

function citationHtml(
  { id, quote, head, release, path }: TicketDraft['citations'][number],
  pages: PolicyPages,
): Html {
  const article = pages.article(id);
  const ranges = pages.locate(id, quote);
  const sentence = hardest(
    (article?.strengths ?? []).filter(({ start, end }) =>
      ranges.some((range) => range.start < end && start < range.end),
    ),
  );
  const stands = article !== undefined && ranges.length > 0;
  return html`<figure class="citation"><blockquote>${quote.split('\n').map((piece) => html`<p>${piece}</p>`)}</blockquote>
<figcaption>${head}</figcaption>
${sentence === undefined ? '' : html`<p class="small"><span class="tag">${copy.strength}：${STRENGTH[sentence.strength]}</span></p>`}
${stands ? html`<p><a href="${path ?? pages.pathOf(id, quote)}">${copy.read}</a></p>` : html`<p class="notice">${copy.notInForce} <a href="${path ?? formatPolicyPath(id, [], { release })}">${copy.read}</a></p>`}
<p class="small">${copy.release(release)}</p></figure>`;
}

export function filesHtml(id: string, draft: TicketDraft | null, files: readonly TicketFile[]): Html {
  const ids = draft?.files ?? [];
  if (ids.length === 0) return html`<p class="quiet">${copy.noFiles}</p>`;
  return html`${ids.map((file) => fileHtml({ id, files }, file))}`;
}

/** Who did what, when and in which place. */
export function historyHtml({ view }: ShownTicket): Html {
  return html`<ol class="history">${view.events.map(({ at, by, via, kind }) => {
    const who = by.kind === 'staff' ? by.name : copy.by[by.kind];
    return html`<li><time datetime="${new Date(at).toISOString()}">${formatChinaTime(at)}</time> ${who} ${deskCopy.event[kind]} <span class="quiet">${copy.via(placeOf(via))}</span></li>`;
  })}</ol>`;
}
