import { plainWords } from './plain-words.ts';
import { findSpokenNumbers, type SpokenNumber } from './spoken-number.ts';
import { type Heard, offer, problem, type Span, spanKey } from './understood.ts';

/** In 分 (hundredths of a yuan), whole numbers. */
export type Money = Span;
export type MoneyProblem = 'negative' | 'zero' | 'too-large';

/** 10 million yuan: more than any worker is owed by a platform. */
const MOST = 1_000_000_000;

type Amount = Money & { readonly rank: number; readonly negative: boolean; readonly end: number };

/** 两千来块, 三千多, 1千5, 五六百, 一毛八, 3,500.50元. Several sums give several readings: it adds nothing up. */
export function parseMoney(words: string): Heard<Money, MoneyProblem> {
  const text = plainWords(words).replace(NO_SUM, '，');
  const amounts: Amount[] = [];
  for (const number of findSpokenNumbers(text)) {
    // 五 of 一毛五 belongs to the sum before it.
    if (number.start < (amounts.at(-1)?.end ?? 0)) continue;
    const amount = readAmount(text, number);
    if (amount !== undefined) amounts.push(amount);
  }
  const best = Math.min(...amounts.map(({ rank }) => rank));
  const kept = amounts.filter(({ rank }) => best === BARE || rank < BARE).sort((a, b) => a.rank - b.rank);
  const possible = joinSpans(text, kept).filter(
    ({ from, to, negative }) => !negative && from > 0 && to <= MOST,
  );
  const [first] = kept;
  if (possible.length > 0 || first === undefined)
    return offer(
      possible.map(({ from, to, about }) => ({ from, to, about })),
      spanKey,
    );
  if (first.negative) return problem('negative');
  return problem(first.to === 0 ? 'zero' : 'too-large');
}

/** Words that hold a figure and no sum: 一分钱没给, 一块去, 2026-10-28, 十分. */
const NO_SUM =
  /[一1][分毛块角](?:钱)?(?:都|也)?(?:没|不)|百分之[一二两三四五六七八九十百零点\d]+|[一1]块(?=儿|去|干|跑|做|上班|走|吃)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|十分(?!钱)|万一|千万(?=别|不|要)/g;

const NOT_MONEY =
  /^\s?(?:多|来|几)?\s?(?:个|天|日|号|月|年|周|星期|礼拜|小时|钟|点|分(?!钱)|秒|次|单|趟|人|名|位|岁|公里|里|米|km|%|倍|成|期|条|家|度|斤|票|件|笔|批|段|项|页|套|间|楼|栋|回|份|辆|台|张|班|站|级|星|折|直|起|共|下|定|样|般|些|切|旦|律|概|路|时|向|边|面|线|轮|别|:)/;
const NOT_MONEY_BEFORE = /(?:第|周|星期|礼拜|工号|单号|电话|手机号|编号|:)\s?$/;
const YUAN = /^\s?(?:大洋|块钱|块(?!电|屏|表|地|砖|手表)|元钱|元|圆|蚊|rmb|人民币|¥)/;
const JIAO = /^\s?(?:毛钱|毛|角钱|角)/;
const ABOUT_BEFORE =
  /(?:大概|大约|约|差不多|估计|好像|可能|应该|将近|接近|快|近|不到|(?<![早晚])上|小|顶多|至少|起码|最少|最多)(?:有|是|扣了?|欠了?)?\s?$/;
const ABOUT_AFTER = /^(?:钱)?\s?(?:左右|上下|出头|的样子|以上|以下|差不多|不到|吧|开外)/;
const TOTAL = /(?:一共|总共|合计|总计|加起来|共)[^，。,;；]{0,6}$/;
const TAKEN = /(?:扣|罚|欠|少|给|押|交|付|赔)了?我?$/;
const TOTALLED = 0;
const WITH_UNIT = 1;
const SAID_LARGE = 1.5;
const BARE = 2;

function readAmount(text: string, number: SpokenNumber): Amount | undefined {
  const before = text.slice(Math.max(0, number.start - 10), number.start);
  const after = text.slice(number.end, number.end + 16);
  if (NOT_MONEY_BEFORE.test(before)) return undefined;
  const unit = readUnit(number, after);
  if (unit === undefined && !standsAlone(text, number, after)) return undefined;
  const factor = unit?.factor ?? 100;
  const rest = after.slice(unit?.length ?? 0);
  const marked = /[¥$]\s?$/.test(before);
  const large = number.unit > 1 || (number.from >= 100 && TAKEN.test(before));
  const rank = TOTAL.test(before) ? TOTALLED : unit || marked ? WITH_UNIT : large ? SAID_LARGE : BARE;
  return {
    from: Math.round(number.from * factor) + (unit?.tail ?? 0),
    to: Math.round(number.to * factor) + (unit?.tail ?? 0) + (unit?.more ?? 0),
    about: number.about || (unit?.more ?? 0) > 0 || ABOUT_BEFORE.test(before) || ABOUT_AFTER.test(rest),
    negative: number.negative || /(?:^|\D)[-−负]\s?[¥]?\s?$/.test(before),
    rank,
    end: number.end + (unit?.length ?? 0),
  };
}

/** A number without 元: it is a sum unless a measure of something else stands behind it. */
function standsAlone(text: string, number: SpokenNumber, after: string): boolean {
  if (NOT_MONEY.test(after) || !(number.figure || text.length <= 4)) return false;
  const said = text.slice(number.start, number.end);
  return /\d/.test(said) || number.unit > 1 || number.from >= 100 || text.replace(/[\s\p{P}]/gu, '') === said;
}

type UnitRead = { factor: number; length: number; tail: number; more: number };

const D = '[一二两三四五六七八九\\d]';
const NEXT = '(?![\\d十百千万个天次单年月点小])';
const AFTER_YUAN = new RegExp(
  `^(?:(?<half>半)|零?(?<jiao>${D})[毛角]钱?(?:(?<fen>${D})分?${NEXT})?|零?(?<only>${D})分|零(?<zero>${D})|(?<cents>\\d\\d)${NEXT}|(?<tenth>${D})${NEXT}|(?<more>多))`,
);
const AFTER_JIAO = new RegExp(`^(?:(?<fen>${D})分?${NEXT}|(?<half>半)|(?<more>多))`);

/** 三块二毛五, 12块5, 一毛八, 八分钱. */
function readUnit(number: SpokenNumber, after: string): UnitRead | undefined {
  const yuan = YUAN.exec(after)?.[0];
  const jiao = yuan === undefined ? JIAO.exec(after)?.[0] : undefined;
  const main = yuan ?? jiao;
  if (main === undefined) {
    const fen = /^\s?分钱/.exec(after)?.[0];
    return fen === undefined ? undefined : { factor: 1, length: fen.length, tail: 0, more: 0 };
  }
  const factor = yuan === undefined ? 10 : 100;
  const tail = (yuan === undefined ? AFTER_JIAO : AFTER_YUAN).exec(after.slice(main.length));
  const part = tail?.groups ?? {};
  const figure = (name: string) => findSpokenNumbers(part[name] ?? '')[0]?.from ?? 0;
  return {
    factor,
    length: main.length + (tail?.[0].length ?? 0),
    tail:
      (part.half === undefined ? 0 : factor / 2) +
      figure('jiao') * 10 +
      figure('fen') +
      figure('only') +
      figure('zero') +
      figure('cents') +
      figure('tenth') * 10,
    more: part.more === undefined ? 0 : number.from >= 10 ? 0 : factor,
  };
}

/** 500块到600块 is one sum, not two. */
function joinSpans(text: string, amounts: readonly Amount[]): readonly Amount[] {
  const [a, b] = amounts;
  if (a === undefined || b === undefined || amounts.length !== 2 || a.from >= b.from) return amounts;
  return /[块元毛]钱?\s?(?:到|至|~|-|—)\s?[\d一二两三四五六七八九十百千]/.test(text)
    ? [{ ...a, to: b.to, about: true }]
    : amounts;
}
