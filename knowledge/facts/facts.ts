import { binds } from '../region/region.ts';
import { NOTE } from './copy.ts';
import { type FactRow, type FactTables, TABLE_FILES, TABLE_NAMES, type TableName } from './rows.ts';
import type { DeadlineName, OfficeRole, Trade } from './words.ts';

/** A row as it may be shown: never without its `note`, which says where it comes from and when it was checked. */
export type Known<Row> = Row & {
  readonly note: string;
  /** Nobody has looked at it for a year; `note` says so too. */
  readonly stale: boolean;
};
type Row<Name extends TableName> = Known<FactTables[Name][number]>;

export type MinimumWage = Row<'minimumWages'>;
export type Deadline = Row<'deadlines'>;
export type Hotline = Row<'hotlines'>;
export type Office = Row<'offices'>;
export type UnionOffice = Row<'unions'>;
export type Station = Row<'stations'>;

/**
 * What the texts lack and an admin keeps. `region` is a region id, or null when no place is known: then only what holds in
 * the whole country is found. Lists are nearest first: county, city, province, country. `day` is an ISO day; rows that do
 * not hold on it are not found.
 */
export type Facts = {
  readonly minimumWage: (region: string | null, day: string) => MinimumWage | undefined;
  readonly deadlines: (what: DeadlineName, region: string | null, day: string) => readonly Deadline[];
  readonly hotlines: (region: string | null, day: string) => readonly Hotline[];
  readonly offices: (role: OfficeRole, region: string | null, day: string) => readonly Office[];
  /** Without a trade, those of every trade. */
  readonly unions: (
    where: { readonly region: string | null; readonly trade?: Trade | undefined },
    day: string,
  ) => readonly UnionOffice[];
  /** Ids of the places inside `region` that have unions of their own, each once, in the order they are written. */
  readonly unionPlaces: (
    where: { readonly region: string; readonly trade?: Trade | undefined },
    day: string,
  ) => readonly string[];
  readonly stations: (region: string | null, day: string) => readonly Station[];
  /** For whoever keeps the tables. */
  readonly overview: (day: string) => readonly TableOverview[];
};

export type TableOverview = {
  readonly file: string;
  readonly rows: number;
  /** In force and not looked at for a year. */
  readonly stale: number;
  /** No longer in force: shown to nobody. */
  readonly ended: number;
};

/** What is not given is empty. */
export function createFacts(given: Partial<FactTables> = {}): Facts {
  const tables: FactTables = {
    minimumWages: [],
    deadlines: [],
    hotlines: [],
    offices: [],
    unions: [],
    stations: [],
    ...given,
  };
  return {
    minimumWage: (region, day) => near(tables.minimumWages, region, day)[0],
    deadlines: (what, region, day) =>
      near(
        tables.deadlines.filter((row) => row.what === what),
        region,
        day,
      ),
    hotlines: (region, day) => near(tables.hotlines, region, day),
    offices: (role, region, day) =>
      near(
        tables.offices.filter((row) => row.role === role),
        region,
        day,
      ),
    unions: ({ region, trade }, day) =>
      near(
        tables.unions.filter((row) => takes(row, trade)),
        region,
        day,
      ),
    unionPlaces: ({ region, trade }, day) => {
      const rows = tables.unions.filter((row) => takes(row, trade) && holds(row, day));
      const places = rows.flatMap((row) => row.region ?? []);
      return [...new Set(places)].filter((place) => place !== region && binds(region, place));
    },
    stations: (region, day) => near(tables.stations, region, day),
    overview: (day) => TABLE_NAMES.map((name) => overviewOf(TABLE_FILES[name], tables[name], day)),
  };
}

const takes = ({ trades }: FactTables['unions'][number], trade: Trade | undefined) =>
  trade === undefined || trades.length === 0 || trades.includes(trade);

/** Rows in force where the place lies, nearest first; of one place the newest first, else in the order they are written. */
function near<T extends FactRow>(rows: readonly T[], region: string | null, day: string): Known<T>[] {
  return rows
    .filter((row) => (region === null ? row.region === null : binds(row.region, region)) && holds(row, day))
    .sort((a, b) => depth(b) - depth(a) || (a.from === b.from ? 0 : (b.from ?? '') > (a.from ?? '') ? 1 : -1))
    .map((row) => ({ ...row, stale: isStale(row, day), note: formatNote(row, day) }));
}

const depth = ({ region }: FactRow) => (region === null ? 0 : region.split('/').length);

function holds({ from = '', until }: FactRow, day: string): boolean {
  return from <= day && (until === undefined || day <= until);
}

function isStale({ checked }: FactRow, day: string): boolean {
  return checked < `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}

/** 来源：…，核对日期：2026年1月5日。 */
function formatNote(row: FactRow, day: string): string {
  const [year = '', month = '', date = ''] = row.checked.split('-');
  const source = NOTE.source(row.source.replace(/[。.]+$/, ''), year, Number(month), Number(date));
  return isStale(row, day) ? source + NOTE.stale : source;
}

function overviewOf(file: string, rows: readonly FactRow[], day: string): TableOverview {
  const ended = rows.filter(({ until }) => until !== undefined && until < day).length;
  return {
    file,
    rows: rows.length,
    stale: rows.filter((row) => holds(row, day) && isStale(row, day)).length,
    ended,
  };
}
