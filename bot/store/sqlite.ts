import { statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { createFlushedLog, type FlushedLog, LogNotFlushed } from './flushed-log.ts';
import { Kysely, SqliteAdapter, SqliteDialect } from './kysely.ts';
import type { Schema } from './schema.ts';
import type { Driver, StoreFault } from './store.ts';

/** Milliseconds to wait for another program that reads or copies the file. */
const BUSY_TIMEOUT = 2_000;

/**
 * Kysely's dialect holds SQLite for unable to make tables in a transaction, which it can: a first start that is killed
 * leaves all of a migration or nothing of it. https://www.sqlite.org/lang_transaction.html
 */
class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new Adapter();
  }
}

class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** How a log is flushed; the rest is as with a file of Node's. */
type Flush = { readonly flush: () => Promise<void>; readonly close: () => Promise<void> };

/**
 * Opens (or makes) an SQLite file; ':memory:' keeps nothing. Every commit is flushed to the disk before it counts. SQLite
 * would do so inside the commit and hold up everybody meanwhile, so it is told to leave it (NORMAL: it still flushes in
 * the right order around its checkpoints) and the log is flushed here, once for all commits that have come together.
 * https://www.sqlite.org/pragma.html#pragma_synchronous https://www.sqlite.org/wal.html#performance_considerations
 * @param onUnkept told when the disk failed: from then on everything is refused until the program starts anew
 */
export function openSqlite(
  file: string,
  onUnkept: () => void = () => {},
  flushOf: (log: string) => Flush = createFlush,
): Driver {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    const mode = database.prepare('pragma journal_mode = wal').get()?.journal_mode;
    // A file system that cannot share memory leaves it with another journal, which SQLite alone knows how to flush.
    const ahead = mode === 'wal';
    database.exec(`pragma synchronous = ${ahead ? 'normal' : 'full'}; pragma foreign_keys = on;`);
    return driverOf(database, ahead ? flushOf(`${file}-wal`) : undefined, onUnkept);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The log stays the same file for as long as a connection is open, and SQLite holds no lock on it. */
function createFlush(log: string): Flush {
  let handle: FileHandle | undefined;
  return {
    flush: async () => {
      handle ??= await open(log, 'r+');
      await handle.datasync();
    },
    close: async () => handle?.close(),
  };
}

/** What there is of an SQLite file for somebody who only looks. */
export type SqliteLook =
  | { readonly kind: 'open'; readonly driver: Driver }
  | { readonly kind: 'none' }
  /** It was left in the middle of work, or another program has it for itself: it opens only for whoever may write. */
  | { readonly kind: 'unfinished' };

/**
 * Opens an SQLite file so that no byte of its folder changes, whether a server works on it, has ended or was killed.
 * A plain read-only connection leaves files behind, so the two parameters are: https://www.sqlite.org/uri.html
 */
export function lookAtSqlite(file: string): SqliteLook {
  const size = (name: string) => statSync(name, { throwIfNoEntry: false })?.size;
  if (size(file) === undefined) return { kind: 'none' };
  const inLog = (size(`${file}-wal`) ?? 0) > 0;
  if (inLog && size(`${file}-shm`) === undefined) return { kind: 'unfinished' };
  const address = pathToFileURL(file);
  // https://www.sqlite.org/wal.html#read_only_databases ; without a log the file is complete and nobody need be asked.
  address.search = inLog ? '?readonly_shm=1' : '?immutable=1';
  return {
    kind: 'open',
    driver: driverOf(new DatabaseSync(address, { readOnly: true, timeout: BUSY_TIMEOUT })),
  };
}

function driverOf(database: DatabaseSync, disk?: Flush, onUnkept?: () => void): Driver {
  const log = disk && createFlushedLog(disk.flush, onUnkept);
  const commits = createCommits(log);
  const db = new Kysely<Schema>({ dialect: new Dialect({ database: adapt(database, commits) }) });
  return {
    dialect: 'sqlite',
    db,
    faultOf,
    mayRepeat: () => false,
    hasWritten: commits.hasWritten,
    kept: async () => log?.kept(),
    close: async () => {
      await log?.kept().catch(() => undefined);
      await db.destroy();
      await disk?.close();
    },
  };
}

/** Statements that leave the file as it is, and those that begin and end. */
const LEAVES = /^(?:select|begin|commit|rollback|savepoint|release)\b/;

/** Which transactions have something to flush; there is one at a time. */
function createCommits(log: FlushedLog | undefined) {
  let written = false;
  return {
    hasWritten: () => written,
    begins: () => log?.check(),
    ran: (text: string) => {
      if (!LEAVES.test(text)) written = true;
      if (text === 'commit' && written) log?.wrote();
      if (text === 'commit' || text === 'rollback') written = false;
    },
  };
}

/** Prepared statements are kept: preparing costs more than running. SQL texts are few, since values are parameters. */
const KEPT_STATEMENTS = 200;

/** node:sqlite in the shape that Kysely's SQLite dialect asks for. */
function adapt(
  database: DatabaseSync,
  { begins, ran }: Omit<ReturnType<typeof createCommits>, 'hasWritten'>,
) {
  const kept = new Map<string, ReturnType<typeof statement>>();
  const statement = (text: string) => {
    const prepared = database.prepare(text);
    const reader = prepared.columns().length > 0;
    return {
      reader,
      all: (parameters: readonly unknown[]): Record<string, SQLOutputValue>[] => {
        const rows = prepared.all(...parameters.map(toValue));
        ran(text);
        return rows;
      },
      run: (parameters: readonly unknown[]) => {
        if (text === 'begin') begins();
        // A full disk may have ended the transaction already; an error of its end would hide the one that counts.
        // https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
        const over = text === 'rollback' && !database.isTransaction;
        const changed = over ? { changes: 0, lastInsertRowid: 0 } : prepared.run(...parameters.map(toValue));
        ran(text);
        return changed;
      },
      iterate: (parameters: readonly unknown[]) => prepared.iterate(...parameters.map(toValue)),
    };
  };
  return {
    close: () => database.close(),
    prepare: (text: string) => {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const made = statement(text);
      if (kept.size >= KEPT_STATEMENTS) kept.clear();
      kept.set(text, made);
      return made;
    },
  };
}

function toValue(value: unknown): SQLInputValue {
  if (value instanceof Uint8Array) return value;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`the tables hold text, numbers and bytes, not ${typeof value}`);
}

/** https://www.sqlite.org/rescode.html: primary result codes. */
const FAULTS: Readonly<Record<number, StoreFault>> = {
  5: 'locked',
  6: 'locked',
  8: 'read-only',
  10: 'broken',
  11: 'broken',
  13: 'full',
  14: 'unreachable',
  26: 'broken',
};

function faultOf(error: unknown): StoreFault | undefined {
  if (error instanceof LogNotFlushed) return 'broken';
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  // Extended codes carry the primary one in their low byte.
  return FAULTS[error.errcode & 0xff];
}
