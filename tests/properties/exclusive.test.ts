import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createExclusive } from '../../bot/conversation/exclusive.ts';

it('work on one key runs one after another in order, whatever fails, and keys do not wait for one another', async () => {
  const job = fc.record({ key: fc.constantFrom('a', 'b', 'c'), ticks: fc.nat(4), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(job, { maxLength: 30 }), async (jobs) => {
      const exclusive = createExclusive();
      const running = new Set<string>();
      const order = new Map<string, number[]>();
      const done = jobs.map(({ key, ticks, fails }, at) =>
        exclusive(key, async () => {
          expect(running.has(key)).toBe(false);
          running.add(key);
          order.set(key, [...(order.get(key) ?? []), at]);
          for (let i = 0; i < ticks; i++) await Promise.resolve();
          running.delete(key);
          if (fails) throw new RangeError(`${at}`);
          return at;
        }),
      );
      const ends = await Promise.allSettled(done);
      expect(ends.map((end) => end.status)).toEqual(
        jobs.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
      );
      for (const [key, list] of order)
        expect(list).toEqual(jobs.flatMap((one, at) => (one.key === key ? [at] : [])));
    }),
  );
  const exclusive = createExclusive();
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = exclusive('a', () => promise);
  expect(await exclusive('b', async () => 'at once')).toBe('at once');
  resolve();
  await held;
});
