import { z } from 'zod';
import { sql } from './kysely.ts';
import { isWaiting } from './outbox.ts';
import type { Driver, Store, Tx } from './store.ts';
import type { TableShape } from './table-shapes.ts';

type Dialect = Store['dialect'];

const cellSchema = z.union([z.string(), z.number(), z.null(), z.instanceof(Uint8Array)]);
/** A row by its columns, as either database takes and gives it. */
const rowSchema = z.record(z.string(), cellSchema);
export type Row = z.infer<typeof rowSchema>;

/** Rows read at a time; those that hold files one by one. */
const PAGE = 500;
/** SQLite takes 32,766 values in a statement. https://www.sqlite.org/limits.html */
const VALUES = 2_000;
/**
 * The first database went on counting after it was copied, and its numbers are known outside: a page resumes behind the
 * last one it saw. What is counted from here on lies beyond all of them.
 */
const GAP = 1_000_000;

/**
 * Runs `work` on the rows as they are at one moment, while others go on writing.
 * https://www.sqlite.org/isolation.html https://www.postgresql.org/docs/current/transaction-iso.html#XACT-REPEATABLE-READ
 */
export async function inSnapshot<T>(
  { db, dialect }: Pick<Driver, 'db' | 'dialect'>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction();
  if (dialect === 'sqlite') return await transaction.execute(work);
  return await transaction.setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/** All rows of a table by their key, a page at a time. */
export async function* readRows(tx: Tx, { name, columns, key, bytes }: TableShape): AsyncGenerator<Row[]> {
  const size = bytes.length > 0 ? 1 : PAGE;
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const wanted = sql.join(columns.map((column) => sql.ref(column)));
  let after = sql``;
  for (;;) {
    const { rows } =
      await sql`select ${wanted} from ${sql.table(name)} ${after} order by ${keys} limit ${sql.lit(
        size,
      )}`.execute(tx);
    const page = z.array(rowSchema).parse(rows);
    if (page.length > 0) yield page;
    const last = page[size - 1];
    if (last === undefined) return;
    after = sql`where (${keys}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}

/** Adds rows as they are, with the numbers they have. */
export async function insertRows(
  tx: Tx,
  shape: TableShape,
  rows: readonly Row[],
  on: Dialect,
): Promise<void> {
  const { name, columns, counts } = shape;
  // https://www.postgresql.org/docs/current/sql-insert.html: numbers that the database would count itself.
  const overriding = counts && on === 'postgres' ? sql`overriding system value` : sql``;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const most = Math.max(1, Math.floor(VALUES / columns.length));
  for (let at = 0; at < rows.length; at += most) {
    const tuples = rows
      .slice(at, at + most)
      .map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
    await sql`insert into ${sql.table(name)} (${names}) ${overriding} values ${sql.join(tuples)}`.execute(tx);
  }
}

export async function countRows(tx: Tx, { name }: Pick<TableShape, 'name'>): Promise<number> {
  const { rows } = await sql`select count(*) as count from ${sql.table(name)}`.execute(tx);
  return z.tuple([z.object({ count: z.number() })]).parse(rows)[0].count;
}

/** The last number that each counting table gave out, also to rows that are gone. */
export async function readSerials(
  tx: Tx,
  shapes: readonly TableShape[],
  on: Dialect,
): Promise<Readonly<Record<string, number>>> {
  const last: Record<string, number> = {};
  for (const { name } of shapes.filter(({ counts }) => counts)) {
    const { rows } =
      on === 'sqlite'
        ? // https://www.sqlite.org/autoinc.html
          await sql`select seq as last from sqlite_sequence where name = ${name}`.execute(tx)
        : await sql`select pg_sequence_last_value(pg_get_serial_sequence(${name}, 'id')::regclass) as last`.execute(
            tx,
          );
    last[name] = z.array(z.object({ last: z.number().nullable() })).parse(rows)[0]?.last ?? 0;
  }
  return last;
}

/** Lets every counting table go on far behind the numbers that were ever given out. */
export async function writeSerials(
  tx: Tx,
  serials: Readonly<Record<string, number>>,
  on: Dialect,
): Promise<void> {
  for (const [name, last] of Object.entries(serials)) {
    const from = last + GAP;
    if (on === 'sqlite') {
      await sql`delete from sqlite_sequence where name = ${name}`.execute(tx);
      await sql`insert into sqlite_sequence (name, seq) values (${name}, ${from})`.execute(tx);
    } else {
      // https://www.postgresql.org/docs/current/functions-sequence.html
      await sql`select setval(pg_get_serial_sequence(${name}, 'id'), ${from})`.execute(tx);
    }
  }
}

/**
 * Ends what was going on when the rows were read. What waited in the outbox may have been delivered since by the server
 * that was copied: its outcome is unknown, as after a crash, and the relay knows what that means on each platform.
 */
export async function settleCopied(tx: Tx): Promise<void> {
  await tx.updateTable('conversations').set({ lease: null, lease_until: 0 }).execute();
  await tx.updateTable('outbox').set({ state: 'sending' }).where(isWaiting).execute();
}
