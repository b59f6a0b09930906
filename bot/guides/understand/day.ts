import {
  addDays,
  type Base,
  DAY_RULES,
  type DayFound,
  type DayReading,
  type DayRule,
  dayParts,
  type IsoDay,
  withDigits,
} from '#knowledge';
import { plainWords } from './plain-words.ts';
import { type Heard, offer, problem } from './understood.ts';

export type DayProblem = 'impossible' | 'too-early';

/** Before it there was no platform to work for. */
const EARLIEST = '2010-01-01';

/**
 * When something happened: 上礼拜三, 十月二十八, 10/28, 三天前, 今年3月到5月.
 * A day to come may be a reading; ask isFuture.
 * @param today in Asia/Shanghai
 */
export function parseDay(words: string, today: IsoDay): Heard<DayReading, DayProblem> {
  const text = markWeekdays(plainWords(words));
  const found = findDays(yearsAgo(withDigits(roughDays(text)), today), today);
  const readings = found.flatMap((one) => (one.found === 'impossible' ? [] : one.found));
  const possible = readings.filter(({ from }) => from >= EARLIEST);
  if (possible.length > 0) return offer(possible, ({ from, to }) => `${from} ${to}`);
  if (readings.length > 0) return problem('too-early');
  return found.length > 0 ? problem('impossible') : undefined;
}

export function isFuture(reading: DayReading, today: IsoDay): boolean {
  return reading.from > today;
}

const WEEKDAY =
  /(?<!(?:[一二两三四五六七八九十几半\d每][个]?))(?:周|星期|礼拜|里拜|拜)(?<day>[一二三四五六日天1-7])(?!个|天|期|次|星|家|边|年)/g;

/** 礼拜天 → W7, so that 周三十点 is not the 30th; 一周一次 is no Monday. */
function markWeekdays(text: string): string {
  return text.replace(WEEKDAY, (_, day: string) => {
    const at = '一二三四五六'.indexOf(day);
    return `W${/\d/.test(day) ? day : at < 0 ? 7 : at + 1} `.trimEnd();
  });
}

/** 十几号 is the middle of the month and no 10th. */
function roughDays(text: string): string {
  return text.replace(/二十[几多]号/g, '下旬').replace(/十[几多]号/g, '中旬');
}

/** 两年前的三月 names a year. */
function yearsAgo(text: string, today: IsoDay): string {
  return text.replace(/(?<!\d)(\d)年前的?(?=\d{1,2}月)/g, (_, years: string) => {
    return `${dayParts(today).year - Number(years)}年`;
  });
}

type Place = { found: DayFound; start: number; end: number };

/** What comes before or after a day is no day: 国庆前, 10月28号之后. */
const BOUND = /^\s?的?(?:之前|以前|之后|以后|前(?!后|面|台|[两几\d天日])|后(?!来|面|台|[两几\d天日]))/;
const UNTIL = /^\s?(?:号|日|份|开始)?(?:那天)?(?:到|至|~|-|—|–|--)\s?/;
const SINCE = /^\s?(?:开始|起)?(?:以来|至今|(?:一直)?到(?:现在|今天|如今|目前))/;
/** The lunar calendar: 农历八月十五, 腊月二十三, 正月初八. */
const LUNAR = /农历|阴历|腊月|正月|初[一二三四五六七八九十\d]|闰/;

function findDays(text: string, today: IsoDay): readonly Place[] {
  if (LUNAR.test(text)) return [];
  const places: Place[] = [];
  for (let at = 0; at < text.length; ) {
    const place = dayAt(text, at, today);
    if (place === undefined) {
      at++;
      continue;
    }
    const whole = withEnd(text, place, today);
    if (whole !== undefined) places.push(whole);
    at = whole?.end ?? place.end;
  }
  return places;
}

function dayAt(text: string, at: number, today: IsoDay, base?: Base): Place | undefined {
  for (const rule of DAY_RULES) {
    const match = matchAt(rule, text, at);
    const found = match === null ? undefined : rule.read(match, today, base);
    if (match !== null && found !== undefined) return { found, start: at, end: at + match[0].length };
  }
  return undefined;
}

function matchAt({ pattern }: DayRule, text: string, at: number): RegExpExecArray | null {
  // 128号 holds no 28号.
  if (/\d/.test(text[at] ?? '') && /\d/.test(text[at - 1] ?? '')) return null;
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The span that the day opens (到5月, 以来), the day alone, or nothing where it only bounds. */
function withEnd(text: string, place: Place, today: IsoDay): Place | undefined {
  const after = text.slice(place.end, place.end + 12);
  if (place.found === 'impossible') return place;
  const since = SINCE.exec(after)?.[0];
  if (since !== undefined) {
    const found = place.found.filter(({ from }) => from <= today).map(({ from }) => ({ from, to: today }));
    return { ...place, found, end: place.end + since.length };
  }
  const until = UNTIL.exec(after)?.[0];
  const [first] = place.found;
  if (until !== undefined && first !== undefined) {
    const start = place.end + until.length;
    const { year, month } = dayParts(first.from);
    const base = { year, month: first.to > addDays(first.from, 27) ? undefined : month };
    const last = endAt(text, start, today, base);
    if (last !== undefined)
      return { found: spans(place.found, last.found), start: place.start, end: last.end };
  }
  const bounded = BOUND.exec(after);
  return bounded === null || /前$/.test(text.slice(place.start, place.end)) ? place : undefined;
}

/** Read by itself: in 10.28-10.30 the dash is no part of a date. 10月1到7: a number alone is a day. */
function endAt(text: string, at: number, today: IsoDay, base: Base): Place | undefined {
  const whole = dayAt(text.slice(at, at + 24), 0, today, base);
  if (whole !== undefined) return { ...whole, start: at, end: at + whole.end };
  const digits = /^\d{1,2}(?![\d:.点个块元])/.exec(text.slice(at, at + 3))?.[0];
  if (digits === undefined) return undefined;
  const place = dayAt(`${digits}号`, 0, today, base);
  return place === undefined ? undefined : { ...place, start: at, end: at + digits.length };
}

function spans(starts: DayFound, ends: DayFound): DayFound {
  if (starts === 'impossible' || ends === 'impossible') return 'impossible';
  const [start] = starts;
  const end = ends.find(({ to }) => start !== undefined && to >= start.from);
  return start === undefined || end === undefined ? 'impossible' : [{ from: start.from, to: end.to }];
}
