import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms`, or as soon as `signal` aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const sleep: Sleep = async (ms, signal) => {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
};

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** 1, 2, 4 … 60 seconds. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
}
