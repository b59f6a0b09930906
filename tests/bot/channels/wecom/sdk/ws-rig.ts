import { vi } from 'vitest';
import type { Clock } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createManualClock, type ManualClock } from '../../../../fakes/manual-clock.ts';

export const BOT = { botId: 'bot-1', secret: 'secret-of-bot-1' };

export const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A promise under watch: it never goes unhandled. */
export function settle<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** What a promise was rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<unknown> {
  const settled = await settle(promise);
  if ('value' in settled) throw new Error('it was not rejected');
  return settled.error;
}

/** Looks again and again until nothing is thrown. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 8000, interval: 4 });
}

export type WatchedClock = ManualClock & {
  /** Sleepers that were not woken. */
  readonly sleeping: () => number;
};

export function createWatchedClock(start?: number): WatchedClock {
  const clock = createManualClock(start);
  let sleeping = 0;
  const sleep: Clock['sleep'] = async (ms, signal) => {
    sleeping++;
    await clock.sleep(ms, signal);
    sleeping--;
  };
  return { now: clock.now, advance: clock.advance, sleep, sleeping: () => sleeping };
}
