import { type DayReading, dayParts, type IsoDay } from '../time/calendar.ts';
import { monthDay, numeric, relativeMonth, year } from '../time/calendar-days.ts';
import type { DayRule } from '../time/day-rule.ts';
import { withDigits } from '../time/digits.ts';
import { holiday } from '../time/holidays.ts';
import { ago, near, sameDay, week } from '../time/near-days.ts';

/** Before it there was no platform to work for. */
const EARLIEST = '2010-01-01';

/** A year of two digits is a length (干了20年) unless it says more: 21年8月, 22年那会儿. */
const LENGTH =
  /^\d{1,2}年(?!\d{1,2}月(?!份?工资)|底|初|年?中|[多半]*(?:之|以)?前|那|的时候|的事|上半|下半|[春夏秋])/;
/** A month alone is a length (押2月工资) unless it is told as a time: 8月份, 6月3号, 6月那会儿. */
const MONTH = /^\d{1,2}月(?!份|\d{1,2}(?:号|日)|初|底|中旬|上旬|下旬|那|的时候|的事|末)/;
/** What follows a day of a paper's and not of a matter's: 2021年印发的, 2022年的文件, 2021年15号文. */
const OF_A_TEXT =
  /^(?:的|那|这|个|份|版|新|老|旧|年)*(?:起|印发|发布|公布|出台|颁布|施行|实施|生效|修订|修正|文件|规定|办法|条例|意见|通知|方案|政策|法|\d+号文)/;
/** A span that lasts until now, as what is asked about does: 去年到现在, 3月以来. */
const SINCE = /^(?:开始|起)?(?:以来|至今|(?:一直|都)?(?:到|至)(?:现在|今天|如今|目前|今))/;

const RULES: readonly DayRule[] = [sameDay, ago, numeric, holiday, monthDay, relativeMonth, year, near, week];

/**
 * When a question's matter happened, if the words put it in the past: 去年六月的事, 2021年8月那会儿, 前年, 三年前. Lengths
 * (押了三个月, 干了两年) and days of texts (2021年印发的) are none. Of several the last counts: 去年交的, 上个月不给退.
 * @param text folded and simplified, as a Query's `text`
 * @param today in Asia/Shanghai
 * @returns undefined when the words name no time, or one that lasts until today
 */
export function readMatterTime(text: string, today: IsoDay): DayReading | undefined {
  const words = withYearsAgo(withDigits(text), today);
  const found: DayReading[] = [];
  for (let at = 0; at < words.length; ) {
    const place = readAt(words, at, today);
    if (place === undefined) {
      at++;
      continue;
    }
    found.push(...place.found);
    at = place.end;
  }
  const last = found.reduce<DayReading | undefined>(
    (latest, one) => (latest === undefined || one.to > latest.to ? one : latest),
    undefined,
  );
  return last === undefined || last.to >= today ? undefined : last;
}

type Place = { readonly found: readonly DayReading[]; readonly end: number };

function readAt(words: string, at: number, today: IsoDay): Place | undefined {
  // 128号 holds no 28号.
  if (/\d/.test(words[at] ?? '') && /[\d.:]/.test(words[at - 1] ?? '')) return undefined;
  // 满1年以前 is a length too.
  if (/(?:满|不到|够)$/.test(words.slice(0, at))) return undefined;
  const rest = words.slice(at, at + 24);
  if (LENGTH.test(rest) || MONTH.test(rest)) return undefined;
  for (const rule of RULES) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(words);
    const read = match === null ? undefined : rule.read(match, today);
    if (match === null || read === undefined) continue;
    const end = at + match[0].length;
    if (read === 'impossible' || OF_A_TEXT.test(words.slice(end, end + 12))) return { found: [], end };
    // Said of what has happened: of two readings the one that has come.
    const [first] = read.filter(({ from }) => from <= today && from >= EARLIEST);
    if (first === undefined) return { found: [], end };
    const lasts = SINCE.test(words.slice(end, end + 10));
    return { found: [lasts ? { from: first.from, to: today } : first], end };
  }
  return undefined;
}

/** 2年前的3月 names a year. */
function withYearsAgo(words: string, today: IsoDay): string {
  return words.replace(
    /(?<!\d)(\d{1,2})年前的?(?=\d{1,2}月)/g,
    (_, years: string) => `${dayParts(today).year - Number(years)}年`,
  );
}
