import type { Tx } from './store.ts';

/** In `meta`: when the rows of the newest backup were read, as its manifest says it. */
const LAST_BACKUP = 'last-backup';
/** How long a backup may be the newest one: a night that failed can be made up for before anybody need be told. ms */
const FRESH = 3 * 24 * 3_600_000;

export type BackupState = {
  /** When the newest backup was made, ms since 1970; null for never. */
  readonly at: number | null;
  /** Somebody should see to it. */
  readonly late: boolean;
};

/** @param made ISO 8601 */
export async function noteBackup(tx: Tx, made: string): Promise<void> {
  await tx
    .insertInto('meta')
    .values({ key: LAST_BACKUP, value: made })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: made }))
    .execute();
}

/** Where nothing was ever said there is nothing to lose. @param now ms since 1970 */
export async function readBackupState(tx: Tx, now: number): Promise<BackupState> {
  const row = await tx.selectFrom('meta').select('value').where('key', '=', LAST_BACKUP).executeTakeFirst();
  if (row !== undefined) {
    const at = Date.parse(row.value);
    return { at, late: now - at > FRESH };
  }
  const first = await tx.selectFrom('inbox').select('received_at').orderBy('id').limit(1).executeTakeFirst();
  return { at: null, late: first !== undefined && now - first.received_at > FRESH };
}
