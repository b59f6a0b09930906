import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupCopy as copy } from '../copy/backup.ts';
import { BadArchive } from './bad-archive.ts';

const NAME = 'restore-unfinished';

/** The archive whose restore has begun in this data folder and not ended; undefined for none. */
export function unfinishedRestore(dataDir: string): string | undefined {
  const file = join(dataDir, NAME);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Nothing is to work on half of what was there. @throws BadArchive when a restore has not ended */
export function refuseUnfinished(dataDir: string): void {
  if (unfinishedRestore(dataDir) !== undefined) throw new BadArchive(copy.problem.unfinished);
}

export function beginRestore(dataDir: string, id: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, NAME), `${id}\n`, { mode: 0o600, flush: true });
}

export function endRestore(dataDir: string): void {
  rmSync(join(dataDir, NAME));
}
