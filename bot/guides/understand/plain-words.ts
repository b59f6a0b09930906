import { fold, toSimplified } from '#knowledge';

/** An answer to one question of a form is short; whatever comes after this many units is not read. */
export const MOST_READ = 400;

/** Width, case, invisible characters and traditional characters folded; cut at MOST_READ units. */
export function plainWords(words: string): string {
  return toSimplified(fold(words.slice(0, MOST_READ)));
}
