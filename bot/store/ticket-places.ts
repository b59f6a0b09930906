import { z } from 'zod';
import type { Vault } from '../privacy/vault.ts';
import { sql } from './kysely.ts';
import type { TicketPlaceRow, TicketPostRow } from './schema.ts';
import type { Tx } from './store.ts';
import { isLive } from './tickets.ts';

/** One that is still to be brought up to date; in the words of its index, see isWaiting. */
const isUnsettled = sql<boolean>`settled = 0`;

/**
 * Tickets that a place does not show as they are, and those that it shows and that are no more. What stands here is
 * compared with the ticket's own number, so nothing can be passed over: not by a crash, not by another process.
 */
export async function ticketsToShow(
  tx: Tx,
  place: string,
  now: number,
): Promise<readonly { readonly ticket: string; readonly urgent: boolean }[]> {
  const fresh = await tx
    .selectFrom('tickets')
    .select(['id', 'urgent', 'opened_at'])
    .where(isLive)
    .where('id', 'not in', tx.selectFrom('ticket_places').select('ticket').where('place', '=', place))
    .execute();
  const behind = await tx
    .selectFrom('ticket_places')
    .innerJoin('tickets', 'tickets.id', 'ticket_places.ticket')
    .select(['tickets.id', 'tickets.urgent', 'tickets.opened_at'])
    .where('ticket_places.place', '=', place)
    .where('ticket_places.due_at', '<=', now)
    .where(({ eb, or }) => or([isUnsettled, eb('ticket_places.seen_seq', '<', eb.ref('tickets.seq'))]))
    .execute();
  const gone = await tx
    .selectFrom('ticket_places')
    .select('ticket as id')
    .where('place', '=', place)
    .where('due_at', '<=', now)
    .where('ticket', 'not in', tx.selectFrom('tickets').select('id'))
    .execute();
  const rows = [...fresh, ...behind].sort((a, b) => b.urgent - a.urgent || a.opened_at - b.opened_at);
  return [
    ...rows.map(({ id, urgent }) => ({ ticket: id, urgent: urgent === 1 })),
    ...gone.map(({ id }) => ({ ticket: id, urgent: false })),
  ];
}

/** Makes it where the place has not met the ticket yet. */
export async function ensurePlace(tx: Tx, place: string, ticket: string): Promise<TicketPlaceRow> {
  const made = { ref: null, state: 'open' as const, title: '', seen_seq: 0, told_seq: 0 };
  await tx
    .insertInto('ticket_places')
    .values({ ticket, place, ...made, settled: 0, doubt: 0, due_at: 0 })
    .onConflict((conflict) => conflict.columns(['ticket', 'place']).doNothing())
    .execute();
  const row = await placeOf(tx, { place, ticket });
  if (row === undefined) throw new RangeError(`${ticket} has no place`);
  return row;
}

export async function placeOf(
  tx: Tx,
  { place, ticket }: Pick<TicketPlaceRow, 'place' | 'ticket'>,
): Promise<TicketPlaceRow | undefined> {
  return await tx
    .selectFrom('ticket_places')
    .selectAll()
    .where('ticket', '=', ticket)
    .where('place', '=', place)
    .executeTakeFirst();
}

export async function changePlace(
  tx: Tx,
  { place, ticket }: Pick<TicketPlaceRow, 'place' | 'ticket'>,
  change: Partial<Omit<TicketPlaceRow, 'place' | 'ticket'>>,
): Promise<void> {
  await tx
    .updateTable('ticket_places')
    .set(change)
    .where('place', '=', place)
    .where('ticket', '=', ticket)
    .execute();
}

export async function dropPlace(
  tx: Tx,
  { place, ticket }: Pick<TicketPlaceRow, 'place' | 'ticket'>,
): Promise<void> {
  for (const table of ['ticket_places', 'ticket_posts', 'ticket_notices'] as const)
    await tx.deleteFrom(table).where('place', '=', place).where('ticket', '=', ticket).execute();
}

/** Its messages are gone with the topic. */
export async function dropPosts(
  tx: Tx,
  { place, ticket }: Pick<TicketPlaceRow, 'place' | 'ticket'>,
): Promise<void> {
  await tx.deleteFrom('ticket_posts').where('place', '=', place).where('ticket', '=', ticket).execute();
}

/** @param ref the place's own id of it */
export async function ticketAt(tx: Tx, place: string, ref: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('ticket_places')
    .select('ticket')
    .where('place', '=', place)
    .where('ref', '=', ref)
    .executeTakeFirst();
  return row?.ticket;
}

/** What was known of the message before is forgotten. */
export async function keepPost(tx: Tx, post: TicketPostRow): Promise<void> {
  const { seq, role, staff, ticket } = post;
  await tx
    .insertInto('ticket_posts')
    .values(post)
    .onConflict((conflict) => conflict.columns(['place', 'ref']).doUpdateSet({ seq, role, staff, ticket }))
    .execute();
}

export async function postAt(tx: Tx, place: string, ref: string): Promise<TicketPostRow | undefined> {
  return await tx
    .selectFrom('ticket_posts')
    .selectAll()
    .where('place', '=', place)
    .where('ref', '=', ref)
    .executeTakeFirst();
}

export async function postsOf(
  tx: Tx,
  place: string,
  ticket: string,
  role: TicketPostRow['role'],
): Promise<readonly TicketPostRow[]> {
  return await tx
    .selectFrom('ticket_posts')
    .selectAll()
    .where('place', '=', place)
    .where('ticket', '=', ticket)
    .where('role', '=', role)
    .orderBy('seq')
    .execute();
}

const noticeSchema = z.object({
  text: z.string(),
  /** The message that it answers; null for none. */
  replyTo: z.string().nullable(),
  /** Whose closing words an answer to it would be; null where it does not ask for any. */
  prompts: z.string().nullable(),
  buttons: z.array(z.array(z.object({ label: z.string(), action: z.string() }))),
});
export type Notice = z.infer<typeof noticeSchema>;

const NOTICE = 'ticket_notices/sealed';

export async function addNotice(
  tx: Tx,
  vault: Vault,
  { place, ticket, notice, now }: { place: string; ticket: string; notice: Notice; now: number },
): Promise<void> {
  const sealed = vault.sealJson(notice, NOTICE);
  await tx.insertInto('ticket_notices').values({ place, ticket, sealed, created_at: now }).execute();
  await changePlace(tx, { place, ticket }, { settled: 0 });
}

/** Oldest first. */
export async function noticesOf(
  tx: Tx,
  vault: Vault,
  place: string,
  ticket: string,
): Promise<readonly { readonly id: number; readonly notice: Notice }[]> {
  const rows = await tx
    .selectFrom('ticket_notices')
    .select(['id', 'sealed'])
    .where('place', '=', place)
    .where('ticket', '=', ticket)
    .orderBy('id')
    .execute();
  return rows.map(({ id, sealed }) => ({ id, notice: vault.openJson(sealed, NOTICE, noticeSchema) }));
}

export async function dropNotices(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('ticket_notices').where('id', 'in', ids).execute();
}

/** @returns false when it was heard before */
export async function hearOnce(
  tx: Tx,
  { place, event, at }: { place: string; event: string; at: number },
): Promise<boolean> {
  const row = await tx
    .insertInto('desk_heard')
    .values({ place, event, at })
    .onConflict((conflict) => conflict.columns(['place', 'event']).doNothing())
    .returning('event')
    .executeTakeFirst();
  return row !== undefined;
}

/** No platform repeats anything that long. */
export async function forgetHeard(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('desk_heard').where('at', '<', before).execute();
}
