import { fold, isOver } from '../desk/ticket.ts';
import { CHANGE_KINDS } from '../desk/ticket-event.ts';
import type { TicketEventRow, TicketMarkRow, TicketRow } from '../store/schema.ts';
import type { Tx } from '../store/store.ts';
import { monthOf } from './months.ts';

/** How one ticket went; told by what happened and when, without a word of what was said. */
export type Walk = {
  /** YYYY-MM in which it was opened. */
  readonly month: string;
  /** Whose it is, as the inbox knows them; the same for all who were erased. */
  readonly person: string;
  readonly kind: TicketRow['kind'];
  /** ms from the opening; null for not yet. */
  readonly firstReply: number | null;
  readonly resolution: number | null;
  /** rest: not due yet, or over before anybody had to do anything. */
  readonly promise: 'kept' | 'late' | 'rest';
};

type Event = Pick<TicketEventRow, 'ticket' | 'seq' | 'at' | 'kind' | 'actor' | 'staff' | 'via'>;
type Mark = Pick<TicketMarkRow, 'due_at' | 'met'>;

/** @param from ms since 1970: tickets opened from then on. @param to not those after it */
export async function loadWalks(
  tx: Tx,
  { from, now }: { readonly from: number; readonly now: number },
): Promise<readonly Walk[]> {
  const tickets = await tx
    .selectFrom('tickets')
    .innerJoin('ticket_marks', 'ticket_marks.ticket', 'tickets.id')
    .select([
      'tickets.id',
      'tickets.kind',
      'tickets.person',
      'ticket_marks.due_at as due_at',
      'ticket_marks.met',
    ])
    .where('tickets.opened_at', '>=', from)
    .execute();
  const rows = await tx
    .selectFrom('ticket_events')
    .innerJoin('tickets', 'tickets.id', 'ticket_events.ticket')
    .select(['ticket', 'ticket_events.seq', 'at', 'ticket_events.kind', 'actor', 'staff', 'via'])
    .where('tickets.opened_at', '>=', from)
    .orderBy('ticket')
    .orderBy('ticket_events.seq')
    .execute();
  const events = Map.groupBy(rows, ({ ticket }) => ticket);
  return tickets.map((row) => walkOf(row, events.get(row.id) ?? [], row, now));
}

function walkOf(
  { id, kind, person }: Pick<TicketRow, 'id' | 'kind' | 'person'>,
  events: readonly Event[],
  mark: Mark,
  now: number,
): Walk {
  const ticket = fold(
    id,
    events.flatMap(({ seq, at, kind: what, actor, staff, via }) => {
      const known = CHANGE_KINDS.find((one) => one === what);
      if (known === undefined) throw new RangeError(`${id} has an event that nobody knows`);
      const by = actor === 'staff' ? { kind: actor, name: staff ?? '' } : { kind: actor };
      return { seq, at, via, by, kind: known, change: null };
    }),
  );
  const { openedAt, firstReplyAt, resolvedAt, claimedAt } = ticket;
  const met = mark.met === 'claim' ? claimedAt : firstReplyAt;
  return {
    month: monthOf(openedAt),
    kind,
    person,
    firstReply: firstReplyAt === null ? null : firstReplyAt - openedAt,
    resolution: resolvedAt === null ? null : resolvedAt - openedAt,
    promise: promiseOf(mark.due_at, { met, over: isOver(ticket), now }),
  };
}

function promiseOf(
  due: number | null,
  { met, over, now }: { readonly met: number | null; readonly over: boolean; readonly now: number },
): Walk['promise'] {
  if (due === null) return 'rest';
  if (met !== null) return met <= due ? 'kept' : 'late';
  return !over && now > due ? 'late' : 'rest';
}
