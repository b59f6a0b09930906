import { Converter } from 'opencc-js/t2cn';

const convert = Converter({ from: 'tw', to: 'cn' });

/** Traditional characters (and Taiwan and Hong Kong usage) to the simplified ones the texts are printed in. */
export function toSimplified(text: string): string {
  return convert(text);
}
