import { z } from 'zod';
import { formatAlias } from '../desk/alias.ts';
import { type DeskRules, nextDue } from '../desk/clock.ts';
import { type Decided, decide, isIllegal } from '../desk/decide.ts';
import { apply, type Command, fold, type IllegalMove, type Ticket } from '../desk/ticket.ts';
import { type TicketDraft, type TicketKind, ticketDraftSchema } from '../desk/ticket-draft.ts';
import { type Actor, CHANGE_KINDS, changeSchema, type TicketEvent } from '../desk/ticket-event.ts';
import { formatTicketId } from '../desk/ticket-id.ts';
import type { Vault } from '../privacy/vault.ts';
import { sql } from './kysely.ts';
import type { TicketEventRow, TicketRow } from './schema.ts';
import type { Tx } from './store.ts';
import { dropCopies, emptyCopies } from './ticket-copies.ts';

const CONTEXT = 'ticket_events/sealed';
/** Ids of one day that may be taken before something is wrong with chance. */
const TRIES = 20;
const kindSchema = z.enum(CHANGE_KINDS);

/** Where its owner is answered, in keyed hashes. */
export type Owner = { readonly channel: string; readonly conversation: string; readonly person: string };

/** A ticket with what stands beside its events. */
export type StoredTicket = {
  readonly row: TicketRow;
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
};

/** A ticket over which nothing more is to be done; in the words of its index, see isWaiting. */
export const isLive = sql<boolean>`state not in ('closed', 'merged', 'withdrawn')`;

export type Applied =
  /** `made`: how many events it came to. */
  | { readonly kind: 'done'; readonly stored: StoredTicket; readonly made: number }
  | { readonly kind: 'illegal'; readonly move: IllegalMove; readonly stored: StoredTicket }
  /** Somebody else was first: the ticket is not as it was when it was looked at. */
  | { readonly kind: 'stale'; readonly stored: StoredTicket }
  | { readonly kind: 'unknown' };

type Writing = {
  readonly vault: Vault;
  readonly rules: DeskRules;
  /** ms since 1970 */
  readonly now: number;
};

/** @param randomId 96 bits or more, new at each call */
export async function openTicket(
  tx: Tx,
  { vault, rules, now }: Writing,
  { owner, draft, randomId }: { owner: Owner; draft: TicketDraft; randomId: () => string },
): Promise<StoredTicket> {
  const whole = ticketDraftSchema.parse(draft.anonymous ? { ...draft, contact: null } : draft);
  const phone = phoneKey(vault, whole.contact?.phone ?? null);
  const event: Decided = {
    at: now,
    by: { kind: 'worker' },
    via: owner.channel,
    kind: 'opened',
    change: { kind: 'opened', draft: whole },
  };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const id = formatTicketId(now, randomId());
    const events = [{ ...event, seq: 1 }];
    const ticket = fold(id, events);
    const row: TicketRow = {
      id,
      ...owner,
      alias: formatAlias(randomId()),
      kind: whole.kind,
      state: ticket.state,
      region: whole.region,
      trade: whole.trade,
      urgent: whole.urgent ? 1 : 0,
      holder: null,
      phone,
      seq: 1,
      opened_at: now,
      updated_at: now,
      due_at: nextDue(ticket, rules)?.at ?? null,
      told: 0,
      held_at: null,
      danger_at: null,
      escalated: 0,
      unclaimed_at: now,
    };
    const made = await tx
      .insertInto('tickets')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) continue;
    await insertEvent(tx, vault, id, event, 1);
    return { row, ticket, events };
  }
  throw new RangeError('no ticket id is free');
}

/** '' and blanks aside, as digits: 138 0000 0000 and +86 13800000000 are one telephone. */
export function phoneKey(vault: Vault, phone: string | null): string | null {
  const digits = (phone ?? '')
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '');
  return digits === '' ? null : vault.blind('ticket-phone', digits);
}

/** @returns false when the number is taken: somebody else wrote it first */
async function insertEvent(
  tx: Tx,
  vault: Vault,
  ticket: string,
  { at, by, via, kind, change }: Decided,
  seq: number,
): Promise<boolean> {
  const staff = by.kind === 'staff' ? by.name : null;
  const made = await tx
    .insertInto('ticket_events')
    .values({ ticket, seq, at, kind, actor: by.kind, staff, via, sealed: vault.sealJson(change, CONTEXT) })
    .onConflict((conflict) => conflict.columns(['ticket', 'seq']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/**
 * Compare and set: of two who write the same number, the database lets one through.
 * @param expected the last event that whoever wishes this has seen; null to act on the ticket as it is now
 */
export async function applyToTicket(
  tx: Tx,
  { vault, rules, now }: Writing,
  {
    id,
    expected,
    command,
    by,
    via,
  }: { id: string; expected: number | null; command: Command; by: Actor; via: string },
): Promise<Applied> {
  const stored = await loadTicket(tx, vault, id);
  if (stored === undefined) return { kind: 'unknown' };
  if (expected !== null && stored.ticket.seq !== expected) return { kind: 'stale', stored };
  const decided = decide(stored.ticket, command, by, { at: now, via });
  if (isIllegal(decided)) return { kind: 'illegal', move: decided, stored };
  let { ticket } = stored;
  const events = [...stored.events];
  for (const event of decided) {
    if (!(await insertEvent(tx, vault, id, event, ticket.seq + 1))) {
      // Committed by now, or this would still wait: what is read next has it.
      const first = await loadTicket(tx, vault, id);
      return first === undefined ? { kind: 'unknown' } : { kind: 'stale', stored: first };
    }
    const written = { ...event, seq: ticket.seq + 1 };
    events.push(written);
    ticket = apply(ticket, written);
  }
  const row = rowAfter(stored.row, ticket, rules);
  await tx
    .updateTable('tickets')
    .set({
      state: row.state,
      holder: row.holder,
      seq: row.seq,
      updated_at: row.updated_at,
      due_at: row.due_at,
      told: row.told,
      urgent: row.urgent,
      held_at: row.held_at,
      danger_at: row.danger_at,
      escalated: row.escalated,
      unclaimed_at: row.unclaimed_at,
    })
    .where('id', '=', id)
    .execute();
  const before = stored.row.holder;
  // It is not theirs any more: what has not reached them does not.
  if (before !== null && before !== row.holder) await dropCopies(tx, before, id);
  return { kind: 'done', stored: { row, ticket, events }, made: decided.length };
}

function rowAfter(row: TicketRow, ticket: Ticket, rules: DeskRules): TicketRow {
  const due = nextDue(ticket, rules)?.at ?? null;
  const danger = ticket.dangerSince !== null;
  return {
    ...row,
    state: ticket.state,
    holder: ticket.holder,
    seq: ticket.seq,
    updated_at: ticket.updatedAt,
    due_at: due,
    held_at: ticket.heldSince,
    danger_at: ticket.dangerSince,
    urgent: danger || (ticket.draft?.urgent ?? row.urgent === 1) ? 1 : 0,
    told: toldAfter(row, { danger, due }),
    // Somebody took it. Whoever lets go of it begins the chain anew.
    escalated: row.holder === ticket.holder ? row.escalated : 0,
    unclaimed_at: ticket.holder === null ? (row.unclaimed_at ?? ticket.updatedAt) : null,
  };
}

/** See TicketRow.told. */
function toldAfter(
  row: TicketRow,
  { danger, due }: { readonly danger: boolean; readonly due: number | null },
): number {
  // Words of danger are news, however often staff heard of the ticket.
  if (danger && row.danger_at === null) return 0;
  // Another time is due: staff are reminded of it anew.
  return due === row.due_at ? row.told : Math.min(row.told, 1);
}

export async function loadTicket(tx: Tx, vault: Vault, id: string): Promise<StoredTicket | undefined> {
  const row = await tx.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : await withEvents(tx, vault, row);
}

export async function withEvents(tx: Tx, vault: Vault, row: TicketRow): Promise<StoredTicket> {
  const rows = await tx
    .selectFrom('ticket_events')
    .selectAll()
    .where('ticket', '=', row.id)
    .orderBy('seq')
    .execute();
  const events = rows.map((event) => toEvent(vault, event));
  return { row, ticket: fold(row.id, events), events };
}

function toEvent(
  vault: Vault,
  { seq, at, kind, actor, staff, via, sealed }: Omit<TicketEventRow, 'id'>,
): TicketEvent {
  return {
    seq,
    at,
    via,
    by: actor === 'staff' ? { kind: 'staff', name: staff ?? '' } : { kind: actor },
    kind: kindSchema.parse(kind),
    change: sealed === null ? null : vault.openJson(sealed, CONTEXT, changeSchema),
  };
}

/** Those in work before those that are over, the newest first. */
export async function ticketsOf(tx: Tx, vault: Vault, person: string): Promise<readonly StoredTicket[]> {
  const rows = await tx
    .selectFrom('tickets')
    .selectAll()
    .where('person', '=', person)
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .execute();
  const all = await Promise.all(rows.map((row) => withEvents(tx, vault, row)));
  const over = ({ row }: StoredTicket) => (['closed', 'merged', 'withdrawn'].includes(row.state) ? 1 : 0);
  return all.sort((a, b) => over(a) - over(b));
}

/** Tickets in which staff speak with a person in one chat themselves, the newest first. */
export async function heldTickets(
  tx: Tx,
  { conversation, person }: Pick<Owner, 'conversation' | 'person'>,
): Promise<readonly { readonly id: string; readonly since: number }[]> {
  const rows = await tx
    .selectFrom('tickets')
    .select(['id', 'held_at'])
    .where('person', '=', person)
    .where('conversation', '=', conversation)
    .where(sql<boolean>`held_at is not null`)
    .orderBy('held_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ id, held_at }) => ({ id, since: held_at ?? 0 }));
}

/** Open tickets of other accounts of the same kind that give the same telephone. */
export async function sameElsewhere(
  tx: Tx,
  { id, phone, kind, person }: Pick<TicketRow, 'id' | 'phone' | 'kind' | 'person'>,
): Promise<readonly string[]> {
  if (phone === null) return [];
  const rows = await tx
    .selectFrom('tickets')
    .select('id')
    .where('phone', '=', phone)
    .where('kind', '=', kind satisfies TicketKind)
    .where('person', '!=', person)
    .where('id', '!=', id)
    .where(isLive)
    .orderBy('opened_at')
    .limit(5)
    .execute();
  return rows.map((row) => row.id);
}

/** Takes every word out of a ticket, and out of what lies here of it for staff; that it was, and how it went, stays. */
export async function emptyTicket(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('ticket_events')
    .set({ sealed: null })
    .where('ticket', '=', id)
    .where('kind', '!=', 'withdrawn')
    .execute();
  await tx.deleteFrom('ticket_letters').where('ticket', '=', id).execute();
  await tx.deleteFrom('desk_drafts').where('ticket', '=', id).execute();
  await emptyCopies(tx, id);
  await tx.updateTable('tickets').set({ phone: null, trade: null }).where('id', '=', id).execute();
}
