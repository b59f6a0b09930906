/**
 * The tables, the same on SQLite and PostgreSQL. Times are milliseconds since 1970. Columns named `sealed` hold personal
 * data, encrypted (bot/privacy/vault.ts); `conversation`, `person` and `event` are keyed hashes of platform ids, so that
 * rows can be found and nobody can be read from them.
 */

/** An id that the database counts up. */
type Serial = { readonly __select__: number; readonly __insert__: undefined; readonly __update__: never };

export type MetaRow = { key: string; value: string };

export type ConversationRow = {
  key: string;
  channel: string;
  kind: 'private' | 'group';
  /** JSON: chat id and what the chat itself remembers. */
  sealed: string;
  /** Since when nothing can be delivered (blocked, removed); null while it can. */
  closed_at: number | null;
  /** Whoever delivers in this conversation now, and until when it is believed to live. */
  lease: string | null;
  lease_until: number;
  updated_at: number;
};

export type InboxRow = {
  id: Serial;
  channel: string;
  event: string;
  conversation: string;
  person: string;
  /** Inbound as JSON; null once the words were erased or have expired. The row stays, so that a repeat is known. */
  sealed: string | null;
  state: 'accepted' | 'done' | 'failed';
  attempts: number;
  due_at: number;
  error: string | null;
  received_at: number;
  done_at: number | null;
};

export type OutboxRow = {
  id: Serial;
  channel: string;
  conversation: string;
  /** For whom; null for nobody in particular. */
  person: string | null;
  /** The inbox row that caused it; null for none. */
  cause: number | null;
  /** Platform id of the message that is answered, to find the answer when that message is edited. */
  answers: string | null;
  /** JSON: payload, and what the message was about; null once erased or expired. */
  sealed: string | null;
  /** Outbox id of the message that this one edits. */
  replaces: number | null;
  /** failed: tried, not delivered, waits for its next try. dead: only a person can help. */
  state: 'pending' | 'sending' | 'sent' | 'failed' | 'dead';
  attempts: number;
  due_at: number;
  /** 1 when an earlier try may have arrived. */
  repeat: number;
  /** Platform id it got. */
  ref: string | null;
  error: string | null;
  key: string;
  created_at: number;
  sent_at: number | null;
};

/** What is remembered of one person in one conversation. */
export type PersonRow = {
  conversation: string;
  person: string;
  channel: string;
  sealed: string;
  updated_at: number;
};

/** A payload that a link or a button stands for. */
export type CarriedRow = {
  token: string;
  channel: string;
  person: string | null;
  sealed: string;
  expires_at: number;
};

/** Proof that an erasure was done: when and how much, never what. */
export type ErasureRow = { id: string; channel: string; at: number; rows: number };

/** How far a channel has read. */
export type CheckpointRow = { channel: string; name: string; value: string; updated_at: number };

/** Work that one process at a time may do. */
export type LeaseRow = { name: string; holder: string; until: number };

/** An answer that a platform comes to fetch in pieces, from whichever process it meets. */
export type StreamRow = {
  id: string;
  channel: string;
  /** JSON; what it says and whether it is whole. */
  sealed: string;
  version: number;
  expires_at: number;
};

export type Schema = {
  meta: MetaRow;
  conversations: ConversationRow;
  inbox: InboxRow;
  outbox: OutboxRow;
  people: PersonRow;
  carried: CarriedRow;
  erasures: ErasureRow;
  checkpoints: CheckpointRow;
  leases: LeaseRow;
  streams: StreamRow;
};
