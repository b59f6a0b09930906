import { inArea, withinReach } from '../desk/reach.ts';
import type { TicketKind } from '../desk/ticket-draft.ts';
import type { Staff } from '../staff/staff.ts';
import type { SelectQueryBuilder } from './kysely.ts';
import type { Schema, TicketRow } from './schema.ts';
import type { Tx } from './store.ts';
import { isLive } from './tickets.ts';

export const QUEUE_SHOWS = ['live', 'mine', 'unclaimed', 'overdue', 'all'] as const;
export type QueueShow = (typeof QUEUE_SHOWS)[number];

/** Which tickets somebody wants to see, out of those that they may. */
export type QueueWish = {
  readonly show: QueueShow;
  /** null for every kind. */
  readonly kind: TicketKind | null;
  /** own: what they answer for · a region id with all that lies in it · null for everywhere. */
  readonly region: { readonly kind: 'own' } | { readonly kind: 'id'; readonly id: string } | null;
  /** Letters, digits and dashes of a ticket's id; '' for any. */
  readonly id: string;
};

/** What a list shows of a ticket: nothing of its owner but the alias. */
export type QueueTicket = Pick<
  TicketRow,
  'id' | 'alias' | 'kind' | 'state' | 'region' | 'trade' | 'holder' | 'opened_at' | 'updated_at' | 'due_at'
> & { readonly urgent: boolean };

type Tickets = SelectQueryBuilder<Schema, 'tickets', unknown>;

/** One page, the most pressing first. */
export async function queuePage(
  tx: Tx,
  staff: Staff,
  wish: QueueWish,
  { now, limit, offset }: { readonly now: number; readonly limit: number; readonly offset: number },
): Promise<readonly QueueTicket[]> {
  const rows = await narrowed(tx, staff, wish, now)
    .select(['id', 'alias', 'kind', 'state', 'region', 'trade', 'holder', 'opened_at', 'updated_at'])
    .select(['due_at', 'urgent'])
    .orderBy('urgent', 'desc')
    // What is due stands before what is not, on both databases.
    .orderBy(({ eb }) => eb.case().when('due_at', 'is', null).then(1).else(0).end())
    .orderBy('due_at')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({ ...row, urgent: row.urgent === 1 }));
}

/** Of what is over there may be years: it is not counted. */
export type QueueCounts = Readonly<Record<Exclude<QueueShow, 'all'>, number>>;

/** How many there are under each heading, for the same kind, place and letters. */
export async function queueCounts(tx: Tx, staff: Staff, wish: QueueWish, now: number): Promise<QueueCounts> {
  const row = await narrowed(tx, staff, { ...wish, show: 'live' }, now)
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('live'),
      fn.sum<number | null>(eb.case().when('holder', '=', staff.name).then(1).else(0).end()).as('mine'),
      fn.sum<number | null>(eb.case().when('holder', 'is', null).then(1).else(0).end()).as('unclaimed'),
      fn.sum<number | null>(eb.case().when('due_at', '<', now).then(1).else(0).end()).as('overdue'),
    ])
    .executeTakeFirstOrThrow();
  const { live, mine, unclaimed, overdue } = row;
  return {
    live: Number(live),
    mine: Number(mine ?? 0),
    unclaimed: Number(unclaimed ?? 0),
    overdue: Number(overdue ?? 0),
  };
}

/** Places that tickets in work come from, for a list to choose from. */
export async function queueRegions(tx: Tx, staff: Staff): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('tickets')
    .select('region')
    .distinct()
    .where(isLive)
    .where('region', 'is not', null)
    .where(withinReach(staff))
    .orderBy('region')
    .limit(200)
    .execute();
  return rows.flatMap(({ region }) => region ?? []);
}

function narrowed(tx: Tx, staff: Staff, { show, kind, region, id }: QueueWish, now: number): Tickets {
  let query: Tickets = tx.selectFrom('tickets').where(withinReach(staff));
  if (show !== 'all') query = query.where(isLive);
  if (show === 'mine') query = query.where('holder', '=', staff.name);
  if (show === 'unclaimed') query = query.where('holder', 'is', null);
  if (show === 'overdue') query = query.where('due_at', '<', now);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (region?.kind === 'own') query = query.where(inArea(staff));
  if (region?.kind === 'id') {
    const { id: place } = region;
    query = query.where(({ eb, or }) => or([eb('region', '=', place), eb('region', 'like', `${place}/%`)]));
  }
  // Nothing in it that `like` would read as a sign.
  if (/^[0-9A-Z-]+$/.test(id)) query = query.where('id', 'like', `%${id}%`);
  return query;
}

/** Of these tickets what tells who may open them. */
export async function placedTickets(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<TicketRow, 'region' | 'trade' | 'holder'>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('tickets')
    .select(['id', 'region', 'trade', 'holder'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...placed }) => [id, placed]));
}
