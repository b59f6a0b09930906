import type { z } from 'zod';
import type { RegionTable } from '../region/region.ts';
import { PROBLEM } from './copy.ts';
import { createFacts, type Facts } from './facts.ts';
import { type FactFile, type FactProblem, type RawRow, readRawTable } from './raw-rows.ts';
import {
  createRowSchemas,
  type FactRow,
  TABLE_FILES,
  TABLE_KEYS,
  TABLE_NAMES,
  type TableName,
} from './rows.ts';

/** The tables cannot be used. All problems at once, a line each: which file, which line, what to do. */
export class BadFacts extends Error {
  override readonly name = 'BadFacts';
  readonly problems: readonly FactProblem[];
  constructor(problems: readonly FactProblem[]) {
    const lines = problems.map(({ file, line, text }) => `- ${PROBLEM.at(file, line, text)}`);
    super([PROBLEM.heading, ...lines].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the tables that an admin keeps: UTF-8 with or without a mark, or GB18030 as Excel in China writes it. A table that
 * is not there is empty. No row is left out behind anybody's back: one that is wrong refuses all.
 * @param today ISO day
 * @throws BadFacts
 */
export async function parseFacts(
  files: readonly FactFile[],
  { regions, today }: { readonly regions: RegionTable; readonly today: string },
): Promise<Facts> {
  const problems: FactProblem[] = files.flatMap(({ name }) => unknownFile(name));
  const schemas = createRowSchemas(regions, today);
  const read = async <T extends FactRow>(
    table: TableName,
    schema: z.ZodType<T> & { readonly shape: object },
  ): Promise<T[]> => {
    const file = files.find(({ name }) => name === TABLE_FILES[table]);
    if (file === undefined) return [];
    const raw = await readRawTable(file, Object.keys(schema.shape));
    problems.push(...raw.problems);
    const rows = raw.rows.flatMap((row) => {
      const parsed = schema.safeParse(row.value);
      if (parsed.success) return [{ line: row.line, data: parsed.data }];
      problems.push(...parsed.error.issues.map((issue) => problemOf(file.name, row, issue)));
      return [];
    });
    problems.push(...contradictions(file.name, rows, TABLE_KEYS[table]));
    return rows.map(({ data }) => data);
  };
  const tables = {
    minimumWages: await read('minimumWages', schemas.minimumWages),
    deadlines: await read('deadlines', schemas.deadlines),
    hotlines: await read('hotlines', schemas.hotlines),
    offices: await read('offices', schemas.offices),
    unions: await read('unions', schemas.unions),
    stations: await read('stations', schemas.stations),
  };
  if (problems.length > 0) throw new BadFacts(inOrder(problems));
  return createFacts(tables);
}

function unknownFile(file: string): FactProblem[] {
  const known = TABLE_NAMES.map((name) => TABLE_FILES[name]);
  if (known.includes(file)) return [];
  const text = /\.xlsx?$/i.test(file) ? PROBLEM.excelFile : PROBLEM.unknownFile(known);
  return [{ file, line: null, text }];
}

function problemOf(file: string, row: RawRow, issue: z.core.$ZodIssue): FactProblem {
  const [field] = issue.path;
  if (issue.code === 'unrecognized_keys') {
    return { file, line: row.lineOf(issue.keys[0] ?? ''), text: PROBLEM.unknownField(issue.keys) };
  }
  if (field === undefined) {
    return { file, line: row.line, text: issue.code === 'custom' ? issue.message : PROBLEM.noRow };
  }
  return { file, line: row.lineOf(`${String(field)}`), text: PROBLEM.field(String(field), issue.message) };
}

/** Two rows on the same thing contradict each other one day: which of them is shown would be chance. */
function contradictions(
  file: string,
  rows: readonly { readonly line: number; readonly data: FactRow }[],
  key: readonly string[],
): FactProblem[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ line, data }) => {
    const found: FactProblem[] = [];
    if (data.until !== undefined && data.until < (data.from ?? ''))
      found.push({ file, line, text: PROBLEM.field('until', PROBLEM.untilFirst) });
    const fields = new Map<string, unknown>(Object.entries(data));
    const mark = JSON.stringify(key.map((field) => fields.get(field) ?? null));
    const first = seen.get(mark);
    if (first === undefined) seen.set(mark, line);
    else found.push({ file, line, text: PROBLEM.twice(first) });
    return found;
  });
}

function inOrder(problems: readonly FactProblem[]): FactProblem[] {
  const names = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort(
    (a, b) => names.indexOf(a.file) - names.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
  );
}
