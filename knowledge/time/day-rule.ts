/** What a rule for days is, and what several of them need. */
import { type DayReading, dayParts, type IsoDay, oneDay } from './calendar.ts';

/** Several readings, best first; 'impossible': it is a day's form, but no calendar has it. */
export type DayFound = readonly DayReading[] | 'impossible';

export type DayRule = {
  readonly pattern: RegExp;
  /** @param base what the other end of a span said: 10月1号到7号 */
  readonly read: (match: RegExpExecArray, today: IsoDay, base?: Base) => DayFound | undefined;
};
export type Base = { readonly year: number; readonly month: number | undefined };

export const group = (match: RegExpExecArray, name: string) => match.groups?.[name];
export const figure = (match: RegExpExecArray, name: string): number | undefined => {
  const text = group(match, name);
  return text === undefined || text === '' ? undefined : Number(text);
};

/** 这个月 said on the 22nd of what has happened is not the days to come. */
export const upTo = (reading: DayReading, today: IsoDay): DayReading =>
  reading.from <= today && reading.to > today ? { from: reading.from, to: today } : reading;

/** How many weeks or months ago. */
export const STEPS: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 };

const YEARS: Readonly<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  旧年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
};
export const YEAR = '(?:(?<year>\\d{4}|\\d{2})年|(?<said>大前年|前年|去年|旧年|今年|本年|明年))的?';

export function yearOf(match: RegExpExecArray, today: IsoDay): number | undefined {
  const said = YEARS[group(match, 'said') ?? ''];
  if (said !== undefined) return dayParts(today).year + said;
  const year = figure(match, 'year');
  return year !== undefined && year < 100 ? 2000 + year : year;
}

/** This year's when it has come; otherwise last year's, and this year's to choose. */
export function likelyYears(thisYear: IsoDay, today: IsoDay): readonly number[] {
  const { year } = dayParts(today);
  return thisYear <= today ? [year] : [year - 1, year];
}

export function inYear(
  dayIn: (year: number) => IsoDay | undefined,
  year: number | undefined,
  today: IsoDay,
): DayFound {
  if (year !== undefined) return days([dayIn(year)]);
  const now = dayParts(today).year;
  const thisYear = dayIn(now);
  // 29 February: the last one that there was.
  if (thisYear === undefined) return days([dayIn(now - 1) ?? dayIn(now - 2) ?? dayIn(now - 3)]);
  return days(likelyYears(thisYear, today).map(dayIn));
}

export function days(found: readonly (IsoDay | undefined)[]): DayFound {
  const real = found.filter((day) => day !== undefined);
  return real.length === 0 ? 'impossible' : real.map(oneDay);
}
