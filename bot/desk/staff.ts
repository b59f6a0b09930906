import type { Clock } from '../clock.ts';
import type { Vault } from '../privacy/vault.ts';
import type { TicketRow } from '../store/schema.ts';
import { lockStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { lettersOf } from '../store/ticket-letters.ts';
import { type Applied, isLive, loadTicket } from '../store/tickets.ts';
import { actOnTicket } from './act.ts';
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

export type Acted =
  | Applied
  | { readonly kind: 'no-target' }
  /** They are not of the staff any more, or not what they were: somebody took it from them in this very moment. */
  | { readonly kind: 'not-staff' };

export type Desk = {
  /** The most pressing first. */
  readonly list: (filter: ListFilter, viewer: Viewer, limit: number) => Promise<readonly ListedTicket[]>;
  /** What the viewer may see. Each view of personal fields is written down in the same transaction. */
  readonly show: (id: string, viewer: Viewer) => Promise<ShownTicket | undefined>;
  /** @param expected the last event that the viewer has seen; null to act on the ticket as it is now */
  readonly act: (id: string, command: Command, viewer: Viewer, expected?: number | null) => Promise<Acted>;
};

export type DeskDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rules: DeskRules;
  /** The place that staff work in, for events and the audit: `terminal`. */
  readonly via: string;
  /** Whoever acts is on the list of staff, and still is when it is carried out. */
  readonly listed?: true;
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
        const heir = await holderOf(tx, ticket.mergedInto);
        const view = viewFor(viewer, { ticket, alias: row.alias, events, heir });
        if (view.shown.length > 0) await audit(tx, deps, id, viewer, view.shown);
        return { view, kind: row.kind, due: nextDue(ticket, rules), letters: await lettersOf(tx, id) };
      }),
    act: (id, command, viewer, expected = null) =>
      store.transaction(async (tx) => {
        if (deps.listed === true && !(await isStill(store, tx, viewer))) return { kind: 'not-staff' };
        const now = clock.now();
        const writing = { vault, rules, now };
        const by = { kind: 'staff' as const, name: viewer.name };
        if (command.kind === 'reassign' && viewer.role === 'agent') {
          const stored = await loadTicket(tx, vault, id);
          if (stored === undefined) return { kind: 'unknown' };
          return { kind: 'illegal', move: { illegal: 'not-for-agent', holder: null }, stored };
        }
        if (command.kind === 'merge' && !(await isLiveTicket(tx, command.into))) return { kind: 'no-target' };
        const applied = await actOnTicket(tx, writing, { id, expected, command, by, via });
        if (command.kind !== 'merge' || applied.kind !== 'done') return applied;
        // Whoever has the other one sees what came to it, and two that are merged into each other cannot both be.
        const join = { kind: 'join' as const, other: id };
        const joined = await actOnTicket(tx, writing, {
          id: command.into,
          expected: null,
          command: join,
          by: { kind: 'system' },
          via,
        });
        if (joined.kind !== 'done') throw new RangeError(`nothing can be merged into ${command.into} now`);
        return applied;
      }),
  };
}

/** Nobody takes it from them before the end of the transaction. */
async function isStill(store: Store, tx: Tx, { name, role }: Viewer): Promise<boolean> {
  const staff = await lockStaff(store, tx, name);
  return staff !== undefined && (staff.role === 'agent') === (role === 'agent');
}

/** Something can be merged into it. */
async function isLiveTicket(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('tickets')
    .select('id')
    .where('id', '=', id)
    .where(isLive)
    .executeTakeFirst();
  return row !== undefined;
}

/** Who has the ticket that another was merged into, and so what it holds. */
async function holderOf(tx: Tx, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = await tx.selectFrom('tickets').select('holder').where('id', '=', id).executeTakeFirst();
  return row?.holder ?? null;
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
