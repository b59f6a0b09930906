import { existsSync } from 'node:fs';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Where releases live: LIBRARY_DIR, or in the data folder; empty values are none, as for the bot. */
export function libraryRoot(env: Env): string {
  return env.LIBRARY_DIR?.trim() || join(dataFolder(env), 'library');
}

/** Whether `npm run restore` has begun in the data folder and not ended; bot/backup/marker.ts leaves the file there. */
export function isHalfRestored(env: Env): boolean {
  return existsSync(join(dataFolder(env), 'restore-unfinished'));
}

const dataFolder = ({ DATA_DIR }: Env): string => DATA_DIR?.trim() || './data';
