import { z } from 'zod';
import { type ChatMemory, chatMemorySchema, NEW_CHAT } from '../conversation/memory.ts';
import type { Vault } from '../privacy/vault.ts';
import { conversationKey } from './keys.ts';
import type { ConversationRow } from './schema.ts';
import type { Store, Tx } from './store.ts';

const CONTEXT = 'conversations/sealed';
const sealedSchema = z.object({ chat: z.string(), memory: chatMemorySchema });

export type Conversation = {
  readonly key: string;
  readonly channel: string;
  readonly kind: 'private' | 'group';
  readonly chat: string;
  readonly memory: ChatMemory;
  readonly closedAt: number | null;
  readonly lease: string | null;
  readonly leaseUntil: number;
};

function toConversation(vault: Vault, row: ConversationRow): Conversation {
  const { chat, memory } = vault.openJson(row.sealed, CONTEXT, sealedSchema);
  return {
    key: row.key,
    channel: row.channel,
    kind: row.kind,
    chat,
    memory,
    closedAt: row.closed_at,
    lease: row.lease,
    leaseUntil: row.lease_until,
  };
}

/** Makes the conversation when it is new. Somebody wrote in it, so it is open. */
export async function ensureConversation(
  tx: Tx,
  vault: Vault,
  { channel, kind, chat, now }: { channel: string; kind: 'private' | 'group'; chat: string; now: number },
): Promise<string> {
  const key = conversationKey(vault, channel, chat);
  await tx
    .insertInto('conversations')
    .values({
      key,
      channel,
      kind,
      sealed: vault.sealJson({ chat, memory: NEW_CHAT }, CONTEXT),
      closed_at: null,
      lease: null,
      lease_until: 0,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return key;
}

/** The conversation, locked until the transaction ends; undefined when another process holds it or nobody knows it. */
export async function lockConversation(
  store: Store,
  tx: Tx,
  vault: Vault,
  key: string,
): Promise<Conversation | undefined> {
  const row = await store
    .skipLocked(tx.selectFrom('conversations').selectAll().where('key', '=', key))
    .executeTakeFirst();
  return row === undefined ? undefined : toConversation(vault, row);
}

/** Writes what the chat remembers; it is open again, since somebody wrote. */
export async function saveConversation(
  tx: Tx,
  vault: Vault,
  { key, chat }: Conversation,
  memory: ChatMemory,
  closedAt: number | null,
  now: number,
): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ sealed: vault.sealJson({ chat, memory }, CONTEXT), closed_at: closedAt, updated_at: now })
    .where('key', '=', key)
    .execute();
}

/**
 * The platform gave the chat another id: everything of the old one goes on under the new one, and what waits is delivered
 * there. What the new one already remembers stays.
 * @returns the new key
 */
export async function moveConversation(
  tx: Tx,
  vault: Vault,
  from: Conversation,
  chat: string,
  now: number,
): Promise<string> {
  const key = conversationKey(vault, from.channel, chat);
  if (key === from.key) return key;
  await tx
    .insertInto('conversations')
    .values({
      key,
      channel: from.channel,
      kind: from.kind,
      sealed: vault.sealJson({ chat, memory: from.memory }, CONTEXT),
      closed_at: null,
      lease: null,
      lease_until: 0,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  await tx.updateTable('inbox').set({ conversation: key }).where('conversation', '=', from.key).execute();
  await tx.updateTable('outbox').set({ conversation: key }).where('conversation', '=', from.key).execute();
  const known = tx.selectFrom('people').select('person').where('conversation', '=', key);
  await tx
    .updateTable('people')
    .set({ conversation: key })
    .where('conversation', '=', from.key)
    .where('person', 'not in', known)
    .execute();
  await tx.deleteFrom('people').where('conversation', '=', from.key).execute();
  await tx.deleteFrom('conversations').where('key', '=', from.key).execute();
  return key;
}
