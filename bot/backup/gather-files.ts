import { createReadStream, type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { currentPublication, listPublications, publicationFile, releaseFolder } from '#knowledge';
import { backupCopy as copy } from '../copy/backup.ts';
import { NoBackup } from './bad-archive.ts';
import { codeOf } from './code-of.ts';

/** A file and the name it gets in the archive. */
export type Gathered = { readonly name: string; readonly path: string };

/**
 * What is kept of the policy library: the releases that were ever in force and are still there, what they were made from,
 * how they were judged, and which is in force. What is only being prepared can be prepared again.
 * @returns in an order in which a half-written copy has nothing in force
 */
export function gatherLibrary(root: string): { readonly release: string | null; readonly files: Gathered[] } {
  const publications = listPublications(root);
  const releases = [...new Set(publications.map(({ release }) => release))];
  const files = [
    ...releases.flatMap((id) => filesBelow(releaseFolder(root, id), `library/releases/${id}`)),
    ...filesBelow(join(root, 'sources'), 'library/sources'),
    ...filesBelow(join(root, 'reports'), 'library/reports').filter(({ name }) =>
      releases.some((id) => name.endsWith(`/${id}.json`)),
    ),
    ...publications.toReversed().map(({ seq }) => {
      const path = publicationFile(root, seq);
      return { name: `library/publications/${basename(path)}`, path };
    }),
  ];
  return { release: currentPublication(root)?.release ?? null, files };
}

/** The tables that an admin keeps; none where the empty ones beside the program are used. */
export function gatherFacts(folder: string | undefined): Gathered[] {
  if (folder === undefined) return [];
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && !/^[.~]/.test(entry.name))
    .map(({ name }) => ({ name: `facts/${name}`, path: join(folder, name) }));
}

/** Files that begin with a dot are half written. */
function filesBelow(folder: string, name: string): Gathered[] {
  return entriesOf(folder)
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const below = { name: `${name}/${entry.name}`, path: join(folder, entry.name) };
      return entry.isDirectory() ? filesBelow(below.path, below.name) : [below];
    });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * The size of a file and its bytes, exactly as many.
 * @throws NoBackup when it went away meanwhile: a release is removed when newer ones have taken its place
 */
export function readGathered({ path }: Gathered): { size: number; chunks: AsyncIterable<Uint8Array> } {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new NoBackup(copy.problem.moved);
  // What is appended meanwhile is not in the backup.
  return { size, chunks: size === 0 ? nothing() : createReadStream(path, { end: size - 1 }) };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
