import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSequencer } from '../../bot/conversation/sequencer.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd');
/** Wake a key, or let the oldest (or newest) work that runs finish. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('finish' as const), newest: fc.boolean() }) },
);

describe('the sequencer', () => {
  it('never works twice at once on a key, never on more keys than it may, and forgets no wake', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, concurrency) => {
          /** What was put down for a key and not yet seen by any work on it. */
          const unseen = new Map<string, number>();
          const running = new Map<string, () => void>();
          let most = 0;
          const sequencer = createSequencer(async (key) => {
            expect(running.has(key)).toBe(false);
            unseen.delete(key);
            await new Promise<void>((resolve) => running.set(key, resolve));
            running.delete(key);
          }, concurrency);
          const finish = async (newest: boolean) => {
            const open = [...running.values()];
            (newest ? open.at(-1) : open[0])?.();
            await new Promise(setImmediate);
            most = Math.max(most, running.size);
          };
          for (const each of steps) {
            if (each.kind === 'finish') await finish(each.newest);
            else {
              unseen.set(each.key, (unseen.get(each.key) ?? 0) + 1);
              sequencer.wake(each.key);
              most = Math.max(most, running.size);
            }
            expect(sequencer.size()).toBeGreaterThanOrEqual(running.size);
          }
          let idle = false;
          const waiting = sequencer.idle().then(() => {
            idle = true;
          });
          while (running.size > 0) {
            expect(idle).toBe(false);
            await finish(false);
          }
          await waiting;
          expect(unseen).toEqual(new Map());
          expect(most).toBeLessThanOrEqual(concurrency);
          expect(sequencer.size()).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('runs as many keys at once as it may', async () => {
    const running: (() => void)[] = [];
    const sequencer = createSequencer(() => new Promise((resolve) => running.push(resolve)), 3);
    for (const each of ['a', 'b', 'c', 'd', 'e']) sequencer.wake(each);
    expect(running).toHaveLength(3);
    while (sequencer.size() > 0) {
      running.shift()?.();
      await new Promise(setImmediate);
    }
    await sequencer.idle();
  });
});
