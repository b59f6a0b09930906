import type { Kysely, SelectQueryBuilder, Transaction } from './kysely.ts';
import type { Schema } from './schema.ts';

/** A transaction; every read and write goes through one. */
export type Tx = Transaction<Schema>;

/**
 * What a transaction waits for. `own`: for the disk only with what it wrote itself; it may have seen what others have
 * committed and a failure of power would still undo. For screens that are looked at again: nothing else is to follow from it.
 */
export type Waits = 'all' | 'own';

/** One database under one set of queries. */
export type Store = {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs `work` in one transaction; resolves when it and all that it has seen are on disk. `work` may run again when
   * PostgreSQL asks for it, so it does nothing that cannot be undone.
   * @throws StoreUnavailable when the database cannot keep it now
   */
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>, waits?: Waits) => Promise<T>;
  /** Locks the rows that a query finds and leaves out those that another process holds. SQLite has one process anyway. */
  readonly skipLocked: <T extends keyof Schema, O>(
    query: SelectQueryBuilder<Schema, T, O>,
  ) => SelectQueryBuilder<Schema, T, O>;
  /** Locks the rows that a query finds, and waits for whoever holds them. On SQLite a transaction has the file for itself. */
  readonly locked: <T extends keyof Schema, O>(
    query: SelectQueryBuilder<Schema, T, O>,
  ) => SelectQueryBuilder<Schema, T, O>;
  readonly close: () => Promise<void>;
};

/** The database cannot keep or give anything now: full, locked, read-only, gone. What was not confirmed was not kept. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** What is wrong, in one word for logs and counts. */
  readonly reason: StoreFault;
  constructor(reason: StoreFault, cause: unknown) {
    super(`the database cannot be used now (${reason})`, { cause });
    this.reason = reason;
  }
}

export type StoreFault = 'full' | 'locked' | 'read-only' | 'broken' | 'unreachable';

/** The parts in which the two databases differ. */
export type Driver = {
  readonly dialect: Store['dialect'];
  readonly db: Kysely<Schema>;
  /** Why this error means that the database cannot be used now; undefined for an error of ours. */
  readonly faultOf: (error: unknown) => StoreFault | undefined;
  /** The transaction lost a race and may simply run again. */
  readonly mayRepeat: (error: unknown) => boolean;
  /** Within a transaction: whether it has changed anything so far. */
  readonly hasWritten: () => boolean;
  /** Resolves when all that is committed is on disk. */
  readonly kept: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const REPEATS = 5;

export function createStore({ dialect, db, faultOf, mayRepeat, hasWritten, kept, close }: Driver): Store {
  const transaction: Store['transaction'] = async (work, waits = 'all') => {
    for (let attempt = 1; ; attempt++) {
      try {
        let waiting = true;
        const result = await db.transaction().execute(async (tx) => {
          const made = await work(tx);
          waiting = waits === 'all' || hasWritten();
          return made;
        });
        if (waiting) await kept();
        return result;
      } catch (error) {
        if (mayRepeat(error) && attempt < REPEATS) continue;
        const fault = faultOf(error);
        throw fault === undefined ? error : new StoreUnavailable(fault, error);
      }
    }
  };
  return {
    dialect,
    transaction,
    skipLocked: (query) => (dialect === 'postgres' ? query.forUpdate().skipLocked() : query),
    locked: (query) => (dialect === 'postgres' ? query.forUpdate() : query),
    close,
  };
}
