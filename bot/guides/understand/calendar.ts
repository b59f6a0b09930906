/** Days of the calendar as ISO strings, 2026-10-28, without a zone: which day it is comes in from outside. */

export type IsoDay = string;

/** A day, or a span when only a month or 国庆那几天 was said; both ends belong to it. */
export type DayReading = { readonly from: IsoDay; readonly to: IsoDay };

/** @returns undefined for days that no calendar has */
export function isoDay(year: number, month: number, day: number): IsoDay | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : undefined;
}

export type DayParts = { readonly year: number; readonly month: number; readonly day: number };

export function dayParts(day: IsoDay): DayParts {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, day: date };
}

export function addDays(day: IsoDay, days: number): IsoDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last day. */
export function addMonths(day: IsoDay, months: number): IsoDay {
  const { year, month, day: date } = dayParts(day);
  const span = monthSpan(year, month + months);
  return isoDay(dayParts(span.from).year, dayParts(span.from).month, date) ?? span.to;
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: IsoDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

export function mondayOf(day: IsoDay): IsoDay {
  return addDays(day, 1 - weekdayOf(day));
}

/** @param month may lie outside 1 to 12: 0 is December of the year before */
export function monthSpan(year: number, month: number): DayReading {
  const at = (last: boolean) =>
    new Date(Date.UTC(year, month - 1 + (last ? 1 : 0), last ? 0 : 1)).toISOString().slice(0, 10);
  return { from: at(false), to: at(true) };
}

export function yearSpan(year: number, fromMonth = 1, toMonth = 12): DayReading {
  return { from: monthSpan(year, fromMonth).from, to: monthSpan(year, toMonth).to };
}

export function oneDay(day: IsoDay): DayReading {
  return { from: day, to: day };
}
