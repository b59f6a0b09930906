import { NUMERAL, parseNumeral } from './numerals.ts';

/** A text that a person names by its number or place instead of asking. */
export type Reference =
  | {
      readonly kind: 'article';
      readonly number: number;
      readonly paragraph: number | undefined;
      readonly item: number | undefined;
      /** The title said right before it (劳动合同法第三十八条); an article of another text must not be shown for it. */
      readonly title: string | undefined;
    }
  /** Numbers of an outline, outermost first, as many as were said: （十二） is 12, 三、（二）6 is 3, 2, 6. */
  | { readonly kind: 'outline'; readonly path: readonly number[] }
  | { readonly kind: 'document'; readonly number: string };

const HAN = '[零〇一二两三四五六七八九十百千]+';
/** 第一条消息 is no article. */
const THINGS = '(?!消息|短信|微信|信息|视频|评论|留言|命|路|线|狗|鱼|腿|裤|朋友圈|语音)';
const ARTICLE = new RegExp(
  `第(${NUMERAL})条${THINGS}(?:之[一二三四五六七八九十])?(?:第(${NUMERAL})款)?(?:第?[（(]?(${NUMERAL})[）)]?项)?`,
  'g',
);
const TITLE =
  /([\p{Script=Han}]{0,30}(?:法典|宪法|法|条例|规定|办法|细则|解释|意见|方案|通知|合同|章程|规则|条款|协议|制度|手册))[》〉]?(?:[（(][^）)]*[）)])?\s*[里中上内]?(?:写)?\s*的?\s*$/u;
/** 第38条劳动合同法: the title behind. */
const TITLE_BEHIND = /^\s*([\p{Script=Han}]{1,8}?(?:法典|合同法|劳动法|保险法|条例))/u;
/** 二（五）, 三、（二）6, （十二） */
const OUTLINE = new RegExp(
  `(?:(${HAN})[、.．]?\\s*)?[（(](${HAN}|[0-9]{1,2})[）)]\\s*(?:([0-9]{1,3})[.、．]?)?(?!项)`,
  'g',
);
const DIGIT_ALONE = /^\s*([0-9]{1,3})\s*[.、．]?\s*(?:条|项)?\s*原文\s*$/;
const DOCUMENT =
  /([\p{Script=Han}]{2,8}?)[〔［[(（【]?\s*(20\d{2})\s*[〕］\])）】]?\s*第?\s*(\d{1,5})\s*号/gu;
/** What shows that somebody wants to read a place of a text, where its number alone could be anything. */
const ASKS_FOR_TEXT =
  /[）)]\s*[0-9]*\s*(项|条|款|讲|说|写|规定|原文|是什么|内容|里)|^\s*\S{0,6}[（(].{1,4}[）)]\s*[0-9]*[.、]?\s*$|原文/;

/** Finds 第二十九条第一款, （十二）, 三、（二）6, 吉人社联〔2021〕203号 (brackets of any sort, or none) in a person's words. */
export function findReferences(text: string): readonly Reference[] {
  const wide = text.normalize('NFKC');
  const found: Reference[] = [];
  for (const match of wide.matchAll(ARTICLE)) {
    const number = parseNumeral(match[1] ?? '');
    if (number === undefined) continue;
    const before = wide.slice(Math.max(0, match.index - 40), match.index);
    const title =
      TITLE.exec(before)?.[1] ??
      TITLE_BEHIND.exec(wide.slice(match.index + match[0].length, match.index + 40))?.[1];
    found.push({ kind: 'article', number, paragraph: numeral(match[2]), item: numeral(match[3]), title });
  }
  for (const match of wide.matchAll(DOCUMENT)) {
    const office = (match[1] ?? '').replace(/^.*(按照|根据|依据|文件|叫|是|的|个|看|查|找|问|下)/, '');
    if (office.length >= 2) found.push({ kind: 'document', number: `${office}〔${match[2]}〕${match[3]}号` });
  }
  const hasArticle = found.some((reference) => reference.kind === 'article');
  if (!hasArticle && ASKS_FOR_TEXT.test(wide)) found.push(...outlines(wide));
  return found;
}

function outlines(wide: string): Reference[] {
  const alone = numeral(DIGIT_ALONE.exec(wide)?.[1]);
  if (alone !== undefined) return [{ kind: 'outline', path: [alone] }];
  return [...wide.matchAll(OUTLINE)].flatMap(([, ...parts]) => {
    const path = parts.flatMap((part) => numeral(part) ?? []);
    return path.length === 0 ? [] : [{ kind: 'outline' as const, path }];
  });
}

function numeral(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseNumeral(text);
}

/** The printed numbers of an outline label, outermost first: 三、（二）6 → 3, 2, 6. */
export function outlinePath(label: string): readonly number[] {
  return [...label.matchAll(new RegExp(`${HAN}|[0-9]+`, 'g'))].flatMap(
    ([number]) => parseNumeral(number) ?? [],
  );
}

/** The same number however its brackets were typed: the key under which instruments are looked up. */
export function documentKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[^\p{Script=Han}0-9]/gu, '')
    .replace(/号$/, '');
}
