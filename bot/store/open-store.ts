import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrate } from './migrations.ts';
import { createStore, type Driver, type Store, type StoreFault, StoreUnavailable } from './store.ts';

export type StoreLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** What may happen to a store while it is open. */
export type StoreEvents = {
  /** A connection that nobody used broke; the next use makes a new one. */
  readonly lost?: () => void;
  /** The disk failed: everything is refused until the program starts anew. */
  readonly unkept?: () => void;
};

/**
 * Opens the store and brings its tables up to date.
 * @throws StoreUnavailable, UnknownSchema
 */
export async function openStore(location: StoreLocation, events: StoreEvents = {}): Promise<Store> {
  const driver = await openDriver(location, events);
  try {
    await migrate(driver.db, driver.dialect);
  } catch (error) {
    await driver.close();
    const fault = driver.faultOf(error);
    throw fault === undefined ? error : new StoreUnavailable(fault, error);
  }
  return createStore(driver);
}

/** The database as it is: its tables are neither made nor changed. @throws StoreUnavailable */
export async function openDriver(
  location: StoreLocation,
  { lost = () => {}, unkept = () => {} }: StoreEvents = {},
): Promise<Driver> {
  // Only the database in use is loaded.
  if (location.kind === 'postgres') return (await import('./postgres.ts')).openPostgres(location.url, lost);
  const { openSqlite } = await import('./sqlite.ts');
  if (location.kind === 'memory') return openSqlite(':memory:');
  try {
    mkdirSync(dirname(location.file), { recursive: true });
    return openSqlite(location.file, unkept);
  } catch (error) {
    throw new StoreUnavailable(faultOfOpening(error), error);
  }
}

/** Why a file or its folder cannot be opened. */
export function faultOfOpening(error: unknown): StoreFault {
  const text = String(error instanceof Error && 'code' in error ? `${error.code} ${error.message}` : error);
  if (/EROFS|EACCES|EPERM|readonly/.test(text)) return 'read-only';
  if (/ENOSPC|full/.test(text)) return 'full';
  if (/not a database|malformed/.test(text)) return 'broken';
  return /locked|busy/.test(text) ? 'locked' : 'unreachable';
}
