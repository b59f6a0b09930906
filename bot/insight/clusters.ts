import { tokens } from '#knowledge';

/** Words of somebody; `owner` and `month` only to count people. */
export type Said = {
  readonly id: string;
  readonly words: string;
  readonly owner: string;
  readonly month: string;
};

export type Cluster<T extends Said> = {
  /** Nearest to what all have in common first. */
  readonly members: readonly T[];
  /** At least so many different people. */
  readonly people: number;
};

/** Two clusters less alike than this are about two things. */
const ALIKE = 0.2;
/** More are not put together at once: likeness is looked at pair by pair. */
export const MOST_AT_ONCE = 600;

/**
 * Puts words that are alike together: cosine over characters and pairs of them, the two most alike clusters joined until
 * none are alike on average. The same input in any order makes the same clusters.
 * @param said MOST_AT_ONCE at most
 */
export function clusterByLikeness<T extends Said>(said: readonly T[]): readonly Cluster<T>[] {
  const sorted = [...said].sort((a, b) => (a.id < b.id ? -1 : 1));
  const vectors = vectorsOf(sorted.map(({ words }) => words));
  const groups = joinAlike(vectors);
  return groups
    .map((group) => {
      const centre = sumOf(group.flatMap((at) => vectors[at] ?? []));
      const members = group
        .map((at) => ({ one: sorted[at], near: dot(vectors[at] ?? new Map(), centre), at }))
        .sort((a, b) => b.near - a.near || a.at - b.at)
        .flatMap(({ one }) => one ?? []);
      return { members, people: countPeople(members) };
    })
    .sort((a, b) => b.people - a.people || b.members.length - a.members.length);
}

/**
 * Nobody can be followed from one month to the next, so that one person of two months may look like two: the month with the
 * most people is what is certain.
 */
export function countPeople(said: readonly Pick<Said, 'owner' | 'month'>[]): number {
  const months = new Map<string, Set<string>>();
  for (const { month, owner } of said) months.set(month, (months.get(month) ?? new Set()).add(owner));
  return Math.max(0, ...[...months.values()].map((owners) => owners.size));
}

type Vector = ReadonlyMap<string, number>;

/** Of length 1; a token that many share says less. */
function vectorsOf(texts: readonly string[]): readonly Vector[] {
  const lists = texts.map((text) => tokens(text));
  const spread = new Map<string, number>();
  for (const list of lists)
    for (const token of new Set(list)) spread.set(token, (spread.get(token) ?? 0) + 1);
  return lists.map((list) => {
    const weights = new Map<string, number>();
    for (const token of list)
      weights.set(token, (weights.get(token) ?? 0) + Math.log(1 + texts.length / (spread.get(token) ?? 1)));
    const length = Math.hypot(...weights.values());
    return new Map([...weights].map(([token, weight]) => [token, weight / length]));
  });
}

function dot(a: Vector, b: Vector): number {
  const [less, more] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [token, weight] of less) sum += weight * (more.get(token) ?? 0);
  return sum;
}

function sumOf(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors)
    for (const [token, weight] of vector) sum.set(token, (sum.get(token) ?? 0) + weight);
  return sum;
}

/**
 * Average linkage. A cluster's likeness to another is the mean over all pairs, kept up to date as clusters join
 * (Lance and Williams); each cluster knows its best partner, so that a join looks at one row and not at all pairs.
 */
function joinAlike(vectors: readonly Vector[]): readonly (readonly number[])[] {
  const groups = new Map(vectors.map((_, at) => [at, [at]]));
  const likeness = vectors.map((one) => vectors.map((other) => dot(one, other)));
  const like = (a: number, b: number) => likeness[a]?.[b] ?? 0;
  const bestOf = (at: number): { partner: number; value: number } => {
    let best = { partner: -1, value: 0 };
    for (const other of groups.keys())
      if (other !== at && like(at, other) > best.value) best = { partner: other, value: like(at, other) };
    return best;
  };
  const best = new Map([...groups.keys()].map((at) => [at, bestOf(at)]));
  for (;;) {
    let from = -1;
    let top = 0;
    for (const [at, { value }] of best) if (value > top) [from, top] = [at, value];
    const into = best.get(from)?.partner ?? -1;
    if (from < 0 || into < 0 || top < ALIKE) return [...groups.values()];
    const [keep, drop] = from < into ? [from, into] : [into, from];
    const mine = groups.get(keep) ?? [];
    const theirs = groups.get(drop) ?? [];
    for (const other of groups.keys()) {
      const both = mine.length + theirs.length;
      const mean = (like(keep, other) * mine.length + like(drop, other) * theirs.length) / both;
      for (const [a, b] of [[keep, other] as const, [other, keep] as const]) {
        const row = likeness[a];
        if (row !== undefined) row[b] = mean;
      }
    }
    groups.set(
      keep,
      [...mine, ...theirs].sort((a, b) => a - b),
    );
    groups.delete(drop);
    best.delete(drop);
    for (const [at, { partner }] of best)
      if (at === keep || partner === drop || partner === keep) best.set(at, bestOf(at));
      else if (like(at, keep) > (best.get(at)?.value ?? 0))
        best.set(at, { partner: keep, value: like(at, keep) });
  }
}
