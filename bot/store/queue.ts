import { inArea, withinReach } from '../desk/reach.ts';
import type { TicketKind } from '../desk/ticket-draft.ts';
import type { Staff } from '../staff/staff.ts';
import {
  type Expression,
  type ExpressionBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from './kysely.ts';
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

/** What is due stands before what is not, on both databases; in the words of its index. */
const isUndue = sql<number>`case when due_at is null then 1 else 0 end`;

/** As many places as a list to choose from can show. */
const MOST_REGIONS = 200;

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
    .orderBy(isUndue)
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

export type QueueHeads = {
  /** How many there are under each heading, for the same kind, place and letters. */
  readonly counts: QueueCounts;
  /** Places that tickets in work come from, for a list to choose from. */
  readonly regions: readonly string[];
};

/** What stands above a list, in one walk over the tickets in work. */
export async function queueHeads(tx: Tx, staff: Staff, wish: QueueWish, now: number): Promise<QueueHeads> {
  const rows = await tx
    .selectFrom('tickets')
    .where(withinReach(staff))
    .where(isLive)
    .groupBy('region')
    .select((builder) => {
      const { eb, fn, and } = builder;
      const wished = wishes(staff, wish).map((where) => where(builder));
      const sum = (...more: readonly Expression<SqlBool>[]) =>
        fn.sum<number>(
          eb
            .case()
            .when(and([...wished, ...more]))
            .then(1)
            .else(0)
            .end(),
        );
      return [
        'region',
        sum().as('live'),
        sum(eb('holder', '=', staff.name)).as('mine'),
        sum(eb('holder', 'is', null)).as('unclaimed'),
        sum(eb('due_at', '<', now)).as('overdue'),
      ];
    })
    .execute();
  const total = (show: keyof QueueCounts) => rows.reduce((sum, row) => sum + Number(row[show]), 0);
  return {
    counts: {
      live: total('live'),
      mine: total('mine'),
      unclaimed: total('unclaimed'),
      overdue: total('overdue'),
    },
    regions: rows
      .flatMap(({ region }) => region ?? [])
      .sort()
      .slice(0, MOST_REGIONS),
  };
}

function narrowed(tx: Tx, staff: Staff, wish: QueueWish, now: number): Tickets {
  const { show } = wish;
  let query: Tickets = tx.selectFrom('tickets').where(withinReach(staff));
  if (show !== 'all') query = query.where(isLive);
  if (show === 'mine') query = query.where('holder', '=', staff.name);
  if (show === 'unclaimed') query = query.where('holder', 'is', null);
  if (show === 'overdue') query = query.where('due_at', '<', now);
  return wishes(staff, wish).reduce((narrow, where) => narrow.where(where), query);
}

type Where = (builder: ExpressionBuilder<Schema, 'tickets'>) => Expression<SqlBool>;

/** Kind, place and letters. */
function wishes(staff: Staff, { kind, region, id }: QueueWish): readonly Where[] {
  const all: Where[] = [];
  if (kind !== null) all.push(({ eb }) => eb('kind', '=', kind));
  if (region?.kind === 'own') all.push(inArea(staff));
  if (region?.kind === 'id') {
    const { id: place } = region;
    all.push(({ eb, or }) => or([eb('region', '=', place), eb('region', 'like', `${place}/%`)]));
  }
  // Nothing in it that `like` would read as a sign.
  if (/^[0-9A-Z-]+$/.test(id)) all.push(({ eb }) => eb('id', 'like', `%${id}%`));
  return all;
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
