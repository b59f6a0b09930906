/** The smallest and the largest that one unknown can be; `most` may be Infinity. */
export type Bounds = { readonly least: number; readonly most: number };

export type Polytope = {
  /** The solution at which the last question ended; one of all that are possible. */
  readonly solution: () => readonly number[];
  /** How far unknown `at` can go; null when nothing fulfils the equations. */
  readonly boundsOf: (at: number) => Bounds | null;
};

const TINY = 1e-7;

/**
 * All x ≥ 0 with `rows · x = right`, to be asked how far single unknowns go: the simplex method in its dense form, with the
 * rule of Bland, which never runs in circles.
 */
export function createPolytope(rows: readonly (readonly number[])[], right: readonly number[]): Polytope {
  const unknowns = rows[0]?.length ?? 0;
  const tableau = startOf(rows, right);
  const basis = tableau.map((_, row) => unknowns + row);
  const artificial = Array.from({ length: unknowns + tableau.length }, (_, at) => (at < unknowns ? 0 : -1));
  climb(tableau, basis, artificial, unknowns + tableau.length);
  const feasible = basis.every((at, row) => at < unknowns || last(tableau[row]) < TINY);
  settle(tableau, basis, unknowns);
  const extreme = (at: number, sign: 1 | -1): number => {
    const aim = Array.from({ length: unknowns }, (_, one) => (one === at ? sign : 0));
    if (!climb(tableau, basis, aim, unknowns)) return Number.POSITIVE_INFINITY;
    const row = basis.indexOf(at);
    return row < 0 ? 0 : last(tableau[row]);
  };
  return {
    solution: () => {
      const values = Array.from({ length: unknowns }, () => 0);
      for (const [row, at] of basis.entries()) if (at < unknowns) values[at] = last(tableau[row]);
      return values;
    },
    boundsOf: (at) => {
      if (!feasible) return null;
      const most = rows.some((row) => (row[at] ?? 0) !== 0) ? extreme(at, 1) : Number.POSITIVE_INFINITY;
      return { least: whole(extreme(at, -1)), most: whole(most) };
    },
  };
}

type Tableau = number[][];

const last = (row: readonly number[] | undefined): number => row?.at(-1) ?? 0;
const whole = (value: number) => (Math.abs(value - Math.round(value)) < 1e-5 ? Math.round(value) + 0 : value);

/** Each equation with an unknown of its own beside it, so that there is something to begin with; right sides ≥ 0. */
function startOf(rows: readonly (readonly number[])[], right: readonly number[]): Tableau {
  return rows.map((row, at) => {
    const value = right[at] ?? 0;
    const sign = value < 0 ? -1 : 1;
    const own = rows.map((_, other) => (other === at ? 1 : 0));
    return [...row.map((factor) => factor * sign), ...own, value * sign];
  });
}

/** Equations that say nothing new go; of the others each has one of the true unknowns. */
function settle(tableau: Tableau, basis: number[], unknowns: number): void {
  for (let row = tableau.length - 1; row >= 0; row--) {
    if ((basis[row] ?? 0) < unknowns) continue;
    const column = tableau[row]?.findIndex((factor, at) => at < unknowns && Math.abs(factor) > TINY) ?? -1;
    if (column >= 0) pivot(tableau, basis, row, column);
    else {
      tableau.splice(row, 1);
      basis.splice(row, 1);
    }
  }
}

/** Goes to where `aim` is largest. @returns false when there is no end to it */
function climb(tableau: Tableau, basis: number[], aim: readonly number[], columns: number): boolean {
  for (;;) {
    const column = enteringOf(tableau, basis, aim, columns);
    if (column < 0) return true;
    const row = leavingOf(tableau, basis, column);
    if (row < 0) return false;
    pivot(tableau, basis, row, column);
  }
}

/** The first unknown that would raise the aim. */
function enteringOf(
  tableau: Tableau,
  basis: readonly number[],
  aim: readonly number[],
  columns: number,
): number {
  const weights = basis.map((at) => aim[at] ?? 0);
  for (let column = 0; column < columns; column++) {
    const worth = weights.reduce(
      (sum, weight, row) => (weight === 0 ? sum : sum - weight * (tableau[row]?.[column] ?? 0)),
      aim[column] ?? 0,
    );
    if (worth > TINY) return column;
  }
  return -1;
}

function leavingOf(tableau: Tableau, basis: readonly number[], column: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [row, line] of tableau.entries()) {
    const factor = line[column] ?? 0;
    if (factor <= TINY) continue;
    const ratio = last(line) / factor;
    const sooner = best < 0 || (basis[row] ?? 0) < (basis[best] ?? 0);
    if (ratio < least - TINY || (ratio < least + TINY && sooner)) {
      least = Math.min(least, ratio);
      best = row;
    }
  }
  return best;
}

function pivot(tableau: Tableau, basis: number[], row: number, column: number): void {
  const line = tableau[row] ?? [];
  const factor = line[column] ?? 1;
  for (let at = 0; at < line.length; at++) line[at] = (line[at] ?? 0) / factor;
  for (const [other, values] of tableau.entries()) {
    const times = values[column] ?? 0;
    if (other === row || times === 0) continue;
    for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) - times * (line[at] ?? 0);
  }
  basis[row] = column;
}
