import { backoff } from '../backoff.ts';
import type { Channel, Outcome } from '../channels/channel.ts';
import type { Json } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import type { Exclusive } from '../conversation/exclusive.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import {
  type Conversation,
  endLease,
  lockConversation,
  moveConversation,
  setLease,
} from '../store/conversations.ts';
import {
  closeOutbox,
  conversationOf,
  oldestMessage,
  openMessage,
  refOf,
  updateMessage,
} from '../store/outbox.ts';
import { type Store, StoreUnavailable, type Tx } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export type RelayDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly random: () => number;
  readonly exclusive: Exclusive;
  /** This process, for the lease. */
  readonly holder: string;
  /** One try may take this long. */
  readonly sendTimeoutMs: number;
};

/** Beyond the time of one try, and never longer than it: a deliverer silent for so long is dead, the outcome unknown. */
const LEASE_MARGIN = 5_000;
/** What a channel may take to heed its signal. */
const HEED_MS = 1_000;
/** A message that the process dies of each time must not go on for ever. */
const TRIES_ACROSS_DEATHS = 10;
/** An answer older than this is of no use to anybody. */
const GIVE_UP_AFTER = 24 * 3_600_000;

type Claimed = {
  readonly conversation: Conversation;
  readonly channel: Channel;
  readonly row: NonNullable<Awaited<ReturnType<typeof oldestMessage>>>;
  readonly payload: Json;
  readonly edits: string | null;
  readonly repeat: boolean;
};

/** One try was made. */
export type RelayResult = {
  /** The conversation, under its new key where it moved. */
  readonly conversation: string;
  /** The next message can be tried at once. */
  readonly more: boolean;
};

type Settled = RelayResult & { readonly dead: boolean };

/**
 * Delivers the oldest waiting message of a conversation. Claim and outcome are two transactions with the try between
 * them; the conversation's lease keeps every other process out meanwhile, so the order holds.
 *
 * Whoever dies between them leaves the row `sending`. When its lease is over the outcome is unknown: on an idempotent
 * platform the message is sent again under its key; elsewhere it is sent with a word that it may be a repeat. A death says
 * nothing about the message, so it may outlive several; a try that a living process saw end unknown, when one before may
 * have arrived, makes it dead. A lost answer harms more than one told twice.
 * @returns undefined when nothing can be delivered here now
 */
export function createRelay(deps: RelayDeps): (key: string) => Promise<RelayResult | undefined> {
  const { store, clock, telemetry, exclusive } = deps;
  return async (key) => {
    const claimed = await exclusive(key, () => store.transaction((tx) => claim(deps, tx, key)));
    if (claimed === undefined) return undefined;
    const started = clock.now();
    const outcome = await attempt(deps, claimed);
    const { name } = claimed.channel;
    const reason = 'reason' in outcome ? outcome.reason : undefined;
    telemetry.delivered(name, outcome.kind, clock.now() - started, reason);
    const result = await keepTrying(deps, () =>
      exclusive(key, () => store.transaction((tx) => settle(deps, tx, claimed, outcome))),
    );
    if (result.dead) telemetry.delivered(name, 'dead', clock.now() - started, reason);
    if (outcome.kind === 'sent') claimed.channel.delivered?.(claimed.conversation.chat);
    return result;
  };
}

async function claim(deps: RelayDeps, tx: Tx, key: string): Promise<Claimed | undefined> {
  const { store, vault, clock, channels, holder, sendTimeoutMs } = deps;
  const now = clock.now();
  const conversation = await lockConversation(store, tx, vault, key);
  const channel = conversation && channels.get(conversation.channel);
  if (conversation === undefined || channel === undefined) return undefined;
  if (conversation.leaseUntil > now) return undefined;
  const row = await oldestMessage(tx, key);
  if (row === undefined || row.due_at > now) return undefined;
  if (conversation.closedAt !== null) {
    await closeOutbox(tx, key, 'closed');
    return undefined;
  }
  const died = row.state === 'sending';
  const idempotent = channel.capabilities.idempotent;
  if (row.sealed === null || (died && !idempotent && row.attempts >= TRIES_ACROSS_DEATHS)) {
    await updateMessage(tx, row.id, {
      state: 'dead',
      error: row.sealed === null ? 'erased' : 'unknown-often',
    });
    return claim(deps, tx, key);
  }
  const payload = readPayload(vault, row.sealed);
  if (payload === undefined) {
    await updateMessage(tx, row.id, { state: 'dead', error: 'unreadable' });
    return claim(deps, tx, key);
  }
  const repeat = row.repeat === 1 || (died && !idempotent);
  await updateMessage(tx, row.id, { state: 'sending', attempts: row.attempts + 1, repeat: repeat ? 1 : 0 });
  await setLease(tx, key, holder, now + sendTimeoutMs + Math.min(sendTimeoutMs, LEASE_MARGIN));
  const edits = row.replaces === null ? null : await refOf(tx, row.replaces);
  return { conversation, channel, row, payload, edits, repeat };
}

/** undefined when it is damaged: what stands behind it must not wait for it for ever. */
function readPayload(vault: Vault, sealed: string): Json | undefined {
  try {
    return openMessage(vault, sealed).payload;
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}

async function attempt(
  deps: RelayDeps,
  { channel, conversation, row, payload, edits, repeat }: Claimed,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(deps.sendTimeoutMs);
  // A channel that does not heed its signal must not hold the chat, or the end of the program, for ever.
  const over = new AbortController();
  const late = deps.clock.sleep(deps.sendTimeoutMs + HEED_MS, over.signal);
  try {
    const sent = channel.send({ chat: conversation.chat, payload, edits, key: row.key, repeat }, signal);
    return await Promise.race([sent, late.then((): Outcome => ({ kind: 'unknown', reason: 'endless' }))]);
  } catch (error) {
    // A channel that throws breaks its contract, and nobody knows what it did before.
    return { kind: 'unknown', reason: error instanceof Error ? error.name : 'error' };
  } finally {
    over.abort();
  }
}

async function settle(deps: RelayDeps, tx: Tx, claimed: Claimed, outcome: Outcome): Promise<Settled> {
  const { vault, clock, holder } = deps;
  const { channel, row } = claimed;
  const now = clock.now();
  // The chat may have moved meanwhile, and taken the lease along.
  const key = (await conversationOf(tx, row.id)) ?? claimed.conversation.key;
  const conversation = await endLease(tx, vault, key, holder);
  // The lease ran out and another process has decided what this outcome means.
  if (conversation === undefined) return { conversation: key, more: true, dead: false };
  const again = async (dueAt: number, repeat: boolean, reason: string): Promise<Settled> => {
    const late = now - row.created_at > GIVE_UP_AFTER;
    await updateMessage(tx, row.id, {
      state: late ? 'dead' : 'failed',
      due_at: dueAt,
      repeat: repeat ? 1 : 0,
      error: reason,
    });
    return { conversation: conversation.key, more: late, dead: late };
  };
  switch (outcome.kind) {
    case 'sent':
      await updateMessage(tx, row.id, { state: 'sent', ref: outcome.ref, error: null, sent_at: now });
      break;
    case 'later': {
      const wait = outcome.afterMs ?? backoff(row.attempts + 1, deps.random);
      return again(now + wait, claimed.repeat || outcome.doubt === true, outcome.reason);
    }
    case 'unknown': {
      const { idempotent } = channel.capabilities;
      if (!idempotent && claimed.repeat) {
        await updateMessage(tx, row.id, { state: 'dead', error: `unknown-twice: ${outcome.reason}` });
        break;
      }
      return again(now + backoff(row.attempts + 1, deps.random), !idempotent, outcome.reason);
    }
    case 'refused':
      await updateMessage(tx, row.id, {
        state: 'dead',
        error: outcome.reason,
        ...(outcome.moot === true && { sealed: null }),
      });
      if (outcome.closed) {
        await closeOutbox(tx, conversation.key, outcome.reason);
        await tx
          .updateTable('conversations')
          .set({ closed_at: now })
          .where('key', '=', conversation.key)
          .execute();
      }
      break;
    case 'moved': {
      // At once the first time; a platform that sends it round in circles is not asked without a pause.
      const wait = row.attempts === 0 ? 0 : backoff(row.attempts + 1, deps.random);
      await again(now + wait, claimed.repeat, 'moved');
      return {
        conversation: await moveConversation(tx, vault, conversation, outcome.chat, now),
        more: true,
        dead: false,
      };
    }
  }
  return {
    conversation: conversation.key,
    more: (await oldestMessage(tx, conversation.key)) !== undefined,
    dead: outcome.kind !== 'sent' && !('moot' in outcome),
  };
}

/** The try is over and its outcome must be kept: while the store is unavailable, that is asked again and again. */
async function keepTrying<T>(deps: RelayDeps, keep: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await keep();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || attempt > 10) throw error;
      deps.telemetry.note('error', 'outcome-not-kept', { reason: error.reason, attempt });
      await deps.clock.sleep(backoff(attempt, deps.random, 100, 2_000));
    }
  }
}
