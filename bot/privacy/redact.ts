import { normalise } from '#knowledge';
import { zhCN } from '../copy/zh-CN.ts';
import { TICKET_ID_WITH_T } from '../desk/ticket-id.ts';
import { type Cue, type Kind, kindOfNumber, MOST_DIGITS } from './particulars.ts';

export type Redacted = {
  readonly text: string;
  /** What was covered, each kind once, in order of appearance. */
  readonly found: readonly Kind[];
};

/** Units of the folded text, `to` after the last. */
type Span = { readonly from: number; readonly to: number; readonly kind: Kind };
type Group = {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  /** Where the x ends that may be an identity card's last place. */
  readonly check: number | undefined;
};

/** Nobody's number, and what staff type all day: 认领 T-1122-7K4M reads like a consulate's plate. */
const TICKETS = new RegExp(`(?<![a-z0-9])${TICKET_ID_WITH_T}(?<=[a-z].{0,3})(?![a-z0-9])`, 'g');

/**
 * Covers telephone, identity card and bank card numbers and licence plates, also when written with blanks, dashes,
 * full-width digits, Chinese digits or invisible characters. Everything else stays as it was, unit for unit.
 */
export function redact(text: string): Redacted {
  const folded = normalise(text);
  const plain = withChineseDigits(folded.text);
  const tickets = [...plain.matchAll(TICKETS)].map(({ index, 0: id }) => ({
    from: index,
    to: index + id.length,
  }));
  const plates = findPlates(plain).filter((plate) => !tickets.some((ticket) => overlap(ticket, plate)));
  const free = findGroups(plain).filter(
    (group) => ![...tickets, ...plates].some((other) => overlap(other, group)),
  );
  const numbers = findRuns(plain, free, (from, to) =>
    /[\r\n]/.test(sourceBetween(text, folded.at, from, to)),
  );
  const spans = [...plates, ...numbers.flatMap((run) => findNumbers(plain, run))].sort(
    (a, b) => a.from - b.from,
  );
  let out = '';
  let done = 0;
  for (const { from, to, kind } of spans) {
    out += text.slice(done, folded.at[from]) + zhCN.redacted[kind];
    done = endInSource(text, folded.at, to);
  }
  return { text: out + text.slice(done), found: [...new Set(spans.map(({ kind }) => kind))] };
}

/** Redacted words without what stands where a number stood: for a search, to which 身份证号 would be a subject. */
export function withoutCovers(text: string): string {
  return Object.values<string>(zhCN.redacted).reduce(
    // 我的手机号是〔…〕: the label goes with it, or it would be read as asking after a number.
    (left, cover) => left.replaceAll(new RegExp(`${LABEL}${cover}`, 'gu'), ''),
    text,
  );
}

const LABEL =
  '(?:(?:我的?|本人的?)?(?:手机|电话|联系方式|身份证|银行卡|卡|车牌)(?:号码|号)?(?:是|为|[:：])?\\s*)?';

const CHINESE_DIGITS = '零一二三四五六七八九';

/** 一三八〇〇… as digits, unit for unit. Only where so many stand together that nobody counts in them. */
function withChineseDigits(text: string): string {
  return text.replace(/[零〇一幺二三四五六七八九]{11,}/g, (run) =>
    run.replace(/[〇幺]|./g, (char) =>
      char === '〇' ? '0' : char === '幺' ? '1' : `${CHINESE_DIGITS.indexOf(char)}`,
    ),
  );
}

// GA 36: no I and no O after the city's letter. New energy: 6 places, its letter first or last. Six digits: electric bicycles.
const GAP = '[\\s·•.\\-]{0,2}';
const PLACE = '[a-hj-np-z0-9]';
const spread = (...places: readonly string[]) => places.join(GAP);
const PLATE = new RegExp(
  `[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使领]\\s?[a-z]${GAP}(?:${[
    spread('[a-hj-np-z]', PLACE, '\\d', '\\d', '\\d', '\\d'),
    spread('\\d', '\\d', '\\d', '\\d', '\\d', '[a-hj-np-z]'),
    '\\d{6}',
    spread(PLACE, PLACE, PLACE, PLACE, PLACE),
    `${spread(PLACE, PLACE, PLACE, PLACE)}[挂学警港澳试超领]`,
  ].join('|')})(?:(?<!\\d)|(?!\\d))(?:(?<![a-z])|(?![a-z]))`,
  'g',
);

function findPlates(text: string): Span[] {
  return [...text.matchAll(PLATE)].flatMap((match) =>
    // Two letters at most, three with the one of new energy: 云ABCDEF is a word.
    match[0].replace(/\D/g, '').length < 3
      ? []
      : [{ from: match.index, to: match.index + match[0].length, kind: 'plate' }],
  );
}

function findGroups(text: string): Group[] {
  return [...text.matchAll(/(\d+)([\s-]?x(?![a-z]))?/g)].map(
    ({ index, 0: whole, 1: digits = '', 2: check }) => ({
      from: index,
      to: index + digits.length,
      digits,
      check: check === undefined ? undefined : index + whole.length,
    }),
  );
}

/** Between the groups of one number: blanks, dashes, points, brackets of an area code, keycap marks; an x apart. */
const BETWEEN = /^(?:[\s()_.·•/~\-\u2010-\u2015\u2212]|\u20e3){1,3}$/;

/** Groups that may belong together, in one line. */
function findRuns(
  text: string,
  groups: readonly Group[],
  isBroken: (from: number, to: number) => boolean,
): Group[][] {
  const runs: Group[][] = [];
  let before: Group | undefined;
  for (const group of groups) {
    const joined =
      before !== undefined &&
      BETWEEN.test(text.slice(before.to, group.from)) &&
      !isBroken(before.to - 1, group.from);
    if (joined) runs.at(-1)?.push(group);
    else runs.push([group]);
    before = group;
  }
  return runs;
}

/** Whole groups first, so that two numbers side by side are not taken for a third; then neighbours, longest first. */
function findNumbers(text: string, run: readonly Group[]): Span[] {
  const alone = run.map((group) => numberOf(text, [group], cueBefore(text, group.from)));
  const spans: Span[] = [];
  for (let i = 0; i < run.length; ) {
    const whole = alone[i];
    const found = whole === undefined ? longestFrom(text, run, alone, i) : { span: whole, count: 1 };
    if (found !== undefined) spans.push(found.span);
    i += found?.count ?? 1;
  }
  return spans;
}

/** The longest number of two groups and more that begins with group `i`, over groups that are none alone. */
function longestFrom(
  text: string,
  run: readonly Group[],
  alone: readonly (Span | undefined)[],
  i: number,
): { span: Span; count: number } | undefined {
  let end = i;
  let digits = 0;
  while (end < run.length && alone[end] === undefined) {
    digits += run[end]?.digits.length ?? 0;
    if (digits > MOST_DIGITS) break;
    end++;
  }
  const cue = cueBefore(text, run[i]?.from ?? 0);
  for (; end - i > 1; end--) {
    const span = numberOf(text, run.slice(i, end), cue);
    if (span !== undefined) return { span, count: end - i };
  }
  return undefined;
}

function numberOf(text: string, groups: readonly Group[], cue: Cue | undefined): Span | undefined {
  const last = groups.at(-1);
  if (last === undefined) return undefined;
  const digits = groups.map((group) => group.digits);
  const from = openingBracket(text, groups);
  if (
    last.check !== undefined &&
    kindOfNumber([...digits.slice(0, -1), `${last.digits}x`], cue) === 'identity'
  )
    return { from, to: last.check, kind: 'identity' };
  const kind = kindOfNumber(digits, cue);
  return kind === undefined ? undefined : { from, to: last.to, kind };
}

const CUES: readonly (readonly [Cue, RegExp])[] = [
  ['identity', /(?:身份证|证件)(?:号码?|是|为|[:(\s])*$/],
  ['bankcard', /(?:银行卡|储蓄卡|信用卡|卡号|账号|帐号)(?:号码?|是|为|[:(\s])*$/],
  ['landline', /(?:电话|座机|固话|tel)(?:号码?|是|为|[:(\s])*$/],
];

function cueBefore(text: string, at: number): Cue | undefined {
  const before = text.slice(Math.max(0, at - 12), at);
  return CUES.find(([, words]) => words.test(before))?.[0];
}

/** (0431)… is covered with both its brackets. */
function openingBracket(text: string, groups: readonly Group[]): number {
  const from = groups[0]?.from ?? 0;
  const closed = text.slice(groups[0]?.to, groups[1]?.from).includes(')');
  return closed && text[from - 1] === '(' ? from - 1 : from;
}

function overlap(a: Pick<Span, 'from' | 'to'>, b: Pick<Span, 'from' | 'to'>): boolean {
  return a.from < b.to && b.from < a.to;
}

/** The source from the unit `from` of the folded text to its unit `to`. */
function sourceBetween(text: string, at: readonly number[], from: number, to: number): string {
  return text.slice(at[from], at[to]);
}

/** Where the source goes on after the folded unit `to - 1`; marks on the last digit go with it. */
function endInSource(text: string, at: readonly number[], to: number): number {
  const last = at[to - 1] ?? 0;
  const end = last + String.fromCodePoint(text.codePointAt(last) ?? 0).length;
  return end + (/^[\ufe0f\u20e3]+/.exec(text.slice(end))?.[0].length ?? 0);
}
