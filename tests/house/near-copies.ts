import { bare } from '#knowledge';

/** Pairs of neighbouring characters, punctuation and white space aside. */
export function pairsOf(text: string): Set<string> {
  const chars = [...bare(text)];
  return new Set(chars.slice(1).map((char, i) => `${chars[i] ?? ''}${char}`));
}

export type NearCopy = { readonly question: string; readonly copy: string; readonly likeness: number };

/** Every question for which `others` hold an equal or nearly equal one: Jaccard likeness of their pairs from `least` on. */
export function nearCopies(
  questions: readonly string[],
  others: readonly string[],
  least: number,
): NearCopy[] {
  const sets = others.map(pairsOf);
  const holders = new Map<string, number[]>();
  sets.forEach((set, i) => {
    for (const pair of set) holders.set(pair, [...(holders.get(pair) ?? []), i]);
  });
  return questions.flatMap((question) => {
    const mine = pairsOf(question);
    const common = new Map<number, number>();
    for (const pair of mine) for (const i of holders.get(pair) ?? []) common.set(i, (common.get(i) ?? 0) + 1);
    return [...common].flatMap(([i, count]) => {
      const likeness = count / (mine.size + (sets[i]?.size ?? 0) - count);
      return likeness >= least ? [{ question, copy: others[i] ?? '', likeness }] : [];
    });
  });
}
