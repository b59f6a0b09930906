import { stripVTControlCharacters } from 'node:util';
import { shortName } from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { deskCopy } from '../../copy/desk.ts';
import { terminalDeskCopy as copy } from '../../copy/desk-terminal.ts';
import { formatTable } from '../../format-table.ts';
import type { Due } from '../clock.ts';
import type { ListedTicket, ShownTicket } from '../staff.ts';
import type { TicketDraft } from '../ticket-draft.ts';
import type { TicketEvent } from '../ticket-event.ts';

/** A line per ticket under a line of headings. */
export function formatList(tickets: readonly ListedTicket[], now: number): string {
  const rows = tickets.map((ticket) => [
    ticket.urgent ? copy.urgent : '',
    ticket.id,
    deskCopy.kind[ticket.kind],
    ticket.region === null ? copy.none : placeOf(ticket.region),
    ticket.trade ?? copy.none,
    copy.state[ticket.state],
    ticket.holder ?? copy.none,
    ticket.due_at === null ? copy.none : formatChinaTime(ticket.due_at),
    ticket.due_at !== null && ticket.due_at < now ? copy.overdue : '',
  ]);
  return formatTable([copy.columns, ...rows]);
}

/** Everything that one viewer may see of a ticket. */
export function formatTicket({ view, kind, due, letters }: ShownTicket, now: number): string {
  const { ticket, draft, alias, events, hidden } = view;
  return [
    `${ticket.id}　${deskCopy.kind[kind]}　${alias}　${copy.state[ticket.state]}`,
    ...(ticket.holder === null ? [] : [copy.holder(ticket.holder)]),
    ...(ticket.dangerSince === null ? [] : [copy.danger]),
    ...(ticket.heldSince === null ? [] : [copy.heldSince(formatChinaTime(ticket.heldSince))]),
    ...(ticket.meantFor === null ? [] : [copy.meantFor(ticket.meantFor)]),
    ...(ticket.mergedInto === null ? [] : [copy.mergedInto(ticket.mergedInto)]),
    ...(ticket.maybeSameAs.length === 0 ? [] : [copy.maybeSame(ticket.maybeSameAs.join('、'))]),
    ...(due === null ? [] : dueLines(due, now)),
    ...(draft === null ? [copy.emptied] : draftLines(draft)),
    ...(hidden.length === 0 ? [] : ['', copy.hidden(hidden.map((field) => copy.field[field]).join('、'))]),
    '',
    copy.events,
    ...events.map((event) => eventLine(event, letters.get(event.seq))),
  ].join('\n');
}

function dueLines({ at, what }: Due, now: number): readonly string[] {
  const when = formatChinaTime(at);
  const line = at < now ? copy.wasDue : copy.due;
  if (what === 'reply') return [line(deskCopy.due.reply, when)];
  return [line(what.step, when), copy.clause(what.clock.article, what.clock.binds, what.clock.quote)];
}

function draftLines(draft: TicketDraft): readonly string[] {
  const { contact } = draft;
  const name = [contact?.name, contact?.phone].filter((part) => typeof part === 'string').join('　');
  return [
    ...(draft.urgent ? [copy.urgentLine] : []),
    copy.line(copy.topic, clean(draft.topic)),
    ...(draft.region === null ? [] : [copy.line(copy.region, draft.region.replaceAll('/', ''))]),
    ...(draft.trade === null ? [] : [copy.line(copy.trade, clean(draft.trade))]),
    ...(draft.anonymous ? [copy.anonymous] : []),
    ...(name === '' ? [] : [copy.line(copy.contact, clean(name))]),
    ...draft.answers.map(({ label, value }) => copy.line(clean(label), clean(value))),
    ...draft.transcript.map(({ from, words }) => copy.line(copy.from[from], clean(words))),
    ...draft.citations.map(({ head, quote }) => copy.cited(head, quote.replaceAll('\n', '……'))),
    ...(draft.files.length === 0 ? [] : [copy.files(draft.files.length)]),
  ];
}

function eventLine(event: TicketEvent, letter: 'waiting' | 'queued' | 'sent' | undefined): string {
  const { at, by, kind, change } = event;
  const who = by.kind === 'staff' ? by.name : copy.who[by.kind];
  const words = change !== null && 'words' in change && change.words !== '' ? `：${clean(change.words)}` : '';
  const to = change?.kind === 'transferred' && change.to !== null ? `（${change.to}）` : '';
  const bounced = change?.kind === 'bounced' ? copy.bouncedOf(change.of, copy.bounced[change.reason]) : '';
  const other = change?.kind === 'joined' ? `：${change.other}` : '';
  const files =
    change?.kind === 'said' && change.files.length > 0 ? `　${copy.files(change.files.length)}` : '';
  const way = letter === undefined ? '' : `　[${copy.letter[letter]}]`;
  return `  ${formatChinaTime(at)}　${who}　${deskCopy.event[kind]}${to}${bounced}${other}${words}${files}${way}`;
}

const placeOf = (region: string) => shortName(region.split('/').at(-1) ?? region);

/** What somebody wrote must not move the cursor of whoever reads it. */
function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[^\P{Cc}\n]/gu, '')
    .replaceAll('\n', '\n    ');
}
