import { accessSync, constants, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { unfinishedRestore } from '../backup/marker.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.folder;

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** Whether the server could work in the folder; it is not made. */
export async function checkDataFolder(dataDir: string): Promise<readonly Finding[]> {
  const folder = resolve(dataDir);
  const stands = nearest(folder);
  if (!statSync(stands).isDirectory()) return [bad(copy.notAFolder(stands), copy.notAFolderAdvice)];
  const { bavail, bsize } = await statfs(stands);
  return [...checkRestore(folder), checkAccess(folder, stands), checkSpace(bavail * bsize)];
}

/** What else is found here is half of what was there. */
function checkRestore(folder: string): readonly Finding[] {
  return unfinishedRestore(folder) === undefined ? [] : [bad(copy.halfRestored, copy.halfRestoredAdvice)];
}

function checkAccess(folder: string, stands: string): Finding {
  try {
    accessSync(stands, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return bad(copy.notWritable(stands), copy.notWritableAdvice);
  }
  return ok(stands === folder ? copy.writable(folder) : copy.missing(folder));
}

/** @param free bytes that this user may still write */
export function checkSpace(free: number): Finding {
  const text = copy.space(free < GB ? `${Math.floor(free / MB)} MB` : `${Math.floor(free / GB)} GB`);
  if (free < 100 * MB) return bad(text, copy.littleSpaceAdvice);
  return free < GB ? warn(text, copy.littleSpaceAdvice) : ok(text);
}

/** The path itself, or the nearest one above it that is there. */
function nearest(path: string): string {
  if (exists(path)) return path;
  const above = dirname(path);
  return above === path ? path : nearest(above);
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Below a file (ENOTDIR), or not to be seen: what is above it tells more.
    return false;
  }
}
