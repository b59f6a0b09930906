import type { Clock } from '../clock.ts';
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

/**
 * Does what one process at a time may do, and lets go behind it.
 * @param work asks `isHeld` before each step of what may take longer than `ms`, which takes the lease on; false, from then on:
 * another has it by now, and the rest is theirs
 * @returns undefined when another holder has it
 */
export async function underLease<T>(
  store: Store,
  { name, holder, ms, clock }: { name: string; holder: string; ms: number; clock: Pick<Clock, 'now'> },
  work: (isHeld: () => Promise<boolean>) => Promise<T>,
): Promise<T | undefined> {
  let since = clock.now();
  if (!(await takeLease(store, { name, holder, ms, now: since }))) return undefined;
  let held = true;
  const isHeld = async (): Promise<boolean> => {
    const now = clock.now();
    if (!held || now - since < ms / 2) return held;
    held = await takeLease(store, { name, holder, ms, now });
    since = now;
    return held;
  };
  try {
    return await work(isHeld);
  } finally {
    await dropLease(store, name, holder).catch(() => {});
  }
}
