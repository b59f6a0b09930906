import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { currentPublication, openRelease, releaseFolder } from '#knowledge';
import { backUp, LEFT_OUT } from '../../../bot/backup/back-up.ts';
import { restoreFrom } from '../../../bot/backup/restore-from.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { readRows } from '../../../bot/store/carry-rows.ts';
import type { Store } from '../../../bot/store/store.ts';
import { readTableShapes } from '../../../bot/store/table-shapes.ts';
import { type DatabaseKind, describeLastingDatabases, postgres } from '../../contracts/databases.ts';
import { describeWithPostgres } from '../../postgres/database.ts';
import { BYTES, fill, PROGRAM, placesOn, SEEN } from './places.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** An installation on a new database of a kind. */
async function install(kind: DatabaseKind) {
  const database = await kind.make();
  closing.push(database.drop);
  const { places, folder, dispose } = placesOn(database);
  closing.push(dispose);
  return { database, places, folder };
}

/** Every row of every table, by its name. */
async function allRows(store: Store, version: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const shapes = await readTableShapes(version);
  await store.transaction(async (tx) => {
    for (const shape of shapes) {
      const rows: unknown[] = [];
      for await (const page of readRows(tx, shape)) rows.push(...page.map((row) => plain(row)));
      // Two databases order text differently.
      found[shape.name] = rows.map((row) => JSON.stringify(row)).sort();
    }
  });
  return found;
}

const plain = (row: Readonly<Record<string, unknown>>) =>
  Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? [...value] : value]);

const without = (rows: Record<string, unknown[]>, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(rows).filter(([name]) => !names.includes(name)));

async function roundTrip(from: DatabaseKind, to: DatabaseKind): Promise<void> {
  const [source, target] = [await install(from), await install(to)];
  const store = await source.database.open();
  await fill(store, source.places);
  const file = join(source.folder, 'backup');
  const manifest = await backUp(source.places, file, PROGRAM);
  expect(manifest.tables).toMatchObject({ outbox: 4, people_seen: SEEN, files: 1 });
  expect(readdirSync(source.folder).sort()).toEqual(['backup', 'data']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const version = manifest.schema.at(-1) ?? '';
  const before = await allRows(store, version);
  const { rows } = await restoreFrom(target.places, file);
  expect(rows).toBe(Object.values(manifest.tables).reduce((sum, count) => sum + count, 0));

  const copy = await target.database.open();
  const after = await allRows(copy, version);
  expect(Object.keys(before)).toEqual(expect.arrayContaining([...LEFT_OUT]));
  const changed = ['conversations', 'outbox', 'meta', ...LEFT_OUT];
  expect(without(after, ...changed)).toEqual(without(before, ...changed));
  for (const name of LEFT_OUT) expect(after[name], name).toEqual([]);
  await copy.transaction(async (tx) => {
    const file = await tx.selectFrom('files').select('body').executeTakeFirstOrThrow();
    expect(Buffer.from(file.body ?? []).equals(BYTES)).toBe(true);
    expect(await tx.selectFrom('conversations').select(['lease', 'lease_until']).execute()).toEqual([
      { lease: null, lease_until: 0 },
    ]);
    // What waited may have arrived since, so its outcome is unknown; what nobody could help stays so.
    expect(await tx.selectFrom('outbox').select(['key', 'state']).orderBy('id').execute()).toEqual([
      { key: 'pending', state: 'sending' },
      { key: 'sending', state: 'sending' },
      { key: 'failed', state: 'sending' },
      { key: 'dead', state: 'dead' },
    ]);
    // The fifth number was given out and is gone: the next one lies behind it too, on every table that counts.
    const tried = tx.insertInto('console_tries').values({ who: 'x', at: 1 }).returning('id');
    expect((await tried.executeTakeFirstOrThrow()).id).toBeGreaterThan(1_000_000);
    const words = { staff: '', via: '', ticket: '', fields: '' };
    const seen = tx
      .insertInto('desk_audit')
      .values({ at: 1, ...words })
      .returning('id');
    expect((await seen.executeTakeFirstOrThrow()).id).toBeGreaterThan(1_000_000);
  });
  expect(manifest.serials.outbox).toBe(5);
  await openVault(copy, target.places);
  const { libraryDir } = target.places;
  const publication = currentPublication(libraryDir);
  expect(publication).toEqual(currentPublication(source.places.libraryDir));
  const firstIn = (root: string) => openRelease(releaseFolder(root, publication?.release ?? '')).article(0);
  expect(firstIn(libraryDir)).toEqual(firstIn(source.places.libraryDir));
  expect(readdirSync(libraryDir).sort()).toEqual(['publications', 'releases', 'sources']);
  expect(readdirSync(target.places.dataDir)).not.toContain('restore-unfinished');
}

const file: DatabaseKind[] = [];
await describeLastingDatabases('a backup, restored into the same kind', (kind) => {
  file.push(kind);
  it('holds the same rows and the same library', () => roundTrip(kind, kind));
});

await describeWithPostgres('a backup, restored into the other kind', () => {
  it('from a file to PostgreSQL', () => roundTrip(kindOf(0), postgres));
  it('from PostgreSQL to a file', () => roundTrip(postgres, kindOf(0)));
});

function kindOf(at: number): DatabaseKind {
  const kind = file[at];
  if (kind === undefined) throw new Error('there is no kind');
  return kind;
}
