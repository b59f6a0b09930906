import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { backupCopy as copy } from '../copy/backup.ts';
import { checkKey, isSealed, KEY_CHECK } from '../privacy/key-check.ts';
import { loadMasterKey } from '../privacy/key-file.ts';
import { keyFile } from '../privacy/open-vault.ts';
import { createVault, type Vault } from '../privacy/vault.ts';
import { inSnapshot, readRows, readSerials } from '../store/carry-rows.ts';
import { noteBackup } from '../store/last-backup.ts';
import { metaOf } from '../store/meta.ts';
import { readSchemaState, UnknownSchema } from '../store/migrations.ts';
import { openDriver, type StoreLocation } from '../store/open-store.ts';
import { createStore, type Driver, StoreUnavailable, type Tx } from '../store/store.ts';
import { readTableShapes, type TableShape } from '../store/table-shapes.ts';
import { NoBackup } from './bad-archive.ts';
import { gatherFacts, gatherLibrary, readGathered } from './gather-files.ts';
import { FORMAT, MANIFEST, MARK, type Manifest, SIGNATURE } from './manifest.ts';
import { formatMark } from './read-archive.ts';
import { formatRow } from './rows-text.ts';
import { type ArchiveWriter, writeArchive } from './write-archive.ts';

/** Where an installation has its things. */
export type Places = Pick<Config, 'dataDir' | 'dataKey' | 'libraryDir' | 'factsDir'> & {
  readonly location: StoreLocation;
};

/** What opened a door once, or is held only while a process lives: a copy must not open it again. */
export const LEFT_OUT: readonly string[] = ['console_links', 'console_sessions', 'console_tries', 'leases'];
/** Bytes of an entry of rows; a longer row has one of its own. */
const CHUNK = 4 * 1024 * 1024;
/** What the signature is for. */
export const PURPOSE = 'backup';

/**
 * Writes everything into one file: rows as they are at one moment, the library, the facts. A server may work meanwhile.
 * @throws NoBackup, UnknownSchema, UnusableKey, WrongKey, StoreUnavailable
 */
export async function backUp(
  places: Places,
  file: string,
  { version, now }: { readonly version: string; readonly now: () => number },
): Promise<Manifest> {
  const { location } = places;
  // Opening would make it.
  if (location.kind === 'file' && !existsSync(location.file)) throw new NoBackup(copy.problem.noDatabase);
  const driver = await openDriver(location);
  try {
    const schema = await readVersion(driver);
    const vault = await openSealed(driver, places);
    const made: Manifest[] = [];
    await writeArchive(file, async (writer) => {
      await writer.add(MARK, formatMark());
      const at = new Date(now()).toISOString();
      const rows = await writeTables(driver, schema, writer);
      const release = await writeFiles(places, writer);
      const { dialect: database } = driver;
      const manifest: Manifest = {
        ...{ format: FORMAT, made: at, version, schema: [...schema], database },
        ...{ ...rows, release, entries: [...writer.entries()] },
      };
      await writeManifest(writer, manifest, vault);
      made.push(manifest);
    });
    const manifest = made[0];
    if (manifest === undefined) throw new Error('nothing was written');
    await remember(driver, manifest);
    return manifest;
  } catch (error) {
    const fault = driver.faultOf(error);
    throw fault === undefined ? error : new StoreUnavailable(fault, error);
  } finally {
    await driver.close();
  }
}

/** The file is there: where the database cannot be written now, only the doctor does not know of it. */
async function remember(driver: Driver, { made }: Manifest): Promise<void> {
  try {
    await createStore(driver).transaction((tx) => noteBackup(tx, made));
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

async function readVersion({ db, dialect }: Driver): Promise<readonly string[]> {
  const { done, unknown } = await readSchemaState(db, dialect);
  if (unknown.length > 0) throw new UnknownSchema('a newer program wrote the database');
  if (done.length === 0) throw new NoBackup(copy.problem.noDatabase);
  // Older tables are kept as they are: a new program is best tried with a backup in hand.
  return [...done].sort();
}

/** A backup that no key opens must not be found out on the day when it is needed. */
async function openSealed(driver: Driver, { dataDir, dataKey }: Places): Promise<Vault> {
  const meta = metaOf(createStore(driver));
  if (!(await isSealed(meta))) throw new NoBackup(copy.problem.noDatabase);
  const vault = createVault(loadMasterKey({ fromEnv: dataKey, file: keyFile(dataDir), mayCreate: false }));
  await checkKey(vault, meta);
  return vault;
}

async function writeTables(driver: Driver, schema: readonly string[], writer: ArchiveWriter) {
  const shapes = await readTableShapes(schema.at(-1) ?? '');
  return await inSnapshot(driver, async (tx) => {
    const tables: Record<string, number> = {};
    for (const shape of shapes.filter(({ name }) => !LEFT_OUT.includes(name)))
      tables[shape.name] = await writeTable(tx, shape, writer);
    const check = await tx
      .selectFrom('meta')
      .select('value')
      .where('key', '=', KEY_CHECK)
      .executeTakeFirstOrThrow();
    return { tables, keyCheck: check.value, serials: await readSerials(tx, shapes, driver.dialect) };
  });
}

/** @returns how many rows */
async function writeTable(tx: Tx, shape: TableShape, writer: ArchiveWriter): Promise<number> {
  let [count, part, size] = [0, 0, 0];
  let held: Buffer[] = [];
  const flush = async () => {
    if (size === 0) return;
    part += 1;
    await writer.add(`tables/${shape.name}/${`${part}`.padStart(6, '0')}.ndjson`, Buffer.concat(held));
    held = [];
    size = 0;
  };
  for await (const page of readRows(tx, shape)) {
    const bytes = Buffer.from(page.map(formatRow).join(''));
    held.push(bytes);
    size += bytes.length;
    count += page.length;
    if (size >= CHUNK) await flush();
  }
  await flush();
  return count;
}

/** The files come after the rows: what a draft names is there before it is named. @returns the release in force */
async function writeFiles({ libraryDir, factsDir }: Places, writer: ArchiveWriter): Promise<string | null> {
  const { release, files } = gatherLibrary(libraryDir);
  for (const one of [...files, ...gatherFacts(factsDir)]) {
    const { size, chunks } = readGathered(one);
    await writer.addStream(one.name, size, chunks);
  }
  return release;
}

/** Who can write the file but has not the key cannot put a row of their own into it. */
async function writeManifest(writer: ArchiveWriter, manifest: Manifest, vault: Vault) {
  const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
  await writer.add(MANIFEST, text);
  const id = createHash('sha256').update(text).digest('hex');
  await writer.add(SIGNATURE, Buffer.from(vault.sign(PURPOSE, id)));
}
