import type { Clock } from './clock.ts';

/** So many in any period, not only in those that begin at a full minute. */
export type Bucket = {
  /** Takes a token, waiting for one if none is left. False: the signal aborted the wait. */
  readonly take: (signal?: AbortSignal) => Promise<boolean>;
  /** How many could be taken now without waiting. */
  readonly left: () => number;
};

/** Each token comes back a whole period after it was taken, so no period ever sees more than the capacity. */
export function createBucket(options: { capacity: number; periodMs: number; clock: Clock }): Bucket {
  const { capacity, periodMs, clock } = options;
  /** When tokens come back, soonest first; who waits holds a token of the future. */
  const back: number[] = [];

  const settle = () => {
    while (back[0] !== undefined && back[0] <= clock.now()) back.shift();
  };
  return {
    take: async (signal) => {
      settle();
      const free = back.at(-capacity);
      const at = Math.max(clock.now(), free ?? 0);
      back.push(at + periodMs);
      while (clock.now() < at && signal?.aborted !== true) await clock.sleep(at - clock.now(), signal);
      if (signal?.aborted !== true) return true;
      back.splice(back.indexOf(at + periodMs), 1);
      return false;
    },
    left: () => {
      settle();
      return Math.max(0, capacity - back.length);
    },
  };
}
