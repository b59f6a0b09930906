import { isAccepted } from './inbox.ts';
import { sql } from './kysely.ts';
import type { OutboxRow } from './schema.ts';
import type { Store } from './store.ts';

/** What has still to be done, and what only a person can do. */
export type WaitingCount = {
  /** Received and not yet answered. */
  readonly inbox: number;
  readonly outbox: Readonly<Record<Exclude<OutboxRow['state'], 'sent'>, number>>;
};

export async function countWaiting(store: Store): Promise<WaitingCount> {
  return await store.transaction(async (tx) => {
    const inbox = await tx
      .selectFrom('inbox')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(isAccepted)
      .executeTakeFirst();
    const rows = await tx
      .selectFrom('outbox')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where(sql<boolean>`state <> 'sent'`)
      // What was erased while it waited needs nobody any more.
      .where('sealed', 'is not', null)
      .groupBy('state')
      .execute();
    const count = (state: OutboxRow['state']) => Number(rows.find((row) => row.state === state)?.count ?? 0);
    return {
      inbox: Number(inbox?.count ?? 0),
      outbox: {
        pending: count('pending'),
        sending: count('sending'),
        failed: count('failed'),
        dead: count('dead'),
      },
    };
  });
}
