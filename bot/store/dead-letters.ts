import type { Store } from './store.ts';

/** A message that only a person can help: what and since when, never whose or what it says. */
export type DeadLetter = {
  /** in: received and never answered · out: never delivered. */
  readonly direction: 'in' | 'out';
  readonly id: number;
  readonly channel: string;
  readonly reason: string;
  readonly attempts: number;
  readonly at: number;
  /** Its words are still there, so it can be tried again. */
  readonly retriable: boolean;
};

export async function listDeadLetters(store: Store, limit = 200): Promise<readonly DeadLetter[]> {
  return await store.transaction(async (tx) => {
    const inbox = await tx
      .selectFrom('inbox')
      .select(['id', 'channel', 'error', 'attempts', 'received_at', 'sealed'])
      .where('state', '=', 'failed')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    const outbox = await tx
      .selectFrom('outbox')
      .select(['id', 'channel', 'error', 'attempts', 'created_at', 'sealed'])
      .where('state', '=', 'dead')
      // An erased message is no message any more.
      .where('sealed', 'is not', null)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    const letters = [
      ...inbox.map((row) => ({ ...row, direction: 'in' as const, at: row.received_at })),
      ...outbox.map((row) => ({ ...row, direction: 'out' as const, at: row.created_at })),
    ];
    return letters
      .sort((a, b) => b.at - a.at)
      .map(({ direction, id, channel, error, attempts, at, sealed }) => ({
        ...{ direction, id, channel, attempts, at },
        reason: error ?? '',
        retriable: sealed !== null,
      }));
  });
}

/**
 * Gives dead letters another life: what was received is answered, what was never delivered is sent, behind nothing and
 * before nothing of its conversation that came later.
 * @param which one direction and id, or all
 * @returns how many
 */
export async function retryDeadLetters(
  store: Store,
  which: { readonly direction: 'in' | 'out'; readonly id: number } | 'all',
  now: number,
): Promise<number> {
  return await store.transaction(async (tx) => {
    let count = 0;
    if (which === 'all' || which.direction === 'in') {
      let query = tx
        .updateTable('inbox')
        .set({ state: 'accepted', attempts: 0, due_at: now, error: null, done_at: null })
        .where('state', '=', 'failed')
        .where('sealed', 'is not', null);
      if (which !== 'all') query = query.where('id', '=', which.id);
      count += Number((await query.executeTakeFirst()).numUpdatedRows);
    }
    if (which === 'all' || which.direction === 'out') {
      let query = tx
        .updateTable('outbox')
        // Its age counts from now; what may have arrived before still says so.
        .set({ state: 'pending', attempts: 0, due_at: now, error: null, created_at: now })
        .where('state', '=', 'dead')
        .where('sealed', 'is not', null);
      if (which !== 'all') query = query.where('id', '=', which.id);
      count += Number((await query.executeTakeFirst()).numUpdatedRows);
    }
    return count;
  });
}
