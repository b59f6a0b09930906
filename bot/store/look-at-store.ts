import { sql } from './kysely.ts';
import { readSchemaState, type SchemaState } from './migrations.ts';
import { faultOfOpening, type StoreLocation } from './open-store.ts';
import { createStore, type Driver, type Store, StoreUnavailable } from './store.ts';

export type StoreLook =
  | {
      readonly kind: 'open';
      /** To be read only; a file refuses anything else. */
      readonly store: Store;
      readonly schema: SchemaState;
      /** Reads a whole SQLite file, seconds for a GB; PostgreSQL watches its own files. */
      readonly isWhole: () => Promise<boolean>;
    }
  /** No database yet. */
  | { readonly kind: 'none' }
  /** See SqliteLook. */
  | { readonly kind: 'unfinished' };

/**
 * The store for somebody who only looks: nothing is made, migrated or changed, and no server is disturbed.
 * @throws StoreUnavailable
 */
export async function lookAtStore(location: Exclude<StoreLocation, { kind: 'memory' }>): Promise<StoreLook> {
  const found = await openToLook(location);
  if (found.kind !== 'open') return found;
  const { driver } = found;
  const { db, dialect, faultOf } = driver;
  try {
    const schema = await readSchemaState(db, dialect);
    return { kind: 'open', store: createStore(driver), schema, isWhole: () => isWhole(driver) };
  } catch (error) {
    await driver.close();
    const fault = faultOf(error);
    throw fault === undefined ? error : new StoreUnavailable(fault, error);
  }
}

async function openToLook(location: Exclude<StoreLocation, { kind: 'memory' }>) {
  if (location.kind === 'postgres') {
    const { openPostgres } = await import('./postgres.ts');
    return { kind: 'open' as const, driver: openPostgres(location.url, () => {}) };
  }
  const { lookAtSqlite } = await import('./sqlite.ts');
  try {
    return lookAtSqlite(location.file);
  } catch (error) {
    throw new StoreUnavailable(faultOfOpening(error), error);
  }
}

/** https://www.sqlite.org/pragma.html#pragma_quick_check */
async function isWhole({ db, dialect, faultOf }: Driver): Promise<boolean> {
  if (dialect === 'postgres') return true;
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
    return rows[0]?.quick_check === 'ok';
  } catch (error) {
    if (faultOf(error) === 'broken') return false;
    throw error;
  }
}
