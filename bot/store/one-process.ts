import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another server works on this data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Keeps a second server off an SQLite file. The lock is SQLite's own, on a file beside it, so it ends with the process,
 * however that ends.
 * @returns releases it
 * @throws AlreadyRunning
 */
export function lockFolder(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: 0 });
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
