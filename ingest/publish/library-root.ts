import { join } from 'node:path';

/** Where releases live: LIBRARY_DIR, or in the data folder; empty values are none, as for the bot. */
export function libraryRoot({ DATA_DIR, LIBRARY_DIR }: Readonly<Record<string, string | undefined>>): string {
  return LIBRARY_DIR?.trim() || join(DATA_DIR?.trim() || './data', 'library');
}
