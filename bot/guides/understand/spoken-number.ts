/**
 * Numbers as people say them: 一千五, 1千5, 两万三, 五六百, 十来, 三千多, 百十来, 2k, 1.8万, 3,500.50, 几百.
 * The numerals of printed texts are another thing: there 一千五 would be 1005.
 */

/** `from` and `to` differ when a span was said (五六百, 三千多, 几十). */
export type SpokenNumber = {
  readonly from: number;
  readonly to: number;
  readonly about: boolean;
  /** A minus stands before it. */
  readonly negative: boolean;
  /** It holds a figure, not only 百 or 万. */
  readonly figure: boolean;
  /** The last multiplier: 100 for 五六百, 1 where there is none. */
  readonly unit: number;
  readonly start: number;
  readonly end: number;
};

/** From here on a unit multiplies all that stands before it. */
const SECTION = 10_000;

type Coefficient = { low: number; high: number; vague: boolean; end: number };

const HAN: Readonly<Record<string, number>> = Object.fromEntries(
  ['零〇', '一壹', '二两俩贰', '三仨叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap(
    (same, value) => [...same].map((char) => [char, value]),
  ),
);
const UNITS: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  仟: 1000,
  k: 1000,
  万: 10_000,
  w: 10_000,
  亿: 100_000_000,
};
const ARABIC = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?/y;
const HAN_RUN =
  /[零〇一壹二两俩贰三仨叁四肆五伍六陆七柒八捌九玖]+(?:点[零〇一二三四五六七八九]+(?=[万千百]))?/y;
const SEVERAL = /大几|好几|几|数(?=[十百千万])/y;

/** What was read so far of one number. */
type Reading = {
  at: number;
  /** Up to the last 万 or 亿. */
  big: Ends;
  small: Ends;
  /** A figure that waits for its unit, and where it began. */
  waiting: Coefficient | undefined;
  waitingFrom: number;
  unit: number;
  /** Units within a section only fall: 百 after 千. */
  section: number;
  gap: boolean;
  figure: boolean;
  about: boolean;
  /** 多, 来 or 把 was said: only 万 may follow. */
  closed: boolean;
};
type Ends = { low: number; high: number };

const NOTHING: Ends = { low: 0, high: 0 };
const ONE: Ends = { low: 1, high: 1 };

/** The number that begins at `start`, read as far as it goes. */
function readSpokenNumber(text: string, start: number): SpokenNumber | undefined {
  const idiom = idiomAt(text, start);
  if (idiom !== undefined) return idiom;
  const reading: Reading = {
    at: start,
    big: NOTHING,
    small: NOTHING,
    waiting: undefined,
    waitingFrom: start,
    unit: 1,
    section: Number.POSITIVE_INFINITY,
    gap: false,
    figure: false,
    about: false,
    closed: false,
  };
  while (takeZeros(text, reading) || takeCoefficient(text, reading) || takeUnit(text, reading));
  return finish(text, start, reading);
}

function takeZeros(text: string, reading: Reading): boolean {
  const takes = reading.unit > 1 && reading.waiting === undefined && !reading.closed;
  if (!takes || !/[零〇]/.test(text[reading.at] ?? '')) return false;
  reading.gap = true;
  reading.at++;
  return true;
}

function takeCoefficient(text: string, reading: Reading): boolean {
  if (reading.waiting !== undefined || reading.closed) return false;
  const said = readCoefficient(text, reading.at);
  if (said === undefined) return false;
  reading.waiting = said;
  reading.waitingFrom = reading.at;
  reading.figure = true;
  reading.at = said.end;
  return true;
}

function takeUnit(text: string, reading: Reading): boolean {
  const { waiting, big, small } = reading;
  const unit = unitAt(text, reading.at, waiting);
  if (unit === undefined) return false;
  if (unit < SECTION && (unit >= reading.section || reading.closed)) {
    // 四千五千 is two numbers: the 5 belongs to the next.
    if (waiting !== undefined && reading.unit > 1) {
      reading.at = reading.waitingFrom;
      reading.waiting = undefined;
    }
    return false;
  }
  if (unit < SECTION) {
    const { low, high } = waiting ?? ONE;
    reading.small = { low: small.low + low * unit, high: small.high + high * unit };
  } else {
    const alone = waiting === undefined && small.high === 0 && big.high === 0;
    const { low, high } = waiting ?? (alone ? ONE : NOTHING);
    reading.big = { low: (big.low + small.low + low) * unit, high: (big.high + small.high + high) * unit };
    reading.small = NOTHING;
  }
  reading.about ||= waiting?.vague === true;
  Object.assign(reading, { section: unit, unit, waiting: undefined, gap: false, closed: false });
  reading.at++;
  takeMark(text, reading);
  return true;
}

/** 三千多, 两千来块, 千把块. */
function takeMark(text: string, reading: Reading): void {
  const more = /[多余]/.test(text[reading.at] ?? '');
  if (
    !more &&
    !/^(?:来(?!了|的|自|电|单)|把(?=块|元|个|单|人|$))/.test(text.slice(reading.at, reading.at + 2))
  )
    return;
  if (more) reading.small = { ...reading.small, high: reading.small.high + reading.unit };
  reading.closed = true;
  reading.about = true;
  reading.at++;
}

function finish(text: string, start: number, reading: Reading): SpokenNumber | undefined {
  const { big, small, waiting, unit, figure } = reading;
  if (unit === 1 && waiting === undefined) return undefined;
  const rest = lastPart(waiting, reading);
  const from = big.low + small.low + rest.low;
  let to = big.high + small.high + rest.high;
  let end = reading.at;
  const mark =
    waiting === undefined ? undefined : /^(?:[多余]|来(?=[块元个天年]))/.exec(text.slice(end, end + 2))?.[0];
  if (mark !== undefined) end++;
  if (mark !== undefined && mark !== '来') to += stepOf(from);
  const about = reading.about || waiting?.vague === true || mark !== undefined || to > from;
  return { from, to, about, negative: isNegative(text, start), figure, unit, start, end };
}

/** 百八十块 is nearly a hundred. */
const IDIOMS: Readonly<Record<string, Ends>> = {
  百八十: { low: 80, high: 100 },
  千八百: { low: 800, high: 1000 },
  万八千: { low: 8000, high: 10_000 },
};

function idiomAt(text: string, start: number): SpokenNumber | undefined {
  const ends = IDIOMS[text.slice(start, start + 3)];
  if (ends === undefined) return undefined;
  const { low: from, high: to } = ends;
  return { from, to, about: true, negative: false, figure: true, unit: 10, start, end: start + 3 };
}

function readCoefficient(text: string, at: number): Coefficient | undefined {
  const arabic = matchAt(ARABIC, text, at);
  if (arabic !== undefined) {
    const value = Number(arabic.replaceAll(',', ''));
    return { low: value, high: value, vague: false, end: at + arabic.length };
  }
  const several = matchAt(SEVERAL, text, at);
  if (several !== undefined)
    return {
      low: several === '大几' ? 5 : several === '好几' ? 3 : 2,
      high: 9,
      vague: true,
      end: at + several.length,
    };
  const run = matchAt(HAN_RUN, text, at);
  if (run === undefined) return undefined;
  const [whole = '', fraction] = run.split('点');
  const digits = [...whole].map((char) => HAN[char] ?? 0);
  const [one = 0, two = 0] = digits;
  const neighbours =
    digits.length === 2 && fraction === undefined && (two === one + 1 || (one === 3 && two === 5));
  if (neighbours && one > 0) return { low: one, high: two, vague: true, end: at + run.length };
  const decimals = fraction === undefined ? '' : `.${[...fraction].map((char) => HAN[char] ?? 0).join('')}`;
  const value = Number(`${digits.join('')}${decimals}`);
  return { low: value, high: value, vague: false, end: at + run.length };
}

function unitAt(text: string, at: number, waiting: Coefficient | undefined): number | undefined {
  const char = text[at] ?? '';
  // 2k and 3w, but not km and wifi.
  if (/[kw]/.test(char) && (waiting === undefined || /[a-z]/.test(text[at + 1] ?? ''))) return undefined;
  return UNITS[char];
}

/** 一千五 is 1500, 一百零五 is 105, 1万2000 is 12000. */
function lastPart(
  waiting: Coefficient | undefined,
  { unit, gap }: { unit: number; gap: boolean },
): { low: number; high: number } {
  if (waiting === undefined) return { low: 0, high: 0 };
  const { low, high } = waiting;
  const factor = unit >= 100 && !gap && high < 10 ? unit / 10 : 1;
  return { low: low * factor, high: high * factor };
}

/** How much 多 may add: 3000多 to 4000, 3500多 to 3600, 2多 to 3. */
function stepOf(value: number): number {
  let step = 1;
  while (value > 0 && step < 1e9 && value % (step * 10) === 0) step *= 10;
  return step;
}

/** 2000-3000 is a span and has no minus. */
function isNegative(text: string, start: number): boolean {
  return /(?:^|[^\d元块k万千百])(?:[-−–]|负)\s?$/.test(text.slice(Math.max(0, start - 3), start));
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const BETWEEN = /^\s?(?:到|至|~|-|—|–|--)\s?$/;

/** All numbers of the text from left to right; 2-3千 and 八到十 are one. */
export function findSpokenNumbers(text: string): readonly SpokenNumber[] {
  const found: SpokenNumber[] = [];
  for (let at = 0; at < text.length; ) {
    const number = readSpokenNumber(text, at);
    if (number === undefined) {
      at++;
      continue;
    }
    const last = found.at(-1);
    const joined = last === undefined ? undefined : joinSpan(text, last, number);
    if (joined !== undefined) found.pop();
    found.push(joined ?? number);
    at = number.end;
  }
  return found;
}

function joinSpan(text: string, a: SpokenNumber, b: SpokenNumber): SpokenNumber | undefined {
  const between = text.slice(a.end, b.start);
  const list =
    (between === '、' && a.to < 10 && b.from === a.to + 1) ||
    (between === '' && a.unit > 1 && a.unit === b.unit && b.from === a.from + a.unit);
  if (a.from !== a.to || (!list && !BETWEEN.test(between))) return undefined;
  const factor = a.unit === 1 && b.unit > 1 && a.from < 100 && a.from * b.unit < b.from ? b.unit : 1;
  const from = a.from * factor;
  return from < b.from ? { ...b, from, about: true, negative: a.negative, start: a.start } : undefined;
}
