import type { Checkpoint } from '../channels/channel.ts';
import type { Store, Tx } from './store.ts';

export async function saveCheckpoint(
  tx: Tx,
  channel: string,
  { name, value }: Checkpoint,
  now: number,
): Promise<void> {
  await tx
    .insertInto('checkpoints')
    .values({ channel, name, value, updated_at: now })
    .onConflict((conflict) => conflict.columns(['channel', 'name']).doUpdateSet({ value, updated_at: now }))
    .execute();
}

/** Where a channel goes on reading; undefined before its first checkpoint of this name. */
export async function readCheckpoint(
  store: Store,
  channel: string,
  name: string,
): Promise<string | undefined> {
  const row = await store.transaction((tx) =>
    tx
      .selectFrom('checkpoints')
      .select('value')
      .where('channel', '=', channel)
      .where('name', '=', name)
      .executeTakeFirst(),
  );
  return row?.value;
}
