import { sql } from './kysely.ts';
import type { BrandWeekRow, GuideCountRow, QuestionCountRow, TicketCountRow } from './schema.ts';
import type { Tx } from './store.ts';

/** What adds up without anybody's name; each adds one, in the transaction of what it counts. */

export async function tallyQuestion(tx: Tx, cell: Omit<QuestionCountRow, 'count'>): Promise<void> {
  await tx
    .insertInto('question_counts')
    .values({ ...cell, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['month', 'region', 'matter', 'reason', 'channel', 'outcome'])
        .doUpdateSet({ count: sql<number>`question_counts.count + 1` }),
    )
    .execute();
}

export async function tallyTicket(tx: Tx, cell: Omit<TicketCountRow, 'count'>): Promise<void> {
  await tx
    .insertInto('ticket_counts')
    .values({ ...cell, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['month', 'region', 'kind', 'brand'])
        .doUpdateSet({ count: sql<number>`ticket_counts.count + 1` }),
    )
    .execute();
}

export async function tallyGuide(tx: Tx, cell: Omit<GuideCountRow, 'count'>): Promise<void> {
  await tx
    .insertInto('guide_counts')
    .values({ ...cell, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['month', 'guide', 'ended'])
        .doUpdateSet({ count: sql<number>`guide_counts.count + 1` }),
    )
    .execute();
}

/**
 * Counts a person once a week for a platform, however often they name it.
 * @param key keyed hash of week, platform and person
 */
export async function tallyBrand(
  tx: Tx,
  cell: Omit<BrandWeekRow, 'count'>,
  { key, at }: { readonly key: string; readonly at: number },
): Promise<void> {
  const fresh = await tx
    .insertInto('brand_seen')
    .values({ key, at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  if (fresh === undefined) return;
  await tx
    .insertInto('brand_weeks')
    .values({ ...cell, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['week', 'brand', 'region'])
        .doUpdateSet({ count: sql<number>`brand_weeks.count + 1` }),
    )
    .execute();
}
