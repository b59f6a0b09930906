/** Holidays by their names: 国庆那几天, 去年双十一. */
import { dayParts, isoDay } from './calendar.ts';
import { type DayRule, group, likelyYears, upTo, YEAR, yearOf } from './day-rule.ts';

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

export const holiday: DayRule = {
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
