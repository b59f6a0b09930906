import { NUMERAL, parseNumeral } from './numerals.ts';

/** A text that a person names by its number or place instead of asking. */
export type Reference =
  | {
      readonly kind: 'article';
      readonly number: number;
      readonly paragraph: number | undefined;
      readonly item: number | undefined;
    }
  | { readonly kind: 'bracket'; readonly section: number | undefined; readonly number: number }
  | { readonly kind: 'document'; readonly number: string };

const ARTICLE = new RegExp(
  `第(${NUMERAL})条(?:之[一二三四五六七八九十])?(?:第(${NUMERAL})款)?(?:第?[（(]?(${NUMERAL})[）)]?项)?`,
  'g',
);
const BRACKET = new RegExp(`(?:(?<![0-9])(${NUMERAL})[、.．]\\s*)?[（(](${NUMERAL})[）)](?!项)`, 'g');
const DOCUMENT =
  /([\p{Script=Han}]{2,8}?)[〔［[(（【]?\s*(20\d{2})\s*[〕］\])）】]?\s*第?\s*(\d{1,5})\s*号/gu;

/** Finds 第二十九条第一款, （十二）, 二（五）, 吉人社联〔2021〕203号 (brackets of any sort, or none) in a person's words. */
export function findReferences(text: string): readonly Reference[] {
  const wide = text.normalize('NFKC');
  const found: Reference[] = [];
  for (const match of wide.matchAll(ARTICLE)) {
    const number = parseNumeral(match[1] ?? '');
    if (number !== undefined)
      found.push({ kind: 'article', number, paragraph: numeral(match[2]), item: numeral(match[3]) });
  }
  for (const match of wide.matchAll(DOCUMENT)) {
    const office = (match[1] ?? '').replace(/^.*(按照|根据|依据|文件|叫|是|的|个|看|查|找|问|下)/, '');
    if (office.length >= 2) found.push({ kind: 'document', number: `${office}〔${match[2]}〕${match[3]}号` });
  }
  const asksForText =
    /[（(].{1,4}[）)]\s*(项|条|款|讲|说|写|规定|原文|是什么|内容|里)|^\s*\S{0,4}[（(].{1,4}[）)]\s*$|原文|第.{1,4}条/.test(
      wide,
    );
  if (asksForText && found.every((reference) => reference.kind !== 'article')) {
    for (const match of wide.matchAll(BRACKET)) {
      const number = parseNumeral(match[2] ?? '');
      if (number !== undefined) found.push({ kind: 'bracket', section: numeral(match[1]), number });
    }
  }
  return found;
}

function numeral(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseNumeral(text);
}

/** The same number however its brackets were typed: the key under which instruments are looked up. */
export function documentKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[^\p{Script=Han}0-9]/gu, '')
    .replace(/号$/, '');
}
