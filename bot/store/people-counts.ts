import { sql } from './kysely.ts';
import type { PeopleCountRow } from './schema.ts';
import type { Tx } from './store.ts';

/** @param seen keyed hash of the figure, its month and the person: they are counted once */
export async function tallyPeople(
  tx: Tx,
  cell: Omit<PeopleCountRow, 'people'>,
  seen: { readonly key: string; readonly at: number },
): Promise<void> {
  const fresh = await tx
    .insertInto('people_seen')
    .values(seen)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  if (fresh === undefined) return;
  await tx
    .insertInto('people_counts')
    .values({ ...cell, people: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['topic', 'month', 'axis', 'first', 'second'])
        .doUpdateSet({ people: sql<number>`people_counts.people + 1` }),
    )
    .execute();
}

export async function peopleCounts(tx: Tx, months: readonly string[]): Promise<readonly PeopleCountRow[]> {
  return await tx
    .selectFrom('people_counts')
    .selectAll()
    .where('month', 'in', [...months])
    .execute();
}

/** PostgreSQL takes 65,535 parameters, SQLite 32,766. */
const AT_ONCE = 5_000;

/** Who was counted already. */
export const peopleKeys = {
  /** Takes somebody out of a figure in which they were counted: coming back they count as one again, and not as two. */
  drop: async (tx: Tx, cells: ReadonlyMap<string, PeopleCountRow>): Promise<void> => {
    const keys = [...cells.keys()];
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const counted = await tx
        .deleteFrom('people_seen')
        .where('key', 'in', keys.slice(at, at + AT_ONCE))
        .returning('key')
        .execute();
      for (const { key } of counted) {
        const counts = cells.get(key);
        if (counts === undefined) continue;
        const { people: _, ...cell } = counts;
        await tx
          .updateTable('people_counts')
          .set({ people: sql<number>`people - 1` })
          .where((where) => where.and(cell))
          .execute();
      }
    }
  },
  sweep: async (tx: Tx, before: number): Promise<void> => {
    await tx.deleteFrom('people_seen').where('at', '<', before).execute();
  },
};
