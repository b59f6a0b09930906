/** The form in which texts are compared and indexed: width, case, white space and invisible characters folded. */

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Variation_Selector}\ufffc]/u;
const BLANK = /\s/u;

export type Normalised = {
  readonly text: string;
  /** `at[i]` is the index in the source of the character that made unit `i`. */
  readonly at: readonly number[];
};

/**
 * Folds `source` and keeps the way back. NFKC per code point, lower case, white space runs to one blank,
 * invisible characters and lone surrogates dropped.
 */
export function normalise(source: string): Normalised {
  let text = '';
  const at: number[] = [];
  let index = 0;
  for (const char of source) {
    const from = index;
    index += char.length;
    if ((INVISIBLE.test(char) && (char === '\ufeff' || !BLANK.test(char))) || isLoneSurrogate(char)) continue;
    const folded = char.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
    if (folded === ' ' && (text === '' || text.endsWith(' '))) continue;
    text += folded;
    for (let i = 0; i < folded.length; i++) at.push(from);
  }
  return { text, at };
}

/** `normalise` without the map: the usual case for queries. */
export function fold(source: string): string {
  return normalise(source).text.trimEnd();
}

function isLoneSurrogate(char: string): boolean {
  const code = char.charCodeAt(0);
  return char.length === 1 && code >= 0xd800 && code <= 0xdfff;
}

/** Letters, digits and Han only: the form in which a quote is held against its article. */
export function bare(source: string): string {
  return source
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
