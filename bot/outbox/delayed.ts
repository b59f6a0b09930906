import type { Channel } from '../channels/channel.ts';
import type { Destination } from '../channels/message.ts';
import type { Vault } from '../privacy/vault.ts';
import { conversationsWithDelayed, type DueMessage, dueDelayed, queueDelayed } from '../store/delayed.ts';
import { insertMessage } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';
import { createUnasked, type UnaskedDeps } from './unasked.ts';

/**
 * Puts what is due into the outbox, each as messages of its own.
 * @param tx holds the conversation's lock: no other message comes between
 */
export async function sendDelayed(
  tx: Tx,
  vault: Vault,
  {
    due,
    channel,
    conversation,
    to,
    cause,
    randomId,
    now,
  }: {
    due: readonly DueMessage[];
    channel: Channel;
    conversation: string;
    to: Destination;
    cause: number | null;
    randomId: () => string;
    now: number;
  },
): Promise<void> {
  for (const { id, person, outbound } of due) {
    const ids: number[] = [];
    for (const payload of channel.encode(outbound, to)) {
      const message = { channel: channel.name, conversation, person, cause, answers: null, payload };
      ids.push(
        await insertMessage(tx, vault, { ...message, about: null, replaces: null, key: randomId() }, now),
      );
    }
    await queueDelayed(tx, id, ids);
  }
}

export type DelayedPostDeps = UnaskedDeps & { readonly randomId: () => string };

/** Conversations looked at in one round. */
const AT_ONE_LOOK = 200;

/**
 * Says what has become due, where the channel can begin to speak and the chat is open. The rest goes with the next answer
 * (conversation/turns.ts). A row leaves `waiting` in the transaction that fills the outbox, so two processes say it once.
 * @returns how many went into the outbox
 */
export function createDelayedPost(deps: DelayedPostDeps): () => Promise<number> {
  const { store, vault, clock, randomId } = deps;
  const { able, inChat } = createUnasked(deps);
  const post = (key: string): Promise<number> =>
    inChat(key, async (tx, chat) => {
      const due = await dueDelayed(store, tx, vault, { conversation: key }, chat.now);
      await sendDelayed(tx, vault, { ...chat, due, cause: null, randomId });
      return due.length;
    });
  return async () => {
    const keys = await store.transaction((tx) =>
      conversationsWithDelayed(tx, able, clock.now(), AT_ONE_LOOK),
    );
    let count = 0;
    for (const key of keys) count += await post(key);
    return count;
  };
}
