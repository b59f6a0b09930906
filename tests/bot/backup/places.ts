import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Places } from '../../../bot/backup/back-up.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { Store } from '../../../bot/store/store.ts';
import type { TestDatabase } from '../../contracts/databases.ts';
import { publish, temporaryFolder } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';

export const KEY = Buffer.alloc(32, 7).toString('base64');
export const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
export const PROGRAM = { version: '0.0.0', now: () => Date.UTC(2026, 0, 15) };

/** An installation on a database of a test: a folder of its own, the key in the environment. */
export function placesOn({ location }: Pick<TestDatabase, 'location'>, more: Partial<Places> = {}) {
  const { path, dispose } = temporaryFolder();
  const data = join(path, 'data');
  mkdirSync(data);
  const places: Places = {
    ...{ location, dataDir: data, dataKey: KEY, libraryDir: join(data, 'library'), factsDir: undefined },
    ...more,
  };
  return { places, folder: path, dispose };
}

/** Puts something into every corner: rows of several kinds, bytes, numbers that were given out and are gone, a library. */
export async function fill(store: Store, places: Places): Promise<void> {
  await openVault(store, places);
  const vault = createVault(Buffer.alloc(32, 7));
  const now = PROGRAM.now();
  await store.transaction(async (tx) => {
    const conversation = { key: 'c', channel: 'web', kind: 'private' as const, closed_at: null };
    await tx
      .insertInto('conversations')
      .values({
        ...conversation,
        sealed: vault.seal('{}', 'x'),
        lease: 'gone',
        lease_until: now,
        updated_at: now,
      })
      .execute();
    const row = { channel: 'web', conversation: 'c', person: 'p', cause: null, answers: null, sealed: 's' };
    const more = {
      replaces: null,
      attempts: 1,
      due_at: now,
      repeat: 0,
      ref: null,
      error: null,
      created_at: now,
    };
    for (const state of ['pending', 'sending', 'failed', 'dead', 'sent'] as const)
      await tx
        .insertInto('outbox')
        .values({ ...row, ...more, state, key: state, sent_at: state === 'sent' ? now : null })
        .execute();
    await tx.deleteFrom('outbox').where('key', '=', 'sent').execute();
    const file = {
      id: 'f',
      channel: 'web',
      conversation: 'c',
      person: 'p',
      cause: 1,
      state: 'kept' as const,
    };
    await tx
      .insertInto('files')
      .values({
        ...{
          ...file,
          media: 'image',
          sealed: 's',
          body: BYTES,
          size: BYTES.length,
          mime: 'image/png',
          run: null,
        },
        ...{ attempts: 1, due_at: now, error: null, created_at: now, expires_at: now },
      })
      .execute();
    const seen = Array.from({ length: SEEN }, (_, i) => ({ key: `第${i % 7}“行\n\\${i}`, at: now + i }));
    await tx.insertInto('people_seen').values(seen).execute();
    const audit = { staff: '李工', via: 'console', ticket: '', fields: '', action: 'view' };
    await tx
      .insertInto('desk_audit')
      .values({ at: now, ...audit })
      .execute();
    await tx.insertInto('leases').values({ name: 'l', holder: 'h', until: now }).execute();
    const session = { hash: 'h', id: 'i', staff: '李工', how: 'link' as const, browser: '' };
    await tx
      .insertInto('console_sessions')
      .values({ ...session, created_at: now, seen_at: now, expires_at: now })
      .execute();
  });
  for (const [name, bytes] of await libraryFiles()) {
    mkdirSync(dirname(join(places.libraryDir, name)), { recursive: true });
    writeFileSync(join(places.libraryDir, name), bytes);
  }
  mkdirSync(join(places.libraryDir, 'sources'), { recursive: true });
  writeFileSync(join(places.libraryDir, 'sources', 'a'.repeat(64)), '原文');
  mkdirSync(join(places.libraryDir, 'staging-x'));
}

/** All bytes there are, several times. */
export const BYTES = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);

/** Rows of a table that is read in several pages. */
export const SEEN = 1200;

let library: Promise<ReadonlyMap<string, Buffer>> | undefined;

/** A published library, made once. */
function libraryFiles(): Promise<ReadonlyMap<string, Buffer>> {
  library ??= makeLibrary();
  return library;
}

async function makeLibrary(): Promise<ReadonlyMap<string, Buffer>> {
  const { path, dispose } = temporaryFolder();
  try {
    await publish(path, MADE_UP);
    const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return new Map(
      files.map(({ parentPath, name }) => {
        const file = join(parentPath, name);
        return [relative(path, file), readFileSync(file)];
      }),
    );
  } finally {
    dispose();
  }
}
