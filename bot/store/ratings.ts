import type { RatingRow } from './schema.ts';
import type { Tx } from './store.ts';

export async function insertRating(tx: Tx, row: RatingRow): Promise<void> {
  await tx.insertInto('ratings').values(row).execute();
}
