/**
 * The tables, the same on SQLite and PostgreSQL. Times are milliseconds since 1970. Columns named `sealed` hold personal
 * data, encrypted (bot/privacy/vault.ts); `conversation`, `person` and `event` are keyed hashes of platform ids, so that
 * rows can be found and nobody can be read from them.
 */

import type { FileFault } from '../channels/channel.ts';

import type { TicketState } from '../desk/ticket.ts';
import type { TicketKind } from '../desk/ticket-draft.ts';

/** Text that the database fills in where nothing is said. */
type WithDefault = {
  readonly __select__: string;
  readonly __insert__: string | undefined;
  readonly __update__: never;
};

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

/** What somebody sent as evidence. Fetched once, kept encrypted until its time is over. */
export type FileRow = {
  id: string;
  channel: string;
  conversation: string;
  person: string;
  /** The inbox row that brought it. */
  cause: number;
  /** wanted: being fetched. held: here, and its owner has not said what for. kept: its owner wants it kept. lost: could not be fetched. */
  state: 'wanted' | 'held' | 'kept' | 'lost';
  media: string;
  /** JSON: where the channel finds it, and the name its owner gave it. */
  sealed: string;
  /** The encrypted contents; null until they are here. */
  body: Uint8Array | null;
  /** Bytes of the contents. */
  size: number;
  mime: string;
  /** The guide run it is evidence in; null for none. */
  run: string | null;
  attempts: number;
  due_at: number;
  /** Why it is lost. */
  error: FileFault | null;
  created_at: number;
  /** wanted: until when its message waits for it. Otherwise: when it is deleted. */
  expires_at: number;
};

/** One walk of one person through a guide. */
export type GuideRunRow = {
  id: string;
  channel: string;
  conversation: string;
  person: string;
  guide: string;
  /** Of the guide's questions, as they were when this was last saved. */
  version: number;
  /** active: the next words belong to it. */
  state: 'active' | 'paused' | 'finished' | 'left';
  /** JSON: where it stands and what was answered. */
  sealed: string;
  created_at: number;
  updated_at: number;
};

/** 工单: what a person at the union has to do. Its events are the truth; these columns are what they add up to. */
export type TicketRow = {
  /** Short, to be read out: no letter that looks like another. */
  id: string;
  channel: string;
  conversation: string;
  person: string;
  /** What its owner is called at the desk. */
  alias: string;
  kind: TicketKind;
  state: TicketState;
  region: string | null;
  trade: string | null;
  urgent: number;
  /** Staff account; null while nobody has claimed it. */
  holder: string | null;
  /** Keyed hash of the telephone number, to find the same matter from another account; null for none. */
  phone: string | null;
  /** Number of its last event. */
  seq: number;
  opened_at: number;
  updated_at: number;
  /** What is due next; null when nothing is. */
  due_at: number | null;
  /** What staff were told of it: 0 nothing, 1 that it is there, 2 that `due_at` is near, 3 that it is past. */
  told: number;
  /** Since when staff speak with the worker themselves; null while they do not. */
  held_at: number | null;
  /** Since when words of danger wait for an answer; null for none. */
  danger_at: number | null;
  /** To how many steps of the chain it was carried because nobody took it. */
  escalated: number;
  /** Since when nobody has it; null while somebody has. */
  unclaimed_at: number | null;
};

export type TicketEventRow = {
  id: Serial;
  ticket: string;
  /** Counts from 1 within the ticket: of two people who write the same number one is refused. */
  seq: number;
  at: number;
  kind: string;
  actor: 'worker' | 'staff' | 'system';
  /** Staff account; null for a worker and for the system. */
  staff: string | null;
  /** The place it was done in: a channel's name, `terminal`. */
  via: string;
  /** JSON; null once erased. */
  sealed: string | null;
};

/** An answer that staff give often. It names articles and is filled with their words when it is used. */
export type CannedReplyRow = {
  id: string;
  title: string;
  text: string;
  /** JSON: what each article that it names said when it was written, as a fingerprint by article id. */
  articles: string;
  /** Who wrote it last. */
  staff: string;
  updated_at: number;
};

/** What staff learnt from an answer, for the texts' own questions. */
export type DeskDraftRow = {
  id: string;
  kind: 'lay-question' | 'gap' | 'lexicon';
  /** JSON: its text without personal numbers, and ids of articles. */
  sealed: string;
  staff: string;
  /** The ticket it was learnt in; null for none. */
  ticket: string | null;
  created_at: number;
};

/** What a worker gave for how a matter was dealt with. Nothing leads from here to who it was or to the ticket. */
export type RatingRow = {
  id: string;
  kind: TicketKind;
  /** Id of the platform it was about; null where it is not known. */
  brand: string | null;
  region: string | null;
  /** YYYY-MM */
  month: string;
  /** 1 to 5 */
  stars: number;
};

/** A word of staff on its way to the worker; the words stand in the event. */
export type TicketLetterRow = {
  id: Serial;
  ticket: string;
  seq: number;
  channel: string;
  conversation: string;
  person: string;
  /** waiting: for a moment in which it can be sent. queued: in the outbox. */
  state: 'waiting' | 'queued' | 'sent';
  /** How often the outbox gave it back. */
  tries: number;
  due_at: number;
  /** The first and the last of its outbox rows; no other row of the conversation lies between them. */
  outbox_from: number | null;
  outbox_to: number | null;
  /** The row right behind them: a message of the platform that is copied, without which the words stand. */
  outbox_copy: number | null;
  created_at: number;
  sent_at: number | null;
};

/** Who at the desk saw what of whom. The database itself refuses to change or delete a row. */
export type DeskAuditRow = {
  id: Serial;
  at: number;
  staff: string;
  via: string;
  /** '' for what concerns no ticket. */
  ticket: string;
  /** The fields that were shown, by name, or what exactly was done; never what they hold. */
  fields: string;
  /** What was done: bot/desk/audit.ts names them. */
  action: WithDefault;
};

/** Something to be said at its time, unless it is called off before. */
export type DelayedRow = {
  id: Serial;
  channel: string;
  conversation: string;
  person: string;
  key: string;
  /** waiting: for its time. queued: in the outbox. */
  state: 'waiting' | 'queued';
  /** JSON: Outbound. */
  sealed: string;
  due_at: number;
  /** From then on it helps nobody any more. */
  expires_at: number;
  /** The first and the last of its outbox rows; no other row of the conversation lies between them. */
  outbox_from: number | null;
  outbox_to: number | null;
  created_at: number;
};

/** From 开工 to 收工. */
export type ShiftRow = {
  id: string;
  channel: string;
  conversation: string;
  person: string;
  /** JSON: when its worker worked and rested. */
  sealed: string;
  created_at: number;
  updated_at: number;
};

/** Somebody of the union. The name stands in tickets and in the audit, so a row is never deleted. */
export type StaffRow = {
  name: string;
  role: string;
  /** JSON: ids of the regions they answer for; [] for all. */
  regions: string;
  /** JSON: trades they answer for; [] for all. */
  trades: string;
  /** 1 while they are not there. */
  away: number;
  created_at: number;
  /** Since when they are no longer of the staff; null while they are. */
  removed_at: number | null;
};

/** A chat account that speaks for somebody of the staff. */
export type StaffAccountRow = {
  channel: string;
  /** As in the inbox. */
  person: string;
  staff: string;
  /** JSON: the platform's id of the account, and of the private chat with it. */
  sealed: string;
  created_at: number;
};

/** What may be used once: a link into the console, an invitation, a challenge to a passkey. */
export type ConsoleLinkRow = {
  /** Keyed hash of the secret. */
  hash: string;
  kind: 'enter' | 'invite' | 'register' | 'sign-in';
  /** '' where nobody is known yet. */
  staff: string;
  created_at: number;
  expires_at: number;
};

/** Somebody who is signed in at the console. */
export type ConsoleSessionRow = {
  /** Keyed hash of what the cookie holds. */
  hash: string;
  /** To end it by; tells nothing of the cookie. */
  id: string;
  staff: string;
  how: 'link' | 'passkey';
  /** Browser and system, in two words. */
  browser: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
};

/** A key that a telephone or a computer keeps for somebody of the staff. */
export type PasskeyRow = {
  id: string;
  staff: string;
  /** base64url */
  public_key: string;
  counter: number;
  /** JSON: how the key can be reached. */
  transports: string;
  /** The browser it was made in. */
  browser: string;
  created_at: number;
  used_at: number | null;
};

/** Attempts that are counted against guessing. */
export type ConsoleTryRow = { id: Serial; who: string; at: number };

/** Where staff see a ticket, in a place that shows each of them on its own. */
export type TicketPlaceRow = {
  ticket: string;
  /** telegram */
  place: string;
  /** The place's own id of it; null while it has none there. */
  ref: string | null;
  state: 'open' | 'closed';
  /** What it is called there. */
  title: string;
  /** Number of the last event that is shown there. */
  seen_seq: number;
  /** Number of the last event that its holder was told of in private, where there was something to tell. */
  told_seq: number;
  /** 0 while something is left to be done there. */
  settled: number;
  /** 1 since something was tried of which nobody knows whether it was done. */
  doubt: number;
  /** Not to be touched before. */
  due_at: number;
};

/** A message in a place for staff that stands for something in a ticket; in the places `…-whole` and `inbox` it lies here itself. */
export type TicketPostRow = {
  place: string;
  /** The place's id of the message. */
  ref: string;
  ticket: string;
  /** Number of the event; 0 for none. */
  seq: number;
  /** staff: they wrote it. shown: it shows the worker's words. prompt: it asks for the closing words. whole: in the outbox. */
  role: 'staff' | 'shown' | 'prompt' | 'whole';
  /** Who of the staff it was written by or for. */
  staff: string | null;
};

/** Something to be said to staff beside a ticket's events: what became of a press or a word of theirs. */
export type TicketNoticeRow = {
  id: Serial;
  place: string;
  ticket: string;
  /** JSON; names of staff, and no word of a worker's. */
  sealed: string;
  created_at: number;
};

/** What was heard in a place for staff, so that it is not heard twice. */
export type DeskHeardRow = { place: string; event: string; at: number };

/** One card of WeCom's app that offers a ticket to some of the staff. */
export type WecomCardRow = {
  id: Serial;
  ticket: string;
  /** Why it was sent: one card for each time that somebody has to take the ticket. */
  round: string;
  /** WeCom's task_id. */
  task: string;
  /** JSON: userids of those who got it, and the code that changes it once. */
  sealed: string;
  /** When the code was given; null while there is none. */
  code_at: number | null;
  /** wanted: to be sent. sent: it offers the ticket. done: it says what became of it, or cannot be changed. */
  state: 'wanted' | 'sent' | 'done';
  tries: number;
};

/** The ticket that plain words of somebody of the staff belong to, in one place. */
export type DeskCurrentRow = { place: string; staff: string; ticket: string; at: number };

/** A conversation of 微信客服 that a person in WeCom has, or is to have. */
export type KfSessionRow = {
  conversation: string;
  /** What it was handed over for; null where somebody took it in WeCom. */
  ticket: string | null;
  /** wanted: to be handed over. pool: waits for a servicer. human: one has it. over: the bot's again. */
  state: 'wanted' | 'pool' | 'human' | 'over';
  /** Who has it, where they are registered. */
  staff: string | null;
  tries: number;
  due_at: number;
  updated_at: number;
};

/**
 * Questions by what they were about; of nobody. '' where a column says nothing: a place that was not named, an answer
 * without a reason.
 */
export type QuestionCountRow = {
  /** YYYY-MM */
  month: string;
  /** Id of the one region that it was about. */
  region: string;
  /** Id of the likeliest matter. */
  matter: string;
  /** Why there was no answer. */
  reason: string;
  channel: string;
  /** silent: the place's own text has nothing on it. ask: the place was asked for. */
  outcome: 'answer' | 'silent' | 'abstain' | 'ask';
  count: number;
};

/** How many different people stand behind a figure of a month, at the least; of nobody. */
export type PeopleCountRow = {
  topic: 'question' | 'ticket' | 'guide';
  /** YYYY-MM */
  month: string;
  /** Names of the axes that it stands on, with a blank between them; '' for the month as a whole. */
  axis: string;
  /** Where on each; '' where there is no such axis, and for what says nothing. */
  first: string;
  second: string;
  people: number;
};

/** Somebody was counted for a figure of a month. A keyed hash of the figure, the month and the person, until the month is over. */
export type PeopleSeenRow = { key: string; at: number };

/** How many people named a platform in a week, by where they are; of nobody. */
export type BrandWeekRow = {
  /** Its Monday, YYYY-MM-DD. */
  week: string;
  brand: string;
  /** '' where no place is known. */
  region: string;
  count: number;
};

/** Somebody was counted in a week and is not counted twice. A keyed hash of week, platform and person, for some days. */
export type BrandSeenRow = { key: string; at: number };

/** Tickets as they were opened; of nobody, and not changed by what becomes of the ticket. */
export type TicketCountRow = {
  /** YYYY-MM */
  month: string;
  /** '' for none. */
  region: string;
  kind: TicketKind;
  /** Id of the platform that it names; '' for none or several. */
  brand: string;
  count: number;
};

/** What the figures need of a ticket beside its events; goes with its words. */
export type TicketMarkRow = {
  ticket: string;
  /** '' for none. */
  region: string;
  /** What was due first as it was opened; null for nothing. */
  due_at: number | null;
  /** What keeps that promise: a first word, or, where a text sets the time, that somebody takes it. */
  met: 'reply' | 'claim';
};

/** Walks through a guide that came to an end; of nobody. */
export type GuideCountRow = { month: string; guide: string; ended: 'finished' | 'left'; count: number };

/** A question that got no answer. */
export type MissRow = {
  id: string;
  /** YYYY-MM */
  month: string;
  /** Keyed hash of month and person: the same person's of another month cannot be told from it. */
  owner: string;
  /** JSON: the words without personal numbers, and where and why there was no answer. */
  sealed: string;
  at: number;
};

/** 风险提示 on one platform in one week, as a draft: nothing sends it. */
export type AlertDraftRow = {
  id: string;
  /** Its Monday, YYYY-MM-DD. */
  week: string;
  brand: string;
  /** Where most of them are; '' where that would tell of few. */
  region: string;
  /** How many people by the time it was noticed. */
  count: number;
  /** Median of the eight weeks before. */
  usual: number;
  text: string;
  /** Whoever of the staff wrote it last; null for none. */
  staff: string | null;
  created_at: number;
  updated_at: number;
  /** When the staff's group heard of it; null while it has not. */
  told_at: number | null;
};

/** What the admins want the library to be next. One row: what two of them prepare goes out together. */
export type LibraryDraftRow = {
  id: 'draft';
  /** Goes up at each change: a press carries it, so that nobody acts on what they have not seen. */
  version: number;
  /** JSON: bot/library/draft.ts */
  body: string;
  /** Who changed it last. */
  staff: string;
  updated_at: number;
};

/** A question of the union's own that a release is asked before it is published. */
export type LibraryQuestionRow = {
  id: string;
  /** JSON: bot/library/own-questions.ts */
  body: string;
  staff: string;
  created_at: number;
};

/** 明白卡 and 口袋书 as they were made: never changed, so that what hangs on a wall can be looked up. */
export type MadeCardRow = {
  /** Hash of its contents: the same card is kept once. */
  id: string;
  kind: 'card' | 'book';
  release_id: string;
  /** JSON: bot/cards/card.ts */
  body: string;
  /** Whoever of the staff made it first. */
  staff: string;
  made_at: number;
};

export type Schema = {
  made_cards: MadeCardRow;
  library_draft: LibraryDraftRow;
  library_questions: LibraryQuestionRow;
  question_counts: QuestionCountRow;
  people_counts: PeopleCountRow;
  people_seen: PeopleSeenRow;
  brand_weeks: BrandWeekRow;
  brand_seen: BrandSeenRow;
  ticket_counts: TicketCountRow;
  ticket_marks: TicketMarkRow;
  guide_counts: GuideCountRow;
  misses: MissRow;
  alert_drafts: AlertDraftRow;
  wecom_cards: WecomCardRow;
  desk_current: DeskCurrentRow;
  kf_sessions: KfSessionRow;
  staff: StaffRow;
  staff_accounts: StaffAccountRow;
  console_links: ConsoleLinkRow;
  console_sessions: ConsoleSessionRow;
  console_tries: ConsoleTryRow;
  passkeys: PasskeyRow;
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
  files: FileRow;
  guide_runs: GuideRunRow;
  tickets: TicketRow;
  ticket_events: TicketEventRow;
  ticket_letters: TicketLetterRow;
  desk_audit: DeskAuditRow;
  ticket_places: TicketPlaceRow;
  ticket_posts: TicketPostRow;
  ticket_notices: TicketNoticeRow;
  desk_heard: DeskHeardRow;
  canned_replies: CannedReplyRow;
  desk_drafts: DeskDraftRow;
  ratings: RatingRow;
  delayed: DelayedRow;
  shifts: ShiftRow;
};
