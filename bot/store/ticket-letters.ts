import { sql } from './kysely.ts';
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

/** Its messages stand in the outbox, from the first to the last. */
export async function queueLetter(
  tx: Tx,
  id: number,
  rows: { readonly from: number; readonly to: number },
): Promise<void> {
  await tx
    .updateTable('ticket_letters')
    .set({ state: 'queued', outbox_from: rows.from, outbox_to: rows.to })
    .where('id', '=', id)
    .execute();
}

/** Nothing of it can be said any more: its words were erased. */
export async function dropLetter(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('ticket_letters').where('id', '=', id).execute();
}

/** A letter that did not get through at the first try, so that staff hear of it. */
export type BouncedLetter = Pick<Letter, 'ticket' | 'seq' | 'channel'> & {
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
    if (taken !== undefined) mine.push({ ticket, seq, channel, error: null });
  }
  return mine;
}

const HOUR = 3_600_000;

/**
 * Looks what became of the letters in the outbox. All of one arrived: it is sent. One message of it was given up: the
 * letter waits again, until its person writes or, later and later, until it is tried by itself; what is left of it in
 * the outbox is emptied, so that nobody sends it a second time from there.
 * @returns those that were given back for the first time
 */
export async function followLetters(tx: Tx, now: number): Promise<readonly BouncedLetter[]> {
  const queued = await tx
    .selectFrom('ticket_letters')
    .select(['id', 'ticket', 'seq', 'channel', 'tries', 'conversation', 'outbox_from', 'outbox_to'])
    .where(isUnsent)
    .where('state', '=', 'queued')
    .orderBy('id')
    .limit(500)
    .execute();
  const back: BouncedLetter[] = [];
  for (const { id, ticket, seq, channel, tries, conversation, outbox_from, outbox_to } of queued) {
    const rows = await tx
      .selectFrom('outbox')
      .select(['state', 'sealed', 'error'])
      .where('conversation', '=', conversation)
      .where('id', '>=', outbox_from ?? 0)
      .where('id', '<=', outbox_to ?? 0)
      .execute();
    if (rows.some(({ state }) => ['pending', 'sending', 'failed'].includes(state))) continue;
    const arrived = rows.length > 0 && rows.every(({ state }) => state === 'sent');
    if (arrived) {
      await tx
        .updateTable('ticket_letters')
        .set({ state: 'sent', sent_at: now })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .execute();
      continue;
    }
    await tx
      .updateTable('outbox')
      .set({ sealed: null })
      .where('conversation', '=', conversation)
      .where('id', '>=', outbox_from ?? 0)
      .where('id', '<=', outbox_to ?? 0)
      .where('state', '=', 'dead')
      .execute();
    const given = await tx
      .updateTable('ticket_letters')
      .set({
        state: 'waiting',
        tries: tries + 1,
        due_at: now + Math.min(24, 4 ** Math.min(tries, 3)) * HOUR,
        outbox_from: null,
        outbox_to: null,
      })
      .where('id', '=', id)
      // Another process has looked as well, and it may be on its way again.
      .where('outbox_from', '=', outbox_from)
      .returning('id')
      .executeTakeFirst();
    const error = rows.find(({ state }) => state === 'dead')?.error ?? 'lost';
    if (given !== undefined && tries === 0) back.push({ ticket, seq, channel, error });
  }
  return back;
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
    .whereRef('ticket_letters.outbox_to', '>=', 'outbox.id')
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
