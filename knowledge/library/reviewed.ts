import type { Matter } from '../questions/bank.ts';

/**
 * The instruments that somebody has read for the bank: a matter answers from an article of theirs, or is related to one. Of
 * any other text nobody knows yet what it is silent on.
 */
export function reviewedInstruments(matters: readonly Matter[]): ReadonlySet<string> {
  const articles = matters.flatMap(({ answers, related }) => [...Object.keys(answers), ...related]);
  return new Set(articles.map((id) => id.slice(0, id.lastIndexOf('/'))));
}
