import { formatChinaDay } from '../../china-time.ts';
import { parseClock } from '../understand/index.ts';
import { endOfShift, type Shift } from './shift.ts';

const DAY = 24 * 3_600_000;

/** The moments that a time of day may mean as the end of a shift: since its work began, and not later than now. Latest first. */
export function clockTimesIn(words: string, shift: Shift, now: number): readonly number[] {
  const heard = parseClock(words);
  if (heard?.kind !== 'understood') return [];
  const after = endOfShift(shift);
  const moments = heard.readings.flatMap(({ hour, minute }) => {
    const clock = `${hour}`.padStart(2, '0');
    const today = Date.parse(`${formatChinaDay(now)}T${clock}:${`${minute}`.padStart(2, '0')}:00+08:00`);
    // A time of day comes once a day: of two only the later one is meant.
    return [today, today - DAY, today - 2 * DAY].filter((at) => at > after && at <= now).slice(0, 1);
  });
  return [...new Set(moments)].sort((one, other) => other - one);
}
