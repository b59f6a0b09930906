import { withDigits } from '#knowledge';
import { plainWords } from './plain-words.ts';
import { type Heard, offer } from './understood.ts';

/** A time of day by the clock of China. */
export type ClockReading = { readonly hour: number; readonly minute: number };

const TIME =
  /(?<part>凌晨|后半夜|半夜|夜里|清早|早上|早晨|上午|早|中午|晌午|下午|后晌|傍晚|晚上|晚)?(?:的|差不多|大概)?(?<less>差(?<short>\d{1,2}|1刻)分?)?(?<hour>\d{1,2})(?:点钟?|时|:(?=\d\d))(?:(?<half>半)|(?<quarter>[13])刻|过?0?(?<minute>\d{1,2})分?)?(?!\d)/g;

/** 早上八点半, 晚上11点, 20:15. 八点 alone may be morning or evening. */
export function parseClock(words: string): Heard<ClockReading> {
  const text = withDigits(plainWords(words));
  const readings = [...text.matchAll(TIME)].flatMap((match) => readTime(match.groups ?? {}));
  return offer(readings, ({ hour, minute }) => `${hour}:${minute}`);
}

function readTime(said: Readonly<Record<string, string | undefined>>): readonly ClockReading[] {
  const hour = Number(said.hour);
  const minute = said.half ? 30 : said.quarter ? Number(said.quarter) * 15 : Number(said.minute ?? 0);
  const less = said.less === undefined ? 0 : said.short === '1刻' ? 15 : Number(said.short);
  if (hour > 24 || minute > 59 || less > 59) return [];
  return hoursOf(hour, said.part).map((full) => {
    const minutes = (full * 60 + minute - less + 1440) % 1440;
    return { hour: Math.floor(minutes / 60), minute: minutes % 60 };
  });
}

/** 晚上十二点 is midnight, 晚上一点 is after it, 中午一点 is 13. */
export function hoursOf(hour: number, part: string | undefined): readonly number[] {
  if (hour > 12 || hour === 0) return [hour % 24];
  if (part === undefined) return hour === 12 ? [12, 0] : [hour, hour + 12];
  if (/凌晨|后半夜/.test(part)) return [hour % 12];
  if (/半夜|夜里/.test(part)) return [hour <= 5 || hour === 12 ? hour % 12 : hour + 12];
  if (/早|上午/.test(part)) return [hour];
  if (/中午|晌午/.test(part)) return [hour <= 3 ? hour + 12 : hour];
  if (/晚/.test(part)) return [hour === 12 ? 0 : hour <= 3 ? hour : hour + 12];
  return [hour === 12 ? 12 : hour + 12];
}
