import { z } from 'zod';
import { inboundSchema } from '../channels/message.ts';
import type { Vault } from '../privacy/vault.ts';
import { eventKey, personKey } from './keys.ts';
import { sql } from './kysely.ts';
import type { Store, Tx } from './store.ts';

const CONTEXT = 'inbox/sealed';
/** A row that is still to be answered; in the words of its index, see isWaiting. */
export const isAccepted = sql<boolean>`state = 'accepted'`;

/** What was kept of an inbound. `redacted`: personal numbers were taken out before it was kept. */
const receivedSchema = inboundSchema.extend({ redacted: z.boolean() });
export type Received = z.infer<typeof receivedSchema>;

/** @returns the new row's id; undefined when this event is there already */
export async function insertInbound(
  tx: Tx,
  vault: Vault,
  {
    channel,
    conversation,
    inbound,
    now,
    dueAt = now,
  }: { channel: string; conversation: string; inbound: Received; now: number; dueAt?: number },
): Promise<number | undefined> {
  const inserted = await tx
    .insertInto('inbox')
    .values({
      channel,
      event: eventKey(vault, channel, inbound.event),
      conversation,
      person: personKey(vault, channel, inbound.sender.id),
      sealed: vault.sealJson(inbound, CONTEXT),
      state: 'accepted',
      attempts: 0,
      due_at: dueAt,
      error: null,
      received_at: now,
      done_at: null,
    })
    .onConflict((conflict) => conflict.columns(['channel', 'event']).doNothing())
    .returning('id')
    .execute();
  return inserted[0]?.id;
}

/** Conversations whose oldest waiting message is due; the longest waiting first. */
export async function conversationsWithInbox(
  tx: Tx,
  channels: readonly string[],
  now: number,
  limit: number,
): Promise<readonly string[]> {
  const heads = tx
    .selectFrom('inbox')
    .select(({ fn }) => fn.min('id').as('id'))
    .where(isAccepted)
    .groupBy('conversation');
  const rows = await tx
    .selectFrom('inbox')
    .select('conversation')
    .where('id', 'in', heads)
    .where('channel', 'in', channels)
    .where('due_at', '<=', now)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.conversation);
}

/** The oldest message that waits in a conversation, due or not. */
export async function oldestInbound(tx: Tx, conversation: string) {
  return await tx
    .selectFrom('inbox')
    .select(['id', 'channel', 'person', 'sealed', 'attempts', 'due_at', 'received_at'])
    .where('conversation', '=', conversation)
    .where(isAccepted)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/**
 * The words of a message that is now being answered, as they are once an erasure under way has ended; until the
 * transaction ends the next erasure waits. null: erased.
 */
export async function holdInbound(store: Store, tx: Tx, id: number): Promise<string | null> {
  const row = tx.selectFrom('inbox').select('sealed').where('id', '=', id);
  return (await store.locked(row).executeTakeFirst())?.sealed ?? null;
}

/** @throws BrokenSeal */
export function openInbound(vault: Vault, sealed: string): Received {
  return vault.openJson(sealed, CONTEXT, receivedSchema);
}

export async function finishInbound(tx: Tx, id: number, now: number, error: string | null): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ state: error === null ? 'done' : 'failed', error, done_at: now })
    .where('id', '=', id)
    .execute();
}

export async function postponeInbound(
  tx: Tx,
  id: number,
  attempts: number,
  dueAt: number,
  error: string,
): Promise<void> {
  await tx.updateTable('inbox').set({ attempts, due_at: dueAt, error }).where('id', '=', id).execute();
}
