import { BadFacts, currentRelease, openRelease, type RegionTable, UnusableRelease } from '#knowledge';
import { formatChinaDay } from '../china-time.ts';
import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { loadFacts } from '../facts.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.facts;

/** The tables that an admin keeps: read as the server reads them, with how many rows each has and which are old. */
export async function checkFacts({
  libraryDir,
  factsDir,
}: Pick<Config, 'libraryDir' | 'factsDir'>): Promise<readonly Finding[]> {
  const regions = regionsOf(libraryDir);
  if (regions === undefined) return [warn(copy.noRegions, copy.noRegionsAdvice)];
  const today = formatChinaDay(Date.now());
  try {
    const tables = (await loadFacts(factsDir, { regions, today })).overview(today);
    const where = ok(factsDir === undefined ? copy.shipped : copy.folder(factsDir));
    if (tables.every(({ rows }) => rows === 0))
      return [where, { ...ok(copy.empty), advice: copy.emptyAdvice }];
    return [
      where,
      ...tables.flatMap(({ file, rows, stale, ended }) => [
        ok(copy.table(file, rows, ended)),
        ...(stale > 0 ? [warn(copy.stale(file, stale), copy.staleAdvice)] : []),
      ]),
    ];
  } catch (error) {
    if (error instanceof BadFacts) return [bad(error.message, copy.badAdvice)];
    throw error;
  }
}

/** The regions of the release in force; undefined when none can be opened, which another look tells. */
function regionsOf(libraryDir: string): RegionTable | undefined {
  try {
    const folder = currentRelease(libraryDir);
    return folder === undefined ? undefined : openRelease(folder).regions;
  } catch (error) {
    if (error instanceof UnusableRelease) return undefined;
    throw error;
  }
}
