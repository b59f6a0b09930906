import type { Json } from '../channels/message.ts';

/** One side's message in a conversation, as a channel that keeps no history of its own shows it again. */
export type Letter = {
  /** Outbox id for the bot's, so that a reader can go on after it; null for the person's own. */
  readonly id: number | null;
  readonly from: 'person' | 'bot';
  readonly at: number;
  /** The bot's: what the channel's `encode` made. The person's: Inbound as JSON. */
  readonly payload: Json;
  /** The person's own: the channel's event id. */
  readonly event: string | null;
};

/** What waits or has been sent in one chat, for channels that are read instead of pushed to (the web page). */
export type Mailbox = {
  /**
   * The bot's messages with an id above `since`, oldest first, once they are marked sent.
   * @param known ids that the reader has: they are not opened again
   */
  readonly after: (chat: string, since: number, known?: ReadonlySet<number>) => Promise<readonly Letter[]>;
  /** Both sides, the newest `limit`, oldest first. */
  readonly history: (chat: string, limit: number) => Promise<readonly Letter[]>;
};
