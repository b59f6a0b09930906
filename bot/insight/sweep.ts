import { peopleKeys } from '../store/people-counts.ts';
import type { Store } from '../store/store.ts';

const DAY = 24 * 3_600_000;
/** A week, and one day for clocks that differ. */
const KNOW_SEEN_FOR = 8 * DAY;
/** A month, and one day for clocks that differ. */
const KNOW_PEOPLE_FOR = 32 * DAY;
/** Alert drafts are about weeks that nobody asks for later. */
const KEEP_ALERTS_FOR = 180 * DAY;

/** Deletes unanswered questions whose time is over, with the hashes of whose they were. @returns how many */
export async function sweepInsight(
  store: Store,
  { misses: days }: { readonly misses: number },
  now: number,
): Promise<{ readonly misses: number }> {
  return await store.transaction(async (tx) => {
    const misses = await tx
      .deleteFrom('misses')
      .where('at', '<', now - days * DAY)
      .executeTakeFirst();
    await tx
      .deleteFrom('brand_seen')
      .where('at', '<', now - KNOW_SEEN_FOR)
      .execute();
    await peopleKeys.sweep(tx, now - KNOW_PEOPLE_FOR);
    await tx
      .deleteFrom('alert_drafts')
      .where('created_at', '<', now - KEEP_ALERTS_FOR)
      .execute();
    await tx
      .deleteFrom('ticket_marks')
      .where('ticket', 'not in', tx.selectFrom('tickets').select('id'))
      .execute();
    return { misses: Number(misses.numDeletedRows) };
  });
}
