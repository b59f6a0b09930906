import { formatChinaTime } from '../../china-time.ts';
import { deskCopy } from '../../copy/desk.ts';
import { telegramDeskCopy as copy } from '../../copy/desk-telegram.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import type { Due } from '../clock.ts';
import { type Covered, createCover } from '../cover.ts';
import type { TicketEvent } from '../ticket-event.ts';
import { viewFor } from '../view.ts';

/** Somebody of the group who has nothing to do with the ticket: what they may see, all may. */
const NOBODY = { name: '', role: 'agent' as const };

/** What may be seen before a claim, as the first message of a topic. */
export function formatCard(stored: StoredTicket, due: Due | null): string {
  const { row, ticket, events } = stored;
  const { draft } = viewFor(NOBODY, { ticket, alias: row.alias, events });
  const files = ticket.draft?.files.length ?? 0;
  const covered = createCover(ticket.draft, events);
  const cover = (words: string) => covered(words).text;
  return [
    copy.card.head(row.id, deskCopy.kind[row.kind], row.alias),
    ...(row.urgent === 1 ? [copy.card.urgent] : []),
    ...(draft === null ? [] : [copy.card.topic(cover(draft.topic))]),
    ...(row.region === null ? [] : [copy.card.region(row.region.replaceAll('/', ''))]),
    ...(row.trade === null ? [] : [copy.card.trade(cover(row.trade))]),
    ...(draft?.answers ?? []).map(({ label, value }) => copy.card.answer(label, cover(value))),
    ...(files === 0 ? [] : [copy.card.files(files)]),
    ...(ticket.draft?.anonymous === true ? [copy.card.anonymous] : []),
    ...(due === null ? [] : [dueLine(due)]),
    '',
    copy.card.how,
  ].join('\n');
}

function dueLine({ at, what }: Due): string {
  return copy.card.due(what === 'reply' ? deskCopy.due.reply : what.step, formatChinaTime(at));
}

export type ShownEvent = {
  /** '' for what is shown already. */
  readonly text: string;
  /** Something of it is only for the holder. */
  readonly partly: boolean;
};

/**
 * What a whole group may read of an event: words only once somebody has the ticket, covered; no file; of somebody
 * anonymous no word.
 * @param own it was written in the topic itself
 * @param before the ticket as it was at this event had been claimed
 */
export function formatEvent(
  { by, kind, change }: TicketEvent,
  { stored, own, claimed }: { stored: StoredTicket; own: boolean; claimed: boolean },
): ShownEvent {
  const { draft } = stored.ticket;
  const name = by.kind === 'staff' ? by.name : deskCopy.export.who[by.kind];
  const say = (text: string, covered?: Covered): ShownEvent => ({ text, partly: covered?.whole === false });
  const worded = (words: string, to: (covered: string) => string) => {
    const covered = createCover(draft, stored.events)(words);
    return say(to(covered.text), covered);
  };
  if (change === null) return say(copy.event.other(name, deskCopy.event[kind]));
  switch (change.kind) {
    case 'opened':
      return say('');
    case 'claimed':
      return say(copy.event.claimed(name));
    case 'replied':
      if (own) return say('');
      return worded(change.words, (words) =>
        change.asks ? copy.event.asked(name, words) : copy.event.replied(name, words),
      );
    case 'noted':
      return own ? say('') : worded(change.words, (words) => copy.event.noted(name, words));
    case 'resolved':
      if (own) return say(copy.event.resolvedHere(name));
      return worded(change.words, (words) => copy.event.resolved(name, words));
    case 'said':
      return formatSaid(change, { anonymous: draft?.anonymous === true, claimed, worded });
    case 'transferred': {
      const handed = copy.event.transferred(name, change.to);
      return change.words === ''
        ? say(handed)
        : worded(change.words, (words) => `${handed}${copy.event.note(words)}`);
    }
    case 'reopened':
      return say(by.kind === 'staff' ? copy.event.reopened(name) : copy.event.reopenedByWorker);
    case 'merged':
      return say(copy.event.merged(change.into));
    case 'joined':
      return say(copy.event.joined(change.other));
    case 'flagged':
      return say(copy.event.flagged(change.other));
    case 'bounced':
      return say(copy.event.bounced[change.reason]);
    case 'taken':
      return say(copy.event.taken(name));
    case 'handed-back':
      return say(copy.event.handedBack);
    case 'confirmed':
    case 'closed':
    case 'rated':
      return say(copy.event[change.kind]);
    default:
      return say(copy.event.other(name, deskCopy.event[kind]));
  }
}

function formatSaid(
  { words, files, danger }: { words: string; files: readonly string[]; danger: boolean },
  {
    anonymous,
    claimed,
    worded,
  }: {
    anonymous: boolean;
    claimed: boolean;
    worded: (words: string, to: (covered: string) => string) => ShownEvent;
  },
): ShownEvent {
  const beside = [
    ...(files.length === 0 ? [] : [copy.event.files(files.length)]),
    ...(danger ? [copy.event.danger] : []),
  ];
  const join = (first: string) => [first, ...beside].filter((line) => line !== '').join('\n');
  if (!claimed) return { text: join(copy.event.saidUnclaimed), partly: false };
  if (anonymous) return { text: join(words === '' ? '' : copy.event.saidHidden), partly: true };
  const { text, partly } = worded(words, copy.event.said);
  return { text: join(words === '' ? '' : text), partly: partly || files.length > 0 };
}
