import type { Store } from './store.ts';

/**
 * Takes, or takes on, a piece of work for `ms`. Whoever dies lets go when the time is over.
 * @returns false when another holder has it
 */
export async function takeLease(
  store: Store,
  { name, holder, ms, now }: { name: string; holder: string; ms: number; now: number },
): Promise<boolean> {
  return await store.transaction(async (tx) => {
    const result = await tx
      .insertInto('leases')
      .values({ name, holder, until: now + ms })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until: now + ms })
          .where(({ eb, or }) => or([eb('leases.until', '<=', now), eb('leases.holder', '=', holder)])),
      )
      .returning('name')
      .executeTakeFirst();
    return result !== undefined;
  });
}

/** Lets go, if it is still held. */
export async function dropLease(store: Store, name: string, holder: string): Promise<void> {
  await store.transaction((tx) =>
    tx.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute(),
  );
}
