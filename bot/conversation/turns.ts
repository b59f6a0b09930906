import { backoff } from '../backoff.ts';
import type { Channel } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import { UNDECIDED_MS } from '../files/fetcher.ts';
import { keepAsked } from '../insight/asked.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { PaperNotMade, type PaperPress } from '../papers/press.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import {
  type Conversation,
  ensureConversation,
  lockConversation,
  moveConversation,
  renewConversation,
  saveConversation,
} from '../store/conversations.ts';
import {
  finishInbound,
  holdInbound,
  oldestInbound,
  openInbound,
  postponeInbound,
  type Received,
} from '../store/inbox.ts';
import { aboutOf, closeOutbox } from '../store/outbox.ts';
import { loadPerson, savePerson } from '../store/people.ts';
import { type Store, StoreUnavailable, type Tx } from '../store/store.ts';
import { giveUpWanted, wantedOf } from '../store/wanted-files.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Exclusive } from './exclusive.ts';
import type { LibraryDesk } from './library-desk.ts';
import { recordsFor } from './records.ts';
import { route } from './router.ts';
import { sayText } from './say.ts';
import { speak } from './speak.ts';
import type { Library, Reply, Settings } from './turn.ts';
import { type Done, type DoneBefore, doneFor, type Order, Wanted } from './wanted.ts';

export type TurnsDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly library: () => Library;
  readonly settings: Settings;
  readonly press: PaperPress['render'];
  /** Where admins act on the library from a chat; undefined where nobody may. */
  readonly office?: LibraryDesk | undefined;
  readonly random: () => number;
  /** Url-safe, at least 96 bits, at most 40 characters. */
  readonly randomId: () => string;
  readonly exclusive: Exclusive;
};

/** One message was dealt with. */
export type TurnResult = {
  /** The conversation, under its new key where it moved. */
  readonly conversation: string;
  /** Another one waits. */
  readonly more: boolean;
};

/** A message that fails this often is set aside, so that those behind it are answered. */
const MAX_ATTEMPTS = 5;
const DAY = 24 * 3_600_000;
/** Letters of a person's key that tell the people of one group apart. */
const TAG_LENGTH = 6;

type Row = NonNullable<Awaited<ReturnType<typeof oldestInbound>>>;

/**
 * Answers the oldest waiting message of a conversation; all that the turn changes and says commits in one transaction.
 * @returns undefined when nothing can be done here now
 */
export function createTurns(deps: TurnsDeps): (key: string) => Promise<TurnResult | undefined> {
  return (key) => deps.exclusive(key, () => turnOf(deps, key));
}

async function turnOf(deps: TurnsDeps, key: string, before?: DoneBefore): Promise<TurnResult | undefined> {
  const { store, clock, telemetry } = deps;
  const started = clock.now();
  let failing: Row | undefined;
  try {
    const result = await store.transaction(async (tx) => {
      const conversation = await lockConversation(store, tx, deps.vault, key);
      if (conversation === undefined) {
        await remake(deps, tx, key);
        return undefined;
      }
      const channel = deps.channels.get(conversation.channel);
      if (channel === undefined) return undefined;
      const row = await oldestInbound(tx, key);
      if (row === undefined || row.due_at > clock.now()) return undefined;
      if (await isFetchedFirst(tx, row, clock.now())) return undefined;
      failing = row;
      const now = await takeTurn(deps, tx, conversation, channel, row, before);
      const more = (await oldestInbound(tx, now.conversation)) !== undefined;
      return { ...now, more, channel: channel.name };
    });
    if (result === undefined) return undefined;
    telemetry.turned(result.channel, 'done', clock.now() - started);
    for (const { region, month } of result.long) telemetry.longStretch(region, month);
    return { conversation: result.conversation, more: result.more };
  } catch (error) {
    if (error instanceof BrokenSeal && failing === undefined) return mendConversation(deps, key);
    if (error instanceof StoreUnavailable || failing === undefined) throw error;
    if (error instanceof Wanted)
      return turnOf(deps, key, { inbox: failing.id, done: await carryOut(deps, error.order) });
    return setAside(deps, key, failing, error, started);
  }
}

/** Outside of any transaction. */
async function carryOut(deps: TurnsDeps, order: Order): Promise<Done> {
  switch (order.kind) {
    case 'paper':
      return { kind: 'paper', file: await makeFile(deps, order) };
    case 'library':
      return { kind: 'library', told: (await deps.office?.(order)) ?? { kind: 'broken' } };
  }
}

/** null when it could not be made: the text stands in the chat. */
async function makeFile({ press, telemetry }: TurnsDeps, { paper, format }: Order & { kind: 'paper' }) {
  try {
    return await press(paper, format);
  } catch (error) {
    if (!(error instanceof PaperNotMade)) throw error;
    telemetry.note('error', 'paper-not-made', { reason: error.reason, kind: paper.kind, format });
    return null;
  }
}

/**
 * Another process holds the conversation, or has swept it away while a message for it was being kept. Then the message
 * knows where it came from; the next look finds both.
 */
async function remake({ vault, clock }: TurnsDeps, tx: Tx, key: string): Promise<void> {
  const row = await oldestInbound(tx, key);
  if (row === undefined) return;
  // Erased while it waited: nobody is there to be answered.
  if (row.sealed === null) return finishInbound(tx, row.id, clock.now(), null);
  const { kind, chat } = openInbound(vault, row.sealed);
  await ensureConversation(tx, vault, { channel: row.channel, kind, chat, now: clock.now() });
}

/** What the chat remembered cannot be read. The message knows where it came from, so the chat begins anew. */
async function mendConversation(
  { store, vault, clock, telemetry }: TurnsDeps,
  key: string,
): Promise<undefined> {
  await store.transaction(async (tx) => {
    const row = await oldestInbound(tx, key);
    if (row === undefined) return;
    telemetry.note('error', 'conversation-unreadable', { inbox: row.id });
    const inbound = readable(vault, row);
    if (inbound === undefined) return finishInbound(tx, row.id, clock.now(), 'unreadable');
    await renewConversation(tx, vault, key, inbound.chat);
  });
  return undefined;
}

type Taken = {
  /** The conversation's key, a new one where it moved. */
  readonly conversation: string;
  readonly long: NonNullable<Reply['longStretches']>;
};

async function takeTurn(
  deps: TurnsDeps,
  tx: Tx,
  conversation: Conversation,
  channel: Channel,
  row: Row,
  before: DoneBefore | undefined,
): Promise<Taken> {
  const { vault, clock, settings } = deps;
  const now = clock.now();
  const sealed = await holdInbound(deps.store, tx, row.id);
  const here: Taken = { conversation: conversation.key, long: [] };
  // Erased while it waited.
  if (sealed === null) {
    await finishInbound(tx, row.id, now, null);
    return here;
  }
  const inbound = openInbound(vault, sealed);
  if (inbound.content.kind === 'moved') {
    await finishInbound(tx, row.id, now, null);
    return {
      ...here,
      conversation: await moveConversation(tx, vault, conversation, inbound.content.to, now),
    };
  }
  if (inbound.content.kind === 'left') {
    await finishInbound(tx, row.id, now, null);
    await closeOutbox(tx, conversation.key, 'left');
    await saveConversation(tx, vault, conversation, conversation.memory, now, now);
    return here;
  }
  const where = { conversation: conversation.key, person: row.person, channel: channel.name };
  await goOn(deps, tx, inbound, row.id, channel.name, now);
  const reply = await route({
    inbound,
    now,
    tag: row.person.slice(0, TAG_LENGTH),
    person: await loadPerson(tx, vault, where),
    chat: conversation.memory,
    about: await aboutQuoted(tx, deps, conversation.key, inbound),
    channel,
    library: deps.library(),
    records: recordsFor(deps, tx, row, where, now, inbound),
    ...doneFor(before, { inbox: row.id, where, isOffice: deps.office !== undefined }),
    settings,
  });
  if (reply.person !== null) await savePerson(tx, vault, where, reply.person, now);
  await saveConversation(tx, vault, conversation, reply.chat, null, now);
  const person = reply.person === null ? null : row.person;
  const cause = { channel, conversation: conversation.key, person, inboxId: row.id, inbound };
  await speak(deps, tx, cause, reply, now);
  if (reply.asked !== undefined)
    await keepAsked(tx, { vault, randomId: deps.randomId, now }, where, reply.asked);
  await finishInbound(tx, row.id, now, null);
  return { ...here, long: reply.longStretches ?? [] };
}

/** A program that was dead for a while fetches what a message brought before it says that it is lost. */
const FETCH_FIRST_FOR = DAY;

async function isFetchedFirst(tx: Tx, { id, attempts, received_at }: Row, now: number): Promise<boolean> {
  if (attempts > 0 || now - received_at > FETCH_FIRST_FOR) return false;
  return (await wantedOf(tx, id)).untried > 0;
}

/** The message has waited for its files as long as anybody can be kept waiting. */
async function goOn(
  { telemetry }: TurnsDeps,
  tx: Tx,
  { content }: Received,
  cause: number,
  channel: string,
  now: number,
): Promise<void> {
  if (content.kind !== 'media' || content.files.length === 0) return;
  const late = await giveUpWanted(tx, cause, now + UNDECIDED_MS);
  for (let left = late; left > 0; left--) telemetry.fetched(channel, 'lost', 'late');
}

async function aboutQuoted(tx: Tx, { vault }: TurnsDeps, conversation: string, { quoted }: Received) {
  return quoted?.own === true ? aboutOf(tx, vault, conversation, quoted.message) : null;
}

/** The turn threw: it is tried again later, and in the end set aside with a word to the person. */
async function setAside(
  deps: TurnsDeps,
  key: string,
  row: Row,
  error: unknown,
  started: number,
): Promise<TurnResult | undefined> {
  const { store, vault, clock, telemetry } = deps;
  const attempts = row.attempts + 1;
  const last = attempts >= MAX_ATTEMPTS;
  // The name only: a message may repeat what it stumbled over.
  const name = error instanceof Error ? error.name : 'error';
  return await store.transaction(async (tx) => {
    const conversation = await lockConversation(store, tx, vault, key);
    const channel = conversation && deps.channels.get(conversation.channel);
    if (conversation === undefined || channel === undefined) return undefined;
    const now = clock.now();
    telemetry.turned(channel.name, last ? 'failed' : 'retried', now - started);
    telemetry.note('error', 'turn-threw', { error: name, attempt: attempts, inbox: row.id });
    if (!last) {
      await postponeInbound(tx, row.id, attempts, now + backoff(attempts, deps.random, 500, 60_000), name);
      return undefined;
    }
    await finishInbound(tx, row.id, now, name);
    const inbound = readable(vault, row);
    if (inbound !== undefined) {
      const cause = { channel, conversation: key, person: row.person, inboxId: row.id, inbound };
      await enqueue(tx, vault, cause, { say: [sayText(copy.failed)], about: null }, deps.randomId, now);
    }
    return { conversation: key, more: true };
  });
}

function readable(vault: Vault, row: Row): Received | undefined {
  try {
    return row.sealed === null ? undefined : openInbound(vault, row.sealed);
  } catch {
    // A row that cannot be opened cannot be answered either; it stands in the list of failed messages.
    return undefined;
  }
}
