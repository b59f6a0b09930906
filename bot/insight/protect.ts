import { type Bounds, createPolytope, type Polytope } from './simplex.ts';

/** `total` is the sum of `parts`, and everybody knows it. */
export type Sum = { readonly total: string; readonly parts: readonly string[] };

/**
 * Which figures must not be shown. Every figure from 1 to k-1 is hidden, and as many others as it takes: from all that is
 * shown, from the sums, and from knowing that nothing hidden is 0, nobody can tell any hidden figure below k more closely
 * than to k possible values. Zeros are shown: they are nobody's.
 * @param figures whole numbers ≥ 0 by name
 * @param isFew of a figure that is large: it comes from too few people, and is hidden like a small one
 * @throws RangeError when a sum is not the sum of its parts
 */
export function protect(
  figures: ReadonlyMap<string, number>,
  sums: readonly Sum[],
  k: number,
  isFew: (name: string) => boolean = () => false,
): ReadonlySet<string> {
  const system = createSystem(figures, sums);
  const small = [...figures]
    .filter(([name, count]) => count > 0 && (count < k || isFew(name)))
    .map(([name]) => name);
  const hidden = new Set(small);
  const sight = createSight(system, hidden);
  for (const name of small) {
    while (!sight.isSafe(name, k)) {
      const next = nextToHide(system, hidden, name);
      // Everything around it is hidden: what else there is has nothing to do with it.
      if (next === undefined) break;
      hidden.add(next);
      sight.changed();
    }
  }
  return hidden;
}

type System = {
  readonly countOf: (name: string) => number;
  readonly sums: readonly (Sum & { readonly members: readonly string[] })[];
  readonly sumsOf: (name: string) => readonly number[];
  readonly totals: ReadonlySet<string>;
};

function createSystem(figures: ReadonlyMap<string, number>, sums: readonly Sum[]): System {
  const countOf = (name: string): number => {
    const count = figures.get(name);
    if (count === undefined) throw new RangeError(`there is no figure ${name}`);
    return count;
  };
  const places = new Map<string, number[]>();
  for (const [at, { total, parts }] of sums.entries()) {
    if (countOf(total) !== parts.reduce((sum, part) => sum + countOf(part), 0))
      throw new RangeError(`${total} is not the sum of its parts`);
    for (const name of [total, ...parts]) places.set(name, [...(places.get(name) ?? []), at]);
  }
  return {
    countOf,
    sums: sums.map((sum) => ({ ...sum, members: [sum.total, ...sum.parts] })),
    sumsOf: (name) => places.get(name) ?? [],
    totals: new Set(sums.map(({ total }) => total)),
  };
}

/** What is hidden and bears upon one hidden figure, and the sums it stands in. */
type Neighbourhood = { readonly names: readonly string[]; readonly sums: readonly number[] };

function around({ sums, sumsOf }: System, hidden: ReadonlySet<string>, name: string): Neighbourhood {
  const names = new Set([name]);
  const seen = new Set<number>();
  // A Set gives out what is added to it while it is walked.
  for (const one of names)
    for (const at of sumsOf(one)) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const member of sums[at]?.members ?? []) if (hidden.has(member)) names.add(member);
    }
  return { names: [...names], sums: [...seen] };
}

/** What can be seen of the hidden figures, with what was worked out before kept for the next question. */
function createSight(system: System, hidden: ReadonlySet<string>) {
  // Least and most that a figure was in any table that agrees with what is shown. Such a table goes on agreeing when more is
  // hidden, so that this never has to be forgotten.
  const seen = new Map<string, Bounds>();
  let known = new Map<string, Neighbourhood & { readonly polytope: Polytope }>();
  const note = (name: string, least: number, most: number) => {
    const before = seen.get(name);
    seen.set(name, {
      least: Math.min(least, before?.least ?? least),
      most: Math.max(most, before?.most ?? most),
    });
  };
  const nearTo = (name: string) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const near = around(system, hidden, name);
    const made = { ...near, polytope: knowledgeOf(system, near) };
    for (const one of near.names) known.set(one, made);
    return made;
  };
  const isWide = (name: string, k: number) => {
    const bounds = seen.get(name);
    return bounds !== undefined && bounds.most - bounds.least >= k - 1;
  };
  return {
    changed: () => {
      known = new Map();
    },
    isSafe: (name: string, k: number): boolean => {
      if (isWide(name, k)) return true;
      // The one hidden figure of a sum is what is left: no need to solve anything.
      if (system.sumsOf(name).some((at) => hiddenIn(system, hidden, at).length === 1)) return false;
      const { names, polytope } = nearTo(name);
      const bounds = polytope.boundsOf(names.indexOf(name));
      if (bounds === null) return false;
      for (const [at, value] of polytope.solution().entries()) note(names[at] ?? '', value, value);
      note(name, bounds.least, bounds.most);
      return isWide(name, k);
    },
  };
}

const hiddenIn = ({ sums }: System, hidden: ReadonlySet<string>, at: number): readonly string[] =>
  sums[at]?.members.filter((member) => hidden.has(member)) ?? [];

/** What whoever looks at the table knows of the hidden figures; each unknown is its figure less 1. */
function knowledgeOf({ sums, countOf }: System, { names, sums: within }: Neighbourhood): Polytope {
  const place = new Map(names.map((name, at) => [name, at]));
  const rows = within.map((at) => {
    const row = names.map(() => 0);
    let right = 0;
    const { total = '', parts = [] } = sums[at] ?? {};
    for (const [name, sign] of [[total, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      const unknown = place.get(name);
      if (unknown === undefined) right -= sign * countOf(name);
      else {
        row[unknown] = sign;
        right -= sign;
      }
    }
    return { row, right };
  });
  return createPolytope(
    rows.map(({ row }) => row),
    rows.map(({ right }) => right),
  );
}

/** The figure whose loss costs least among those that would give the hidden ones around `name` more room. */
function nextToHide(system: System, hidden: ReadonlySet<string>, name: string): string | undefined {
  const { countOf, sums, sumsOf, totals } = system;
  const near = around(system, hidden, name);
  const own = new Set(sumsOf(name));
  const alone = (at: number) => hiddenIn(system, hidden, at).length === 1;
  const cost = (figure: string) =>
    // A figure that stands alone in another sum would be found there.
    sumsOf(figure).filter((at) => hiddenIn(system, hidden, at).length === 0).length * 1e6 +
    (totals.has(figure) ? 1e8 : 0) +
    countOf(figure);
  const open = (at: number) =>
    (sums[at]?.members ?? []).filter((figure) => !hidden.has(figure) && countOf(figure) > 0);
  const urgency = (at: number) => (alone(at) ? 0 : own.has(at) ? 1 : 2);
  for (const level of [0, 1, 2]) {
    const figures = near.sums.filter((at) => urgency(at) === level).flatMap(open);
    const [first, ...others] = [...new Set(figures)];
    if (first === undefined) continue;
    return others.reduce((best, figure) => (cost(figure) < cost(best) ? figure : best), first);
  }
  return undefined;
}
