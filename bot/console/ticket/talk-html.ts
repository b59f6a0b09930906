import { formatChinaTime } from '../../china-time.ts';
import { consoleCopy } from '../../copy/console.ts';
import { deskCopy } from '../../copy/desk.ts';
import type { ShownTicket } from '../../desk/staff.ts';
import type { TicketEvent } from '../../desk/ticket-event.ts';
import { type Html, html } from '../../http/html.ts';
import { isPicture, isThere, type TicketFile } from './ticket-files.ts';

const copy = consoleCopy.ticket;

/** Letters, words and notes in the order in which they were written, and between them in one line what else was done. */
export function talkHtml(shown: ShownTicket, id: string, files: readonly TicketFile[]): Html {
  const { view } = shown;
  const { draft, events, hidden } = view;
  const transcript = draft?.transcript ?? [];
  const isBegun = events.some(({ kind }) => kind === 'said' || kind === 'replied');
  const lines = events.map((event) => eventHtml(event, shown, { id, files }));
  return html`${hiddenHtml(shown, hidden)}${
    transcript.length === 0
      ? ''
      : html`<details class="transcript"${isBegun ? '' : html` open`}><summary>${copy.transcript}</summary><ol class="log">${transcript.map(
          ({ from, at, words }) => bubble({ who: copy.from[from], kind: from, at, words: html`${words}` }),
        )}</ol></details>`
  }<ol class="log">${lines}</ol>`;
}

function hiddenHtml({ view }: ShownTicket, hidden: ShownTicket['view']['hidden']): Html {
  const anonymous =
    view.draft?.anonymous === true ? html`<p class="notice soft">${copy.anonymous}</p>` : html``;
  if (hidden.length === 0) return anonymous;
  const names = hidden.map((field) => consoleCopy.field[field]).join('、');
  const say = view.ticket.claimedAt === null ? copy.hidden(names) : copy.hiddenAlways(names);
  return html`${anonymous}<p class="notice soft">${say}</p>`;
}

type Where = { readonly id: string; readonly files: readonly TicketFile[] };

function eventHtml(event: TicketEvent, shown: ShownTicket, where: Where): Html {
  const { seq, at, by, kind, change } = event;
  const who = by.kind === 'staff' ? by.name : copy.by[by.kind];
  if (change === null || kind === 'opened') return lineHtml(event, who);
  switch (change.kind) {
    case 'said':
      return bubble({
        ...{ who: copy.from.worker, kind: 'worker', at, danger: change.danger },
        words: html`${change.words}${change.files.map((file) => fileHtml(where, file))}`,
      });
    case 'replied':
    case 'resolved': {
      const letter = shown.letters.get(seq);
      const foot = html`${change.kind === 'replied' && change.asks ? html`<span class="asks">${copy.asks}</span> ` : ''}${
        letter === undefined
          ? ''
          : html`<span class="letter" data-letter="${seq}" data-state="${letter}">${copy.letter[letter]}</span>`
      }`;
      const head = change.kind === 'resolved' ? `${who} · ${deskCopy.event.resolved}` : who;
      return bubble({ who: head, kind: 'staff', at, words: html`${change.words}`, foot });
    }
    case 'noted':
      return bubble({ who, kind: 'note', at, words: html`${change.words}`, foot: html`${copy.note}` });
    default:
      return lineHtml(event, who);
  }
}

function bubble({
  who,
  kind,
  at,
  words,
  foot,
  danger = false,
}: {
  who: string;
  kind: 'worker' | 'bot' | 'staff' | 'note';
  at: number;
  words: Html;
  foot?: Html;
  danger?: boolean;
}): Html {
  return html`<li class="said ${kind}${danger ? ' danger' : ''}"><p class="who"><b>${who}</b> <time datetime="${new Date(at).toISOString()}">${formatChinaTime(at)}</time></p>
<div class="words">${words}</div>${foot === undefined ? '' : html`<p class="foot">${foot}</p>`}</li>`;
}

/** What was done without a word to the worker. */
function lineHtml({ at, kind, change }: TicketEvent, who: string): Html {
  const more = moreOf(change);
  return html`<li class="did"><b>${who}</b> ${deskCopy.event[kind]}${more === '' ? '' : html`：${more}`} <time datetime="${new Date(at).toISOString()}">${formatChinaTime(at)}</time></li>`;
}

function moreOf(change: TicketEvent['change']): string {
  switch (change?.kind) {
    case 'transferred':
      return [copy.to(change.to ?? copy.anybody), change.words].filter((part) => part !== '').join('，');
    case 'merged':
      return change.into;
    case 'joined':
    case 'flagged':
      return change.other;
    case 'bounced':
      return copy.bounced[change.reason];
    default:
      return '';
  }
}

export function fileHtml({ id, files }: Where, file: string): Html {
  const found = files.find((one) => one.id === file);
  if (found === undefined || !isThere(found)) return html`<p class="file lost">${copy.lostFile}</p>`;
  const path = `/console/tickets/${id}/files/${found.id}`;
  if (isPicture(found))
    return html`<p class="file"><a href="${path}"><img src="${path}" alt="${copy.picture(found.name)}" loading="lazy"></a></p>`;
  return html`<p class="file"><a href="${path}" download="${found.name}">${copy.download(found.name, formatSize(found.size))}</a></p>`;
}

const formatSize = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
