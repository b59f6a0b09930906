import type { TicketRow } from '../store/schema.ts';
import type { StoredTicket } from '../store/tickets.ts';
import { type DeskRules, type Due, duesOf } from './clock.ts';
import { apply, fold } from './ticket.ts';
import type { TicketEvent } from './ticket-event.ts';

/** Something that was to be done by a time, and what became of it. */
export type KeptPromise = {
  readonly ticket: string;
  readonly kind: TicketRow['kind'];
  readonly region: string | null;
  readonly due: Due;
  /** open: its time has not come. void: the matter ended before its time, by no doing of the union's. */
  readonly state: 'kept' | 'broken' | 'open' | 'void';
};

/** Ends of a matter that are no answer. */
const NO_ANSWER: readonly TicketEvent['kind'][] = ['withdrawn', 'merged', 'confirmed', 'closed'];

/**
 * All that was due in a ticket from its beginning, by the rules as they are now. A time that was replaced by another one
 * before it came, because more was said, is that other one.
 */
export function promisesOf(
  { row, events }: StoredTicket,
  rules: DeskRules,
  now: number,
): readonly KeptPromise[] {
  const [first, ...rest] = events;
  if (first === undefined) return [];
  const made: KeptPromise[] = [];
  const keep = (due: Due, state: KeptPromise['state']) =>
    made.push({ ticket: row.id, kind: row.kind, region: row.region, due, state });
  let ticket = fold(row.id, [first]);
  let dues = duesOf(ticket, rules);
  for (const event of rest) {
    ticket = apply(ticket, event);
    const next = duesOf(ticket, rules);
    for (const due of dues) {
      if (next.some((one) => isSame(one, due))) continue;
      const state = becameOf(due, event);
      if (state !== undefined) keep(due, state);
    }
    dues = next;
  }
  for (const due of dues) keep(due, due.at < now ? 'broken' : 'open');
  return made;
}

/** undefined: another time stands in its place. */
function becameOf(due: Due, { at, by, kind }: TicketEvent): KeptPromise['state'] | undefined {
  if (at > due.at) return 'broken';
  if (NO_ANSWER.includes(kind)) return 'void';
  return by.kind === 'staff' ? 'kept' : undefined;
}

function isSame(a: Due, b: Due): boolean {
  if (a.at !== b.at) return false;
  if (a.what === 'reply' || b.what === 'reply') return a.what === b.what;
  return a.what.step === b.what.step && a.what.clock.article === b.what.clock.article;
}
