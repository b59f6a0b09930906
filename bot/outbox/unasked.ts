import type { Channel } from '../channels/channel.ts';
import type { Destination } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import type { Exclusive } from '../conversation/exclusive.ts';
import type { Vault } from '../privacy/vault.ts';
import { lockConversation } from '../store/conversations.ts';
import type { Store, Tx } from '../store/store.ts';

export type UnaskedDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly exclusive: Exclusive;
};

/** A chat that can be spoken in now, though nobody has just written there. */
export type OpenChat = {
  readonly conversation: string;
  readonly channel: Channel;
  readonly to: Destination;
  /** ms since 1970 */
  readonly now: number;
};

/** Speaking without having been asked: where the channel can begin to speak and the chat is open. */
export function createUnasked({ store, vault, clock, channels, exclusive }: UnaskedDeps): {
  /** Names of the channels that can begin. */
  readonly able: readonly string[];
  /** @returns what `say` counts; 0 where nothing can be said now */
  readonly inChat: (
    conversation: string,
    say: (tx: Tx, chat: OpenChat) => Promise<number>,
  ) => Promise<number>;
} {
  return {
    able: [...channels.values()].flatMap(({ name, capabilities }) =>
      capabilities.push === 'reply' ? [] : [name],
    ),
    inChat: (key, say) =>
      exclusive(key, () =>
        store.transaction(async (tx) => {
          const conversation = await lockConversation(store, tx, vault, key);
          const channel = conversation && channels.get(conversation.channel);
          if (conversation === undefined || channel === undefined || conversation.closedAt !== null) return 0;
          const to = { kind: conversation.kind, topic: null, replyTo: null, handle: null };
          return await say(tx, { conversation: key, channel, to, now: clock.now() });
        }),
      ),
  };
}
