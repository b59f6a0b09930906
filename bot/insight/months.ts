import { formatChinaDay } from '../china-time.ts';

const DAY = 24 * 3_600_000;

/** YYYY-MM by the clock of China. @param at ms since 1970 */
export const monthOf = (at: number): string => formatChinaDay(at).slice(0, 7);

/** The Monday of the week in China, YYYY-MM-DD. @param at ms since 1970 */
export function weekOf(at: number): string {
  const day = new Date(`${formatChinaDay(at)}T00:00:00Z`);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * DAY).toISOString().slice(0, 10);
}

/** The month of `now` and those before it, the oldest first. */
export function lastMonths(now: number, count: number): readonly string[] {
  const [year = 0, month = 1] = monthOf(now).split('-').map(Number);
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(year, month - count + at, 1)).toISOString().slice(0, 7),
  );
}

/** The week of `now` and those before it, the oldest first. */
export function lastWeeks(now: number, count: number): readonly string[] {
  const monday = new Date(`${weekOf(now)}T00:00:00Z`).getTime();
  return Array.from({ length: count }, (_, at) =>
    new Date(monday - (count - 1 - at) * 7 * DAY).toISOString().slice(0, 10),
  );
}
