import type { Destination, Inbound, Json, Outbound } from './message.ts';

/** What a channel can do. The composer chooses by these, never by a channel's name. */
export type Capabilities = {
  /** Longest text of one message. `chars` are UTF-16 units. */
  readonly text: { readonly max: number; readonly unit: 'chars' | 'bytes' };
  readonly buttons: boolean;
  /** Sent messages can be changed. */
  readonly edits: boolean;
  /** A repeated delivery with the same key arrives once. */
  readonly idempotent: boolean;
  /** Messages that one inbound may cause; null for no limit. */
  readonly perTurn: number | null;
  /** free: at any time · window: for a while after the person wrote · reply: only as an answer. */
  readonly push: 'free' | 'window' | 'reply';
  readonly files: { readonly private: boolean; readonly group: boolean };
  /** A group can hand a person over into a private chat with a payload. */
  readonly privateLinks: boolean;
};

/** One message of the platform, as it waits in the outbox. */
export type Delivery = {
  readonly chat: string;
  /** What `encode` made. */
  readonly payload: Json;
  /** Platform id of the sent message that this one replaces; null to send a new one. */
  readonly edits: string | null;
  /** The same at every try of this message. */
  readonly key: string;
  /** An earlier try may have arrived: say so in the message. Only where the platform is not idempotent. */
  readonly repeat: boolean;
};

/** What came of one try. `unknown`: it may have arrived, so it is never repeated as if it had not. */
export type Outcome =
  | { readonly kind: 'sent'; readonly ref: string | null }
  /** Certainly not delivered; worth another try, after `afterMs` where the platform said so. */
  | { readonly kind: 'later'; readonly afterMs: number | null; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Will never be delivered. `closed`: neither will anything else in this chat, until the person writes again. */
  | { readonly kind: 'refused'; readonly reason: string; readonly closed: boolean }
  /** Certainly not delivered: the chat has another id. */
  | { readonly kind: 'moved'; readonly chat: string };

/** How far a channel has read on a platform that is asked for messages: where it goes on after a crash. */
export type Checkpoint = { readonly name: string; readonly value: string };

/**
 * What a channel hands to the core. The checkpoint is kept in the same transaction as the messages before it, so that
 * none is read twice or never.
 * @throws StoreUnavailable when nothing could be kept: the platform must repeat
 */
export type Accept = (inbounds: readonly Inbound[], checkpoint?: Checkpoint) => Promise<void>;

export type ChannelState = {
  readonly state: 'ready' | 'connecting' | 'down';
  /** For a person at the union, in plain Chinese: what is wrong and what to do; '' when ready. */
  readonly detail: string;
};

export type Channel = {
  /** telegram, web, terminal, wecom-bot … */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Pure: the platform messages in order, each within the limits. */
  readonly encode: (outbound: Outbound, to: Destination) => readonly Json[];
  /** One try. Never throws: what went wrong is an Outcome. Ends soon after `signal` aborts. */
  readonly send: (delivery: Delivery, signal: AbortSignal) => Promise<Outcome>;
  /** Called once a message of `chat` is marked sent and that is committed: who reads the mailbox finds it from now on. */
  readonly delivered?: (chat: string) => void;
  /** Begins to receive. Resolves when it does, or when it has set out to keep trying. */
  readonly start: (accept: Accept) => Promise<void>;
  /** Stops receiving; what was accepted stays accepted. */
  readonly stop: () => Promise<void>;
  readonly state: () => ChannelState;
};
