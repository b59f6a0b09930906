/** Says a reading back in plain Chinese, so that the person can see what was understood before it counts. */
import { addDays, type DayReading, dayParts, type IsoDay, mondayOf, monthSpan, weekdayOf } from '#knowledge';
import { understoodCopy as copy } from '../../copy/understood.ts';
import type { Money } from './money.ts';
import type { PhoneReading } from './phone.ts';
import type { PlatformReading } from './platform.ts';
import type { Span } from './understood.ts';

/** 10月28日（上周三）, 2025年10月, 3月到5月, 11月3日到11月9日. The year only where it is not today's. */
export function formatDay({ from, to }: DayReading, today: IsoDay): string {
  if (from === to) return copy.day.note(dateOf(from, today), nearName(from, today));
  return formatSpan({ from, to }, today, today);
}

/** The same for a paper, which is read in another year: 2025年11月21日, 2025年3月到2026年1月. */
export function formatDayInFull({ from, to }: DayReading, today: IsoDay): string {
  return from === to ? dateOf(from, LONG_AGO) : formatSpan({ from, to }, LONG_AGO, today);
}
const LONG_AGO = '0001-01-01';

/** @param seen the day whose year goes without saying */
function formatSpan({ from, to }: DayReading, seen: IsoDay, today: IsoDay): string {
  const [a, b] = [dayParts(from), dayParts(to)];
  const whole =
    from === monthSpan(a.year, a.month).from && (to === monthSpan(b.year, b.month).to || to === today);
  if (!whole) return copy.day.span(dateOf(from, seen), a.year === b.year ? dateOf(to, to) : dateOf(to, from));
  if (a.year === b.year && a.month === 1 && b.month === 12) return copy.day.year(a.year);
  const year = a.year === dayParts(seen).year ? '' : copy.day.year(a.year);
  const first = `${year}${copy.day.month(a.month)}`;
  const last = `${a.year === b.year ? '' : copy.day.year(b.year)}${copy.day.month(b.month)}`;
  return a.year === b.year && a.month === b.month ? first : copy.day.span(first, last);
}

function dateOf(day: IsoDay, today: IsoDay): string {
  const { year, month, day: date } = dayParts(day);
  return `${year === dayParts(today).year ? '' : copy.day.year(year)}${copy.day.date(month, date)}`;
}

function nearName(day: IsoDay, today: IsoDay): string {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const near = copy.day.near[String(days)];
  if (near !== undefined) return near;
  const at = weekdayOf(day);
  const monday = mondayOf(day);
  if (monday === mondayOf(today)) return copy.day.thisWeek(at);
  if (monday === addDays(mondayOf(today), -7)) return copy.day.lastWeek(at);
  return monday === addDays(mondayOf(today), 7) ? copy.day.nextWeek(at) : copy.day.weekday(at);
}

/** 2000元左右, 500到600元, 0.18元. */
export function formatMoney(money: Money): string {
  const yuan = (cents: number) => (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2));
  return spanned(money, yuan, copy.yuan);
}

function spanned(
  { from, to, about }: Span,
  figure: (value: number) => string,
  unit: (words: string) => string,
): string {
  if (from !== to) return unit(copy.span(figure(from), figure(to)));
  return about ? copy.around(unit(figure(from))) : unit(figure(from));
}

/** 美团（专送）; a brand that nobody knows as the person said it. */
export function formatPlatform({ name, mode }: PlatformReading): string {
  return mode === undefined ? name : copy.platform(name, copy.modes[mode]);
}

/** 138 1234 5678, as people read it aloud. */
export function formatPhone({ kind, number }: PhoneReading): string {
  return kind === 'mobile' ? `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}` : number;
}
