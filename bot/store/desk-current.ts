import type { Tx } from './store.ts';

/** The ticket that somebody of the staff speaks about in a place; undefined for none. */
export async function currentTicket(tx: Tx, place: string, staff: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('desk_current')
    .select('ticket')
    .where('place', '=', place)
    .where('staff', '=', staff)
    .executeTakeFirst();
  return row?.ticket;
}

export async function chooseTicket(
  tx: Tx,
  { place, staff, ticket, at }: { place: string; staff: string; ticket: string; at: number },
): Promise<void> {
  await tx
    .insertInto('desk_current')
    .values({ place, staff, ticket, at })
    .onConflict((conflict) => conflict.columns(['place', 'staff']).doUpdateSet({ ticket, at }))
    .execute();
}

/** @param ticket only where it is this one; null: whichever */
export async function leaveTicket(
  tx: Tx,
  place: string,
  staff: string,
  ticket: string | null,
): Promise<void> {
  let query = tx.deleteFrom('desk_current').where('place', '=', place).where('staff', '=', staff);
  if (ticket !== null) query = query.where('ticket', '=', ticket);
  await query.execute();
}
