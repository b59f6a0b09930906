import { join } from 'node:path';
import { describe } from 'vitest';
import { openStore, type StoreLocation } from '../../bot/store/open-store.ts';
import type { Store } from '../../bot/store/store.ts';
import { temporaryFolder } from '../fixtures.ts';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';

/** An empty database for one test. */
export type TestDatabase = {
  readonly location: StoreLocation;
  /** A store on it; on a file or a server each call opens it anew, as another process would. */
  readonly open: () => Promise<Store>;
  /** Closes what was opened and removes the database. */
  readonly drop: () => Promise<void>;
};

export type DatabaseKind = {
  readonly name: string;
  readonly make: () => Promise<TestDatabase>;
  /** Still there when it was closed. */
  readonly lasts: boolean;
};

const memory: DatabaseKind = {
  name: 'SQLite in memory',
  lasts: false,
  make: async () => {
    const store = await openStore({ kind: 'memory' });
    return { location: { kind: 'memory' }, open: async () => store, drop: store.close };
  },
};

const file: DatabaseKind = {
  name: 'an SQLite file',
  lasts: true,
  make: async () => {
    const { path, dispose } = temporaryFolder();
    return keep({ kind: 'file', file: join(path, 'gongyou.db') }, async () => dispose());
  },
};

export const postgres: DatabaseKind = {
  name: 'PostgreSQL',
  lasts: true,
  make: async () => {
    const { url, drop } = await freshDatabase();
    return keep({ kind: 'postgres', url }, drop);
  },
};

function keep(location: StoreLocation, remove: () => Promise<void>): TestDatabase {
  const opened: Store[] = [];
  return {
    location,
    open: async () => {
      const store = await openStore(location);
      opened.push(store);
      return store;
    },
    drop: async () => {
      for (const store of opened) await store.close();
      await remove();
    },
  };
}

/** The suite over every database that a store may be; to be awaited at the top of a test file. */
export async function describeEveryDatabase(
  name: string,
  suite: (kind: DatabaseKind) => void,
  kinds: readonly DatabaseKind[] = [memory, file],
): Promise<void> {
  for (const kind of kinds) describe(`${name}: ${kind.name}`, () => suite(kind));
  await describeWithPostgres(`${name}: ${postgres.name}`, () => suite(postgres));
}

/** The same over those that several processes share or that outlive one. */
export const describeLastingDatabases = (name: string, suite: (kind: DatabaseKind) => void) =>
  describeEveryDatabase(name, suite, [file]);
