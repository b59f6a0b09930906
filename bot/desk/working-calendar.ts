const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China has kept one time all year since 1991. */
const CHINA = 8 * HOUR;

/** Days that are not what their weekday says, as ISO days: the table that an admin keeps from the yearly notice. */
export type Calendar = {
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays on which people work. */
  readonly workdays: ReadonlySet<string>;
};

export const PLAIN_CALENDAR: Calendar = { holidays: new Set(), workdays: new Set() };

/** The day in China, as YYYY-MM-DD. @param at ms since 1970 */
export function chinaDay(at: number): string {
  return new Date(at + CHINA).toISOString().slice(0, 10);
}

export function isWorkingDay(at: number, { holidays, workdays }: Calendar): boolean {
  const day = chinaDay(at);
  if (holidays.has(day)) return false;
  if (workdays.has(day)) return true;
  const weekday = new Date(at + CHINA).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The first moment of the day in China on which `at` lies, and of the day after. */
const startOfDay = (at: number) => Math.floor((at + CHINA) / DAY) * DAY - CHINA;
const startOfNextDay = (at: number) => startOfDay(at) + DAY;

/** The last millisecond of the day that is `days` after the one of `at`, in China. */
export function endOfDayAfter(at: number, days: number): number {
  return startOfDay(at) + (days + 1) * DAY - 1;
}

/** A table that leaves no working day in a year is wrong; nobody waits for ever because of it. */
const MOST_DAYS = 366;

/** `hours` later, where time stands still on days that are free: a promise of 24 hours made on Friday at 5 is due on Monday at 5. */
export function plusWorkingHours(at: number, hours: number, calendar: Calendar): number {
  let left = hours * HOUR;
  let now = at;
  for (let day = 0; day < MOST_DAYS + hours / 24; day++) {
    const next = startOfNextDay(now);
    if (isWorkingDay(now, calendar)) {
      if (left <= next - now) return now + left;
      left -= next - now;
    }
    now = next;
  }
  return at + hours * HOUR;
}
