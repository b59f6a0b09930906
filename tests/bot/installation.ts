import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { databaseFile } from '../../bot/paths.ts';
import { keyFile, openVault } from '../../bot/privacy/open-vault.ts';
import { openStore } from '../../bot/store/open-store.ts';
import type { Schema } from '../../bot/store/schema.ts';
import type { Store } from '../../bot/store/store.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';

/** A server's folders as a person would find them after some days, with no server running. */
export type Installation = {
  /** Where the person stands; .env would be here. */
  readonly home: string;
  readonly data: string;
  readonly database: string;
  readonly key: string;
  readonly library: string;
  readonly dispose: () => void;
};

/** Empty: nothing was ever started. */
export function newInstallation(): Installation {
  const { path, dispose } = temporaryFolder();
  const home = join(path, 'home');
  mkdirSync(home);
  const data = join(path, 'data');
  return {
    ...{ home, data, dispose },
    database: databaseFile(data),
    key: keyFile(data),
    library: join(data, 'library'),
  };
}

type Model = readonly { readonly name: string; readonly mode: number; readonly bytes: Buffer }[];
let model: Promise<Model> | undefined;

/** With the made-up library, a key, and a database that it opens; messages: none. */
export async function oldInstallation(): Promise<Installation> {
  model ??= make();
  const installation = newInstallation();
  for (const { name, mode, bytes } of await model) {
    const file = join(installation.data, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes, { mode });
  }
  return installation;
}

/** Made once and kept in memory, so that nothing stays on disk. */
async function make(): Promise<Model> {
  const { data, database, library, dispose } = newInstallation();
  try {
    await publish(library, MADE_UP);
    const store = await openStore({ kind: 'file', file: database });
    await openVault(store, { dataDir: data, dataKey: undefined });
    await store.close();
    return readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { name: relative(data, path), mode: statSync(path).mode & 0o777, bytes: readFileSync(path) };
      });
  } finally {
    dispose();
  }
}

/** Runs `work` on the database as a server would hold it. */
export async function inDatabase(
  { database }: Pick<Installation, 'database'>,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const store = await openStore({ kind: 'file', file: database });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

type Row<T extends keyof Schema> = Partial<Schema[T]>;

/** A received message in any state. */
export async function addReceived(
  store: Store,
  row: Row<'inbox'> & { readonly event: string },
): Promise<void> {
  await store.transaction(async (tx) => {
    const given = {
      ...{ channel: 'telegram', conversation: 'c', person: 'p', sealed: 'x', state: 'accepted' as const },
      ...{ attempts: 0, due_at: 0, error: null, received_at: 0, done_at: null },
    };
    const { id: _, ...rest } = row;
    await tx
      .insertInto('inbox')
      .values({ ...given, ...rest })
      .execute();
  });
}

/** A message to be sent, in any state. */
export async function addToSend(store: Store, row: Row<'outbox'> & { readonly key: string }): Promise<void> {
  await store.transaction(async (tx) => {
    const given = {
      ...{ channel: 'telegram', conversation: 'c', person: null, cause: null, answers: null, sealed: 'x' },
      ...{ replaces: null, state: 'pending' as const, attempts: 0, due_at: 0, repeat: 0, ref: null },
      ...{ error: null, created_at: 0, sent_at: null },
    };
    const { id: _, ...rest } = row;
    await tx
      .insertInto('outbox')
      .values({ ...given, ...rest })
      .execute();
  });
}

/** Every file below the folder with its mode, its time and a hash of its bytes; [] when there is no folder. */
export function photograph(folder: string): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mode, mtimeMs } = statSync(path);
      const hash = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder';
      return `${relative(folder, path)} ${mode.toString(8)} ${mtimeMs} ${hash}`;
    })
    .sort();
}
