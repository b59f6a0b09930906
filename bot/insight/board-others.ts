import { insightCopy } from '../copy/insight.ts';
import { GUIDES } from '../guides/catalogue.ts';
import type { Board } from './board.ts';
import { createCube, gather } from './cube.ts';
import type { Making } from './figures.ts';
import { lastMonths, monthOf } from './months.ts';
import { loadPeople } from './people.ts';
import { shownRatings } from './rated.ts';

const copy = insightCopy.boards;
const MONTHS = 12;
const BRANDS = 20;
const ENDS = ['finished', 'left'] as const;

/**
 * 满意度, by platform, of what stands together in k ratings or more; no mean over all is shown, from which that of a hidden one
 * could be worked out.
 */
export async function ratingBoards({ tx, k, names, now }: Making): Promise<readonly Board[]> {
  const rows = await tx.selectFrom('ratings').select(['brand', 'month', 'stars']).execute();
  const window = { k, from: lastMonths(now, MONTHS)[0] ?? '', now: monthOf(now) };
  // Each platform by itself, before some are taken together: which those are changes with what is asked.
  const shown = [...Map.groupBy(rows, ({ brand }) => brand ?? '').values()].flatMap((own) =>
    shownRatings(own, window),
  );
  const brands = gather(
    shown.map(({ brand }) => ({ at: { brand: brand ?? '' }, count: 1 })),
    'brand',
    BRANDS,
  );
  const starsOf = (value: string) =>
    shown.filter((_, at) => brands.facts[at]?.at.brand === value).map(({ stars }) => stars);
  return [
    {
      ...{ id: 'ratings', ...copy.ratings, chart: 'bars', head: copy.brand },
      ...{ rows: brands.values.map(names.brand), columns: copy.rating, drawn: 1 },
      cells: brands.values.map((value) => {
        const stars = starsOf(value);
        const mean = stars.reduce((sum, one) => sum + one, 0) / Math.max(1, stars.length);
        return [Math.round(mean * 10) / 10, stars.length];
      }),
    },
  ];
}

export async function guideBoards({ tx, k, names, now }: Making): Promise<readonly Board[]> {
  const months = lastMonths(now, MONTHS);
  const rows = await tx
    .selectFrom('guide_counts')
    .selectAll()
    .where('month', '>=', months[0] ?? '')
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
    people: await loadPeople(tx, 'guide', months),
  });
  return [
    {
      ...{ id: 'guides', ...copy.guides, chart: 'bars', head: copy.guide, rows: ids.map(names.guide) },
      ...{ columns: ENDS.map((one) => copy.ended[one]), cells: cube.table('guide', 'ended') },
    },
  ];
}
