/** Days of the calendar as ISO strings, 2026-10-28, without a zone: which day it is comes in from outside. */

export type IsoDay = string;

/** A day, or a span when only a month or 国庆那几天 was said; both ends belong to it. */
export type DayReading = { readonly from: IsoDay; readonly to: IsoDay };

/** @returns undefined for days that no calendar has */
export function isoDay(year: number, month: number, day: number): IsoDay | undefined {
  const whole = [year, month, day].every(Number.isInteger) && year >= 1 && year <= 9999;
  const real = whole && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
  return real ? format({ year, month, day }) : undefined;
}

export type DayParts = { readonly year: number; readonly month: number; readonly day: number };

export function dayParts(day: IsoDay): DayParts {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, day: date };
}

export function addDays(day: IsoDay, days: number): IsoDay {
  return format(partsOf(numberOf(dayParts(day)) + days));
}

/** The same day of another month, or that month's last day. */
export function addMonths(day: IsoDay, months: number): IsoDay {
  const { year, month, day: date } = dayParts(day);
  const span = monthSpan(year, month + months);
  return isoDay(dayParts(span.from).year, dayParts(span.from).month, date) ?? span.to;
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: IsoDay): number {
  // Day 0, 1 March of year 0, was a Wednesday.
  return ((((numberOf(dayParts(day)) + 2) % 7) + 7) % 7) + 1;
}

export function mondayOf(day: IsoDay): IsoDay {
  return addDays(day, 1 - weekdayOf(day));
}

/** @param month may lie outside 1 to 12: 0 is December of the year before */
export function monthSpan(year: number, month: number): DayReading {
  const at = { year: year + Math.floor((month - 1) / 12), month: ((((month - 1) % 12) + 12) % 12) + 1 };
  return { from: format({ ...at, day: 1 }), to: format({ ...at, day: lengthOf(at.year, at.month) }) };
}

export function yearSpan(year: number, fromMonth = 1, toMonth = 12): DayReading {
  return { from: monthSpan(year, fromMonth).from, to: monthSpan(year, toMonth).to };
}

export function oneDay(day: IsoDay): DayReading {
  return { from: day, to: day };
}

function format({ year, month, day }: DayParts): IsoDay {
  const two = (figure: number) => String(figure).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function lengthOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Days since 1 March of year 0: years that begin in March have their leap day at the end, so that a year's months are the
 * same in every year.
 */
function numberOf({ year, month, day }: DayParts): number {
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + daysBefore(m) + day - 1;
}

/** Days before a month that is counted from March, 0 to 11. */
const daysBefore = (month: number) => Math.floor((153 * month + 2) / 5);

function partsOf(number: number): DayParts {
  // At most a day short: the year is looked for below and above the estimate.
  let y = Math.floor(number / 365.2425);
  while (numberOf({ year: y, month: 3, day: 1 }) > number) y--;
  while (numberOf({ year: y + 1, month: 3, day: 1 }) <= number) y++;
  const rest = number - numberOf({ year: y, month: 3, day: 1 });
  const m = Math.floor((5 * rest + 2) / 153);
  return { year: m < 10 ? y : y + 1, month: m < 10 ? m + 3 : m - 9, day: rest - daysBefore(m) + 1 };
}
