/** Chinese numerals as policy texts print them: 十四, 一百零二, 二〇二一, ２１, 21. */

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const HAN = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A regular expression source that matches one printed numeral (Chinese or digits of either width). */
export const NUMERAL = '(?:[零〇一二两三四五六七八九十百千]+|[0-9０-９]+)';

/**
 * Reads a whole numeral from 0 to 9999, or a run of digits such as 二〇二一.
 * @returns the number, or undefined when the text is not one numeral and nothing else
 */
export function parseNumeral(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (/^[0-9]{1,9}$/.test(plain)) return Number(plain);
  if (!/^[零〇一二两三四五六七八九十百千]+$/.test(plain)) return undefined;
  if (/^[零〇一二三四五六七八九]{2,}$/.test(plain)) {
    return Number([...plain].map((c) => DIGITS[c]).join(''));
  }
  return parseByUnits(plain);
}

function parseByUnits(text: string): number | undefined {
  let total = 0;
  let digit: number | undefined;
  let lastUnit = 10_000;
  for (const char of text) {
    const unit = UNITS[char];
    if (unit === undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = DIGITS[char];
      continue;
    }
    if (unit >= lastUnit) return undefined;
    if (digit === 0) return undefined;
    total += (digit ?? 1) * unit;
    digit = undefined;
    lastUnit = unit;
  }
  if (digit !== undefined && digit !== 0 && lastUnit === 1) return undefined;
  return total + (digit ?? 0);
}

/** Prints 0 to 9999 as a policy text does: 10 → 十, 14 → 十四, 102 → 一百零二. */
export function formatNumeral(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 9999) throw new RangeError(`not 0 to 9999: ${value}`);
  if (value === 0) return '零';
  let out = '';
  let gap = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) {
      gap = out !== '';
      continue;
    }
    if (gap) out += '零';
    gap = false;
    out += digit === 1 && unit === 10 && out === '' ? name : `${HAN[digit] ?? ''}${name}`;
  }
  return out;
}
