import type { Clock } from '../clock.ts';
import type { Vault } from '../privacy/vault.ts';
import type { TicketRow } from '../store/schema.ts';
import type { Store, Tx } from '../store/store.ts';
import { insertLetter, lettersOf } from '../store/ticket-letters.ts';
import { type Applied, applyToTicket, isLive, loadTicket } from '../store/tickets.ts';
import { type DeskRules, type Due, nextDue } from './clock.ts';
import type { Command } from './ticket.ts';
import { type StaffView, type Viewer, viewFor } from './view.ts';

/** What a list shows of a ticket: nothing of its owner but the alias. */
export type ListedTicket = Pick<
  TicketRow,
  'id' | 'alias' | 'kind' | 'state' | 'region' | 'trade' | 'holder' | 'opened_at' | 'due_at'
> & { readonly urgent: boolean };

export type ListFilter = 'live' | 'overdue' | 'mine' | 'all';

export type ShownTicket = {
  readonly view: StaffView;
  readonly kind: TicketRow['kind'];
  readonly due: Due | null;
  /** How far the words of each event got, by event number. */
  readonly letters: ReadonlyMap<number, 'waiting' | 'queued' | 'sent'>;
};

export type Desk = {
  /** The most pressing first. */
  readonly list: (filter: ListFilter, viewer: Viewer, limit: number) => Promise<readonly ListedTicket[]>;
  /** What the viewer may see. Each view of personal fields is written down in the same transaction. */
  readonly show: (id: string, viewer: Viewer) => Promise<ShownTicket | undefined>;
  /** @param expected the last event that the viewer has seen; null to act on the ticket as it is now */
  readonly act: (
    id: string,
    command: Command,
    viewer: Viewer,
    expected?: number | null,
  ) => Promise<Applied | { readonly kind: 'no-target' }>;
};

export type DeskDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rules: DeskRules;
  /** The place that staff work in, for events and the audit: `terminal`. */
  readonly via: string;
};

/** What staff do with tickets, from whichever place. */
export function createDesk(deps: DeskDeps): Desk {
  const { store, vault, clock, rules, via } = deps;
  return {
    list: (filter, viewer, limit) =>
      store.transaction((tx) => listTickets(tx, filter, viewer, limit, clock.now())),
    show: (id, viewer) =>
      store.transaction(async (tx) => {
        const stored = await loadTicket(tx, vault, id);
        if (stored === undefined) return undefined;
        const { row, ticket, events } = stored;
        const view = viewFor(viewer, { ticket, alias: row.alias, events });
        if (view.shown.length > 0) await audit(tx, deps, id, viewer, view.shown);
        return { view, kind: row.kind, due: nextDue(ticket, rules), letters: await lettersOf(tx, id) };
      }),
    act: (id, command, viewer, expected = null) =>
      store.transaction(async (tx) => {
        if (command.kind === 'merge' && (await loadTicket(tx, vault, command.into)) === undefined)
          return { kind: 'no-target' };
        const now = clock.now();
        const by = { kind: 'staff' as const, name: viewer.name };
        const wish = { id, expected, command, by, via };
        let applied = await applyToTicket(tx, { vault, rules, now }, wish);
        // Somebody was first: what is wished is held against the ticket as it is now.
        for (let again = 0; applied.kind === 'stale' && expected === null && again < 3; again++)
          applied = await applyToTicket(tx, { vault, rules, now }, wish);
        if (applied.kind === 'done' && (command.kind === 'reply' || command.kind === 'resolve')) {
          const { channel, conversation, person } = applied.stored.row;
          const owner = { channel, conversation, person };
          await insertLetter(tx, { owner, ticket: id, seq: applied.stored.ticket.seq, now });
        }
        return applied;
      }),
  };
}

async function listTickets(
  tx: Tx,
  filter: ListFilter,
  viewer: Viewer,
  limit: number,
  now: number,
): Promise<readonly ListedTicket[]> {
  let query = tx
    .selectFrom('tickets')
    .select(['id', 'alias', 'kind', 'state', 'region', 'trade', 'holder', 'opened_at', 'due_at', 'urgent']);
  if (filter !== 'all') query = query.where(isLive);
  if (filter === 'overdue') query = query.where('due_at', '<', now);
  if (filter === 'mine') query = query.where('holder', '=', viewer.name);
  const rows = await query
    .orderBy('urgent', 'desc')
    // What is due stands before what is not, on both databases.
    .orderBy(({ eb }) => eb.case().when('due_at', 'is', null).then(1).else(0).end())
    .orderBy('due_at')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, urgent: row.urgent === 1 }));
}

async function audit(
  tx: Tx,
  { clock, via }: DeskDeps,
  ticket: string,
  { name }: Viewer,
  fields: readonly string[],
): Promise<void> {
  await tx
    .insertInto('desk_audit')
    .values({ at: clock.now(), staff: name, via, ticket, fields: fields.join(' ') })
    .execute();
}

/** How much waits at the desk. */
export async function countTickets(
  store: Store,
  now: number,
): Promise<{
  readonly open: number;
  readonly unclaimed: number;
  readonly overdue: number;
  readonly undelivered: number;
}> {
  return await store.transaction(async (tx) => {
    const rows = await tx.selectFrom('tickets').select(['holder', 'due_at', 'state']).where(isLive).execute();
    const { count } = await tx
      .selectFrom('ticket_letters')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '!=', 'sent')
      .executeTakeFirstOrThrow();
    return {
      open: rows.length,
      unclaimed: rows.filter(({ holder }) => holder === null).length,
      overdue: rows.filter(({ due_at }) => due_at !== null && due_at < now).length,
      undelivered: Number(count),
    };
  });
}
