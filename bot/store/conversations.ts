import { z } from 'zod';
import { type ChatMemory, chatMemorySchema, NEW_CHAT } from '../conversation/memory.ts';
import type { Vault } from '../privacy/vault.ts';
import { conversationKey } from './keys.ts';
import type { ConversationRow } from './schema.ts';
import type { Store, Tx } from './store.ts';
import { endAllFetches } from './wanted-files.ts';

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

/** For whoever has the database alone: all who were delivering or fetching are dead, and need not be waited for. */
export async function endAllLeases(tx: Tx): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ lease: null, lease_until: 0 })
    .where('lease', 'is not', null)
    .execute();
  await tx.deleteFrom('leases').execute();
  await endAllFetches(tx);
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

/** Who delivers in the conversation, and until when they are believed to live. */
export async function setLease(tx: Tx, key: string, holder: string, until: number): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ lease: holder, lease_until: until })
    .where('key', '=', key)
    .execute();
}

/** @returns the conversation as it is now, locked until the transaction ends; undefined when the lease is not `holder`'s */
export async function endLease(
  tx: Tx,
  vault: Vault,
  key: string,
  holder: string,
): Promise<Conversation | undefined> {
  const row = await tx
    .updateTable('conversations')
    .set({ lease: null, lease_until: 0 })
    .where('key', '=', key)
    .where('lease', '=', holder)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toConversation(vault, row);
}

/** Begins a conversation anew whose own memory cannot be read. */
export async function renewConversation(tx: Tx, vault: Vault, key: string, chat: string): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ sealed: vault.sealJson({ chat, memory: NEW_CHAT }, CONTEXT) })
    .where('key', '=', key)
    .execute();
}

/**
 * The platform gave the chat another id: everything of the old one goes on under the new one, and what waits is delivered
 * there. What the new one already remembers stays. The old row stays too, until it is swept: another process may be
 * keeping a message under the old id at this moment.
 * @param from as it is now: locked in this transaction
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
      // Whoever delivers here now is still on the way.
      lease: from.lease,
      lease_until: from.leaseUntil,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ lease: from.lease, lease_until: from.leaseUntil })
        .where('conversations.lease_until', '<', from.leaseUntil),
    )
    .execute();
  await tx.updateTable('inbox').set({ conversation: key }).where('conversation', '=', from.key).execute();
  await tx.updateTable('outbox').set({ conversation: key }).where('conversation', '=', from.key).execute();
  await tx.updateTable('files').set({ conversation: key }).where('conversation', '=', from.key).execute();
  for (const table of ['tickets', 'ticket_letters', 'delayed', 'shifts'] as const)
    await tx.updateTable(table).set({ conversation: key }).where('conversation', '=', from.key).execute();
  const known = tx.selectFrom('people').select('person').where('conversation', '=', key);
  await tx
    .updateTable('people')
    .set({ conversation: key })
    .where('conversation', '=', from.key)
    .where('person', 'not in', known)
    .execute();
  await tx.deleteFrom('people').where('conversation', '=', from.key).execute();
  await tx
    .updateTable('conversations')
    .set({ lease: null, lease_until: 0, updated_at: now })
    .where('key', '=', from.key)
    .execute();
  return key;
}
