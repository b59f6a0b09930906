import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backupCopy as copy } from '../copy/backup.ts';
import { checkKey, WrongKey } from '../privacy/key-check.ts';
import { loadMasterKey } from '../privacy/key-file.ts';
import { keyFile } from '../privacy/open-vault.ts';
import { createVault } from '../privacy/vault.ts';
import { migrate, UnknownSchema } from '../store/migrations.ts';
import { lockFolder } from '../store/one-process.ts';
import { openDriver } from '../store/open-store.ts';
import { type Driver, StoreUnavailable } from '../store/store.ts';
import { readTableShapes } from '../store/table-shapes.ts';
import { type Places, PURPOSE } from './back-up.ts';
import { BadArchive } from './bad-archive.ts';
import { codeOf } from './code-of.ts';
import { beginRestore, endRestore, unfinishedRestore } from './marker.ts';
import { putBackFiles, refuseFilled } from './put-back-files.ts';
import { lookAtTarget, putBackRows } from './put-back-rows.ts';
import { type CheckedArchive, checkArchive } from './read-archive.ts';

export type Restored = {
  readonly rows: number;
  /** When they were read; ISO 8601. */
  readonly made: string;
  /** Where the facts were put, when there were any. */
  readonly facts: string | undefined;
};

/**
 * Puts everything of an archive into an empty place. The archive is read to its end and held against the key before
 * anything is written; a restore that is killed is taken up again by the next one, and until then no server starts.
 * @throws BadArchive, UnusableKey, UnknownSchema, AlreadyRunning, StoreUnavailable
 */
export async function restoreFrom(places: Places, file: string): Promise<Restored> {
  const archive = await checkArchive(file);
  await refuseUnknownSchema(archive);
  await refuseOtherKey(archive, places);
  const { location, dataDir } = places;
  const unlock = location.kind === 'file' ? lockFolder(join(dataDir, 'gongyou.lock')) : () => {};
  try {
    markNewFile(places, archive);
    return await withDriver(places, (driver) => putBack(driver, places, file, archive));
  } catch (error) {
    throw isFull(error) ? new BadArchive(copy.problem.restoreFull, { cause: error }) : error;
  } finally {
    unlock();
  }
}

const isFull = (error: unknown) =>
  error instanceof StoreUnavailable
    ? error.reason === 'full'
    : ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');

/** What of an archive goes where. */
function foldersOf({ dataDir, libraryDir, factsDir }: Places, { manifest }: CheckedArchive) {
  const facts = manifest.entries.some(({ name }) => name.startsWith('facts/'));
  return { facts, folders: { library: libraryDir, facts: factsDir ?? join(dataDir, 'facts') } };
}

/** An SQLite file is made by being opened, and then the mark has to stand already. @throws BadArchive */
function markNewFile(places: Places, archive: CheckedArchive): void {
  const { location, dataDir } = places;
  const isNew = location.kind === 'file' && !existsSync(location.file);
  if (!isNew || unfinishedRestore(dataDir) !== undefined) return;
  const { facts, folders } = foldersOf(places, archive);
  refuseFilled(folders, { facts });
  beginRestore(dataDir, archive.id);
}

async function putBack(
  driver: Driver,
  places: Places,
  file: string,
  archive: CheckedArchive,
): Promise<Restored> {
  const { dataDir, location } = places;
  const { manifest, id } = archive;
  const { facts, folders } = foldersOf(places, archive);
  const unfinished = unfinishedRestore(dataDir);
  if (unfinished !== undefined && unfinished !== id) throw new BadArchive(copy.problem.otherUnfinished);
  const target = await lookAtTarget(driver, archive);
  if (target === 'filled' || (target === 'done' && unfinished === undefined))
    throw new BadArchive(copy.problem.notEmpty(location.kind === 'file' ? dataDir : copy.database));
  if (unfinished === undefined) refuseFilled(folders, { facts });
  beginRestore(dataDir, id);
  await putBackFiles(file, archive, folders);
  if (target === 'empty') await putBackRows(driver, file, archive);
  await migrate(driver.db, driver.dialect);
  endRestore(dataDir);
  const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
  return { rows, made: manifest.made, facts: facts ? folders.facts : undefined };
}

async function withDriver<T>({ location }: Places, work: (driver: Driver) => Promise<T>): Promise<T> {
  const driver = await openDriver(location);
  try {
    return await work(driver);
  } catch (error) {
    const fault = driver.faultOf(error);
    throw fault === undefined ? error : new StoreUnavailable(fault, error);
  } finally {
    await driver.close();
  }
}

async function refuseUnknownSchema({ manifest: { schema } }: CheckedArchive): Promise<void> {
  try {
    await readTableShapes(schema.at(-1) ?? '');
  } catch (cause) {
    if (cause instanceof UnknownSchema) throw new BadArchive(copy.problem.newer, { cause });
    throw cause;
  }
}

/** The key is there before the rows are; with another one nobody could ever read them. */
async function refuseOtherKey(
  { manifest, id, signature }: CheckedArchive,
  { dataDir, dataKey }: Places,
): Promise<void> {
  const key = loadMasterKey({ fromEnv: dataKey, file: keyFile(dataDir), mayCreate: false });
  const vault = createVault(key);
  try {
    await checkKey(vault, { get: async () => manifest.keyCheck, add: async () => {} });
  } catch (cause) {
    if (cause instanceof WrongKey) throw new BadArchive(copy.problem.wrongKey, { cause });
    throw cause;
  }
  if (!vault.verify(PURPOSE, id, signature)) throw new BadArchive(copy.problem.forged);
}
