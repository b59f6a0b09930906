import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWorkDay, formatWorked, formatWorkLog } from '../../../../bot/guides/shift/format-log.ts';
import {
  confirmShift,
  endOfShift,
  endShift,
  FORGOTTEN_AFTER,
  giveUpShift,
  HOUR,
  isForgotten,
  LONG_STRETCH,
  longAt,
  longStretches,
  pauseShift,
  REAL_REST,
  resumeShift,
  type Shift,
  shiftSchema,
  spansUntil,
  startShift,
  stretch,
  worked,
} from '../../../../bot/guides/shift/shift.ts';
import { workDays } from '../../../../bot/guides/shift/work-log.ts';

const MINUTE = 60_000;
/** By the clock of China. */
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}:00+08:00`);
const MORNING = at('2026-01-15 08:00');

describe('work without a rest', () => {
  it('comes to four hours after four hours', () => {
    const shift = startShift('s', MORNING);
    expect(longAt(shift)).toBe(MORNING + LONG_STRETCH);
    expect(stretch(shift, MORNING + 3 * HOUR)).toBe(3 * HOUR);
    expect(longStretches(shift, MORNING + LONG_STRETCH - 1)).toEqual([]);
    expect(longStretches(shift, MORNING + LONG_STRETCH)).toEqual([MORNING + LONG_STRETCH]);
  });

  it('is not parted by a rest under twenty minutes, and the rest itself is no work', () => {
    const rested = pauseShift(startShift('s', MORNING), MORNING + 3 * HOUR);
    const again = resumeShift(rested, MORNING + 3 * HOUR + REAL_REST - 1);
    expect(stretch(again, MORNING + 3 * HOUR + REAL_REST - 1)).toBe(3 * HOUR);
    expect(longAt(again)).toBe(MORNING + 4 * HOUR + REAL_REST - 1);
  });

  it('begins anew after twenty minutes', () => {
    const rested = pauseShift(startShift('s', MORNING), MORNING + 3 * HOUR);
    const again = resumeShift(rested, MORNING + 3 * HOUR + REAL_REST);
    expect(stretch(again, MORNING + 3 * HOUR + REAL_REST)).toBe(0);
    expect(longAt(again)).toBe(MORNING + 7 * HOUR + REAL_REST);
    expect(worked(again, MORNING + 4 * HOUR + REAL_REST)).toBe(4 * HOUR);
  });

  it('is counted once however long it goes on, and again after a real rest', () => {
    let shift = pauseShift(startShift('s', MORNING), MORNING + 9 * HOUR);
    shift = resumeShift(shift, MORNING + 10 * HOUR);
    shift = endShift(shift, MORNING + 15 * HOUR, MORNING + 15 * HOUR);
    expect(longStretches(shift, MORNING + 15 * HOUR)).toEqual([MORNING + 4 * HOUR, MORNING + 14 * HOUR]);
    expect(stretch(shift, MORNING + 15 * HOUR)).toBe(0);
  });
});

describe('a forgotten shift', () => {
  const shift = startShift('s', MORNING);
  const late = MORNING + FORGOTTEN_AFTER;

  it('is one of which nobody spoke for sixteen hours; its open end is not counted', () => {
    expect(isForgotten(shift, late - 1)).toBe(false);
    expect(isForgotten(shift, late)).toBe(true);
    expect(worked(shift, late)).toBe(0);
  });

  it('goes on when its worker says so', () => {
    const confirmed = confirmShift(shift, late);
    expect(isForgotten(confirmed, late + HOUR)).toBe(false);
    expect(worked(confirmed, late + HOUR)).toBe(17 * HOUR);
  });

  it('keeps what came before the stretch whose end nobody knows', () => {
    const again = resumeShift(pauseShift(shift, MORNING + HOUR), MORNING + 2 * HOUR);
    const over = giveUpShift(again, late + 2 * HOUR);
    expect(over).toMatchObject({ state: 'ended', unsure: true, since: null });
    expect(worked(over, late + 3 * HOUR)).toBe(HOUR);
  });
});

describe('the log', () => {
  it('parts a shift at midnight of China', () => {
    const began = at('2026-01-15 22:00');
    const shift = endShift(startShift('s', began), began + 5 * HOUR, began + 5 * HOUR);
    const days = workDays([shift], began + 9 * HOUR);
    expect(days.map(({ day, worked: ms }) => [day, ms / HOUR])).toEqual([
      ['2026-01-15', 2],
      ['2026-01-16', 3],
    ]);
    expect(days.map(({ long }) => long)).toEqual([0, 1]);
    expect(days.map(formatWorkDay)).toEqual([
      '1月15日：2小时（22:00到24:00）',
      '1月16日：3小时（00:00到03:00），连着干满四小时1次',
    ]);
  });

  it('says what it does not know, and adds up', () => {
    const over = giveUpShift(startShift('s', MORNING), MORNING + 30 * HOUR);
    const other = endShift(startShift('t', MORNING + 48 * HOUR), MORNING + 50 * HOUR, MORNING + 50 * HOUR);
    expect(formatWorkLog([over, other], MORNING + 60 * HOUR)).toEqual([
      '1月15日：0分钟，有一段不知道几点收的，没算',
      '1月17日：2小时（08:00到10:00）',
      '一共2天，2小时。',
    ]);
    expect(formatWorkLog([over, other], MORNING + 60 * HOUR, '2026-01-16')).toHaveLength(2);
    expect(formatWorkLog([], MORNING)).toEqual([]);
  });

  it.each([
    [0, '0分钟'],
    [59 * MINUTE, '59分钟'],
    [HOUR, '1小时'],
    [2 * HOUR + 10 * MINUTE + 59_000, '2小时10分钟'],
  ])('%d ms is %s', (ms, words) => expect(formatWorked(ms)).toBe(words));
});

/** Whatever somebody says, at whatever time, a clock set back among it. */
type Said = {
  readonly op: 'start' | 'rest' | 'back' | 'end' | 'endAt' | 'still' | 'lost';
  readonly after: number;
};
const said: fc.Arbitrary<Said> = fc.record({
  op: fc.constantFrom('start', 'rest', 'back', 'end', 'endAt', 'still', 'lost'),
  after: fc.integer({ min: -2 * HOUR, max: 20 * HOUR }),
});

function live(all: readonly Said[]): { shifts: readonly Shift[]; now: number } {
  const shifts: Shift[] = [];
  let now = MORNING;
  for (const { op, after } of all) {
    now += after;
    const last = shifts.at(-1);
    const open = last !== undefined && last.state !== 'ended';
    if (op === 'start' && !open)
      shifts.push(startShift(`s${shifts.length}`, now, last === undefined ? undefined : endOfShift(last)));
    if (!open || op === 'start') continue;
    const ways = {
      rest: () => pauseShift(last, now),
      back: () => resumeShift(last, now),
      end: () => endShift(last, now, now),
      endAt: () => endShift(last, now - 3 * HOUR, now),
      still: () => confirmShift(last, now),
      lost: () => giveUpShift(last, now),
    };
    shifts[shifts.length - 1] = ways[op]();
  }
  return { shifts, now };
}

describe('whatever is said in whatever order', () => {
  it('spans rise, never overlap, never are empty, and days add up to them', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (all) => {
        const { shifts, now } = live(all);
        const spans = shifts.flatMap((shift) => spansUntil(shift, now));
        for (const [index, { from, to }] of spans.entries()) {
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.to ?? Number.NEGATIVE_INFINITY);
        }
        const sum = spans.reduce((total, { from, to }) => total + to - from, 0);
        const days = workDays(shifts, now);
        expect(days.reduce((total, day) => total + day.worked, 0)).toBe(sum);
        expect(shifts.reduce((total, shift) => total + worked(shift, now), 0)).toBe(sum);
        for (const day of days) {
          expect(day.worked).toBeGreaterThanOrEqual(0);
          expect(day.worked).toBeLessThanOrEqual(24 * HOUR);
        }
        expect(days.map(({ day }) => day)).toEqual([...new Set(days.map(({ day }) => day))].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('is stored as it is, and four hours need four hours of work', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (all) => {
        const { shifts, now } = live(all);
        for (const shift of shifts) {
          expect(shiftSchema.parse(JSON.parse(JSON.stringify(shift)))).toEqual(shift);
          expect(longStretches(shift, now).length).toBeLessThanOrEqual(worked(shift, now) / LONG_STRETCH);
          expect(stretch(shift, now)).toBeGreaterThanOrEqual(0);
          const long = longAt(shift);
          expect(long === null).toBe(shift.since === null);
        }
      }),
      { numRuns: 300 },
    );
  });
});
