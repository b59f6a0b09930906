import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoDay, monthSpan, weekdayOf } from '#knowledge';

/** The machine's own calendar, which knowledge may not ask. */
const plain = (day: string) => new Date(`${day}T00:00:00Z`);
const aDay = fc
  .integer({ min: Date.UTC(1000, 0, 1) / 86_400_000, max: Date.UTC(9000, 0, 1) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

describe('the calendar', () => {
  it('moves by days as the machine does', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -200_000, max: 200_000 }), (day, days) => {
        const moved = new Date(plain(day).getTime() + days * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(day, days)).toBe(moved);
        expect(weekdayOf(day)).toBe(plain(day).getUTCDay() || 7);
      }),
    );
  });

  it('knows which days there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2200 }),
        fc.integer({ min: -2, max: 15 }),
        fc.integer({ min: -2, max: 33 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day));
          const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
          expect(isoDay(year, month, day) !== undefined).toBe(real && date.getUTCDate() === day);
        },
      ),
    );
    expect(isoDay(2024, 2, 29)).toBe('2024-02-29');
    expect(isoDay(2026, 2, 29)).toBeUndefined();
    expect(isoDay(2026, 2.5, 1)).toBeUndefined();
  });

  it('counts months over the ends of years', () => {
    expect(monthSpan(2026, 0)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(monthSpan(2026, 14)).toEqual({ from: '2027-02-01', to: '2027-02-28' });
    expect(monthSpan(2024, 2).to).toBe('2024-02-29');
    expect(monthSpan(1900, 2).to).toBe('1900-02-28');
    expect(monthSpan(2026, -11)).toEqual({ from: '2025-01-01', to: '2025-01-31' });
  });
});
