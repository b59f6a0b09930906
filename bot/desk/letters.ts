import type { Channel } from '../channels/channel.ts';
import type { Button, Destination, Json, Outbound } from '../channels/message.ts';
import { formatAction } from '../conversation/actions.ts';
import { deskCopy } from '../copy/desk.ts';
import { createUnasked, type UnaskedDeps } from '../outbox/unasked.ts';
import type { Vault } from '../privacy/vault.ts';
import { insertMessage } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import {
  conversationsWithLetters,
  dropLetter,
  followLetters,
  type Letter,
  queueLetter,
  takeUnreachable,
  waitingLetters,
} from '../store/ticket-letters.ts';
import { applyToTicket, loadTicket, type Owner, type StoredTicket } from '../store/tickets.ts';
import type { DeskRules } from './clock.ts';
import type { BounceReason, Change } from './ticket-event.ts';

const copy = deskCopy.letter;

/** How a letter stands to the ticket as it is when the letter goes. */
export type LetterContext = {
  readonly buttons: boolean;
  /** Staff speak with the worker themselves: every word reaches them anyhow. */
  readonly held: boolean;
  /** The ticket that this one was merged into is the worker's own. */
  readonly mergedIntoOwn: boolean;
};

/** What staff wrote or did, as its worker reads it; undefined for what is not for the worker, and for what was erased. */
export function formatLetter(
  ticket: string,
  change: Change | null,
  { buttons, held, mergedIntoOwn }: LetterContext,
): Outbound | undefined {
  const button = (label: string, op: 'solved' | 'unsolved' | 'answer'): Button => ({
    label,
    does: { kind: 'action', action: formatAction({ kind: 'ticket', op, id: ticket }) },
  });
  const say = (text: string, typed = '', row: readonly Button[] = []): Outbound => ({
    parts: [
      { kind: 'text', text, style: 'plain' },
      ...(buttons || typed === '' ? [] : [{ kind: 'text' as const, text: typed, style: 'quiet' as const }]),
    ],
    buttons: buttons && row.length > 0 ? [[...row]] : [],
  });
  switch (change?.kind) {
    case 'replied': {
      const text = change.asks ? copy.ask(ticket, change.words) : copy.reply(ticket, change.words);
      return held ? say(text) : say(text, copy.answerTyped, [button(deskCopy.say.answer, 'answer')]);
    }
    case 'resolved':
      return say(copy.resolved(ticket, change.words), copy.confirmTyped, [
        button(copy.solved, 'solved'),
        button(copy.unsolved, 'unsolved'),
      ]);
    case 'reopened':
      return say(copy.reopened(ticket));
    case 'merged':
      return say(mergedIntoOwn ? copy.merged(ticket, change.into) : copy.mergedAway(ticket));
    case 'taken':
      return say(copy.taken(ticket));
    case 'handed-back':
      return say(copy.handedBack(ticket));
    default:
      return undefined;
  }
}

export type OpenedLetter = {
  readonly letter: Letter;
  readonly outbound: Outbound;
  /** A message of the channel's own platform that goes behind it. */
  readonly carried?: string;
};

/** What waits for one person in one conversation, held until the transaction ends; what was erased goes. */
export async function openLetters(
  store: Store,
  tx: Tx,
  vault: Vault,
  where: Pick<Owner, 'conversation' | 'person'>,
  channel: Channel,
): Promise<readonly OpenedLetter[]> {
  const opened: OpenedLetter[] = [];
  const silent = new Set<string>();
  for (const letter of await waitingLetters(store, tx, where)) {
    const stored = await loadTicket(tx, vault, letter.ticket);
    const outbound = stored && (await outboundOf(tx, stored, letter, channel, silent));
    if (outbound === undefined) await dropLetter(tx, letter.id);
    else opened.push({ letter, outbound, ...carriedBy(stored, letter) });
  }
  return opened;
}

function carriedBy(stored: StoredTicket | undefined, { seq }: Letter): Pick<OpenedLetter, 'carried'> {
  const change = stored?.events.find((one) => one.seq === seq)?.change;
  return change?.kind === 'replied' && change.carried !== undefined ? { carried: change.carried } : {};
}

/** @param silent tickets of which the worker was never told that staff had taken the word */
async function outboundOf(
  tx: Tx,
  { ticket, row, events }: StoredTicket,
  { seq }: Letter,
  { capabilities: { buttons } }: Channel,
  silent: Set<string>,
): Promise<Outbound | undefined> {
  const event = events.find((one) => one.seq === seq);
  const held = ticket.heldSince !== null;
  // Who has taken the word and let go of it again before the worker could hear of it: neither is said.
  if (event?.kind === 'taken' && ticket.heldSince !== event.at) {
    silent.add(ticket.id);
    return undefined;
  }
  if (event?.kind === 'handed-back' && (silent.delete(ticket.id) || held)) return undefined;
  const into = event?.change?.kind === 'merged' ? await loadOwner(tx, event.change.into) : undefined;
  const mergedIntoOwn = into?.person === row.person;
  return formatLetter(ticket.id, event?.change ?? null, { buttons, held, mergedIntoOwn });
}

async function loadOwner(tx: Tx, id: string) {
  return await tx.selectFrom('tickets').select('person').where('id', '=', id).executeTakeFirst();
}

/**
 * Puts letters into the outbox, each as messages of its own.
 * @param tx holds the conversation's lock: no other message comes between
 */
export async function sendLetters(
  tx: Tx,
  vault: Vault,
  {
    letters,
    channel,
    to,
    cause,
    randomId,
    now,
  }: {
    letters: readonly OpenedLetter[];
    channel: Channel;
    to: Destination;
    cause: number | null;
    randomId: () => string;
    now: number;
  },
): Promise<void> {
  for (const { letter, outbound, carried } of letters) {
    const { conversation, person } = letter;
    const put = (payload: Json) => {
      const message = { channel: channel.name, conversation, person, cause, answers: null, payload };
      return insertMessage(tx, vault, { ...message, about: null, replaces: null, key: randomId() }, now);
    };
    const ids: number[] = [];
    for (const payload of channel.encode(outbound, to)) ids.push(await put(payload));
    const behind = carried === undefined ? undefined : channel.copy?.(carried);
    await queueRange(tx, letter, ids, behind === undefined ? null : await put(behind));
  }
}

/**
 * @param ids of the outbox, in the order in which they were made; none: the letter waits on
 * @param copy what goes behind them; the letter stands or falls with its words
 */
export async function queueRange(
  tx: Tx,
  { id }: Letter,
  ids: readonly number[],
  copy: number | null = null,
): Promise<void> {
  const [from] = ids;
  const to = ids.at(-1);
  if (from !== undefined && to !== undefined) await queueLetter(tx, id, { from, to, copy });
}

export type PostDeps = UnaskedDeps & {
  readonly randomId: () => string;
  readonly settings: { readonly desk: { readonly rules: DeskRules } };
};

/** Letters looked at in one round. */
const AT_ONE_LOOK = 200;

/**
 * Sends what staff wrote, without waiting for a question: where the channel can begin to speak and the chat is open. The
 * rest waits and goes with the next answer (conversation/turns.ts).
 * @returns how many letters went into the outbox
 */
export function createPost(deps: PostDeps): () => Promise<number> {
  const { store, vault, clock, channels, randomId } = deps;
  const { rules } = deps.settings.desk;
  const { able, inChat } = createUnasked(deps);
  const post = (key: string): Promise<number> =>
    inChat(key, async (tx, { channel, to, now }) => {
      let count = 0;
      for (const person of await personsWaiting(tx, key, now)) {
        const letters = await openLetters(store, tx, vault, { conversation: key, person }, channel);
        await sendLetters(tx, vault, { letters, channel, to, cause: null, randomId, now });
        count += letters.length;
      }
      return count;
    });
  return async () => {
    const keys = await store.transaction(async (tx) => {
      const now = clock.now();
      const bounced = [...(await followLetters(tx, now)), ...(await takeUnreachable(tx))];
      for (const { ticket: id, seq: of, channel, what, error } of bounced) {
        const reason = what === 'copy' ? 'picture' : reasonOf(channels.get(channel), error);
        const command = { kind: 'bounce' as const, of, reason };
        const wish = { id, expected: null, command, by: { kind: 'system' as const }, via: channel };
        let applied = await applyToTicket(tx, { vault, rules, now }, wish);
        // Somebody wrote at the same moment.
        for (let again = 0; applied.kind === 'stale' && again < 3; again++)
          applied = await applyToTicket(tx, { vault, rules, now }, wish);
      }
      return await conversationsWithLetters(tx, able, clock.now(), AT_ONE_LOOK);
    });
    let count = 0;
    for (const key of keys) count += await post(key);
    return count;
  };
}

/** A chat that a platform opens for a while opens again when the worker writes; where there is no such time, they have left. */
function reasonOf(channel: Channel | undefined, error: string | null): BounceReason {
  const later = channel !== undefined && channel.capabilities.push !== 'free';
  if (later && (error === null || WINDOW.includes(error))) return 'later';
  if (error === null || BLOCKED.some((word) => error.includes(word))) return 'blocked';
  return 'other';
}

const WINDOW: readonly string[] = ['window', 'closed', 'no-push', 'customer-cap'];
const BLOCKED: readonly string[] = ['blocked', 'closed', 'left', 'unknown-member', 'unknown-customer'];

async function personsWaiting(tx: Tx, conversation: string, now: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('ticket_letters')
    .select('person')
    .distinct()
    .where('conversation', '=', conversation)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .execute();
  return rows.map(({ person }) => person);
}
