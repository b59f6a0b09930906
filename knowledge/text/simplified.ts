import { Converter } from 'opencc-js/t2cn';

const convert = Converter({ from: 'tw', to: 'cn' });

/**
 * Traditional characters (and Taiwan and Hong Kong usage) to the simplified ones the texts are printed in. The converter
 * takes a 么 that stands in none of its words for the traditional form of 幺 (饿了幺): it is given 麼, which can only be 么.
 */
export function toSimplified(text: string): string {
  const simplified = convert(text.replaceAll('么', '麼'));
  // 著 alone is no sign of traditional writing: 显著 and 著名 are simplified as they stand.
  return simplified === text.replaceAll('著', '着') ? text : simplified;
}
