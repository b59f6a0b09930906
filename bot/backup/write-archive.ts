import { createHash } from 'node:crypto';
import { createWriteStream, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { backupCopy as copy } from '../copy/backup.ts';
import { NoBackup } from './bad-archive.ts';
import { codeOf } from './code-of.ts';
import type { ManifestEntry } from './manifest.ts';

export type ArchiveWriter = {
  /** Adds an entry; it is listed with its hash. */
  readonly add: (name: string, content: Uint8Array) => Promise<void>;
  readonly addStream: (name: string, size: number, chunks: AsyncIterable<Uint8Array>) => Promise<void>;
  /** What was added so far. */
  readonly entries: () => readonly ManifestEntry[];
};

/**
 * Writes an archive that is there whole or not at all, for its owner alone: beside its place, flushed, then linked.
 * @param link for tests: a disk that knows no links
 * @throws NoBackup when the file is there already or cannot be written there
 */
export async function writeArchive(
  file: string,
  fill: (writer: ArchiveWriter) => Promise<void>,
  link: typeof linkSync = linkSync,
): Promise<void> {
  refuseTaken(file);
  const part = `${file}.part`;
  try {
    // Left by a backup that was killed.
    rmSync(part, { force: true });
    await writePart(part, fill);
    putInPlace(part, file, link);
    await syncFolder(dirname(resolve(file)));
  } catch (error) {
    throw refusalOf(error, file);
  } finally {
    rmSync(part, { force: true });
  }
}

function refuseTaken(file: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw new NoBackup(copy.problem.folderGiven(file));
  if (there !== undefined) throw new NoBackup(copy.problem.exists(file));
}

/** What a person can help of what the system says. */
function refusalOf(error: unknown, file: string): unknown {
  const folder = dirname(resolve(file));
  const why = (message: string) => new NoBackup(message, { cause: error });
  switch (codeOf(error)) {
    case 'ENOENT':
      // Where the folder stands it was a file of the library that has gone.
      return why(isThere(folder) ? copy.problem.moved : copy.problem.noFolder(folder));
    case 'ENOSPC':
    case 'EDQUOT':
      return why(copy.problem.full(folder));
    case 'EFBIG':
      return why(copy.problem.tooLarge(folder));
    default:
      return error;
  }
}

const isThere = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

async function writePart(part: string, fill: (writer: ArchiveWriter) => Promise<void>): Promise<void> {
  const { createTarWriter } = await import('./tar.ts');
  const tar = createTarWriter();
  const entries: ManifestEntry[] = [];
  const addStream: ArchiveWriter['addStream'] = async (name, size, chunks) => {
    const hash = createHash('sha256');
    await tar.add(name, size, hashing(chunks, hash));
    entries.push({ name, size, sha256: hash.digest('hex') });
  };
  const target = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(tar.bytes, createGzip(), target);
  const filled = fill({
    add: (name, content) => addStream(name, content.length, once(content)),
    addStream,
    entries: () => entries,
  }).then(tar.finish, (error: unknown) => {
    tar.abort(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  // Both are waited for, so that nothing goes on behind; what the filling says is the cause of what the writing says.
  const [fills, writes] = await Promise.allSettled([filled, written]);
  if (writes.status === 'rejected')
    throw fills.status === 'rejected' ? firstOf(fills, writes) : writes.reason;
  if (fills.status === 'rejected') throw fills.reason;
}

/** A disk that is full ends the filling as well, and then its word counts. */
function firstOf(fills: PromiseRejectedResult, writes: PromiseRejectedResult): unknown {
  const isSystem = writes.reason instanceof Error && 'syscall' in writes.reason;
  return isSystem ? writes.reason : fills.reason;
}

/** Exclusive, where a rename would put itself over a file that came meanwhile. */
function putInPlace(part: string, file: string, link: typeof linkSync): void {
  try {
    link(part, file);
  } catch (error) {
    refuseTaken(file);
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error;
    renameSync(part, file);
  }
}

/** What a USB stick (FAT, exFAT) and many a share say. https://man7.org/linux/man-pages/man2/link.2.html */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

async function* hashing(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  if (content.length > 0) yield content;
}

/** The name is on disk only once the folder is; Windows cannot open one. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some shares flush no folders.
    if (codeOf(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}
