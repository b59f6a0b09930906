import { join } from 'node:path';

/** Where releases live: in the data folder of the environment; an empty DATA_DIR is none, as for the bot. */
export function libraryRoot({ DATA_DIR }: Readonly<Record<string, string | undefined>>): string {
  return join(DATA_DIR?.trim() || './data', 'library');
}
