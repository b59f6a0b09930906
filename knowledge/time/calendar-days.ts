/** Days and spans of the calendar: 十月二十八, 10/28, 上个月15号, 去年年底. */
import { addDays, type DayReading, dayParts, isoDay, monthSpan, oneDay, yearSpan } from './calendar.ts';
import {
  type DayRule,
  days,
  figure,
  group,
  inYear,
  likelyYears,
  STEPS,
  upTo,
  YEAR,
  yearOf,
} from './day-rule.ts';

const PART = '初|上旬|中旬|中|底|末|下旬|尾';
function partOfMonth({ from, to }: DayReading, part: string): DayReading {
  if (/初|上旬/.test(part)) return { from, to: addDays(from, 9) };
  if (/中/.test(part)) return { from: addDays(from, 10), to: addDays(from, 19) };
  return { from: addDays(from, 20), to };
}

export const relativeMonth: DayRule = {
  pattern: new RegExp(
    `(?<which>上上|上|这|本|当|下)1?个?月的?份?(?:(?<day>\\d{1,2})(?:号|日)?(?![\\d个次单天块元])|月?(?<part>${PART}))?`,
    'y',
  ),
  read: (match, today) => {
    const { year, month } = dayParts(today);
    const span = monthSpan(year, month + (STEPS[group(match, 'which') ?? ''] ?? 0));
    const day = figure(match, 'day');
    if (day !== undefined) {
      const at = dayParts(span.from);
      return days([isoDay(at.year, at.month, day)]);
    }
    const part = group(match, 'part');
    return [part === undefined ? upTo(span, today) : partOfMonth(span, part)];
  },
};

export const monthDay: DayRule = {
  pattern: new RegExp(
    `(?:${YEAR})?(?<month>\\d{1,2})月份?的?(?:(?<day>\\d{1,2})(?:号|日)?(?![\\d个次单天块元毛万千百趟小])|月?(?<part>${PART}))?`,
    'y',
  ),
  read: (match, today, base) => {
    const month = figure(match, 'month') ?? 0;
    const day = figure(match, 'day');
    if (month < 1 || month > 12) return 'impossible';
    const part = group(match, 'part');
    const year = yearOf(match, today) ?? base?.year;
    if (day !== undefined) return inYear((y) => isoDay(y, month, day), year, today);
    const spans = (
      year === undefined ? likelyYears(monthSpan(dayParts(today).year, month).from, today) : [year]
    ).map((y) => monthSpan(y, month));
    return spans.map((span) => (part === undefined ? upTo(span, today) : partOfMonth(span, part)));
  },
};

const PARTS_OF_YEAR: readonly (readonly [RegExp, number, number])[] = [
  [/初/, 1, 2],
  [/中/, 6, 7],
  [/年?底|末|尾/, 11, 12],
  [/上半年/, 1, 6],
  [/下半年/, 7, 12],
  [/1季度/, 1, 3],
  [/2季度/, 4, 6],
  [/3季度/, 7, 9],
  [/4季度/, 10, 12],
  [/春/, 3, 5],
  [/夏/, 6, 8],
  [/秋/, 9, 11],
  [/暑假/, 7, 8],
];

export const year: DayRule = {
  pattern: new RegExp(
    `${YEAR}(?:年?(?<part>初|中|底|末|尾)|(?<half>上半年|下半年)|第?(?<quarter>[1-4]季度)|(?<season>(?:春|夏|秋)(?:天|季)?|暑假))?`,
    'y',
  ),
  read: (match, today) => {
    const said = yearOf(match, today);
    if (said === undefined) return undefined;
    const words = ['part', 'half', 'quarter', 'season'].map((name) => group(match, name) ?? '').join('');
    const part = words === '' ? undefined : PARTS_OF_YEAR.find(([pattern]) => pattern.test(words));
    return [upTo(yearSpan(said, part?.[1], part?.[2]), today)];
  },
};

export const partOnly: DayRule = {
  pattern: /月(?<part>初|中|底|末)|年(?<end>底|初)|(?<half>上半年|下半年)/y,
  read: (match, today) => {
    const { year: now, month } = dayParts(today);
    const part = group(match, 'part');
    const spans =
      part === undefined
        ? [now, now - 1].map((y) => {
            const found = PARTS_OF_YEAR.find(([pattern]) => pattern.test(match[0]));
            return yearSpan(y, found?.[1], found?.[2]);
          })
        : [month, month - 1].map((m) => partOfMonth(monthSpan(now, m), part));
    const [here, before] = spans;
    if (here === undefined || before === undefined) return undefined;
    if (here.to <= today) return [here];
    return here.from <= today ? [upTo(here, today), before] : [before, here];
  },
};

export const dayOnly: DayRule = {
  pattern: /(?<day>\d{1,2})(?:号|日)(?!楼|线|门|店|站|机|骑手|柜|院|仓|员|车|的?工资)/y,
  read: (match, today, base) => {
    const day = figure(match, 'day') ?? 0;
    if (day < 1 || day > 31) return 'impossible';
    if (base?.month !== undefined) return days([isoDay(base.year, base.month, day)]);
    const { year: now, month } = dayParts(today);
    const inMonth = (m: number) => {
      const first = dayParts(monthSpan(now, m).from);
      return isoDay(first.year, first.month, day);
    };
    const here = inMonth(month);
    if (here !== undefined && here <= today) return [oneDay(here)];
    return days([inMonth(month - 1) ?? inMonth(month - 2), here]);
  },
};

export const numeric: DayRule = {
  pattern:
    /(?<year>20\d\d)[-/.年]\s?(?<month>\d{1,2})(?:[-/.月]\s?(?<day>\d{1,2})(?:日|号)?)?(?!\d)|(?<packed>20\d{6})(?!\d)/y,
  read: (match, today) => {
    const packed = group(match, 'packed');
    const [y, m, d] =
      packed === undefined
        ? [figure(match, 'year') ?? 0, figure(match, 'month') ?? 0, figure(match, 'day')]
        : [Number(packed.slice(0, 4)), Number(packed.slice(4, 6)), Number(packed.slice(6))];
    if (d !== undefined) return days([isoDay(y, m, d)]);
    return m >= 1 && m <= 12 ? [upTo(monthSpan(y, m), today)] : 'impossible';
  },
};

export const short: DayRule = {
  pattern:
    /(?<!\d[-/.:]?)(?<month>\d{1,2})(?<mark>[-/.])(?<day>\d{1,2})(?:日|号)?(?!\d|\k<mark>\d|:\d|\s?[万千百元块毛角个天%多倍公小次单k])/y,
  read: (match, today, base) => {
    const [a, b] = [figure(match, 'month') ?? 0, figure(match, 'day') ?? 0];
    const [month, day] = a > 12 && b <= 12 ? [b, a] : [a, b];
    return inYear((y) => isoDay(y, month, day), base?.year, today);
  },
};
