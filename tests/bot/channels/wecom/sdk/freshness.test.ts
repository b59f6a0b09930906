import { describe, expect, it } from 'vitest';
import { createFreshness, type FreshnessOptions } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createManualClock } from '../../../../fakes/manual-clock.ts';

const MINUTE = 60_000;

function setUp(options: FreshnessOptions = {}) {
  const clock = createManualClock();
  const freshness = createFreshness({ clock, ...options });
  /** Stamped so many ms after now. */
  const stamp = (ms: number, nonce = 'n1', msg_signature = 'a1') => ({
    ...{ timestamp: String(Math.floor((clock.now() + ms) / 1000)), nonce, msg_signature },
  });
  return { clock, freshness, stamp };
}

describe('how old a callback may be', () => {
  it.each([
    [-5 * MINUTE, 'fresh'],
    [-5 * MINUTE - 1000, 'stale'],
    [5 * MINUTE, 'fresh'],
    [5 * MINUTE + 1000, 'stale'],
    [0, 'fresh'],
  ])('%i ms from now: %s', (ms, expected) => {
    const { freshness, stamp } = setUp();
    expect(freshness.check(stamp(ms))).toBe(expected);
  });

  it('can be set', () => {
    const { freshness, stamp } = setUp({ windowMs: 1000 });
    expect([freshness.check(stamp(-1000)), freshness.check(stamp(-2000))]).toEqual(['fresh', 'stale']);
  });

  it.each(['', 'now', '1e9', '-5', ' 1700000000', '17000000000000', 'NaN'])('%j is no time', (timestamp) => {
    const { freshness } = setUp({ windowMs: Number.POSITIVE_INFINITY });
    expect(freshness.check({ timestamp, nonce: 'n', msg_signature: 's' })).toBe('stale');
  });
});

describe('a callback that comes again', () => {
  it('is a replay once it was carried out, not before: WeCom sends again what it got no answer to', () => {
    const { freshness, stamp } = setUp();
    expect(freshness.check(stamp(0))).toBe('fresh');
    expect(freshness.check(stamp(0))).toBe('fresh');
    freshness.remember(stamp(0));
    expect(freshness.check(stamp(0))).toBe('replayed');
  });

  it('is known by signature and nonce together', () => {
    const { freshness, stamp } = setUp();
    freshness.remember(stamp(0, 'n1', 'a1'));
    expect(freshness.check(stamp(0, 'n2', 'a1'))).toBe('fresh');
    expect(freshness.check(stamp(0, 'n1', 'b2'))).toBe('fresh');
    expect(freshness.check(stamp(0, 'n1', 'A1'))).toBe('replayed');
  });

  it('is remembered for two hours', () => {
    const { freshness, stamp, clock } = setUp({ windowMs: 24 * 60 * MINUTE });
    const first = stamp(0);
    freshness.remember(first);
    clock.advance(120 * MINUTE - 1);
    expect(freshness.check(first)).toBe('replayed');
    clock.advance(1);
    expect(freshness.check(first)).toBe('fresh');
  });

  it('pushes the oldest out when there are too many', () => {
    const { freshness, stamp } = setUp({ maxKept: 2 });
    for (const nonce of ['n1', 'n2', 'n3']) freshness.remember(stamp(0, nonce));
    expect(['n1', 'n2', 'n3'].map((nonce) => freshness.check(stamp(0, nonce)))).toEqual([
      'fresh',
      'replayed',
      'replayed',
    ]);
  });
});
