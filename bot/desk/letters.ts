import type { Channel } from '../channels/channel.ts';
import type { Button, Destination, Outbound } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import { formatAction } from '../conversation/actions.ts';
import type { Exclusive } from '../conversation/exclusive.ts';
import { deskCopy } from '../copy/desk.ts';
import type { Vault } from '../privacy/vault.ts';
import { lockConversation } from '../store/conversations.ts';
import { insertMessage } from '../store/outbox.ts';
import type { Store, Tx } from '../store/store.ts';
import {
  conversationsWithLetters,
  dropLetter,
  followLetters,
  type Letter,
  queueLetter,
  waitingLetters,
} from '../store/ticket-letters.ts';
import { loadTicket, type Owner } from '../store/tickets.ts';
import type { Change } from './ticket-event.ts';

const copy = deskCopy.letter;

/** What staff wrote, as its worker reads it; undefined for what is not for the worker, and for what was erased. */
export function formatLetter(
  ticket: string,
  change: Change | null,
  { buttons }: { readonly buttons: boolean },
): Outbound | undefined {
  const button = (label: string, op: 'solved' | 'unsolved' | 'answer'): Button => ({
    label,
    does: { kind: 'action', action: formatAction({ kind: 'ticket', op, id: ticket }) },
  });
  const say = (text: string, typed: string, row: readonly Button[]): Outbound => ({
    parts: [
      { kind: 'text', text, style: 'plain' },
      ...(buttons ? [] : [{ kind: 'text' as const, text: typed, style: 'quiet' as const }]),
    ],
    buttons: buttons ? [[...row]] : [],
  });
  if (change?.kind === 'replied') {
    const text = change.asks ? copy.ask(ticket, change.words) : copy.reply(ticket, change.words);
    return say(text, copy.answerTyped, [button(deskCopy.say.answer, 'answer')]);
  }
  if (change?.kind !== 'resolved') return undefined;
  return say(copy.resolved(ticket, change.words), copy.confirmTyped, [
    button(copy.solved, 'solved'),
    button(copy.unsolved, 'unsolved'),
  ]);
}

export type OpenedLetter = { readonly letter: Letter; readonly outbound: Outbound };

/** What waits for one person in one conversation, held until the transaction ends; what was erased goes. */
export async function openLetters(
  store: Store,
  tx: Tx,
  vault: Vault,
  where: Pick<Owner, 'conversation' | 'person'>,
  channel: Channel,
): Promise<readonly OpenedLetter[]> {
  const opened: OpenedLetter[] = [];
  for (const letter of await waitingLetters(store, tx, where)) {
    const stored = await loadTicket(tx, vault, letter.ticket);
    const change = stored?.events.find(({ seq }) => seq === letter.seq)?.change ?? null;
    const outbound = formatLetter(letter.ticket, change, channel.capabilities);
    if (outbound === undefined) await dropLetter(tx, letter.id);
    else opened.push({ letter, outbound });
  }
  return opened;
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
  for (const { letter, outbound } of letters) {
    const ids: number[] = [];
    for (const payload of channel.encode(outbound, to)) {
      const { conversation, person } = letter;
      const message = { channel: channel.name, conversation, person, cause, answers: null, payload };
      ids.push(
        await insertMessage(tx, vault, { ...message, about: null, replaces: null, key: randomId() }, now),
      );
    }
    await queueRange(tx, letter, ids);
  }
}

/** @param ids of the outbox, in the order in which they were made; none: the letter waits on */
export async function queueRange(tx: Tx, { id }: Letter, ids: readonly number[]): Promise<void> {
  const [from] = ids;
  const to = ids.at(-1);
  if (from !== undefined && to !== undefined) await queueLetter(tx, id, { from, to });
}

export type PostDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly randomId: () => string;
  readonly exclusive: Exclusive;
};

/** Letters looked at in one round. */
const AT_ONE_LOOK = 200;

/**
 * Sends what staff wrote, without waiting for a question: where the channel can begin to speak and the chat is open. The
 * rest waits and goes with the next answer (conversation/turns.ts).
 * @returns how many letters went into the outbox
 */
export function createPost({
  store,
  vault,
  clock,
  channels,
  randomId,
  exclusive,
}: PostDeps): () => Promise<number> {
  const able = [...channels.values()].flatMap((channel) =>
    channel.capabilities.push === 'reply' ? [] : [channel.name],
  );
  const post = (key: string): Promise<number> =>
    exclusive(key, () =>
      store.transaction(async (tx) => {
        const conversation = await lockConversation(store, tx, vault, key);
        const channel = conversation && channels.get(conversation.channel);
        if (conversation === undefined || channel === undefined || conversation.closedAt !== null) return 0;
        const now = clock.now();
        let count = 0;
        for (const person of await personsWaiting(tx, key, now)) {
          const letters = await openLetters(store, tx, vault, { conversation: key, person }, channel);
          const to = { kind: conversation.kind, topic: null, replyTo: null, handle: null };
          await sendLetters(tx, vault, { letters, channel, to, cause: null, randomId, now });
          count += letters.length;
        }
        return count;
      }),
    );
  return async () => {
    const keys = await store.transaction(async (tx) => {
      await followLetters(tx, clock.now());
      return await conversationsWithLetters(tx, able, clock.now(), AT_ONE_LOOK);
    });
    let count = 0;
    for (const key of keys) count += await post(key);
    return count;
  };
}

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
