/** The forms in which people name a day; numerals are digits by now, and a weekday is W1 to W7. */
import { dayOnly, monthDay, numeric, partOnly, relativeMonth, short, year } from './calendar-days.ts';
import type { DayRule } from './day-rule.ts';
import { holiday } from './holidays.ts';
import { ago, lastNight, lately, near, sameDay, week, weekday } from './near-days.ts';

/** In this order: the longer form goes before the one that it begins with. */
export const DAY_RULES: readonly DayRule[] = [
  sameDay,
  lastNight,
  ago,
  lately,
  numeric,
  holiday,
  monthDay,
  relativeMonth,
  year,
  near,
  weekday,
  week,
  short,
  dayOnly,
  partOnly,
];
