import { parseNumeral } from '../policy/numerals.ts';

const NUMERALS = /[零〇一二两三四五六七八九十百]+/g;

/** 十月二十八 → 10月28, 廿八 → 28. What is no whole numeral stays: 七八. */
export function withDigits(text: string): string {
  return text
    .replace(/廿(?=[一二三四五六七八九]?)/g, '二十')
    .replace(/卅/g, '三十')
    .replace(NUMERALS, (numeral) => String(parseNumeral(numeral) ?? numeral));
}
