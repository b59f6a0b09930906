import type { Assistant, Facts, PolicyPages } from '#knowledge';
import type { Capabilities } from '../channels/channel.ts';
import type { Outbound } from '../channels/message.ts';
import type { Retention } from '../privacy/retention.ts';
import type { Received } from '../store/inbox.ts';
import type { About, ChatMemory, PersonMemory } from './memory.ts';

/** The texts in force and what an admin keeps beside them, as the conversation uses them. */
export type Library = { readonly assistant: Assistant; readonly pages: PolicyPages; readonly facts: Facts };

export type Settings = {
  /** Questions a minute before a polite word. */
  readonly slowDown: { readonly person: number; readonly group: number };
  /** Numbers to call in danger, in the order in which they are shown. */
  readonly urgent: readonly { readonly number: string; readonly name: string }[];
  /** How long each kind of data is kept. */
  readonly retain: Retention;
};

/** What a turn may read and change beside its own memory, all in the turn's transaction. */
export type Records = {
  /** Keeps words for a private chat. @returns a token for a link */
  readonly carry: (words: string) => Promise<string>;
  /** null when it is unknown or too old. */
  readonly carried: (token: string) => Promise<string | null>;
  readonly everything: () => Promise<PersonRecords>;
  /** Erases everything of this person in this channel, in all chats. @returns a proof that tells nothing */
  readonly erase: () => Promise<string>;
};

export type PersonRecords = {
  readonly chats: readonly {
    readonly memory: PersonMemory | null;
    readonly said: readonly { readonly at: number; readonly words: string }[];
    readonly replies: number;
  }[];
};

/** One message to be answered, with all that an answer may depend on. */
export type Turn = {
  readonly inbound: Received;
  /** ms since 1970 */
  readonly now: number;
  /** The first letters of the person's key: enough to tell people of one group apart, too few to find anybody. */
  readonly tag: string;
  readonly person: PersonMemory;
  readonly chat: ChatMemory;
  /** What the bot's message that this one replies to was about. */
  readonly about: About | null;
  readonly channel: { readonly name: string; readonly capabilities: Capabilities };
  readonly library: Library;
  readonly records: Records;
  readonly settings: Settings;
};

/** What a turn leaves behind; all of it commits together. */
export type Reply = {
  /** null: forget this person. */
  readonly person: PersonMemory | null;
  readonly chat: ChatMemory;
  readonly say: readonly Outbound[];
  readonly about: About | null;
  /** Platform id of the question that this answers, when it is not the message at hand. */
  readonly answers?: string | null;
};

/** One step of the chain: a reply, or undefined for the next step. */
export type Handler = (turn: Turn) => Promise<Reply | undefined> | Reply | undefined;

/** Whoever fetches the answer waits for one: there silence looks like a failure. */
export function awaitsAnswer(turn: Turn): boolean {
  return turn.channel.capabilities.push === 'reply';
}

/** A reply that changes nothing but what is given. */
export function replyTo(turn: Turn, change: Partial<Reply>): Reply {
  return { person: turn.person, chat: turn.chat, say: [], about: null, ...change };
}
