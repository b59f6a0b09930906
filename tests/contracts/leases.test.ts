import { afterEach, beforeEach, expect, it } from 'vitest';
import { underLease } from '../../bot/store/leases.ts';
import type { Store } from '../../bot/store/store.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const MS = 60_000;

await describeEveryDatabase('work that one process at a time may do', (kind) => {
  let database: TestDatabase;
  let store: Store;
  const clock = createManualClock();
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const lease = (holder: string) => ({ name: 'work', holder, ms: MS, clock });
  const once = (holder: string) => underLease(store, lease(holder), async () => holder);

  it('is left to whoever has it, and anybody’s again when they have done or failed', async () => {
    await underLease(store, lease('a'), async () => {
      expect(await once('b')).toBeUndefined();
    });
    expect(await once('b')).toBe('b');
    const failing = underLease(store, lease('a'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await once('b')).toBe('b');
  });

  it('stays with whoever takes it on in time, however long it takes', async () => {
    const held = await underLease(store, lease('a'), async (isHeld) => {
      const seen: boolean[] = [];
      for (let step = 0; step < 5; step++) {
        clock.advance(MS - 1);
        seen.push(await isHeld());
        expect(await once('b')).toBeUndefined();
      }
      return seen;
    });
    expect(held).toEqual([true, true, true, true, true]);
  });

  it('is left alone to its end by whoever has lost it', async () => {
    const held = await underLease(store, lease('a'), async (isHeld) => {
      clock.advance(MS);
      return await underLease(store, lease('b'), async () => [
        await isHeld(),
        await isHeld(),
        await isHeld(),
      ]);
    });
    expect(held).toEqual([false, false, false]);
  });

  it('is not theirs any more who stood still for too long, and they do not let go what is another’s', async () => {
    await underLease(store, lease('a'), async (isHeld) => {
      clock.advance(MS);
      await underLease(store, lease('b'), async () => {
        expect(await isHeld()).toBe(false);
        await underLease(store, lease('a'), () => Promise.reject(new Error('it is taken')));
        expect(await once('c')).toBeUndefined();
      });
    });
    expect(await once('c')).toBe('c');
  });
});
