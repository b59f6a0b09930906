import type { PasskeyRow } from './schema.ts';
import type { Tx } from './store.ts';

/** @returns false when the key is known already */
export async function insertPasskey(tx: Tx, passkey: PasskeyRow): Promise<boolean> {
  const made = await tx
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export async function findPasskey(tx: Tx, id: string): Promise<PasskeyRow | undefined> {
  return await tx.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Oldest first. */
export async function passkeysOf(tx: Tx, staff: string): Promise<readonly PasskeyRow[]> {
  return await tx
    .selectFrom('passkeys')
    .selectAll()
    .where('staff', '=', staff)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Of two that bring the same count, one is a copy: only one gets through. */
export async function countPasskey(
  tx: Tx,
  { id, counter }: Pick<PasskeyRow, 'id' | 'counter'>,
  next: number,
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('passkeys')
    .set({ counter: next, used_at: now })
    .where('id', '=', id)
    .where('counter', '=', counter)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns whether it was theirs */
export async function dropPasskey(tx: Tx, staff: string, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('passkeys')
    .where('staff', '=', staff)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}
