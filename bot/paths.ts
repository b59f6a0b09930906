import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The knowledge folder beside this program, wherever it was started from. */
export const KNOWLEDGE_FOLDER = fileURLToPath(new URL('../knowledge', import.meta.url));

/** Where releases live below the data folder. */
export function libraryFolder(dataDir: string): string {
  return join(dataDir, 'library');
}

/** The store, where DATABASE_URL names no other. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'gongyou.db');
}
