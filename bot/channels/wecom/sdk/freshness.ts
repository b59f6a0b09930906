import { type Clock, systemClock } from './clock.ts';

const MINUTE = 60_000;

export type FreshnessOptions = {
  /** How far a timestamp may be from now, before or after, in ms; 5 minutes when left out. */
  readonly windowMs?: number;
  /** How long a callback that was carried out is remembered, in ms; 2 hours when left out. */
  readonly keepMs?: number;
  /** How many are remembered at most; the oldest are forgotten first. */
  readonly maxKept?: number;
  readonly clock?: Pick<Clock, 'now'>;
};

export type Stamp = {
  /** seconds */
  readonly timestamp: string;
  readonly nonce: string;
  readonly msg_signature: string;
};

/**
 * Tells a callback that was just sent from one that was recorded and is played again.
 * https://developer.work.weixin.qq.com/document/path/101033
 *
 * A callback counts as seen only once it was carried out: WeCom sends one again whose answer it did not get, and that
 * is the same callback with the same nonce.
 */
export type Freshness = {
  readonly check: (stamp: Stamp) => 'fresh' | 'stale' | 'replayed';
  /** The callback was carried out. */
  readonly remember: (stamp: Stamp) => void;
};

export function createFreshness(options: FreshnessOptions = {}): Freshness {
  const { windowMs = 5 * MINUTE, keepMs = 120 * MINUTE, maxKept = 100_000, clock = systemClock } = options;
  /** When each was carried out; a Map keeps the order, so the oldest stand first. */
  const seen = new Map<string, number>();

  const forget = (now: number) => {
    for (const [key, at] of seen) {
      if (now - at < keepMs && seen.size <= maxKept) break;
      seen.delete(key);
    }
  };
  // The signature covers the nonce: a nonce alone is short enough to come twice by chance.
  const keyOf = ({ nonce, msg_signature }: Stamp) => `${nonce}:${msg_signature.toLowerCase()}`;

  return {
    check: (stamp) => {
      const now = clock.now();
      if (!/^\d{1,12}$/.test(stamp.timestamp)) return 'stale';
      if (Math.abs(now - Number(stamp.timestamp) * 1000) > windowMs) return 'stale';
      forget(now);
      return seen.has(keyOf(stamp)) ? 'replayed' : 'fresh';
    },
    remember: (stamp) => {
      seen.set(keyOf(stamp), clock.now());
      forget(clock.now());
    },
  };
}
