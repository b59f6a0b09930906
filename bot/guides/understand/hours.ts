import { withDigits } from '#knowledge';
import { hoursOf } from './clock.ts';
import { plainWords } from './plain-words.ts';
import { findSpokenNumbers, type SpokenNumber } from './spoken-number.ts';
import { type Heard, offer, problem, type Span, spanKey } from './understood.ts';

export type AmountProblem = 'negative' | 'zero' | 'too-large';

/** How somebody works; what was not said is missing. */
export type Hours = {
  readonly hoursADay?: Span;
  readonly daysAWeek?: Span;
  /** Months in the job, parts of a month as fractions. */
  readonly months?: Span;
};

/** All of it from one sentence: 一天十来个钟头，一周七天，干了半年. */
export function parseHours(words: string): Heard<Hours, AmountProblem> {
  const heard = {
    hoursADay: /小时|钟|早|点|996|997|h/i.test(words) ? parseHoursADay(words) : undefined,
    daysAWeek: parseDaysAWeek(words),
    months: parseMonthsWorked(words),
  };
  const bad = Object.values(heard).find((one) => one?.kind === 'problem');
  if (bad?.kind === 'problem') return bad;
  const firsts = Object.entries(heard).flatMap(([name, one]) =>
    one?.kind === 'understood' ? [[name, one.readings[0]] as const] : [],
  );
  return firsts.length === 0
    ? undefined
    : { kind: 'understood', readings: [Object.fromEntries(firsts) satisfies Hours] };
}

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

const DAYS = /^\s?(?:天|日)/;
const A_WEEK = /(?:周|星期|礼拜)/;

/** 一周七天, 天天跑, 做六休一, 单休, 一个月休四天. */
export function parseDaysAWeek(words: string): Heard<Span, AmountProblem> {
  const text = plainWords(words);
  const idiom = idiomDays(withDigits(text));
  if (idiom !== undefined) return within([idiom], 7);
  const numbers = findSpokenNumbers(text).filter(({ end }) => DAYS.test(text.slice(end, end + 2)));
  const week = text.search(A_WEEK);
  const said = week < 0 ? [] : numbers.filter(({ start }) => start > week).slice(0, 1);
  if (said.length > 0)
    return within(
      said.map((number) => spanOf(number)),
      7,
    );
  const [only, other] = numbers;
  const alone =
    only !== undefined && other === undefined && text.length <= 8 && !/月|年|干了|休|歇/.test(text);
  return within(alone ? [spanOf(only)] : bareNumber(text), 7);
}

function idiomDays(text: string): Span | undefined {
  const off = /(?:月|30天)[^\d，。]{0,4}休息?(\d{1,2})天/.exec(text)?.[1];
  if (off !== undefined) {
    const days = 7 - (Number(off) * 7) / 30;
    return days < 0 ? undefined : { from: Math.floor(days), to: Math.ceil(days), about: true };
  }
  const weekly = /(?:周|星期|礼拜)[^\d，。]{0,3}(?<!不)休息?([1-6])天/.exec(text)?.[1];
  if (weekly !== undefined) return exactly(7 - Number(weekly));
  const workRest = /(?:做|上|干|跑)([1-6])休([1-6])/.exec(text);
  if (workRest !== null) {
    const [work, rest] = [Number(workRest[1]), Number(workRest[2])];
    return work + rest === 7 ? exactly(work) : undefined;
  }
  if (
    /天天|每天都|(?:没|从不|不|无)(?:有)?休(?:息)?(?:过|$|的|$)|全年无休|没歇过|一天(?:都|也)不(?:休|歇)|007/.test(
      text,
    )
  )
    return exactly(7);
  if (/大小周|单双休/.test(text)) return { from: 5, to: 6, about: true };
  if (/单休|996/.test(text)) return exactly(6);
  if (/双休|(?:周|礼拜|星期)1(?:到|至)(?:周|礼拜|星期)?5/.test(text)) return exactly(5);
  if (/997/.test(text)) return exactly(7);
  return /(?:只|就)[^，。]{0,3}周末/.test(text) ? exactly(2) : undefined;
}

const MOST_MONTHS = 600;
const TERM =
  /^\s?(?<one>个)?(?<half>半)?多?(?<unit>年|月|星期|礼拜|周|天)(?:零|又)?(?<more>半)?(?<over>多|来)?/;
const IN_MONTHS: Readonly<Record<string, number>> = {
  年: 12,
  月: 1,
  星期: 7 / 30,
  礼拜: 7 / 30,
  周: 7 / 30,
  天: 1 / 30,
};

/** 干了半年, 仨月, 一年零三个月, 两年多, 一个半月, 个把月. Three months: 3; half a month: 0.5. */
export function parseMonthsWorked(words: string): Heard<Span, AmountProblem> {
  const text = plainWords(words).replace(NO_TERM, '，');
  const idiom = idiomMonths(text);
  if (idiom !== undefined) return within([idiom], MOST_MONTHS);
  const terms: (Span & { end: number })[] = [];
  for (const number of findSpokenNumbers(text)) {
    const term = readTerm(text, number);
    if (term === undefined) continue;
    const last = terms.at(-1);
    const goesOn = last !== undefined && /^(?:零|又|加|，|,|\s)?$/.test(text.slice(last.end, number.start));
    if (goesOn) terms[terms.length - 1] = addUp(last, term);
    else terms.push(term);
  }
  return within(
    terms.map(({ from, to, about }) => ({ from, to, about })),
    MOST_MONTHS,
  );
}

const NO_TERM =
  /一年到头|一天到晚|[一每]个?(?:天|周|星期|礼拜)(?=[^，。,]{0,6}(?:天|小时|钟|点|单|休|次))[^，。,]{0,8}|(?:19|20)\d\d年|休息?(?:.{1,2})天/g;

const addUp = (a: Span, b: Span & { end: number }) => ({
  from: a.from + b.from,
  to: a.to + b.to,
  about: a.about || b.about,
  end: b.end,
});

function readTerm(text: string, number: SpokenNumber): (Span & { end: number }) | undefined {
  const match = TERM.exec(text.slice(number.end, number.end + 8));
  const unit = match?.groups?.unit;
  if (match === null || unit === undefined) return undefined;
  const { one, half, more, over } = match.groups ?? {};
  // 三月 is March; 仨月 and 俩月 are no month of the year.
  const counted = one !== undefined || /[俩仨两几来]/.test(text.slice(number.start, number.end));
  if (unit === '月' && !counted) return undefined;
  const size = IN_MONTHS[unit] ?? 1;
  const extra = half || more ? 0.5 : 0;
  const span = spanOf(number, extra);
  const loose = over !== undefined || /^个?半?多/.test(match[0]);
  const said = text.slice(Math.max(0, number.start - 4), number.start);
  return {
    from: roundTenth(span.from * size),
    to: roundTenth((span.to + (loose ? 1 - extra : 0)) * size),
    about: span.about || loose || size < 1 || /快|约/.test(said) || ABOUT.test(text),
    end: number.end + match[0].length,
  };
}

const roundTenth = (months: number) => Math.round(months * 10) / 10;

function idiomMonths(text: string): Span | undefined {
  if (/大半年/.test(text)) return { from: 7, to: 11, about: true };
  if (/小半年/.test(text)) return { from: 4, to: 6, about: true };
  const half =
    /(?:^|[^个一二两三四五六七八九十\d年])半(?<over>年多|多年)|(?:^|[^个一二两三四五六七八九十\d年])半年(?!前)/.exec(
      text,
    );
  if (half !== null)
    return half.groups?.over
      ? { from: 6, to: 12, about: true }
      : { ...exactly(6), about: /快|差不多|左右|不到/.test(text) };
  if (/(?:^|[^一二两三四五六七八九十\d])半个(?:多)?月/.test(text))
    return { ...exactly(0.5), about: /多/.test(text) };
  return /个把(?:多)?月/.test(text) ? { ...exactly(1), about: true } : undefined;
}
