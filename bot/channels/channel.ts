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
  /**
   * Where files can be sent; `taken`: pictures and files that people send in private are fetched. `asText`: what is sent is
   * shown, so that only a file of text is of use.
   */
  readonly files: {
    readonly private: boolean;
    readonly group: boolean;
    readonly taken: boolean;
    readonly asText?: true;
  };
  /** A group can hand a person over into a private chat with a payload. */
  readonly privateLinks: boolean;
  /** Whoever asks for a person may get one put into the chat itself, who then reads all of it and sees the account. */
  readonly servicers?: true;
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
  /**
   * Worth another try, after `afterMs` where the platform said so. Certainly not delivered, unless `doubt`: then the try may
   * have arrived, the next one replaces it, and only one that cannot has to say that it may be a repeat.
   */
  | {
      readonly kind: 'later';
      readonly afterMs: number | null;
      readonly reason: string;
      readonly doubt?: true;
    }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Will never be delivered. `closed`: neither will anything else in this chat, until the person writes again. */
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly closed: boolean;
      /** A person has taken the conversation: nobody misses this message, and there is nothing to mend. */
      readonly moot?: true;
    }
  /** Certainly not delivered: the chat has another id. */
  | { readonly kind: 'moved'; readonly chat: string };

/** Reason of a `later`: the platform takes more as soon as the person writes again, and then nobody is kept waiting. */
export const UNTIL_THEY_WRITE = 'budget';

/** Why a file could not be had, in a word for counts; said to its owner in plain ones. */
export type FileFault =
  /** Longer than may be kept, or than the platform gives out. */
  | 'too-large'
  /** Its owner has no room left. */
  | 'full'
  /** The platform does not have it any more. */
  | 'gone'
  /** An address that is not the platform's own. */
  | 'address'
  /** It does not open with its key, or came cut short. */
  | 'undecryptable'
  | 'empty'
  /** The platform says no to the bot: its rights or its secret. */
  | 'refused'
  | 'unreachable'
  /** It took longer than somebody can be kept waiting. */
  | 'late';

/** What came of one try to fetch a file. */
export type Fetched =
  | { readonly kind: 'got'; readonly bytes: Uint8Array; readonly mime: string; readonly name: string }
  | { readonly kind: 'too-large' }
  /** Never to be had. */
  | { readonly kind: 'gone'; readonly reason: FileFault }
  | { readonly kind: 'later'; readonly reason: FileFault; readonly afterMs: number | null };

/** How far a channel has read on a platform that is asked for messages: where it goes on after a crash. */
export type Checkpoint = { readonly name: string; readonly value: string };

/**
 * What a channel hands to the core. The checkpoint is kept in the same transaction as the messages before it, so that
 * none is read twice or never.
 * @returns the events that had been kept before, undefined for none: a repeat is answered where it came first
 * @throws StoreUnavailable when nothing could be kept: the platform must repeat
 */
export type Accept = (
  inbounds: readonly Inbound[],
  checkpoint?: Checkpoint,
) => Promise<ReadonlySet<string> | undefined>;

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
  /** A message that stands elsewhere on this platform, for somebody who is not shown who wrote it. @param of as the platform's own part of the desk named it */
  readonly copy?: (of: string) => Json;
  /**
   * One try to get a file that a message brought. Never throws, keeps no more than `limitBytes` in memory, ends soon after
   * `signal` aborts. Only called for what this channel's own messages named.
   */
  readonly fetch?: (source: Json, limitBytes: number, signal: AbortSignal) => Promise<Fetched>;
  /** Called once a message of `chat` is marked sent and that is committed: who reads the mailbox finds it from now on. */
  readonly delivered?: (chat: string) => void;
  /** Begins to receive. Resolves when it does, or when it has set out to keep trying. */
  readonly start: (accept: Accept) => Promise<void>;
  /** Stops receiving; what was accepted stays accepted. */
  readonly stop: () => Promise<void>;
  readonly state: () => ChannelState;
};
