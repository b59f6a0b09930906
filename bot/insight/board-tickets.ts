import { insightCopy } from '../copy/insight.ts';
import { TICKET_KINDS } from '../desk/ticket-draft.ts';
import type { Board } from './board.ts';
import { type Axis, createCube, type Fact, gather, type Shown } from './cube.ts';
import type { Making } from './figures.ts';
import { median } from './median.ts';
import { lastMonths } from './months.ts';
import { cityOf } from './names.ts';
import { loadPeople, type PeopleFact } from './people.ts';
import { loadWalks, type Walk } from './walks.ts';

const copy = insightCopy.boards;
const MONTHS = 12;
const REGIONS = 10;
const BRANDS = 10;
const HOUR = 3_600_000;
const PROMISES = ['kept', 'late', 'rest'] as const;

/** Tickets of the last twelve months, this one included. */
export async function ticketBoards({ tx, k, names, now }: Making): Promise<readonly Board[]> {
  const months = lastMonths(now, MONTHS);
  const rows = await tx
    .selectFrom('ticket_counts')
    .selectAll()
    .where('month', '>=', months[0] ?? '')
    .where('month', '<=', months.at(-1) ?? '')
    .execute();
  const facts = rows.map(
    ({ month, region, kind, brand, count }): Fact => ({
      at: { month, region: cityOf(region), kind, brand },
      count,
    }),
  );
  const from = Date.parse(`${months[0] ?? '1970-01'}-01T00:00:00+08:00`);
  const walks = await loadWalks(tx, { from, now });
  const regions = gather(facts, 'region', REGIONS);
  const brands = gather(regions.facts, 'brand', BRANDS);
  const all = brands.facts;
  const people = await loadPeople(tx, 'ticket', months);
  const promises = promiseFacts(all, walks, months);
  const axes: readonly Axis[] = [
    { name: 'month', values: months, facts: all },
    { name: 'region', values: regions.values, facts: all },
    { name: 'kind', values: TICKET_KINDS, facts: all },
    { name: 'brand', values: brands.values, facts: all },
    { name: 'promise', values: PROMISES, facts: promises },
  ];
  const cube = createCube({
    axes,
    crosses: [
      { axes: ['kind', 'region'], facts: all },
      { axes: ['brand', 'month'], facts: all },
      { axes: ['region', 'month'], facts: all },
      { axes: ['month', 'promise'], facts: promises },
    ],
    k,
    people: [...people, ...promisePeople(walks, people)],
  });
  const inMonths = { head: copy.month, rows: months };
  const regionNames = regions.values.map(names.region);
  const brandNames = brands.values.map(names.brand);
  const kindNames = TICKET_KINDS.map(names.kind);
  return [
    {
      ...{ id: 'tickets', ...copy.tickets, chart: 'lines', ...inMonths, columns: [copy.ticket] },
      cells: cube.line('month').map((count) => [count]),
    },
    {
      ...{ id: 'ticket-kinds', ...copy.ticketKinds, chart: 'bars', head: copy.topic, rows: kindNames },
      ...{ columns: [copy.ticket], cells: cube.line('kind').map((count) => [count]) },
    },
    {
      ...{ id: 'ticket-regions', ...copy.ticketRegions, chart: 'bars', head: copy.region, rows: regionNames },
      ...{ columns: [copy.ticket], cells: cube.line('region').map((count) => [count]) },
    },
    {
      ...{ id: 'ticket-brands', ...copy.ticketBrands, chart: 'bars', head: copy.brand, rows: brandNames },
      ...{ columns: [copy.ticket], cells: cube.line('brand').map((count) => [count]) },
    },
    {
      ...{ id: 'ticket-topics', ...copy.ticketTopics, chart: 'heat', head: copy.topic, rows: kindNames },
      ...{ columns: regionNames, cells: cube.table('kind', 'region') },
    },
    {
      ...{ id: 'ticket-region-months', ...copy.ticketRegionMonths, chart: 'heat', head: copy.region },
      ...{ rows: regionNames, columns: months, cells: cube.table('region', 'month') },
    },
    {
      ...{ id: 'ticket-brand-months', ...copy.ticketBrandMonths, chart: 'heat', head: copy.brand },
      ...{ rows: brandNames, columns: months, cells: cube.table('brand', 'month') },
    },
    {
      ...{ id: 'promises', ...copy.promises, chart: 'lines', ...inMonths },
      ...{ columns: PROMISES.map((one) => copy.promise[one]), cells: cube.table('month', 'promise') },
    },
    {
      ...{ id: 'waits', ...copy.waits, chart: 'lines', ...inMonths, columns: copy.wait },
      cells: months.map((month) =>
        waitsOf(
          walks.filter((walk) => walk.month === month),
          k,
        ),
      ),
    },
    {
      ...{ id: 'kind-waits', ...copy.kindWaits, chart: 'bars', head: copy.topic, rows: kindNames },
      ...{ columns: copy.wait },
      cells: TICKET_KINDS.map((kind) =>
        waitsOf(
          walks.filter((walk) => walk.kind === kind),
          k,
        ),
      ),
    },
  ];
}

/** As many a month as were opened: tickets of which nobody knows any more how they went are of the rest. */
function promiseFacts(
  all: readonly Fact[],
  walks: readonly Walk[],
  months: readonly string[],
): readonly Fact[] {
  return months.flatMap((month) => {
    const opened = all.filter(({ at }) => at.month === month).reduce((sum, { count }) => sum + count, 0);
    const countOf = (promise: Walk['promise']) =>
      walks.filter((walk) => walk.month === month && walk.promise === promise).length;
    const kept = countOf('kept');
    const late = countOf('late');
    return [
      { at: { month, promise: 'kept' }, count: kept },
      { at: { month, promise: 'late' }, count: late },
      { at: { month, promise: 'rest' }, count: opened - kept - late },
    ];
  });
}

/** Those who were erased look like one. Of tickets that are gone, who is not among the others must be of the rest. */
function promisePeople(walks: readonly Walk[], people: readonly PeopleFact[]): readonly PeopleFact[] {
  const months = people.filter(({ at }) => Object.keys(at).length === 0);
  return months.flatMap(({ month, people: all }) => {
    const countOf = (promise: Walk['promise']) =>
      countOwners(walks.filter((walk) => walk.month === month && walk.promise === promise));
    const [kept, late] = [countOf('kept'), countOf('late')];
    const rest = Math.max(countOf('rest'), all - kept - late);
    return Object.entries({ kept, late, rest }).map(([promise, count]) => ({
      ...{ month, at: { promise }, people: count },
    }));
  });
}

const countOwners = (walks: readonly Walk[]) => new Set(walks.map(({ person }) => person)).size;

/** Medians to the first word and to the end, in hours; of fewer than k people one would be somebody's own. */
function waitsOf(walks: readonly Walk[], k: number): readonly Shown[] {
  return (['firstReply', 'resolution'] as const).map((span) => {
    const over = walks.filter((walk) => walk[span] !== null);
    const middle = countOwners(over) < k ? null : median(over.flatMap((walk) => walk[span] ?? []));
    return middle === null ? null : Math.round((middle / HOUR) * 10) / 10;
  });
}
