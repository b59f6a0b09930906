import { z } from 'zod';
import type { TicketChange } from '../desk/feed.ts';
import { CHANGE_KINDS } from '../desk/ticket-event.ts';
import type { Store, Tx } from './store.ts';

const kindSchema = z.enum(CHANGE_KINDS);

/** A transaction that has taken a number and is not over by then is not waited for. */
const UNSETTLED = 30_000;

/** Number of the last change that is kept; 0 for none. */
export async function lastChange(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('ticket_events')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/**
 * Rows behind a cursor. PostgreSQL gives numbers before it commits: behind a number that is missing and may still come,
 * nothing is read, or it would be passed over for ever.
 */
export async function readChanges(
  tx: Tx,
  dialect: Store['dialect'],
  { cursor, limit, now }: { readonly cursor: number; readonly limit: number; readonly now: number },
): Promise<readonly TicketChange[]> {
  const rows = await tx
    .selectFrom('ticket_events')
    .select(['id', 'ticket', 'seq', 'kind', 'actor', 'staff', 'via', 'at'])
    .where('id', '>', cursor)
    .orderBy('id')
    .limit(limit)
    .execute();
  const changes: TicketChange[] = [];
  let last = cursor;
  for (const { id, ticket, seq, kind, actor, staff, via, at } of rows) {
    if (dialect === 'postgres' && id > last + 1 && at > now - UNSETTLED) break;
    const by = actor === 'staff' ? { kind: actor, name: staff ?? '' } : { kind: actor };
    changes.push({ cursor: id, ticket, seq, kind: kindSchema.parse(kind), by, via, at });
    last = id;
  }
  return changes;
}
