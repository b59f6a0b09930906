/** The forms in which people name a day; numerals are digits by now, and a weekday is W1 to W7. */
import {
  addDays,
  addMonths,
  type DayReading,
  dayParts,
  type IsoDay,
  isoDay,
  mondayOf,
  monthSpan,
  oneDay,
  weekdayOf,
  yearSpan,
} from './calendar.ts';

/** Several readings, best first; 'impossible': it is a day's form, but no calendar has it. */
export type DayFound = readonly DayReading[] | 'impossible';

export type DayRule = {
  readonly pattern: RegExp;
  /** @param base what the other end of a span said: 10月1号到7号 */
  readonly read: (match: RegExpExecArray, today: IsoDay, base?: Base) => DayFound | undefined;
};
export type Base = { readonly year: number; readonly month: number | undefined };

const group = (match: RegExpExecArray, name: string) => match.groups?.[name];
const figure = (match: RegExpExecArray, name: string): number | undefined => {
  const text = group(match, name);
  return text === undefined || text === '' ? undefined : Number(text);
};

const NEAR: readonly (readonly [RegExp, number])[] = [
  [/^大大前/, -4],
  [/^大前/, -3],
  [/^前/, -2],
  [/^(?:昨|作|咋|寻|琴|夜)/, -1],
  [/^大后/, 3],
  [/^后/, 2],
  [/^(?:明|听)/, 1],
];

const near: DayRule = {
  pattern:
    /(?:大大前|大前|前|昨|作|今|明|大后|后)(?:天|日|晚上?|夜|儿个?|个儿?|朝)|[明今]早|咋天|(?:寻|琴)日|夜(?:儿个|个儿|儿)|而家|听日|刚刚|刚才|方才|刚刚才|现在|眼下|当下/y,
  read: ([word], today) => {
    const days = NEAR.find(([start]) => start.test(word))?.[1] ?? 0;
    return [oneDay(addDays(today, days))];
  },
};

/** 昨晚半夜 may be after midnight. */
const lastNight: DayRule = {
  pattern: /(?:昨晚上?|昨夜|昨天(?:晚上|夜里|半夜))的?(?:凌晨|后半夜|半夜|1[23]点|[123]点)/y,
  read: (_, today) => [oneDay(addDays(today, -1)), oneDay(today)],
};

const ago: DayRule = {
  pattern:
    /(?<half>大?半)?(?<count>\d{1,3})?(?<some>几)?(?:来)?个?(?<extra>半)?多?(?<unit>天|日|周|星期|礼拜|月|年)(?<more>半)?多?(?:之|以)?前(?![天日年晚儿]|两天)/y,
  read: (match, today) => {
    const count =
      figure(match, 'count') ?? (group(match, 'half') ? 0.5 : group(match, 'some') ? 5 : undefined);
    if (count === undefined || count === 0) return undefined;
    const whole = count + (group(match, 'extra') || group(match, 'more') ? 0.5 : 0);
    const loose =
      whole !== Math.floor(whole) || group(match, 'some') !== undefined || /[多来]/.test(match[0]);
    const unit = group(match, 'unit') ?? '';
    if (/[天日]/.test(unit)) return [around(addDays(today, -Math.round(whole)), loose ? 3 : 0, today)];
    if (/周|星期|礼拜/.test(unit))
      return [around(addDays(today, -Math.round(whole * 7)), loose ? 4 : 0, today)];
    if (whole < 1 && unit === '月') return [around(addDays(today, -15), 2, today)];
    const months = unit === '月' ? whole : whole * 12;
    const middle = addDays(addMonths(today, -Math.floor(months)), months % 1 === 0 ? 0 : -15);
    return [around(middle, unit === '月' ? (loose ? 15 : 5) : whole < 1 ? 15 : loose ? 90 : 30, today)];
  },
};

const around = (day: IsoDay, days: number, today: IsoDay): DayReading => {
  const to = addDays(day, days);
  return { from: addDays(day, -days), to: to > today ? today : to };
};

const lately: DayRule = {
  pattern: /前(?<count>几|[23])(?:天|日)|头(?<head>几|[23])天|[这近](?:几|[23])天/y,
  read: (match, today) => {
    const count = group(match, 'count') ?? group(match, 'head');
    if (count === undefined) return [{ from: addDays(today, -3), to: today }];
    return [{ from: addDays(today, count === '几' ? -7 : -3), to: addDays(today, -1) }];
  },
};

const WEEKS: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 };

const weekday: DayRule = {
  pattern: /(?<which>上上|上|这|本|下下|下)?一?1?个?W(?<day>[1-7])/y,
  read: (match, today) => {
    const day = addDays(mondayOf(today), (figure(match, 'day') ?? 1) - 1);
    const which = group(match, 'which');
    if (which !== undefined) return [oneDay(addDays(day, 7 * (WEEKS[which] ?? 0)))];
    const before = oneDay(addDays(day, -7));
    // Said on a Wednesday, 周三 is today or a week ago; before it, the last one or the one to come.
    if (day === today) return [oneDay(day), before];
    return day < today ? [oneDay(day)] : [before, oneDay(day)];
  },
};

const week: DayRule = {
  pattern: /(?:(?<which>上上|上|这|本|下)1?个?)?(?:(?<end>周末)|(?:周|星期|礼拜)(?![W\d一二三四五六日天]))/y,
  read: (match, today) => {
    const which = group(match, 'which');
    const monday = addDays(mondayOf(today), 7 * (WEEKS[which ?? '这'] ?? 0));
    const weekend = { from: addDays(monday, 5), to: addDays(monday, 6) };
    if (group(match, 'end') === undefined)
      return which === undefined ? undefined : [upTo({ from: monday, to: weekend.to }, today)];
    const before = { from: addDays(monday, -2), to: addDays(monday, -1) };
    return which === undefined && weekdayOf(today) < 6 ? [before] : [weekend];
  },
};

/** 这个月 said on the 22nd of what has happened is not the days to come. */
const upTo = (reading: DayReading, today: IsoDay): DayReading =>
  reading.from <= today && reading.to > today ? { from: reading.from, to: today } : reading;

const PART = '初|上旬|中旬|中|底|末|下旬|尾';
function partOfMonth({ from, to }: DayReading, part: string): DayReading {
  if (/初|上旬/.test(part)) return { from, to: addDays(from, 9) };
  if (/中/.test(part)) return { from: addDays(from, 10), to: addDays(from, 19) };
  return { from: addDays(from, 20), to };
}

const relativeMonth: DayRule = {
  pattern: new RegExp(
    `(?<which>上上|上|这|本|当|下)1?个?月的?份?(?:(?<day>\\d{1,2})(?:号|日)?(?![\\d个次单天块元])|月?(?<part>${PART}))?`,
    'y',
  ),
  read: (match, today) => {
    const { year, month } = dayParts(today);
    const span = monthSpan(year, month + (WEEKS[group(match, 'which') ?? ''] ?? 0));
    const day = figure(match, 'day');
    if (day !== undefined) {
      const at = dayParts(span.from);
      return days([isoDay(at.year, at.month, day)]);
    }
    const part = group(match, 'part');
    return [part === undefined ? upTo(span, today) : partOfMonth(span, part)];
  },
};

const YEARS: Readonly<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  旧年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
};
const YEAR = '(?:(?<year>\\d{4}|\\d{2})年|(?<said>大前年|前年|去年|旧年|今年|本年|明年))的?';

function yearOf(match: RegExpExecArray, today: IsoDay): number | undefined {
  const said = YEARS[group(match, 'said') ?? ''];
  if (said !== undefined) return dayParts(today).year + said;
  const year = figure(match, 'year');
  return year !== undefined && year < 100 ? 2000 + year : year;
}

const monthDay: DayRule = {
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

/** This year's when it has come; otherwise last year's, and this year's to choose. */
function likelyYears(thisYear: IsoDay, today: IsoDay): readonly number[] {
  const { year } = dayParts(today);
  return thisYear <= today ? [year] : [year - 1, year];
}

function inYear(
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

function days(found: readonly (IsoDay | undefined)[]): DayFound {
  const real = found.filter((day) => day !== undefined);
  return real.length === 0 ? 'impossible' : real.map(oneDay);
}

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

const year: DayRule = {
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

const partOnly: DayRule = {
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

const dayOnly: DayRule = {
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

const numeric: DayRule = {
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

const short: DayRule = {
  pattern:
    /(?<!\d[-/.:]?)(?<month>\d{1,2})(?<mark>[-/.])(?<day>\d{1,2})(?:日|号)?(?!\d|[.:-]\d(?!\d?[-/.])|\s?[万千百元块毛角个天%多倍公小次单k])/y,
  read: (match, today, base) => {
    const [a, b] = [figure(match, 'month') ?? 0, figure(match, 'day') ?? 0];
    const [month, day] = a > 12 && b <= 12 ? [b, a] : [a, b];
    return inYear((y) => isoDay(y, month, day), base?.year, today);
  },
};

/** Days off that stand on the same day every year. 春节, 端午 and 中秋 do not: they stay unknown. */
const FIXED: readonly (readonly [RegExp, number, number, number])[] = [
  [/^元旦/, 1, 1, 1],
  [/^(?:三八|38)/, 3, 8, 8],
  [/^(?:五一|51|劳动节)/, 5, 1, 5],
  [/^(?:六一|61|儿童节)/, 6, 1, 1],
  [/^618/, 6, 18, 18],
  [/^(?:国庆|十一|11)/, 10, 1, 7],
  [/^(?:双十一|双11)/, 11, 11, 11],
  [/^(?:双十二|双12)/, 12, 12, 12],
];

const holiday: DayRule = {
  pattern: new RegExp(
    `(?:${YEAR})?(?<name>元旦|国庆|劳动节|儿童节|双(?:11|12|十一|十二)|618|(?:三八|38)(?=节|妇女)|(?:六一|61)(?=节|儿童|那天|当天)|(?:五一|51|十一|11)(?=节|那|期间|假|黄金周|当天|放假|长假|小长假))(?:节|妇女节|长假|小长假|放假|黄金周|假期)?(?<first>当天|那天)?`,
    'y',
  ),
  read: (match, today) => {
    const found = FIXED.find(([pattern]) => pattern.test(group(match, 'name') ?? ''));
    if (found === undefined) return undefined;
    const [, month, from, to] = found;
    const last = group(match, 'first') === undefined ? to : from;
    const said = yearOf(match, today);
    const start = (y: number) => isoDay(y, month, from) ?? '';
    const years = said === undefined ? likelyYears(start(dayParts(today).year), today) : [said];
    return years.map((y) => upTo({ from: start(y), to: isoDay(y, month, last) ?? '' }, today));
  },
};

/** In this order: the longer form goes before the one that it begins with. */
export const DAY_RULES: readonly DayRule[] = [
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
