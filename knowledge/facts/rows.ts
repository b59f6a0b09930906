import { z } from 'zod';
import type { RegionTable } from '../region/region.ts';
import { DEADLINE_NAMES, PROBLEM, ROLE_NAMES } from './copy.ts';
import { ANY_TRADE, DEADLINES, NATIONAL, OFFICE_ROLES, TRADES } from './words.ts';

const text = (most: number) =>
  z
    .string({ error: ({ input }) => (input === undefined ? PROBLEM.missing : PROBLEM.notText) })
    .max(most, PROBLEM.tooLong(most));

/** ISO day. 2026/1/5 and 2026年1月5日 are the same day as Excel likes to write it. */
const day = text(20)
  .transform((written) => {
    const [, year, month = '', date = ''] =
      /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(written) ?? [];
    return year === undefined ? written : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  })
  .pipe(z.iso.date({ error: PROBLEM.day, abort: true }));

/** Excel writes a long number as 1.38E+10, and its last digits are gone. */
const contact = text(120).refine((written) => !/^\d(?:\.\d+)?E\+\d+$/i.test(written), PROBLEM.excelNumber);

const yuan = (least: number, most: number) =>
  text(12)
    .regex(/^\d{1,6}(?:\.\d{1,2})?$/, PROBLEM.yuan)
    .transform(Number)
    .refine((amount) => amount >= least && amount <= most, PROBLEM.yuanRange(least, most));

const trades = text(80)
  .optional()
  .transform((written = '') =>
    written.split(/[、,，;；\s]+/).filter((trade) => trade !== '' && trade !== ANY_TRADE),
  )
  .pipe(z.array(z.enum(TRADES, PROBLEM.trades(TRADES))));

/** A region id, or null for the whole country. */
const regionOf = (regions: RegionTable) =>
  text(60).transform((written, context) => {
    if (written === NATIONAL) return null;
    if (regions.byId.has(written)) return written;
    const last = written.slice(written.lastIndexOf('/') + 1);
    const near = (regions.byName.get(last) ?? []).slice(0, 4).map(({ id }) => id);
    context.addIssue({ code: 'custom', message: PROBLEM.region(written, near) });
    return z.NEVER;
  });

/**
 * The rows of each table, from what was written to what is known.
 * @param today ISO day: nobody has checked anything after it
 */
export function createRowSchemas(regions: RegionTable, today: string) {
  /** Every row says where it comes from and when somebody last looked; it holds from its first to its last day. */
  const common = {
    region: regionOf(regions),
    source: text(200),
    checked: day.refine((checked) => checked <= today, PROBLEM.future),
    from: day.optional(),
    until: day.optional(),
  };
  const row = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ ...common, ...shape });
  return {
    /** Yuan before anything is taken off. */
    minimumWages: row({
      from: day,
      month: yuan(300, 20_000).optional(),
      hour: yuan(3, 500).optional(),
    }).refine(({ month, hour }) => month !== undefined || hour !== undefined, PROBLEM.noWage),
    deadlines: row({ what: z.enum(DEADLINES, choice(DEADLINE_NAMES)), text: text(200) }),
    hotlines: row({ name: text(60), number: contact, hours: text(80).optional() }),
    offices: row({
      role: z.enum(OFFICE_ROLES, choice(ROLE_NAMES)),
      name: text(60),
      address: text(120).optional(),
      phone: contact.optional(),
      hours: text(80).optional(),
    }).refine(({ address, phone }) => address !== undefined || phone !== undefined, PROBLEM.noContact),
    /** No trade: of every trade. */
    unions: row({ name: text(60), trades, contact, hours: text(80).optional() }),
    stations: row({ name: text(60), address: text(120), services: text(200) }),
  };
}

const choice = (names: Readonly<Record<string, string>>) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? PROBLEM.missing : PROBLEM.oneOf(names),
});

type RowSchemas = ReturnType<typeof createRowSchemas>;
export type FactTables = {
  readonly [Name in keyof RowSchemas]: readonly z.infer<RowSchemas[Name]>[];
};
export type TableName = keyof FactTables;

/** What every row has. */
export type FactRow = {
  readonly region: string | null;
  readonly source: string;
  readonly checked: string;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

export const TABLE_NAMES = [
  'minimumWages',
  'deadlines',
  'hotlines',
  'offices',
  'unions',
  'stations',
] as const satisfies readonly TableName[];

export const TABLE_FILES: Readonly<Record<TableName, string>> = {
  minimumWages: 'minimum-wage.yaml',
  deadlines: 'deadlines.yaml',
  hotlines: 'hotlines.yaml',
  offices: 'offices.yaml',
  unions: 'unions.csv',
  stations: 'stations.csv',
};

/** What makes two rows of a table the same. */
export const TABLE_KEYS: Readonly<Record<TableName, readonly string[]>> = {
  minimumWages: ['region', 'from'],
  deadlines: ['region', 'what', 'from'],
  hotlines: ['region', 'number', 'from'],
  offices: ['region', 'role', 'name', 'from'],
  unions: ['region', 'name', 'from'],
  stations: ['region', 'name', 'address', 'from'],
};
