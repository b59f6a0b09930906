import { sql } from './kysely.ts';
import type { TicketLetterRow } from './schema.ts';
import type { Store, Tx } from './store.ts';
import type { Owner } from './tickets.ts';

/** One that has not reached its worker; in the words of its index, see isWaiting. */
const isUnsent = sql<boolean>`state <> 'sent'`;

export type Letter = {
  readonly id: number;
  readonly ticket: string;
  /** Number of the event that holds the words. */
  readonly seq: number;
  readonly channel: string;
  readonly conversation: string;
  readonly person: string;
};

export async function insertLetter(
  tx: Tx,
  { owner, ticket, seq, now }: { owner: Owner; ticket: string; seq: number; now: number },
): Promise<void> {
  await tx
    .insertInto('ticket_letters')
    .values({
      ticket,
      seq,
      ...owner,
      state: 'waiting',
      tries: 0,
      due_at: now,
      outbox_from: null,
      outbox_to: null,
      outbox_copy: null,
      created_at: now,
      sent_at: null,
    })
    .execute();
}

const COLUMNS = ['id', 'ticket', 'seq', 'channel', 'conversation', 'person'] as const;

/** Those for one person in one conversation that are not on their way, oldest first, held until the transaction ends. */
export async function waitingLetters(
  store: Store,
  tx: Tx,
  { conversation, person }: Pick<Owner, 'conversation' | 'person'>,
): Promise<readonly Letter[]> {
  const query = tx
    .selectFrom('ticket_letters')
    .select(COLUMNS)
    .where('conversation', '=', conversation)
    .where('person', '=', person)
    .where('state', '=', 'waiting')
    .orderBy('id');
  return await store.locked(query).execute();
}

/** Conversations to which a letter may be sent now, though nobody writes there. */
export async function conversationsWithLetters(
  tx: Tx,
  channels: readonly string[],
  now: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('ticket_letters')
    .innerJoin('conversations', 'conversations.key', 'ticket_letters.conversation')
    .select('ticket_letters.conversation')
    .distinct()
    .where(sql<boolean>`ticket_letters.state = 'waiting'`)
    .where('ticket_letters.due_at', '<=', now)
    .where('ticket_letters.channel', 'in', channels)
    .where('conversations.closed_at', 'is', null)
    .limit(limit)
    .execute();
  return rows.map((row) => row.conversation);
}

/** Its messages stand in the outbox, from the first to the last, and behind them what is copied. */
export async function queueLetter(
  tx: Tx,
  id: number,
  { from, to, copy }: { readonly from: number; readonly to: number; readonly copy: number | null },
): Promise<void> {
  await tx
    .updateTable('ticket_letters')
    .set({ state: 'queued', outbox_from: from, outbox_to: to, outbox_copy: copy })
    .where('id', '=', id)
    .execute();
}

/** Nothing of it can be said any more: its words were erased. */
export async function dropLetter(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('ticket_letters').where('id', '=', id).execute();
}

/** A letter that did not get through at the first try, or only without what was to be copied, so that staff hear of it. */
export type BouncedLetter = Pick<Letter, 'ticket' | 'seq' | 'channel'> & {
  readonly what: 'words' | 'copy';
  /** The outbox's word for it; null where the chat was closed before the letter was written. */
  readonly error: string | null;
};

/** Letters to a chat that takes none, which nobody was told of yet; from now on they count as tried. */
export async function takeUnreachable(tx: Tx): Promise<readonly BouncedLetter[]> {
  const rows = await tx
    .selectFrom('ticket_letters')
    .innerJoin('conversations', 'conversations.key', 'ticket_letters.conversation')
    .select(['ticket_letters.id', 'ticket_letters.ticket', 'ticket_letters.seq', 'ticket_letters.channel'])
    .where(sql<boolean>`ticket_letters.state = 'waiting'`)
    .where('ticket_letters.tries', '=', 0)
    .where('conversations.closed_at', 'is not', null)
    .orderBy('ticket_letters.id')
    .limit(200)
    .execute();
  const mine: BouncedLetter[] = [];
  for (const { id, ticket, seq, channel } of rows) {
    const taken = await tx
      .updateTable('ticket_letters')
      .set({ tries: 1 })
      .where('id', '=', id)
      .where('tries', '=', 0)
      .returning('id')
      .executeTakeFirst();
    if (taken !== undefined) mine.push({ ticket, seq, channel, what: 'words', error: null });
  }
  return mine;
}

const HOUR = 3_600_000;

/**
 * Looks what became of the letters in the outbox. All words of one arrived: it is sent, with what was to be copied or
 * without. One message of it was given up: the letter waits again, until its person writes or, later and later, until it
 * is tried by itself. What is left of it in the outbox is emptied, so that nobody sends it a second time from there.
 * @returns those that were given back for the first time, and those that went without their copy
 */
export async function followLetters(tx: Tx, now: number): Promise<readonly BouncedLetter[]> {
  const queued = await tx
    .selectFrom('ticket_letters')
    .select([...COLUMNS, 'tries', 'outbox_from', 'outbox_to', 'outbox_copy'])
    .where(isUnsent)
    .where('state', '=', 'queued')
    .orderBy('id')
    .limit(500)
    .execute();
  const back: BouncedLetter[] = [];
  for (const letter of queued) {
    const bounced = await followLetter(tx, letter, now);
    if (bounced !== undefined) back.push(bounced);
  }
  return back;
}

type Queued = Letter & Pick<TicketLetterRow, 'tries' | 'outbox_from' | 'outbox_to' | 'outbox_copy'>;

/** @returns what staff are to hear of it */
async function followLetter(
  tx: Tx,
  { id, ticket, seq, channel, conversation, tries, outbox_from, outbox_to, outbox_copy }: Queued,
  now: number,
): Promise<BouncedLetter | undefined> {
  const rows = await tx
    .selectFrom('outbox')
    .select(['id', 'state', 'error'])
    .where('conversation', '=', conversation)
    .where('id', '>=', outbox_from ?? 0)
    .where('id', '<=', outbox_copy ?? outbox_to ?? 0)
    .execute();
  if (rows.some(({ state }) => ['pending', 'sending', 'failed'].includes(state))) return undefined;
  const words = rows.filter((row) => row.id !== outbox_copy);
  const arrived = words.length > 0 && words.every(({ state }) => state === 'sent');
  const dead = rows.filter(({ state }) => state === 'dead');
  const ids = dead.map((row) => row.id);
  if (ids.length > 0) await tx.updateTable('outbox').set({ sealed: null }).where('id', 'in', ids).execute();
  // Another process has looked as well, and it may be on its way again.
  const still = tx.updateTable('ticket_letters').where('id', '=', id).where('outbox_from', '=', outbox_from);
  const [first] = dead;
  if (arrived) {
    const sent = await still
      .set({ state: 'sent', sent_at: now })
      .where('state', '=', 'queued')
      .returning('id')
      .executeTakeFirst();
    if (sent === undefined || first === undefined) return undefined;
    return { ticket, seq, channel, what: 'copy', error: first.error };
  }
  const given = await still
    .set({
      state: 'waiting',
      tries: tries + 1,
      due_at: now + Math.min(24, 4 ** Math.min(tries, 3)) * HOUR,
      outbox_from: null,
      outbox_to: null,
      outbox_copy: null,
    })
    .returning('id')
    .executeTakeFirst();
  if (given === undefined || tries > 0) return undefined;
  const error = words.find(({ state }) => state === 'dead')?.error ?? 'lost';
  return { ticket, seq, channel, what: 'words', error };
}

/** The ticket in which staff wrote the message that has this platform id in a conversation; null for none. */
export async function ticketOfLetter(tx: Tx, conversation: string, ref: string): Promise<string | null> {
  const row = await tx
    .selectFrom('outbox')
    .innerJoin('ticket_letters', 'ticket_letters.conversation', 'outbox.conversation')
    .select('ticket_letters.ticket')
    .where('outbox.conversation', '=', conversation)
    .where('outbox.ref', '=', ref)
    .whereRef('ticket_letters.outbox_from', '<=', 'outbox.id')
    .where(({ eb, ref, fn }) =>
      eb(fn.coalesce('ticket_letters.outbox_copy', 'ticket_letters.outbox_to'), '>=', ref('outbox.id')),
    )
    .orderBy('outbox.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ticket ?? null;
}

/** How far the words of each event got, by event number. */
export async function lettersOf(
  tx: Tx,
  ticket: string,
): Promise<ReadonlyMap<number, 'waiting' | 'queued' | 'sent'>> {
  const rows = await tx
    .selectFrom('ticket_letters')
    .select(['seq', 'state'])
    .where('ticket', '=', ticket)
    .execute();
  return new Map(rows.map(({ seq, state }) => [seq, state]));
}
