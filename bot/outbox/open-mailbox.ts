import type { Vault } from '../privacy/vault.ts';
import { openInbound } from '../store/inbox.ts';
import { conversationKey } from '../store/keys.ts';
import { isSent, openMessage } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Letter, Mailbox } from './mailbox.ts';

/** Letters given at one look; a reader that is further behind asks again after the last. */
const AT_ONE_LOOK = 500;

/** The mailbox of one channel, read from the store's rows. */
export function openMailbox(store: Store, vault: Vault, channel: string): Mailbox {
  const bots = async (
    tx: Tx,
    chat: string,
    since: number,
    order: 'asc' | 'desc',
    limit: number,
    known?: ReadonlySet<number>,
  ) => {
    const rows = await tx
      .selectFrom('outbox')
      .select(['id', 'sealed', 'created_at'])
      .where('conversation', '=', conversationKey(vault, channel, chat))
      .where(isSent)
      .where('id', '>', since)
      .orderBy('id', order)
      .limit(limit)
      .execute();
    return rows.flatMap(({ id, sealed, created_at }): Letter[] =>
      sealed === null || known?.has(id) === true
        ? []
        : [{ id, from: 'bot', at: created_at, payload: openMessage(vault, sealed).payload, event: null }],
    );
  };
  const persons = async (tx: Tx, chat: string, limit: number) => {
    const rows = await tx
      .selectFrom('inbox')
      .select(['sealed', 'received_at'])
      .where('conversation', '=', conversationKey(vault, channel, chat))
      .where('sealed', 'is not', null)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.toReversed().flatMap(({ sealed, received_at }): Letter[] => {
      if (sealed === null) return [];
      const { redacted: _, ...inbound } = openInbound(vault, sealed);
      return [{ id: null, from: 'person', at: received_at, payload: inbound, event: inbound.event }];
    });
  };
  return {
    after: (chat, since, known) =>
      store.transaction((tx) => bots(tx, chat, since, 'asc', AT_ONE_LOOK, known)),
    history: (chat, limit) =>
      store.transaction(async (tx) => {
        const letters = [...(await persons(tx, chat, limit)), ...(await bots(tx, chat, 0, 'desc', limit))];
        // An answer is never older than its question; at the same millisecond the question goes first.
        const side = ({ from }: Letter) => (from === 'person' ? 0 : 1);
        return letters
          .sort((a, b) => a.at - b.at || side(a) - side(b) || (a.id ?? 0) - (b.id ?? 0))
          .slice(-limit);
      }),
  };
}
