import { sweepConsole } from '../store/console.ts';
import { isAccepted } from '../store/inbox.ts';
import { isWaiting } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { isLive } from '../store/tickets.ts';

const DAY = 24 * 3_600_000;
/** A platform may repeat an event for about a day; ids are kept well beyond that, without words. */
const KNOW_EVENTS_FOR = 8 * DAY;
/** A chat with a turn in the last minute is left for the next sweep. */
const AT_REST = 60_000;

/** How long each kind of data is kept, in days. */
export type Retention = {
  readonly messages: number;
  readonly memory: number;
  /** What its owner said is to be kept. */
  readonly evidence: number;
  readonly erasureProofs: number;
  /** Questions that got no answer, without a name. */
  readonly misses: number;
};

/** Deletes what its time has run out for. @returns how many rows were emptied or deleted, by kind */
export async function sweep(
  store: Store,
  { messages, memory, erasureProofs }: Omit<Retention, 'misses'>,
  now: number,
): Promise<Record<string, number>> {
  const wordsBefore = now - messages * DAY;
  const rowsBefore = Math.min(wordsBefore, now - KNOW_EVENTS_FOR);
  return await store.transaction(async (tx) => {
    // What still waits after so long belongs to a channel that is off. Its time is over as well: that was promised.
    await tx
      .updateTable('inbox')
      .set({ state: 'failed', error: 'expired', done_at: now })
      .where('received_at', '<', wordsBefore)
      .where(isAccepted)
      .execute();
    const emptied = await tx
      .updateTable('inbox')
      .set({ sealed: null })
      .where('received_at', '<', wordsBefore)
      .where('sealed', 'is not', null)
      .executeTakeFirst();
    const inbox = await tx
      .deleteFrom('inbox')
      .where('received_at', '<', rowsBefore)
      .where('state', '!=', 'accepted')
      .executeTakeFirst();
    const outbox = await tx.deleteFrom('outbox').where('created_at', '<', wordsBefore).executeTakeFirst();
    const people = await tx
      .deleteFrom('people')
      .where('updated_at', '<', now - memory * DAY)
      .executeTakeFirst();
    const carried = await tx.deleteFrom('carried').where('expires_at', '<=', now).executeTakeFirst();
    // What its message still waits for belongs to that message; without one it belongs to nobody.
    const files = await tx
      .deleteFrom('files')
      .where(({ eb, or, and }) =>
        or([
          and([eb('state', '!=', 'wanted'), eb('expires_at', '<=', now)]),
          and([eb('state', '=', 'wanted'), eb('created_at', '<', wordsBefore)]),
        ]),
      )
      .executeTakeFirst();
    const streams = await tx.deleteFrom('streams').where('expires_at', '<=', now).executeTakeFirst();
    const guideRuns = await tx
      .deleteFrom('guide_runs')
      .where('updated_at', '<', now - memory * DAY)
      .executeTakeFirst();
    const delayed = await tx.deleteFrom('delayed').where('expires_at', '<=', now).executeTakeFirst();
    const shifts = await tx
      .deleteFrom('shifts')
      .where('updated_at', '<', now - memory * DAY)
      .executeTakeFirst();
    const erasures = await tx
      .deleteFrom('erasures')
      .where('at', '<', now - erasureProofs * DAY)
      .executeTakeFirst();
    const console = await sweepConsole(tx, now);
    // The id of a private chat is as good as the person's: it goes when nothing of theirs is left, as after an erasure.
    // PostgreSQL asks a row that was changed meanwhile again for its own columns, and the subqueries not: without the time,
    // a chat would go under the reply that a turn has just put there, and nobody would ever deliver it.
    // https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
    const forgotten = await tx
      .deleteFrom('conversations')
      .where('kind', '=', 'private')
      .where('updated_at', '<', now - AT_REST)
      .where('key', 'not in', tx.selectFrom('people').select('conversation'))
      .where('key', 'not in', tx.selectFrom('inbox').select('conversation').where('sealed', 'is not', null))
      .where('key', 'not in', tx.selectFrom('outbox').select('conversation').where(isWaiting))
      .where('key', 'not in', tx.selectFrom('delayed').select('conversation'))
      // The union's answer must find the way.
      .where('key', 'not in', tx.selectFrom('tickets').select('conversation').where(isLive))
      .executeTakeFirst();
    const conversations = await tx
      .deleteFrom('conversations')
      .where('updated_at', '<', now - Math.max(memory, messages) * DAY)
      .where('key', 'not in', tx.selectFrom('inbox').select('conversation'))
      .where('key', 'not in', tx.selectFrom('outbox').select('conversation'))
      .where('key', 'not in', tx.selectFrom('tickets').select('conversation').where(isLive))
      .executeTakeFirst();
    return {
      words: Number(emptied.numUpdatedRows),
      inbox: Number(inbox.numDeletedRows),
      outbox: Number(outbox.numDeletedRows),
      people: Number(people.numDeletedRows),
      carried: Number(carried.numDeletedRows),
      files: Number(files.numDeletedRows),
      streams: Number(streams.numDeletedRows),
      guideRuns: Number(guideRuns.numDeletedRows),
      delayed: Number(delayed.numDeletedRows),
      shifts: Number(shifts.numDeletedRows),
      erasures: Number(erasures.numDeletedRows),
      console,
      conversations: Number(forgotten.numDeletedRows) + Number(conversations.numDeletedRows),
    };
  });
}
