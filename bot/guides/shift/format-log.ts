import { formatChinaTime } from '../../china-time.ts';
import { shiftCopy as copy } from '../../copy/guides/shift.ts';
import type { Shift } from './shift.ts';
import { type WorkDay, workDays } from './work-log.ts';

const MINUTE = 60_000;

/** 2小时10分钟; what is less than a minute is none. @param ms not below 0 */
export function formatWorked(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  return copy.hours(Math.floor(minutes / 60), minutes % 60);
}

/** 08:05 by the clock of China. */
export const formatClockTime = (at: number): string => formatChinaTime(at).slice(11);

/** 11月20日 08:05 */
export const formatMoment = (at: number): string =>
  `${formatDate(formatChinaTime(at).slice(0, 10))} ${formatClockTime(at)}`;

function formatDate(day: string): string {
  const [, month = '', date = ''] = day.split('-');
  return `${Number(month)}月${Number(date)}日`;
}

/** 11月20日：9小时30分钟（08:05到12:10、13:00到18:25） */
export function formatWorkDay({ day, worked, spans, long, unsure }: WorkDay): string {
  const times = spans.map(({ from, to }) => copy.logSpan(formatClockTime(from), endOf(to)));
  return [
    copy.logDay(formatDate(day), formatWorked(worked)),
    times.length === 0 ? '' : copy.logSpans(times.join('、')),
    ...(long === 0 ? [] : [`，${copy.logLong(long)}`]),
    ...(unsure ? [`，${copy.logUnsure}`] : []),
  ].join('');
}

/** Midnight belongs to the day that it ends. */
function endOf(at: number): string {
  const time = formatClockTime(at);
  return time === '00:00' ? '24:00' : time;
}

/**
 * The private log as lines that a worker may hand in with a complaint: each day, and a line that says what they add up to.
 * @param since ISO day; earlier days are left out
 */
export function formatWorkLog(shifts: readonly Shift[], now: number, since = ''): readonly string[] {
  const days = workDays(shifts, now).filter(({ day }) => day >= since);
  if (days.length === 0) return [];
  const total = days.reduce((sum, { worked }) => sum + worked, 0);
  return [...days.map(formatWorkDay), copy.logTotal(days.length, formatWorked(total))];
}
