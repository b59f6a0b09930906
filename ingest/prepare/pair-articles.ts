import { bare } from '#knowledge/build';

/** An article as it is compared. */
export type Compared = {
  readonly id: string;
  /** What stands behind the instrument's id in its own. */
  readonly key: string;
  readonly label: string;
  readonly path: readonly string[];
  /** As it may be shown. */
  readonly text: string;
};

export type ArticlePairs = {
  readonly pairs: readonly (readonly [was: Compared, now: Compared])[];
  readonly removed: readonly Compared[];
  readonly added: readonly Compared[];
};

/** From here on two texts are one text that was changed. Under the same number less is enough. */
const ALIKE = 0.5;
const SAME_NUMBER = 0.25;
/** More pairs than these are not weighed one by one: only those of the same number are. */
const MOST_PAIRS = 200_000;

/** Which articles of two texts belong together: those of the same words first, then those that are most alike. */
export function pairArticles(old: readonly Compared[], next: readonly Compared[]): ArticlePairs {
  const same = pairSame(old, next);
  const weighed = weigh(same.removed, same.added);
  const [left, right] = [new Set(same.removed), new Set(same.added)];
  const pairs = [...same.pairs];
  for (const { was, now } of weighed) {
    if (!left.has(was) || !right.has(now)) continue;
    left.delete(was);
    right.delete(now);
    pairs.push([was, now]);
  }
  return { pairs, removed: [...left], added: [...right] };
}

/** Those that say the same, character for character but for blanks and punctuation; of several, those of the same number. */
export function pairSame(old: readonly Compared[], next: readonly Compared[]): ArticlePairs {
  const pairs: (readonly [Compared, Compared])[] = [];
  let [left, right] = [old, next];
  const whole = ({ text }: Compared) => bare(text);
  for (const key of [(article: Compared) => `${article.key}|${whole(article)}`, whole]) {
    const waiting = new Map<string, Compared[]>();
    for (const article of right) waiting.set(key(article), [...(waiting.get(key(article)) ?? []), article]);
    const taken = new Set<Compared>();
    for (const was of left) {
      const now = waiting.get(key(was))?.shift();
      if (now === undefined) continue;
      pairs.push([was, now]);
      taken.add(was).add(now);
    }
    left = left.filter((article) => !taken.has(article));
    right = right.filter((article) => !taken.has(article));
  }
  return { pairs, removed: left, added: right };
}

type Weighed = { readonly was: Compared; readonly now: Compared; readonly weight: number };

/** Likeliest first; what is equally likely, in an order that does not depend on which release was first. */
function weigh(old: readonly Compared[], next: readonly Compared[]): readonly Weighed[] {
  const many = old.length * next.length > MOST_PAIRS;
  const byKey = new Map(next.map((article) => [article.key, article]));
  const [left, right] = [old.map(pairsOf), next.map(pairsOf)];
  const numbers = new Map(next.map((article, i) => [article, i]));
  const out: Weighed[] = [];
  old.forEach((was, i) => {
    const own = byKey.get(was.key);
    for (const now of many ? (own === undefined ? [] : [own]) : next) {
      const alike = likeness(left[i], right[numbers.get(now) ?? -1]);
      const isSameNumber = was.key === now.key;
      if (alike >= (isSameNumber ? SAME_NUMBER : ALIKE))
        out.push({ was, now, weight: alike + (isSameNumber ? SAME_NUMBER : 0) });
    }
  });
  return out.sort((a, b) => b.weight - a.weight || compare(tie(a), tie(b)));
}

const tie = ({ was, now }: Weighed) => [was.key, now.key].sort().join('|');
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Grams = { readonly counts: ReadonlyMap<string, number>; readonly total: number };

function pairsOf({ text }: Compared): Grams {
  const chars = [...bare(text)];
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < chars.length; i++) {
    const gram = `${chars[i]}${chars[i + 1]}`;
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, chars.length - 1) };
}

/** Dice's coefficient over pairs of characters, 0 to 1. */
function likeness(a: Grams | undefined, b: Grams | undefined): number {
  if (a === undefined || b === undefined || a.total + b.total === 0) return 0;
  let shared = 0;
  for (const [gram, count] of a.counts) shared += Math.min(count, b.counts.get(gram) ?? 0);
  return (2 * shared) / (a.total + b.total);
}
