import { withDigits } from '#knowledge';
import { hoursOf } from './clock.ts';
import { plainWords } from './plain-words.ts';
import { findSpokenNumbers, type SpokenNumber } from './spoken-number.ts';
import { type Heard, offer, problem, type Span, spanKey } from './understood.ts';

export type AmountProblem = 'negative' | 'zero' | 'too-large';

const exactly = (figure: number): Span => ({ from: figure, to: figure, about: false });

/** Sets what is below or above what can be aside, and says why when nothing is left. */
function within(spans: readonly Span[], most: number): Heard<Span, AmountProblem> {
  const possible = spans.filter(({ from, to }) => from > 0 && to <= most);
  const [first] = spans;
  if (possible.length > 0 || first === undefined) return offer(possible, spanKey);
  return problem(first.to < 0 ? 'negative' : first.to === 0 ? 'zero' : 'too-large');
}

const spanOf = ({ from, to, about, negative }: SpokenNumber, more = 0): Span =>
  negative ? { from: -to, to: -from, about } : { from: from + more, to: to + more, about };

/** A bare 8 or 十来, when the question was how many. */
function bareNumber(text: string): readonly Span[] {
  const [number, second] = findSpokenNumbers(text);
  if (number === undefined || second !== undefined) return [];
  const rest = text.slice(0, number.start) + text.slice(number.end);
  return /^(?:[\s\p{P}−]|大概|差不多|左右|吧|个|的样子|负|约|上下)*$/u.test(rest) ? [spanOf(number)] : [];
}

const MOST_HOURS = 24;
const ABOUT = /左右|上下|大概|大约|差不多|将近|不到|的样子/;
const HOURS = /^\s?个?(?<half>半)?(?<most>多)?\s?(?:小时|钟头|钟(?!点)|h(?![a-z]))(?<more>半)?(?<over>多)?/;

/** 一天十来个钟头, 早八晚十, 早上七点到晚上九点, 996, 12. */
export function parseHoursADay(words: string): Heard<Span, AmountProblem> {
  const text = plainWords(words);
  const said = findSpokenNumbers(text).flatMap((number) => {
    const match = HOURS.exec(text.slice(number.end, number.end + 8));
    if (match === null) return [];
    const exact = spanOf(number, match.groups?.half || match.groups?.more ? 0.5 : 0);
    const span = { ...exact, about: exact.about || ABOUT.test(text) };
    return [match.groups?.over || match.groups?.most ? { ...span, to: span.to + 1, about: true } : span];
  });
  if (said.length > 0) return within(said, MOST_HOURS);
  const shift = shiftHours(withDigits(text));
  return within(shift.length > 0 ? shift : bareNumber(text), MOST_HOURS);
}

const EARLY_LATE = /早上?(\d{1,2})点?(半)?[^\d，。,]{0,4}?晚上?(\d{1,2})(?:点(半)?)?/;
const PART = '凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|半夜|第二天早上';
const FROM_TO = new RegExp(
  `(?<a>${PART})?(?<from>\\d{1,2})(?:点|:)(?<fromHalf>半|30)?(?:00)?[^\\d，。]{0,4}?(?:到|至|~|-|—)[^\\d，。]{0,3}?(?<b>${PART})?(?<to>\\d{1,2})(?:点|:)(?<toHalf>半|30)?`,
);

function shiftHours(text: string): readonly Span[] {
  if (/(?<!\d)99[67](?!\d)/.test(text)) return [exactly(12)];
  const [, early, earlyHalf, late, lateHalf] = EARLY_LATE.exec(text) ?? [];
  if (early !== undefined && late !== undefined) {
    const start = Number(early) + (earlyHalf ? 0.5 : 0);
    const end = Number(late) + (lateHalf ? 0.5 : 0);
    return [exactly(lengthOf(start, end > 12 ? end : end <= 4 ? end + 24 : end + 12))];
  }
  const said = FROM_TO.exec(text)?.groups;
  if (said === undefined) return [];
  const half = (name: string) => (said[name] ? 0.5 : 0);
  const starts = hoursOf(Number(said.from), said.a).slice(0, 1);
  const ends = hoursOf(Number(said.to), said.b);
  return starts
    .flatMap((start) => ends.map((end) => lengthOf(start + half('fromHalf'), end + half('toHalf'))))
    .sort((a, b) => likeness(a) - likeness(b))
    .map(exactly);
}

const lengthOf = (start: number, end: number) => (end > start ? end - start : end + 24 - start);
/** A shift of 8 to 16 hours is likelier than one of 2 or 20. */
const likeness = (hours: number) => Math.abs(hours - 11);
