import type { Assistant, Facts, PolicyPages } from '#knowledge';
import type { Capabilities, FileFault } from '../channels/channel.ts';
import type { Outbound } from '../channels/message.ts';
import type { DeskSettings } from '../desk/sweep.ts';
import type { StaffChat } from '../desk/wecom/chat.ts';
import type { WorkerTickets } from '../desk/worker-tickets.ts';
import type { FileLimits } from '../files/fetcher.ts';
import type { GuideRun } from '../guides/run.ts';
import type { Shift } from '../guides/shift/shift.ts';
import type { Asked } from '../insight/asked.ts';
import type { By } from '../library/acting.ts';
import type { Paper, PaperFormat } from '../papers/paper.ts';
import type { PaperFile } from '../papers/press.ts';
import type { Retention } from '../privacy/retention.ts';
import type { StaffRecords } from '../staff/records.ts';
import type { Delayed } from '../store/delayed.ts';
import type { Received } from '../store/inbox.ts';
import type { FileRow } from '../store/schema.ts';
import type { LibraryAct, LibraryTold } from './library-desk.ts';
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
  /** How much of what people send is taken. */
  readonly files: FileLimits;
  /** Origin of the site from outside, when it is known. */
  readonly publicUrl: string | undefined;
  /** What times hold at the union's desk, and how long its tickets are kept. */
  readonly desk: DeskSettings;
};

/** What a turn may read and change beside its own memory, all in the turn's transaction. */
export type Records = {
  /** Keeps words for a private chat. @returns a token for a link */
  readonly carry: (words: string) => Promise<string>;
  /** null when it is unknown or too old. */
  readonly carried: (token: string) => Promise<string | null>;
  readonly guides: GuideRuns;
  readonly shifts: ShiftRecords;
  /** Latin, ten characters. */
  readonly newId: () => string;
  readonly tickets: WorkerTickets;
  readonly staff: StaffRecords;
  /** What staff do with tickets in a chat of WeCom. */
  readonly staffChat: StaffChat;
  /** Words of theirs that got no answer and are kept without their name. */
  readonly unanswered: () => Promise<readonly string[]>;
  readonly everything: () => Promise<PersonRecords>;
  /** Erases everything of this person in this channel, in all chats. @returns a proof that tells nothing */
  readonly erase: () => Promise<string>;
  readonly files: FileRecords;
};

/** A picture, recording or document of the person. */
export type KeptFile = {
  readonly id: string;
  /** The same for files that one message brought. */
  readonly cause: number;
  /** wanted: being fetched. held: here, undecided, gone after a day. kept: its owner wants it kept. lost: could not be had. */
  readonly state: FileRow['state'];
  /** As in Inbound. */
  readonly media: string;
  readonly name: string;
  /** What the bytes are, once they are here. */
  readonly mime: string;
  /** Bytes; 0 for what is not here. */
  readonly size: number;
  /** ms since 1970 */
  readonly at: number;
  /** The guide run that it is evidence in; null for none. */
  readonly run: string | null;
  /** Why it is lost. */
  readonly reason: FileFault | null;
};

/** The files of the person who speaks, in this channel; other people's ids do nothing. */
export type FileRecords = {
  /** What became of those that this very message brought; none of them is `wanted`. */
  readonly ofMessage: () => Promise<readonly KeptFile[]>;
  /** Keeps what is here for as long as evidence is kept. @returns how many were there to be kept */
  readonly keep: (ids: readonly string[], run: string | null) => Promise<number>;
  /** @returns how many there were */
  readonly drop: (ids: readonly string[]) => Promise<number>;
  /** Oldest first, in every state. */
  readonly all: () => Promise<readonly KeptFile[]>;
  /** null: not theirs, or not here. */
  readonly contents: (id: string) => Promise<Uint8Array | null>;
};

/** Walks of the person whose turn it is. */
export type GuideRuns = {
  readonly load: (id: string) => Promise<GuideRun | undefined>;
  /** Newest first, without those that were left. */
  readonly mine: () => Promise<readonly GuideRun[]>;
  /** Newest first, those that were left among them. */
  readonly all: () => Promise<readonly GuideRun[]>;
  readonly save: (run: GuideRun) => Promise<void>;
};

/** Shifts of the person whose turn it is. */
export type ShiftRecords = {
  /** Oldest first. */
  readonly all: () => Promise<readonly Shift[]>;
  readonly save: (shift: Shift) => Promise<void>;
  /** @returns how many there were */
  readonly drop: () => Promise<number>;
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
  /** The file of a paper; null when it could not be made. @throws Wanted, and the turn is taken again with it */
  readonly papers: (paper: Paper, format: PaperFormat) => PaperFile | null;
  /**
   * Acts on the library in the name of somebody, once a turn: the office has transactions of its own. null where nobody may.
   * @throws Wanted, and the turn is taken again with the outcome
   */
  readonly office: ((by: By, act: LibraryAct) => LibraryTold) | null;
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
  /** Keys of what was to be said later and is not any more; before `later`. Private chats only. */
  readonly callOff?: readonly string[];
  /**
   * To be said at its time. Where the channel cannot begin to speak it goes with the next answer after that time. Private
   * chats only.
   */
  readonly later?: readonly Delayed[];
  /** Stretches of four hours that have just ended, by region id and month; counted once it is committed. */
  readonly longStretches?: readonly { readonly region: string; readonly month: string }[];
  /** The question that this is the answer to; counted, and kept where nobody could answer it. */
  readonly asked?: Asked;
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
