import type { PeopleFact } from './people.ts';
import { protect, type Sum } from './protect.ts';

/** null: hidden, because it or another figure beside it is too small to be shown. */
export type Shown = number | null;

/** So many of something, by where it stands on each axis. */
export type Fact = { readonly at: Readonly<Record<string, string>>; readonly count: number };

/** One way to part the whole; its facts add up to the same whole as every other axis'. */
export type Axis = {
  readonly name: string;
  readonly values: readonly string[];
  readonly facts: readonly Fact[];
};

export type Cross = { readonly axes: readonly [string, string]; readonly facts: readonly Fact[] };

/** Figures that are looked at together, and so are protected together. */
export type Cube = {
  readonly all: Shown;
  /** In the order of the axis' values. */
  readonly line: (axis: string) => readonly Shown[];
  /** Rows of the first axis. */
  readonly table: (first: string, second: string) => readonly (readonly Shown[])[];
};

/**
 * @param people who stands behind the figures, where that was counted: a figure of fewer than k people is as small as one
 *   below k. Nobody can be followed from month to month, so over several of them the one with the most people is what is certain.
 * @throws RangeError when the axes do not part the same whole, or a table is asked for that was not given
 */
export function createCube({
  axes,
  crosses,
  k,
  people,
}: {
  readonly axes: readonly Axis[];
  readonly crosses: readonly Cross[];
  readonly k: number;
  readonly people?: readonly PeopleFact[];
}): Cube {
  const places = new Map<string, Place>();
  const figures = new Map<string, number>();
  const sums: Sum[] = [];
  const byName = new Map(axes.map((axis) => [axis.name, axis]));
  const valuesOf = (name: string): readonly string[] => {
    const axis = byName.get(name);
    if (axis === undefined) throw new RangeError(`there is no axis ${name}`);
    return axis.values;
  };
  const [first] = axes;
  figures.set('all', totalOf(first?.facts ?? []));
  places.set('all', {});
  for (const { name, values, facts } of axes) {
    const counts = countBy(facts, ({ at }) => at[name] ?? '');
    for (const value of values) {
      figures.set(lineKey(name, value), counts.get(value) ?? 0);
      places.set(lineKey(name, value), { [name]: value });
    }
    sums.push({ total: 'all', parts: values.map((value) => lineKey(name, value)) });
  }
  for (const { axes: pair, facts } of crosses) {
    const [one, other] = pair;
    const counts = countBy(facts, ({ at }) => cellKey(pair, at[one] ?? '', at[other] ?? ''));
    const key = (a: string, b: string) => cellKey(pair, a, b);
    for (const a of valuesOf(one))
      for (const b of valuesOf(other)) {
        figures.set(key(a, b), counts.get(key(a, b)) ?? 0);
        places.set(key(a, b), { [one]: a, [other]: b });
      }
    for (const a of valuesOf(one))
      sums.push({ total: lineKey(one, a), parts: valuesOf(other).map((b) => key(a, b)) });
    for (const b of valuesOf(other))
      sums.push({ total: lineKey(other, b), parts: valuesOf(one).map((a) => key(a, b)) });
  }
  const peopleAt = people === undefined ? undefined : countPeopleBy(people, byName);
  const isFew = (name: string) => peopleAt !== undefined && peopleAt(places.get(name) ?? {}) < k;
  const hidden = protect(figures, sums, k, isFew);
  const shown = (name: string): Shown => {
    const count = figures.get(name);
    if (count === undefined) throw new RangeError(`there is no figure ${name}`);
    return hidden.has(name) ? null : count;
  };
  return {
    all: shown('all'),
    line: (axis) => valuesOf(axis).map((value) => shown(lineKey(axis, value))),
    table: (one, other) =>
      valuesOf(one).map((a) => valuesOf(other).map((b) => shown(cellKey([one, other], a, b)))),
  };
}

/** On which axes a figure stands where. */
type Place = Readonly<Record<string, string>>;

/** @returns how many different people stand behind the figure at a place, at the least */
function countPeopleBy(
  people: readonly PeopleFact[],
  axes: ReadonlyMap<string, Axis>,
): (place: Place) => number {
  const keyOf = (place: Place) => JSON.stringify(Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1)));
  const shownAs = ([axis, value]: readonly [string, string]) =>
    [axis, axes.get(axis)?.values.includes(value) === false ? REST : value] as const;
  const most = new Map<string, number>();
  for (const { month, at, people: count } of people) {
    const place = Object.fromEntries(Object.entries(at).map(shownAs));
    for (const key of [keyOf(place), keyOf({ ...place, month })])
      most.set(key, Math.max(most.get(key) ?? 0, count));
  }
  return (place) => most.get(keyOf(place)) ?? 0;
}

const lineKey = (axis: string, value: string) => JSON.stringify([axis, value]);
const cellKey = (pair: readonly [string, string], a: string, b: string) => JSON.stringify([...pair, a, b]);

const totalOf = (facts: readonly Fact[]) => facts.reduce((sum, { count }) => sum + count, 0);

function countBy(facts: readonly Fact[], keyOf: (fact: Fact) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const fact of facts) counts.set(keyOf(fact), (counts.get(keyOf(fact)) ?? 0) + fact.count);
  return counts;
}

/** Stands for all values of an axis that are not named one by one. */
export const REST = '*';

/**
 * The same facts with the most frequent values of an axis kept and all others taken together; '' stays by itself.
 * @returns the values in the order in which they are shown: most first, then '' and the rest where there are any
 */
export function gather(
  facts: readonly Fact[],
  axis: string,
  most: number,
): { readonly facts: readonly Fact[]; readonly values: readonly string[] } {
  const counts = countBy(facts, ({ at }) => at[axis] ?? '');
  const named = [...counts.keys()]
    .filter((value) => value !== '' && value !== REST)
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  const kept = named.slice(0, most);
  const merged = facts.map(({ at, count }) => {
    const value = at[axis] ?? '';
    return { count, at: { ...at, [axis]: value === '' || kept.includes(value) ? value : REST } };
  });
  const used = new Set(merged.map(({ at }) => at[axis]));
  return { facts: merged, values: [...kept, ...['', REST].filter((value) => used.has(value))] };
}
