import { formatNumeral } from '#knowledge/text';

/** How a counter prints itself, by the names of Office. ECMA-376 part 1, 17.18.59 ST_NumberFormat. */
const FORMATS = {
  decimal: (n: number) => `${n}`,
  decimalZero: (n: number) => `${n}`.padStart(2, '0'),
  decimalFullWidth: wide,
  decimalFullWidth2: wide,
  decimalHalfWidth: (n: number) => `${n}`,
  numberInDash: (n: number) => `- ${n} -`,
  upperRoman: roman,
  lowerRoman: (n: number) => roman(n)?.toLowerCase(),
  upperLetter: letters,
  lowerLetter: (n: number) => letters(n).toLowerCase(),
  ordinal: (n: number) => `${n}.`,
  chineseCounting: counting,
  chineseCountingThousand: numeral,
  japaneseCounting: numeral,
  taiwaneseCounting: counting,
  taiwaneseCountingThousand: numeral,
  koreanCounting: numeral,
  ideographDigital: digits,
  japaneseDigitalTenThousand: digits,
  taiwaneseDigital: digits,
  chineseLegalSimplified: (n: number) =>
    spell(numeral(n), '零一二三四五六七八九十百千', '零壹贰叁肆伍陆柒捌玖拾佰仟'),
  ideographLegalTraditional: (n: number) =>
    spell(numeral(n), '零一二三四五六七八九十百千', '零壹貳參肆伍陸柒捌玖拾佰仟'),
  ideographTraditional: (n: number) => '甲乙丙丁戊己庚辛壬癸'[n - 1],
  ideographZodiac: (n: number) => '子丑寅卯辰巳午未申酉戌亥'[n - 1],
  decimalEnclosedCircle: circled,
  decimalEnclosedCircleChinese: circled,
  decimalEnclosedParen: (n: number) => `（${n}）`,
  decimalEnclosedFullstop: (n: number) => `${n}.`,
  ideographEnclosedCircle: (n: number) => (n >= 1 && n <= 10 ? String.fromCodePoint(0x327f + n) : undefined),
} satisfies Record<string, (n: number) => string | undefined>;

export type CounterStyle = keyof typeof FORMATS;

export function isCounterStyle(name: string): name is CounterStyle {
  return Object.hasOwn(FORMATS, name);
}

/** @returns undefined where the style has no form for this number */
export function formatCounter(style: CounterStyle, value: number): string | undefined {
  if (!Number.isInteger(value) || value < 0 || value > 9_999) return undefined;
  return FORMATS[style](value);
}

function numeral(n: number): string {
  return formatNumeral(n);
}

/** From a hundred on Office prints 一〇〇, not 一百. */
function counting(n: number): string {
  return n < 100 ? formatNumeral(n) : digits(n);
}

function digits(n: number): string {
  return [...`${n}`].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('');
}

function wide(n: number): string {
  return [...`${n}`].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
}

function circled(n: number): string | undefined {
  if (n === 0) return '⓪';
  if (n <= 20) return String.fromCodePoint(0x245f + n);
  if (n <= 35) return String.fromCodePoint(0x3251 + n - 21);
  return n <= 50 ? String.fromCodePoint(0x32b1 + n - 36) : undefined;
}

/** a to z, then aa, bb: the letter again for each round. */
function letters(n: number): string {
  if (n === 0) return '';
  return String.fromCodePoint(0x41 + ((n - 1) % 26)).repeat(Math.ceil(n / 26));
}

const ROMAN = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

function roman(n: number): string | undefined {
  if (n === 0) return undefined;
  let rest = n;
  let out = '';
  for (const [value, letter] of ROMAN) {
    out += letter.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return out;
}

function spell(text: string, from: string, to: string): string {
  return [...text].map((char) => to[from.indexOf(char)] ?? char).join('');
}
