import { insightCopy } from '../copy/insight.ts';
import type { Board } from './board.ts';
import { type Axis, createCube, type Fact, gather } from './cube.ts';
import type { Making } from './figures.ts';
import { lastMonths, lastWeeks } from './months.ts';
import { cityOf } from './names.ts';
import { loadPeople } from './people.ts';

const copy = insightCopy.boards;
const MONTHS = 12;
const WEEKS = 9;
const REGIONS = 8;
const MATTERS = 12;
const BRANDS = 10;
const CHANNELS = 8;
const OUTCOMES = ['answer', 'silent', 'abstain', 'ask'] as const;

/** Questions of the last twelve months, and the platforms of the last weeks. */
export async function questionBoards(making: Making): Promise<readonly Board[]> {
  const { tx, k, names, now } = making;
  const months = lastMonths(now, MONTHS);
  const rows = await tx
    .selectFrom('question_counts')
    .selectAll()
    .where('month', '>=', months[0] ?? '')
    .where('month', '<=', months.at(-1) ?? '')
    .execute();
  const facts = rows.map(
    ({ month, region, matter, channel, outcome, count }): Fact => ({
      at: { month, region: cityOf(region), matter, channel, outcome },
      count,
    }),
  );
  const regions = gather(facts, 'region', REGIONS);
  const matters = gather(regions.facts, 'matter', MATTERS);
  const channels = gather(matters.facts, 'channel', CHANNELS);
  const all = channels.facts;
  const axes: readonly Axis[] = [
    { name: 'month', values: months, facts: all },
    { name: 'outcome', values: OUTCOMES, facts: all },
    { name: 'region', values: regions.values, facts: all },
    { name: 'matter', values: matters.values, facts: all },
    { name: 'channel', values: channels.values, facts: all },
  ];
  const cube = createCube({
    axes,
    crosses: [
      { axes: ['month', 'outcome'], facts: all },
      { axes: ['matter', 'region'], facts: all },
    ],
    k,
    people: await loadPeople(tx, 'question', months),
  });
  const regionNames = regions.values.map(names.region);
  const matterNames = matters.values.map(names.matter);
  return [
    {
      ...{ id: 'outcomes', ...copy.outcomes, chart: 'lines', head: copy.month, rows: months },
      ...{ columns: OUTCOMES.map((one) => copy.outcome[one]), cells: cube.table('month', 'outcome') },
    },
    {
      ...{ id: 'matters', ...copy.matters, chart: 'bars', head: copy.topic, rows: matterNames },
      ...{ columns: [copy.question], cells: cube.line('matter').map((count) => [count]) },
    },
    {
      ...{ id: 'matter-regions', ...copy.matterRegions, chart: 'heat', head: copy.topic, rows: matterNames },
      ...{ columns: regionNames, cells: cube.table('matter', 'region') },
    },
    {
      ...{ id: 'question-regions', ...copy.questionRegions, chart: 'bars', head: copy.region },
      ...{ rows: regionNames, columns: [copy.question], cells: cube.line('region').map((count) => [count]) },
    },
    {
      ...{ id: 'channels', ...copy.channels, chart: 'bars', head: copy.channel },
      ...{ rows: channels.values.map(names.channel), columns: [copy.question] },
      cells: cube.line('channel').map((count) => [count]),
    },
    await brandWeeks(making),
  ];
}

/** People who named a platform; who named two is counted for both. */
async function brandWeeks({ tx, k, names, now }: Making): Promise<Board> {
  const weeks = lastWeeks(now, WEEKS);
  const rows = await tx
    .selectFrom('brand_weeks')
    .selectAll()
    .where('week', 'in', [...weeks])
    .execute();
  const brands = gather(
    rows.map(({ week, brand, count }) => ({ at: { week, brand }, count })),
    'brand',
    BRANDS,
  );
  const axes = [
    { name: 'brand', values: brands.values, facts: brands.facts },
    { name: 'week', values: weeks, facts: brands.facts },
  ];
  const cube = createCube({ axes, crosses: [{ axes: ['brand', 'week'], facts: brands.facts }], k });
  return {
    ...{ id: 'brand-weeks', ...copy.brandWeeks, chart: 'heat', head: copy.brand },
    ...{ rows: brands.values.map(names.brand), columns: weeks.map((week) => week.slice(5)) },
    cells: cube.table('brand', 'week'),
  };
}
