import { insightCopy } from '../copy/insight.ts';
import { GUIDES } from '../guides/catalogue.ts';
import type { Board } from './board.ts';
import { createCube, gather } from './cube.ts';
import type { Making } from './figures.ts';
import { lastMonths } from './months.ts';

const copy = insightCopy.boards;
const MONTHS = 12;
const BRANDS = 20;
const ENDS = ['finished', 'left'] as const;

/** 满意度, by platform; no mean over all is shown, from which that of a hidden one could be worked out. */
export async function ratingBoards({ tx, k, names, now }: Making): Promise<readonly Board[]> {
  const rows = await tx
    .selectFrom('ratings')
    .select(['brand', 'stars'])
    .where('month', '>=', lastMonths(now, MONTHS)[0] ?? '')
    .execute();
  const brands = gather(
    rows.map(({ brand }) => ({ at: { brand: brand ?? '' }, count: 1 })),
    'brand',
    BRANDS,
  );
  const axes = [{ name: 'brand', values: brands.values, facts: brands.facts }];
  const counts = createCube({ axes, crosses: [], k }).line('brand');
  const starsOf = (value: string) =>
    rows.filter((_, at) => brands.facts[at]?.at.brand === value).map(({ stars }) => stars);
  return [
    {
      ...{ id: 'ratings', ...copy.ratings, chart: 'bars', head: copy.brand },
      ...{ rows: brands.values.map(names.brand), columns: copy.rating, drawn: 1 },
      cells: brands.values.map((value, at) => {
        const count = counts[at] ?? null;
        if (count === null) return [null, null];
        const stars = starsOf(value);
        const mean = stars.reduce((sum, one) => sum + one, 0) / Math.max(1, stars.length);
        return [Math.round(mean * 10) / 10, count];
      }),
    },
  ];
}

export async function guideBoards({ tx, k, names, now }: Making): Promise<readonly Board[]> {
  const rows = await tx
    .selectFrom('guide_counts')
    .selectAll()
    .where('month', '>=', lastMonths(now, MONTHS)[0] ?? '')
    .execute();
  const ids: readonly string[] = GUIDES.map(({ id }) => id);
  const known = rows.filter(({ guide }) => ids.includes(guide));
  const facts = known.map(({ guide, ended, count }) => ({ at: { guide, ended }, count }));
  const cube = createCube({
    axes: [
      { name: 'guide', values: ids, facts },
      { name: 'ended', values: ENDS, facts },
    ],
    crosses: [{ axes: ['guide', 'ended'], facts }],
    k,
  });
  return [
    {
      ...{ id: 'guides', ...copy.guides, chart: 'bars', head: copy.guide, rows: ids.map(names.guide) },
      ...{ columns: ENDS.map((one) => copy.ended[one]), cells: cube.table('guide', 'ended') },
    },
  ];
}
