import type { ClauseClock } from '#knowledge';
import type { Ticket } from './ticket.ts';
import { type Calendar, endOfDayAfter, plusWorkingHours } from './working-calendar.ts';

/** What times hold at the desk. */
export type DeskRules = {
  /** Hours of working days until the union's first word, and until its next one when it is waited for. */
  readonly replyHours: number;
  /** The same for what is urgent; hours by the clock, holiday or not. */
  readonly urgentHours: number;
  readonly clocks: readonly ClauseClock[];
  readonly calendar: Calendar;
};

export type Due = {
  /** ms since 1970 */
  readonly at: number;
  /** reply: the union's own promise · else a step of the clock, in the words of the text. */
  readonly what: 'reply' | { readonly step: string; readonly clock: ClauseClock };
};

/** What is due next from the union; null when nothing is. */
export function nextDue(ticket: Ticket, rules: DeskRules): Due | null {
  return duesOf(ticket, rules).reduce<Due | null>(
    (first, due) => (first === null || due.at < first.at ? due : first),
    null,
  );
}

/** All that is promised and not yet kept. */
export function duesOf(ticket: Ticket, rules: DeskRules): readonly Due[] {
  if (['resolved', 'closed', 'merged', 'withdrawn'].includes(ticket.state)) return [];
  return [...clauseDues(ticket, rules), ...promiseDues(ticket, rules)];
}

function promiseDues(ticket: Ticket, rules: DeskRules): readonly Due[] {
  if (ticket.waitingSince === null) return [];
  // Urgent is what cannot wait for a first word; after that it is a conversation like any other.
  const hurry = ticket.draft?.urgent === true && ticket.firstReplyAt === null;
  const promised = hurry
    ? ticket.waitingSince + rules.urgentHours * HOUR
    : plusWorkingHours(ticket.waitingSince, rules.replyHours, rules.calendar);
  // Words of danger wait no longer than what was urgent from the beginning.
  const at =
    ticket.dangerSince === null
      ? promised
      : Math.min(promised, ticket.dangerSince + rules.urgentHours * HOUR);
  return [{ at, what: 'reply' }];
}

function clauseDues(ticket: Ticket, rules: DeskRules): readonly Due[] {
  const { draft } = ticket;
  if (draft === null) return [];
  const clock = rules.clocks.find(
    ({ region, matters }) =>
      draft.region !== null &&
      (draft.region === region || draft.region.startsWith(`${region}/`)) &&
      matters.some((matter) => draft.matters.includes(matter)),
  );
  if (clock === undefined) return [];
  const met = { claimed: ticket.claimedAt !== null, replied: ticket.firstReplyAt !== null, resolved: false };
  return clock.steps.flatMap(({ what, days, met: milestone }) =>
    met[milestone] ? [] : [{ at: endOfDayAfter(ticket.openedAt, days), what: { step: what, clock } }],
  );
}

const HOUR = 3_600_000;
