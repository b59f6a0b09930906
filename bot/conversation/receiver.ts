import { type Accept, UNTIL_THEY_WRITE } from '../channels/channel.ts';
import type { FileSource, Inbound } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import { WAIT_MS } from '../files/fetcher.ts';
import { redact } from '../privacy/redact.ts';
import type { Vault } from '../privacy/vault.ts';
import { saveCheckpoint } from '../store/checkpoints.ts';
import { ensureConversation } from '../store/conversations.ts';
import { insertInbound, type Received } from '../store/inbox.ts';
import { personKey } from '../store/keys.ts';
import { hurryOutbox } from '../store/outbox.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { insertFiles, withoutSources } from '../store/wanted-files.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export type ReceiverDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Told after the commit which conversation has something to do. */
  readonly wake: (conversation: string) => void;
  /** And which file is to be fetched. */
  readonly wakeFile: (file: string) => void;
  readonly randomId: () => string;
};

/**
 * Keeps what a channel received. Resolves when it is on disk: only then may the platform forget it. A repeat is known by
 * the channel's event id and dropped; what is not for the bot never touches the disk.
 */
export function createReceiver({ store, vault, clock, telemetry, wake, wakeFile, randomId }: ReceiverDeps) {
  return (channel: string): Accept =>
    async (inbounds, checkpoint) => {
      const wanted = inbounds.filter((inbound) => inbound.addressed);
      for (let ignored = inbounds.length - wanted.length; ignored > 0; ignored--)
        telemetry.received(channel, 'ignored');
      if (wanted.length === 0 && checkpoint === undefined) return undefined;
      const now = clock.now();
      const kept = await store
        .transaction(async (tx) => {
          const rows: Kept[] = [];
          for (const inbound of wanted) {
            const { kind, chat } = inbound;
            const conversation = await ensureConversation(tx, vault, { channel, kind, chat, now });
            const files = sourcesOf(inbound).map((file) => ({ id: randomId(), file }));
            const id = await insertInbound(tx, vault, {
              channel,
              conversation,
              inbound: toKeep(withoutSources(inbound)),
              dueAt: files.length === 0 ? now : now + WAIT_MS,
              now,
            });
            const fresh = id !== undefined;
            if (id !== undefined && inbound.content.kind === 'media') {
              const person = personKey(vault, channel, inbound.sender.id);
              const { media } = inbound.content;
              await insertFiles(tx, vault, files, { channel, conversation, person, cause: id, media, now });
            }
            rows.push({
              event: inbound.event,
              conversation,
              fresh,
              files: fresh ? files.map((file) => file.id) : [],
            });
          }
          const written = rows.filter(({ fresh }) => fresh).map(({ conversation }) => conversation);
          await hurryOutbox(tx, written, UNTIL_THEY_WRITE, now);
          if (checkpoint !== undefined) await saveCheckpoint(tx, channel, checkpoint, now);
          return rows;
        })
        .catch((error: unknown) => {
          telemetry.received(channel, 'refused', error instanceof StoreUnavailable ? error.reason : 'error');
          throw error;
        });
      for (const { conversation, fresh, files } of kept) {
        telemetry.received(channel, fresh ? 'accepted' : 'repeated');
        for (const file of files) wakeFile(file);
        // Its files wake it, with their outcome.
        if (fresh && files.length === 0) wake(conversation);
      }
      return new Set(kept.flatMap(({ event, fresh }) => (fresh ? [] : [event])));
    };
}

type Kept = {
  readonly event: string;
  readonly conversation: string;
  readonly fresh: boolean;
  /** Files to be fetched. */
  readonly files: readonly string[];
};

/** What is posted before a whole group is nobody's evidence, whatever a channel offers. */
function sourcesOf({ kind, content }: Inbound): readonly FileSource[] {
  return kind === 'private' && content.kind === 'media' ? content.files : [];
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
