import type { Clock } from '../../bot/clock.ts';

export type ManualClock = Clock & {
  /** Moves time on and wakes whoever has slept long enough. @param ms below 0 moves it back */
  readonly advance: (ms: number) => void;
};

/** A clock that stands still until a test moves it. */
export function createManualClock(start: number = Date.UTC(2026, 0, 15, 1)): ManualClock {
  let now = start;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
  };
}
