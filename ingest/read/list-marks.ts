import { type CounterStyle, formatCounter } from './counters.ts';

/** `type` of <ol>. */
const TYPES: Readonly<Record<string, CounterStyle>> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};

/** https://www.w3.org/TR/css-counter-styles-3/ */
const STYLES: Readonly<Record<string, CounterStyle>> = {
  decimal: 'decimal',
  'decimal-leading-zero': 'decimalZero',
  'lower-alpha': 'lowerLetter',
  'lower-latin': 'lowerLetter',
  'upper-alpha': 'upperLetter',
  'upper-latin': 'upperLetter',
  'lower-roman': 'lowerRoman',
  'upper-roman': 'upperRoman',
  'cjk-ideographic': 'chineseCountingThousand',
  'cjk-decimal': 'chineseCounting',
  'trad-chinese-informal': 'chineseCountingThousand',
  'simp-chinese-informal': 'chineseCountingThousand',
  'cjk-heavenly-stem': 'ideographTraditional',
};
const UNNUMBERED = new Set(['none', 'disc', 'circle', 'square']);

/** The mark that a browser prints before an item of a numbered list: `1. `, `一、`. */
export function formatListMark(type: string, css: string, number: number): string {
  const named = [...css.matchAll(/list-style(?:-type)?\s*:\s*([a-z-]+)/gi)].at(-1)?.[1]?.toLowerCase();
  if (named !== undefined && UNNUMBERED.has(named)) return '';
  const style = STYLES[named ?? ''] ?? TYPES[type] ?? 'decimal';
  const printed = formatCounter(style, number) ?? `${number}`;
  return style.startsWith('chinese') || style.startsWith('ideograph') ? `${printed}、` : `${printed}. `;
}
