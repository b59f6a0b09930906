import { z } from 'zod';
import { type Json, jsonSchema } from '../channels/message.ts';
import { type About, aboutSchema } from '../conversation/memory.ts';
import type { Vault } from '../privacy/vault.ts';
import { sql } from './kysely.ts';
import type { OutboxRow } from './schema.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'outbox/sealed';
const sealedSchema = z.object({ payload: jsonSchema, about: aboutSchema.nullable() });

/**
 * A row that is still to be delivered. In these very words, because SQLite uses a partial index only for a query that
 * repeats its condition, values included.
 */
export const isWaiting = sql<boolean>`state in ('pending', 'sending', 'failed')`;

/** See isWaiting. */
export const isSent = sql<boolean>`state = 'sent'`;

export type NewMessage = {
  readonly channel: string;
  readonly conversation: string;
  readonly person: string | null;
  readonly cause: number | null;
  readonly answers: string | null;
  readonly payload: Json;
  readonly about: About | null;
  readonly replaces: number | null;
  readonly key: string;
};

/** @returns the new row's id */
export async function insertMessage(tx: Tx, vault: Vault, message: NewMessage, now: number): Promise<number> {
  const { payload, about, ...row } = message;
  const { id } = await tx
    .insertInto('outbox')
    .values({
      ...row,
      sealed: vault.sealJson({ payload, about }, CONTEXT),
      state: 'pending',
      attempts: 0,
      due_at: now,
      repeat: 0,
      ref: null,
      error: null,
      created_at: now,
      sent_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function openMessage(vault: Vault, sealed: string): { payload: Json; about: About | null } {
  return vault.openJson(sealed, CONTEXT, sealedSchema);
}

/** Conversations whose oldest waiting message is due, or whose deliverer is believed dead; the longest waiting first. */
export async function conversationsWithOutbox(
  tx: Tx,
  channels: readonly string[],
  now: number,
  limit: number,
): Promise<readonly string[]> {
  const heads = tx
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('id').as('id'))
    .where(isWaiting)
    .groupBy('conversation');
  const rows = await tx
    .selectFrom('outbox')
    .innerJoin('conversations', 'conversations.key', 'outbox.conversation')
    .select('outbox.conversation')
    .where('outbox.id', 'in', heads)
    .where('outbox.channel', 'in', channels)
    .where('outbox.due_at', '<=', now)
    .where('conversations.lease_until', '<=', now)
    .orderBy('outbox.id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.conversation);
}

export async function oldestMessage(tx: Tx, conversation: string) {
  return await tx
    .selectFrom('outbox')
    .selectAll()
    .where('conversation', '=', conversation)
    .where(isWaiting)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

export async function updateMessage(
  tx: Tx,
  id: number,
  change: Partial<
    Pick<OutboxRow, 'state' | 'attempts' | 'due_at' | 'repeat' | 'ref' | 'error' | 'sent_at' | 'sealed'>
  >,
): Promise<void> {
  await tx.updateTable('outbox').set(change).where('id', '=', id).execute();
}

/** Lets what waits in these conversations for `reason` be tried at once. */
export async function hurryOutbox(
  tx: Tx,
  conversations: readonly string[],
  reason: string,
  now: number,
): Promise<void> {
  if (conversations.length === 0) return;
  await tx
    .updateTable('outbox')
    .set({ due_at: now })
    .where('conversation', 'in', conversations)
    .where(isWaiting)
    .where('state', '=', 'failed')
    .where('error', '=', reason)
    .execute();
}

/** The conversation in which a message stands now; undefined when the row is gone. */
export async function conversationOf(tx: Tx, id: number): Promise<string | undefined> {
  const row = await tx.selectFrom('outbox').select('conversation').where('id', '=', id).executeTakeFirst();
  return row?.conversation;
}

/** Platform id that a message got; null while it has none. */
export async function refOf(tx: Tx, id: number): Promise<string | null> {
  const row = await tx.selectFrom('outbox').select('ref').where('id', '=', id).executeTakeFirst();
  return row?.ref ?? null;
}

/** The messages that first answered a platform message, in order; their later edits left out. */
export async function answersTo(tx: Tx, conversation: string, message: string): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('outbox')
    .select('id')
    .where('conversation', '=', conversation)
    .where('answers', '=', message)
    .where('replaces', 'is', null)
    .where('state', '!=', 'dead')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** What a sent message was about; null when nobody knows any more. */
export async function aboutOf(
  tx: Tx,
  vault: Vault,
  conversation: string,
  ref: string,
): Promise<About | null> {
  const row = await tx
    .selectFrom('outbox')
    .select('sealed')
    .where('conversation', '=', conversation)
    .where('ref', '=', ref)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sealed ? openMessage(vault, row.sealed).about : null;
}

/** Nothing more can be delivered in this conversation: what waits is given up, with the reason. */
export async function closeOutbox(tx: Tx, conversation: string, error: string): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'dead', error })
    .where('conversation', '=', conversation)
    .where(isWaiting)
    .execute();
}
