import { type Outbound, outboundSchema } from '../channels/message.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import { sql } from './kysely.ts';
import type { PersonIn } from './people.ts';
import type { Store, Tx } from './store.ts';

const CONTEXT = 'delayed/sealed';

/** Something to be said to somebody at its time, unless it is called off before. */
export type Delayed = {
  /** Of two with the same key for one person in one chat only the newer counts. */
  readonly key: string;
  /** ms since 1970 */
  readonly at: number;
  /** From then on it helps nobody any more. */
  readonly until: number;
  readonly outbound: Outbound;
};

export type DueMessage = {
  readonly id: number;
  readonly person: string;
  readonly outbound: Outbound;
};

type Whose = Pick<PersonIn, 'conversation' | 'person'>;

export async function insertDelayed(
  tx: Tx,
  vault: Vault,
  owner: PersonIn,
  { key, at, until, outbound }: Delayed,
  now: number,
): Promise<void> {
  await callOffDelayed(tx, owner, key);
  const { conversation, person, channel } = owner;
  await tx
    .insertInto('delayed')
    .values({
      channel,
      conversation,
      person,
      key,
      state: 'waiting',
      sealed: vault.sealJson(outbound, CONTEXT),
      due_at: at,
      expires_at: until,
      outbox_from: null,
      outbox_to: null,
      created_at: now,
    })
    .execute();
}

/**
 * It is not said any more; what of it waits in the outbox is taken out again.
 * @param tx holds the conversation's lock, so that nobody delivers it meanwhile
 */
export async function callOffDelayed(tx: Tx, { conversation, person }: Whose, key: string): Promise<void> {
  const rows = await tx
    .deleteFrom('delayed')
    .where('conversation', '=', conversation)
    .where('person', '=', person)
    .where('key', '=', key)
    .returning(['outbox_from', 'outbox_to'])
    .execute();
  for (const { outbox_from, outbox_to } of rows) {
    if (outbox_from === null || outbox_to === null) continue;
    await tx
      .deleteFrom('outbox')
      .where('conversation', '=', conversation)
      .where('person', '=', person)
      .where('id', '>=', outbox_from)
      .where('id', '<=', outbox_to)
      .where('state', 'in', ['pending', 'failed'])
      .execute();
  }
}

/** What is due in a conversation, to everybody there or to one, held until the transaction ends; earliest first. */
export async function dueDelayed(
  store: Store,
  tx: Tx,
  vault: Vault,
  { conversation, person }: { readonly conversation: string; readonly person?: string },
  now: number,
): Promise<readonly DueMessage[]> {
  const due = tx
    .selectFrom('delayed')
    .select(['id', 'person', 'sealed'])
    .where('conversation', '=', conversation)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .where('expires_at', '>', now)
    .orderBy('due_at')
    .orderBy('id');
  const rows = await store.locked(person === undefined ? due : due.where('person', '=', person)).execute();
  const found: DueMessage[] = [];
  for (const { id, person: whose, sealed } of rows) {
    const outbound = readable(vault, sealed);
    if (outbound !== undefined) found.push({ id, person: whose, outbound });
    // Nobody will ever say it.
    else await tx.deleteFrom('delayed').where('id', '=', id).execute();
  }
  return found;
}

/** Its messages stand in the outbox, from the first to the last; with none of them it is over. */
export async function queueDelayed(tx: Tx, id: number, rows: readonly number[]): Promise<void> {
  await tx
    .updateTable('delayed')
    .set({ state: 'queued', outbox_from: rows[0] ?? null, outbox_to: rows.at(-1) ?? null })
    .where('id', '=', id)
    .execute();
}

/** Conversations in which something is due, though nobody writes there. */
export async function conversationsWithDelayed(
  tx: Tx,
  channels: readonly string[],
  now: number,
  limit: number,
): Promise<readonly string[]> {
  if (channels.length === 0) return [];
  const rows = await tx
    .selectFrom('delayed')
    .innerJoin('conversations', 'conversations.key', 'delayed.conversation')
    .select('delayed.conversation')
    .distinct()
    .where(sql<boolean>`delayed.state = 'waiting'`)
    .where('delayed.due_at', '<=', now)
    .where('delayed.expires_at', '>', now)
    .where('delayed.channel', 'in', channels)
    .where('conversations.closed_at', 'is', null)
    .limit(limit)
    .execute();
  return rows.map(({ conversation }) => conversation);
}

/** undefined for what cannot be read. */
function readable(vault: Vault, sealed: string): Outbound | undefined {
  try {
    return vault.openJson(sealed, CONTEXT, outboundSchema);
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}
