import { fold, parseNumeral, toSimplified } from '#knowledge';

/** An answer to one question of a form is short; whatever comes after this many units is not read. */
export const MOST_READ = 400;

/** Width, case, invisible characters and traditional characters folded; cut at MOST_READ units. */
export function plainWords(words: string): string {
  return toSimplified(fold(words.slice(0, MOST_READ)));
}

const NUMERALS = /[零〇一二两三四五六七八九十百]+/g;

/** 十月二十八 → 10月28, 廿八 → 28. What is no whole numeral stays: 七八. */
export function withDigits(text: string): string {
  return text
    .replace(/廿(?=[一二三四五六七八九]?)/g, '二十')
    .replace(/卅/g, '三十')
    .replace(NUMERALS, (numeral) => String(parseNumeral(numeral) ?? numeral));
}
