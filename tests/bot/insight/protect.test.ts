import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protect, type Sum } from '../../../bot/insight/protect.ts';
import { createPolytope } from '../../../bot/insight/simplex.ts';

type Table = { readonly figures: ReadonlyMap<string, number>; readonly sums: readonly Sum[] };

/** A table with its rows, columns and the whole, all of which are shown where they may be. */
function tableOf(cells: readonly (readonly number[])[]): Table {
  const figures = new Map<string, number>();
  const width = cells[0]?.length ?? 0;
  const rows = cells.map((row, r) => {
    for (const [c, count] of row.entries()) figures.set(`${r}.${c}`, count);
    figures.set(
      `r${r}`,
      row.reduce((sum, count) => sum + count, 0),
    );
    return { total: `r${r}`, parts: row.map((_, c) => `${r}.${c}`) };
  });
  const columns = Array.from({ length: width }, (_, c) => {
    const parts = cells.map((_, r) => `${r}.${c}`);
    figures.set(
      `c${c}`,
      parts.reduce((sum, part) => sum + (figures.get(part) ?? 0), 0),
    );
    return { total: `c${c}`, parts };
  });
  figures.set(
    'all',
    rows.reduce((sum, { total }) => sum + (figures.get(total) ?? 0), 0),
  );
  const whole = [
    { total: 'all', parts: rows.map(({ total }) => total) },
    { total: 'all', parts: columns.map(({ total }) => total) },
  ];
  return { figures, sums: [...rows, ...columns, ...whole] };
}

/**
 * Plain search, with nothing of the code under test: the values that a hidden figure takes in all tables that agree with
 * what is shown. Hidden figures may grow to twice the whole, which is further than any that is bounded can go.
 */
function possibleValues(
  { figures, sums }: Table,
  hidden: ReadonlySet<string>,
  name: string,
  enough: number,
): number {
  const found = new Set<number>();
  const known = new Map([...figures].filter(([one]) => !hidden.has(one)));
  const least = (one: string): number => known.get(one) ?? 1;
  const most = 2 * Math.max(...figures.values()) + 2;
  /** What one unknown figure can still be, from each sum that it stands in; empty when `to` is below `from`. */
  const rangeOf = (one: string): { from: number; to: number } => {
    let [from, to] = [1, most];
    for (const { total, parts } of sums) {
      const others = parts.filter((part) => part !== one);
      const isSettled = others.every((part) => known.has(part));
      const rest = others.reduce((sum, part) => sum + least(part), 0);
      const value = known.get(total);
      if (one === total) {
        from = Math.max(from, rest);
        if (isSettled) to = Math.min(to, rest);
      } else if (parts.includes(one) && value !== undefined) {
        to = Math.min(to, value - rest);
        if (isSettled) from = Math.max(from, value - rest);
      }
    }
    return { from, to };
  };
  const isSum = ({ total, parts }: Sum): boolean =>
    [total, ...parts].some((one) => !known.has(one)) ||
    least(total) === parts.reduce((sum, part) => sum + least(part), 0);
  /** Whether any table agrees: always goes on with the figure that has the least left to try. */
  const search = (): boolean => {
    const unknown = [...hidden].filter((one) => !known.has(one)).map((one) => ({ one, ...rangeOf(one) }));
    if (unknown.length === 0) return sums.every(isSum);
    const { one, from, to } = unknown.reduce((best, next) =>
      next.to - next.from < best.to - best.from ? next : best,
    );
    for (let value = from; value <= to; value++) {
      known.set(one, value);
      const works = search();
      known.delete(one);
      if (works) return true;
    }
    return false;
  };
  for (let value = 1; value <= most && found.size < enough; value++) {
    known.set(name, value);
    if (search()) found.add(value);
    known.delete(name);
  }
  return found.size;
}

const K = 3;
const cells = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([height, width]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

describe('what is hidden', () => {
  it('cannot be told from what is shown, by any calculation', () => {
    fc.assert(
      fc.property(cells, (drawn) => {
        const table = tableOf(drawn);
        const hidden = protect(table.figures, table.sums, K);
        for (const [name, count] of table.figures) {
          if (count === 0 || count >= K) continue;
          expect(hidden.has(name), name).toBe(true);
          expect(possibleValues(table, hidden, name, K), name).toBeGreaterThanOrEqual(K);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is found by the plain search when only the small ones are hidden: the search is one that can fail', () => {
    const table = tableOf([
      [2, 9],
      [8, 9],
    ]);
    expect(possibleValues(table, new Set(['0.0']), '0.0', K)).toBe(1);
    const hidden = protect(table.figures, table.sums, K);
    expect(possibleValues(table, hidden, '0.0', K)).toBe(K);
  });

  it('stays hidden across tables that share their sums', () => {
    // 1 of 13 is in a; the same 13 by place tell nothing more. Without a second one hidden it would be 13 - 12.
    const figures = new Map([
      ['all', 30],
      ['a', 13],
      ['b', 17],
      ['a1', 12],
      ['a2', 1],
      ['b1', 8],
      ['b2', 9],
      ['x', 18],
      ['y', 12],
    ]);
    const sums = [
      { total: 'all', parts: ['a', 'b'] },
      { total: 'a', parts: ['a1', 'a2'] },
      { total: 'b', parts: ['b1', 'b2'] },
      { total: 'all', parts: ['x', 'y'] },
    ];
    const hidden = protect(figures, sums, 5);
    expect(hidden).toEqual(new Set(['a2', 'a1']));
    expect(protect(figures, [...sums, { total: 'x', parts: ['y'] }].slice(0, 4), 5)).toEqual(hidden);
  });

  it('is more than the smallest pair where the pair itself is too small', () => {
    // Two ones add up to 2: both are 1.
    const table = tableOf([[1, 1, 9, 20]]);
    const hidden = protect(table.figures, table.sums, 5);
    expect(hidden.size).toBeGreaterThan(2);
    expect(possibleValues(table, hidden, '0.0', 5)).toBe(5);
  });

  it('is nothing where nothing is small, and zeros are shown', () => {
    const table = tableOf([
      [5, 0],
      [0, 9],
    ]);
    expect(protect(table.figures, table.sums, 5).size).toBe(0);
  });

  it('refuses sums that are none', () => {
    expect(() => protect(new Map([['a', 1]]), [{ total: 'a', parts: [] }], 5)).toThrow(RangeError);
    expect(() => protect(new Map(), [{ total: 'a', parts: [] }], 5)).toThrow(RangeError);
  });

  it('is found in a table as large as the figures have', () => {
    const large = Array.from({ length: 8 }, (_, r) =>
      Array.from({ length: 12 }, (_, c) => (r * 7 + c * 5 + ((r * c) % 3)) % 11),
    );
    const table = tableOf(large);
    const hidden = protect(table.figures, table.sums, 5);
    for (const [name, count] of table.figures)
      if (count > 0 && count < 5) expect(hidden.has(name)).toBe(true);
    expect(hidden.has('all')).toBe(false);
  });
});

describe('the bounds of an unknown', () => {
  it('are those of all whole solutions', () => {
    const equation = fc.record({
      rows: fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }), {
        minLength: 1,
        maxLength: 2,
      }),
      solution: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(equation, ({ rows, solution }) => {
        const right = rows.map((row) =>
          row.reduce((sum, factor, at) => sum + factor * (solution[at] ?? 0), 0),
        );
        const polytope = createPolytope(rows, right);
        for (let at = 0; at < 3; at++) {
          const bounds = polytope.boundsOf(at);
          const values = solutions(rows, right).map((one) => one[at] ?? 0);
          const free = rows.every((row) => row[at] === 0);
          // Two rows of 0 and 1 are consecutive ones: their corners are whole.
          expect(bounds).toEqual({
            least: Math.min(...values),
            most: free ? Number.POSITIVE_INFINITY : Math.max(...values),
          });
        }
      }),
    );
  });

  it('are none where nothing fits', () => {
    expect(createPolytope([[1, 1]], [-1]).boundsOf(0)).toBeNull();
  });
});

function solutions(rows: readonly (readonly number[])[], right: readonly number[]): number[][] {
  const range = Array.from({ length: 16 }, (_, value) => value);
  return range
    .flatMap((a) => range.flatMap((b) => range.map((c): number[] => [a, b, c])))
    .filter((one) =>
      rows.every((row, at) => row.reduce((sum, factor, i) => sum + factor * (one[i] ?? 0), 0) === right[at]),
    );
}
