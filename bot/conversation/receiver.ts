import type { Accept } from '../channels/channel.ts';
import type { Inbound } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import { redact } from '../privacy/redact.ts';
import type { Vault } from '../privacy/vault.ts';
import { saveCheckpoint } from '../store/checkpoints.ts';
import { ensureConversation } from '../store/conversations.ts';
import { insertInbound, type Received } from '../store/inbox.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export type ReceiverDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Told after the commit which conversation has something to do. */
  readonly wake: (conversation: string) => void;
};

/**
 * Keeps what a channel received. Resolves when it is on disk: only then may the platform forget it. A repeat is known by
 * the channel's event id and dropped; what is not for the bot never touches the disk.
 */
export function createReceiver({ store, vault, clock, telemetry, wake }: ReceiverDeps) {
  return (channel: string): Accept =>
    async (inbounds, checkpoint) => {
      const wanted = inbounds.filter((inbound) => inbound.addressed);
      for (let ignored = inbounds.length - wanted.length; ignored > 0; ignored--)
        telemetry.received(channel, 'ignored');
      if (wanted.length === 0 && checkpoint === undefined) return undefined;
      const now = clock.now();
      const kept = await store
        .transaction(async (tx) => {
          const rows: { event: string; conversation: string; fresh: boolean }[] = [];
          for (const inbound of wanted) {
            const { kind, chat } = inbound;
            const conversation = await ensureConversation(tx, vault, { channel, kind, chat, now });
            const fresh = await insertInbound(tx, vault, {
              channel,
              conversation,
              inbound: toKeep(inbound),
              now,
            });
            rows.push({ event: inbound.event, conversation, fresh });
          }
          if (checkpoint !== undefined) await saveCheckpoint(tx, channel, checkpoint, now);
          return rows;
        })
        .catch((error: unknown) => {
          telemetry.received(channel, 'refused', error instanceof StoreUnavailable ? error.reason : 'error');
          throw error;
        });
      for (const { conversation, fresh } of kept) {
        telemetry.received(channel, fresh ? 'accepted' : 'repeated');
        if (fresh) wake(conversation);
      }
      return new Set(kept.flatMap(({ event, fresh }) => (fresh ? [] : [event])));
    };
}

/** What somebody posts before a whole group is kept without their numbers, and what they quote as well. */
function toKeep(inbound: Inbound): Received {
  const { content } = inbound;
  if (inbound.kind === 'private') return { ...inbound, redacted: false };
  const quoted = inbound.quoted && { ...inbound.quoted, text: redact(inbound.quoted.text).text };
  if (content.kind === 'text') {
    const { text, found } = redact(content.text);
    return { ...inbound, quoted, content: { ...content, text }, redacted: found.length > 0 };
  }
  if (content.kind === 'media') {
    const { text, found } = redact(content.caption);
    return { ...inbound, quoted, content: { ...content, caption: text }, redacted: found.length > 0 };
  }
  return { ...inbound, quoted, redacted: false };
}
