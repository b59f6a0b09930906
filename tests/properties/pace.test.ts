import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../bot/conversation/memory.ts';
import { countQuestion } from '../../bot/conversation/pace.ts';

const MINUTE = 60_000;
/** Milliseconds from one question to the next; a clock may be set back. */
const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 90_000 })), {
  maxLength: 80,
});
const limit = fc.integer({ min: 1, max: 12 });
const START: Pace = { asked: [], told: 0 };
const NOON = Date.UTC(2026, 0, 15, 4);

describe('the pace of questions', () => {
  it('lets no minute hold more than its limit, and refuses none that a minute has room for', () => {
    fc.assert(
      fc.property(gaps, limit, (waits, most) => {
        const welcome: number[] = [];
        let pace = START;
        let now = NOON;
        for (const wait of waits) {
          now += wait;
          const room = welcome.filter((at) => at > now - MINUTE).length < most;
          const counted = countQuestion(pace, now, most);
          pace = counted.pace;
          expect(counted.waitSeconds === 0).toBe(room);
          if (counted.waitSeconds === 0) welcome.push(now);
          expect(pace.asked.length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tells a time after which a question is welcome, and not a second more', () => {
    fc.assert(
      fc.property(gaps, limit, (waits, most) => {
        let pace = START;
        let now = NOON;
        for (const wait of waits) {
          now += wait;
          const counted = countQuestion(pace, now, most);
          pace = counted.pace;
          if (counted.waitSeconds === 0) continue;
          expect(countQuestion(pace, now + counted.waitSeconds * 1_000, most).waitSeconds).toBe(0);
          if (counted.waitSeconds > 1)
            expect(
              countQuestion(pace, now + (counted.waitSeconds - 1) * 1_000 - 1, most).waitSeconds,
            ).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says so at once, and then at most every ten seconds', () => {
    fc.assert(
      fc.property(gaps, limit, (waits, most) => {
        const told: number[] = [];
        let pace = START;
        let now = NOON;
        for (const wait of waits) {
          now += wait;
          const counted = countQuestion(pace, now, most);
          pace = counted.pace;
          if (counted.tell) told.push(now);
          if (counted.waitSeconds > 0) expect(told.some((at) => at > now - 10_000)).toBe(true);
        }
        for (const [at, time] of told.entries())
          expect(time - (told[at - 1] ?? 0)).toBeGreaterThanOrEqual(10_000);
      }),
      { numRuns: 300 },
    );
  });

  it('locks nobody out when the clock is set back', () => {
    const { pace } = countQuestion({ asked: [NOON, NOON + 1], told: NOON + 2 }, NOON + 3, 2);
    expect(countQuestion(pace, NOON - 3_600_000, 2).waitSeconds).toBe(0);
  });
});
