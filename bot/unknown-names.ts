export type UnknownName = {
  readonly name: string;
  /** Known names that may be meant, the nearest first; none when nothing is near. */
  readonly nearest: readonly string[];
};

/** First words of names that nobody but this program gives. */
const FAMILY = /^(?:WECOM|TELEGRAM|RETAIN|SLOWDOWN|URGENT)/;

/** Names that were meant for this program and are none of its: misspelt, or thought up. Other programs' are left alone. */
export function findUnknownNames(names: readonly string[], known: readonly string[]): UnknownName[] {
  return names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const nearest = nearestOf(name, known);
      return FAMILY.test(bare(name)) || nearest.some((other) => isSlip(name, other))
        ? [{ name: printable(name), nearest }]
        : [];
    });
}

/** Letters and digits alone: case, underscores and invisible marks at the beginning of a file are no difference. */
const bare = (name: string) => name.toUpperCase().replace(/[^A-Z\d]/g, '');

/** A short name is a slip only when it is the same letters: HOSTS may be another program's. */
function isSlip(name: string, known: string): boolean {
  const edits = countEdits(bare(name), bare(known));
  return edits <= (bare(known).length < 7 ? 0 : bare(known).length < 12 ? 1 : 2);
}

/** Those that lack a word of the known name first, then by how much is to be changed; two where they are alike. */
function nearestOf(name: string, known: readonly string[]): string[] {
  const ranked = known
    .filter((other) => isLike(name, other))
    .map((other) => ({ other, edits: countEdits(bare(name), bare(other)) }))
    .sort((a, b) => a.edits - b.edits);
  const shortened = ranked.filter(({ other }) => isWithin(bare(name), bare(other)));
  const [first, second] = shortened.length > 0 ? shortened : ranked;
  if (first === undefined) return [];
  const alike = second !== undefined && first.edits > 1 && second.edits <= first.edits + 1;
  return alike ? [first.other, second.other] : [first.other];
}

/** A guess without any of these would lead astray. */
function isLike(name: string, other: string): boolean {
  const family = FAMILY.exec(bare(name))?.[0] ?? '';
  if (!bare(other).startsWith(family)) return false;
  const words = name.toUpperCase().split('_').slice(1);
  const shared = other
    .split('_')
    .slice(1)
    .some((word) => words.includes(word));
  return shared || isWithin(bare(name), bare(other)) || countEdits(bare(name), bare(other)) <= 2;
}

/** Whether all letters of the one stand in the other, in their order. */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** Levenshtein's distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What may be shown of it: behind a wrong mark may stand a secret. */
const printable = (name: string) => /\w+/.exec(name)?.[0].slice(0, 40) ?? '';
