/** Days told from today: 昨晚, 三天前, 上礼拜三. */
import { addDays, addMonths, type DayReading, type IsoDay, mondayOf, oneDay, weekdayOf } from './calendar.ts';
import { type DayRule, figure, group, STEPS, upTo } from './day-rule.ts';

/** 去年的今天. */
export const sameDay: DayRule = {
  pattern: /(?<said>前年|去年)的?(?:今天|今日|这天|这个时候)/y,
  read: (match, today) => [oneDay(addMonths(today, group(match, 'said') === '去年' ? -12 : -24))],
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

export const near: DayRule = {
  pattern:
    /(?:大大前|大前|前|昨|作|今|明|大后|后)(?:天|日|晚上?|夜|儿个?|个儿?|朝)|[明今]早|咋天|(?:寻|琴)日|夜(?:儿个|个儿|儿)|而家|听日|刚刚|刚才|方才|刚刚才|现在|眼下|当下/y,
  read: ([word], today) => {
    const days = NEAR.find(([start]) => start.test(word))?.[1] ?? 0;
    return [oneDay(addDays(today, days))];
  },
};

/** 昨晚半夜 may be after midnight. */
export const lastNight: DayRule = {
  pattern: /(?:昨晚上?|昨夜|昨天(?:晚上|夜里|半夜))的?(?:凌晨|后半夜|半夜|1[23]点|[123]点)/y,
  read: (_, today) => [oneDay(addDays(today, -1)), oneDay(today)],
};

export const ago: DayRule = {
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

export const lately: DayRule = {
  pattern: /前(?<count>几|[23])(?:天|日)|头(?<head>几|[23])天|[这近](?:几|[23])天/y,
  read: (match, today) => {
    const count = group(match, 'count') ?? group(match, 'head');
    if (count === undefined) return [{ from: addDays(today, -3), to: today }];
    return [{ from: addDays(today, count === '几' ? -7 : -3), to: addDays(today, -1) }];
  },
};

export const weekday: DayRule = {
  pattern: /(?<which>上上|上|这|本|下下|下)?一?1?个?W(?<day>[1-7])/y,
  read: (match, today) => {
    const day = addDays(mondayOf(today), (figure(match, 'day') ?? 1) - 1);
    const which = group(match, 'which');
    if (which !== undefined) return [oneDay(addDays(day, 7 * (STEPS[which] ?? 0)))];
    const before = oneDay(addDays(day, -7));
    // Said on a Wednesday, 周三 is today or a week ago; before it, the last one or the one to come.
    if (day === today) return [oneDay(day), before];
    return day < today ? [oneDay(day)] : [before, oneDay(day)];
  },
};

export const week: DayRule = {
  pattern: /(?:(?<which>上上|上|这|本|下)1?个?)?(?:(?<end>周末)|(?:周|星期|礼拜)(?![W\d一二三四五六日天]))/y,
  read: (match, today) => {
    const which = group(match, 'which');
    const monday = addDays(mondayOf(today), 7 * (STEPS[which ?? '这'] ?? 0));
    const weekend = { from: addDays(monday, 5), to: addDays(monday, 6) };
    if (group(match, 'end') === undefined)
      return which === undefined ? undefined : [upTo({ from: monday, to: weekend.to }, today)];
    const before = { from: addDays(monday, -2), to: addDays(monday, -1) };
    return which === undefined && weekdayOf(today) < 6 ? [before] : [weekend];
  },
};
