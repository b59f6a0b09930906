import { sql } from './kysely.ts';
import { isWaiting } from './outbox.ts';
import type { Tx } from './store.ts';

/**
 * What lies here of a ticket outside of it: messages to staff that show it, and messages of staff that are about it. Each
 * has a row among the posts, so that it can be emptied with the ticket.
 */

/** Among the posts: what staff wrote to the bot about a ticket, by its row in the inbox. */
const HEARD = 'inbox';
/** Number of the outbox or inbox row that a post stands for. */
const rowOf = sql<number>`cast(ref as bigint)`;

/**
 * What somebody of the staff is writing belongs to a ticket. Of one that was taken back nothing is kept.
 * @param inbox the row of the message whose turn this is
 */
export async function keepHeard(
  tx: Tx,
  { inbox, ticket, staff }: { readonly inbox: number; readonly ticket: string; readonly staff: string },
): Promise<void> {
  const known = await tx.selectFrom('tickets').select('state').where('id', '=', ticket).executeTakeFirst();
  if (known === undefined) return;
  if (known.state === 'withdrawn') {
    await tx.updateTable('inbox').set({ sealed: null }).where('id', '=', inbox).execute();
    return;
  }
  await tx
    .insertInto('ticket_posts')
    .values({ place: HEARD, ref: String(inbox), ticket, seq: 0, role: 'staff', staff })
    .onConflict((conflict) => conflict.columns(['place', 'ref']).doNothing())
    .execute();
}

/** Every word goes; what waits of it does not leave: bot/outbox/relay.ts gives up what has none. */
export async function emptyCopies(tx: Tx, ticket: string): Promise<void> {
  const copies = tx
    .selectFrom('ticket_posts')
    .select(rowOf.as('id'))
    .where('ticket', '=', ticket)
    .where('role', '=', 'whole');
  await tx.updateTable('outbox').set({ sealed: null }).where('id', 'in', copies).execute();
  const heard = tx
    .selectFrom('ticket_posts')
    .select(rowOf.as('id'))
    .where('ticket', '=', ticket)
    .where('place', '=', HEARD);
  await tx.updateTable('inbox').set({ sealed: null }).where('id', 'in', heard).execute();
  await tx.deleteFrom('ticket_posts').where('ticket', '=', ticket).where('place', '=', HEARD).execute();
}

/**
 * What is on its way to somebody of the staff does not leave any more.
 * @param ticket null for whatever it is about
 */
export async function dropCopies(tx: Tx, staff: string, ticket: string | null): Promise<void> {
  let copies = tx
    .selectFrom('ticket_posts')
    .select(rowOf.as('id'))
    .where('role', '=', 'whole')
    .where('staff', '=', staff);
  if (ticket !== null) copies = copies.where('ticket', '=', ticket);
  await tx.updateTable('outbox').set({ sealed: null }).where('id', 'in', copies).where(isWaiting).execute();
}

/** What came in the very moment in which a ticket was taken back, and what stands of tickets that are no more. */
export async function sweepCopies(tx: Tx): Promise<void> {
  const over = await tx
    .selectFrom('ticket_posts')
    .select('ticket')
    .distinct()
    .where(({ eb, or }) => or([eb('role', '=', 'whole'), eb('place', '=', HEARD)]))
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('ticket', 'in', selectFrom('tickets').select('id').where('state', '=', 'withdrawn')),
        eb('ticket', 'not in', selectFrom('tickets').select('id')),
      ]),
    )
    .execute();
  for (const { ticket } of over) await emptyCopies(tx, ticket);
  // A place that still shows the ticket first tells those who have a copy to delete it.
  await tx
    .deleteFrom('ticket_posts')
    .where('role', '=', 'whole')
    .where('ticket', 'not in', tx.selectFrom('tickets').select('id'))
    .where('ticket', 'not in', tx.selectFrom('ticket_places').select('ticket'))
    .execute();
}
