import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { faultOfOpening } from './open-store.ts';
import { StoreUnavailable } from './store.ts';

/** Another server works on this data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Keeps a second server off an SQLite file. The lock is SQLite's own, on a file beside it, so it ends with the process,
 * however that ends.
 * @returns releases it
 * @throws AlreadyRunning, StoreUnavailable
 */
export function lockFolder(file: string): () => void {
  const lock = openLock(file);
  try {
    lock.exec('pragma journal_mode = delete; begin exclusive');
  } catch (cause) {
    lock.close();
    if (cause instanceof Error && /locked|busy/i.test(cause.message))
      throw new AlreadyRunning('another server works on this data folder', { cause });
    throw cause;
  }
  return () => lock.close();
}

function openLock(file: string): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return new DatabaseSync(file, { timeout: 0 });
  } catch (cause) {
    throw new StoreUnavailable(faultOfOpening(cause), cause);
  }
}
