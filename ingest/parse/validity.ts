import { addDays, addMonths, type IsoDay, isoDay, monthSpan, NUMERAL, parseNumeral } from '#knowledge/build';
import type { Segment } from './instruments.ts';

/** What a text prints of its own time, and of the time of others. */
export type Validity = {
  /** First and last day in force; null where it is not printed, or counts from a day that nobody knows. */
  readonly from: IsoDay | null;
  readonly to: IsoDay | null;
  /** Other texts that it ends, as printed: 《…》（…号）. For an admin to act on: the wording may be of a part of them only. */
  readonly ends: readonly string[];
};

const DAY =
  '[0-9〇零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月(?:[0-9一二三四五六七八九十]{1,3}日)?';
/** The text itself: 本办法, 本实施意见（试行）. */
const OWN =
  '本[\\p{Script=Han}]{0,6}?(?:法|条例|规定|办法|细则|意见|通知|方案|解释|决定|规则|通告|公告|措施|文件)(?:（[试暂]行）)?';
const BEGINS = '(?:正式)?(?:施行|实施|执行|生效|试行)';
const TERM = '(?:有效|试行|暂行|执行|施行|实施)';
const TERM_NAME = `${TERM}(?:期限|期|时间)`;

/** 本办法自2022年1月1日起施行, 本办法由…解释，自…起施行; in an opening also ，自2022年1月1日起施行 of the text that is issued. */
const start = (subject: string) =>
  new RegExp(
    `${subject}[自从于](?:(?<day>${DAY})|(?:印发|发布|公布|颁布|下发|发文|签发)之日)(?:起(?:满)?(?<wait>${NUMERAL})(?:个工作)?[日天]后)?起?(?:[至到](?<last>${DAY})止?)?${BEGINS}`,
    'u',
  );
const START = start(`(?:${OWN}|(?<=^|^第[^条]{1,8}条)${OWN}[^《]*?[，；])`);
const OPENING_START = start('(?:^|[，；])');
/** Under a law's title: 2018年10月1日 施行. */
const HEAD_START = new RegExp(`^(?<day>${DAY})(?:起)?施行$`);
/** A text as it reads now cannot be in force before it was last changed. */
const CHANGED = new RegExp(`(${DAY})(?:(?!${DAY}).)*(?:修正|修订)`, 'g');

const UNTIL = new RegExp(
  `^(?:${TERM_NAME}(?:限)?(?:为|是|暂定为?)?(?:[自从]?${DAY}起?)?(?:截止?)?|${TERM}|有效)(?:至|到|—|-)(?<last>${DAY})`,
  'u',
);
const FOR = new RegExp(
  `^(?:${TERM_NAME}(?:限)?(?:为|是|暂定为?)?|[试暂]行)(?<count>${NUMERAL})个?(?<unit>年|月)`,
  'u',
);
const OWN_TERM = new RegExp(`^.*?${OWN}的?(?=${TERM}(?:期|至|到|时间|${NUMERAL}))`, 'u');

const ENDS = /(?:同时|予以|即行|起|随之|自行)(?:废止|失效|停止执行|停止施行)|不再(?:执行|施行)/;

/**
 * Reads 自…起施行, 自印发之日起施行, 有效期至…, 有效期五年, 试行两年 and 《…》同时废止. Only what the text says of itself
 * counts: a permit's 有效期 is the permit's.
 * @param issued the day of issue, from which 自印发之日起 and a term without a first day count
 */
export function readValidity(segment: Segment, issued: IsoDay | null): Validity {
  const front = segment.front.map(({ text }) => plain(text));
  const body = segment.body.map((block) => ({
    text: plain(block.body.text),
    opens: block.marker === undefined,
  }));
  const firstMarked = body.findIndex(({ opens }) => !opens);
  const sentences = body.flatMap(({ text }, i) =>
    sentencesOf(text).map((sentence) => ({ sentence, opening: i < firstMarked || firstMarked < 0 })),
  );
  const changed = front.flatMap((text) =>
    [...text.matchAll(CHANGED)].flatMap(([, day]) => dayOf(day, 'first') ?? []),
  );
  const begun = findStart(sentences, front, issued);
  const first = begun?.from ?? null;
  const from = [first, ...changed].reduce(
    (late, day) => (day !== null && (late === null || day > late) ? day : late),
    null,
  );
  const to = begun?.to ?? findEnd(sentences, begun?.at, first ?? issued);
  return { from, to, ends: endedTexts(sentences.map(({ sentence }) => sentence)) };
}

type Sentence = { readonly sentence: string; readonly opening: boolean };
type Start = {
  readonly from: IsoDay | null;
  readonly to: IsoDay | null;
  /** Where the term may stand: the number of the sentence, and how far the start reaches in it. */
  readonly at: { readonly index: number; readonly end: number } | undefined;
};

function findStart(
  sentences: readonly Sentence[],
  front: readonly string[],
  issued: IsoDay | null,
): Start | undefined {
  for (const pattern of [START, OPENING_START]) {
    // The last one: an article may say of a part of the text when it begins, the text as a whole says it at its end.
    for (const [index, { sentence, opening }] of [...sentences.entries()].reverse()) {
      if (pattern === OPENING_START && !opening) continue;
      const match = pattern.exec(sentence);
      if (match === null) continue;
      const { day, wait, last } = match.groups ?? {};
      const counted = day === undefined ? issued : (dayOf(day, 'first') ?? null);
      const days = wait === undefined ? 0 : (parseNumeral(wait) ?? 0);
      const from = counted === null ? null : addDays(counted, days);
      return { from, to: dayOf(last, 'last') ?? null, at: { index, end: match.index + match[0].length } };
    }
  }
  const head = front.flatMap((text) => dayOf(HEAD_START.exec(text)?.groups?.day, 'first') ?? [])[0];
  return head === undefined ? undefined : { from: head, to: null, at: undefined };
}

/** The term, where a text prints its own: behind its start, in the sentence after that, or as 本办法有效期…. */
function findEnd(sentences: readonly Sentence[], at: Start['at'], from: IsoDay | null): IsoDay | null {
  const places = sentences.flatMap(({ sentence }) => {
    const own = OWN_TERM.exec(sentence)?.[0];
    return own === undefined ? [] : [sentence.slice(own.length)];
  });
  if (at !== undefined) {
    const rest = sentences[at.index]?.sentence.slice(at.end).replace(/^[，；、并且（]+/u, '') ?? '';
    places.push(rest, sentences[at.index + 1]?.sentence ?? '');
  }
  for (const place of places) {
    const last = dayOf(UNTIL.exec(place)?.groups?.last, 'last');
    if (last !== undefined) return last;
    const { count, unit } = FOR.exec(place)?.groups ?? {};
    const length = count === undefined ? undefined : parseNumeral(count);
    if (length !== undefined && length > 0 && from !== null)
      return addDays(addMonths(from, unit === '年' ? 12 * length : length), -1);
  }
  return null;
}

function endedTexts(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) => {
    const end = ENDS.exec(sentence);
    return end === null
      ? []
      : [...sentence.slice(0, end.index).matchAll(/《[^》]{1,200}》(?:（[^）]{0,100}号）)?/gu)].map(
          ([title]) => title,
        );
  });
}

/** Without blanks; digits narrow, the circle that offices type for a naught read as one. */
function plain(text: string): string {
  return text
    .replace(/\s+/gu, '')
    .replace(/[０-９]/g, (digit) => digit.normalize('NFKC'))
    .replaceAll('○', '〇')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
}

const sentencesOf = (text: string) => text.split(/(?<=[。；])/u).filter((sentence) => sentence !== '');

/** @param end which day of a month that is printed without one */
function dayOf(printed: string | undefined, end: 'first' | 'last'): IsoDay | undefined {
  const [, year = '', month = '', day] = /^(.+?)年(.+?)月(?:(.+?)日)?$/u.exec(printed ?? '') ?? [];
  const [y, m] = [parseNumeral(year), parseNumeral(month)];
  if (y === undefined || m === undefined || isoDay(y, m, 1) === undefined) return undefined;
  if (day !== undefined) return isoDay(y, m, parseNumeral(day) ?? 0);
  const span = monthSpan(y, m);
  return end === 'first' ? span.from : span.to;
}
