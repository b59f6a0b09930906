import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadFacts, type FactFile, type Facts, parseFacts, type RegionTable } from '#knowledge';
import { factsFolderCopy } from './copy/facts.ts';
import { FACTS_FOLDER } from './paths.ts';

/** What may be a table, by its name; the shipped folder also holds programs, and holidays are the desk's. `~$` and `.` begin the files of open editors. */
const TABLE = /^(?![.~]|holidays\.yaml$).*\.(?:ya?ml|csv|xlsx?)$/i;

/**
 * The tables that an admin keeps, from their own folder or the empty ones beside the program.
 * @param today ISO day
 * @throws BadFacts
 */
export async function loadFacts(
  folder: string | undefined,
  known: { readonly regions: RegionTable; readonly today: string },
): Promise<Facts> {
  return await parseFacts(readFolder(folder ?? FACTS_FOLDER), known);
}

function readFolder(folder: string): FactFile[] {
  try {
    return readdirSync(folder)
      .filter((name) => TABLE.test(name))
      .sort()
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  } catch {
    throw new BadFacts([{ file: folder, line: null, text: factsFolderCopy.unreadable }]);
  }
}
