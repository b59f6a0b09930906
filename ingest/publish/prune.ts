import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type LibrarySources,
  listPublications,
  publicationNumbers,
  readReleaseSources,
  releaseFolder,
  UnusableRelease,
} from '#knowledge/build';

/** Releases that can be gone back to. */
export const KEPT_RELEASES = 8;
/** How long what was only prepared, or handed in, is kept. ms */
const CANDIDATE = 7 * 24 * 3_600_000;
/** A process may still be opening what was in force a moment ago. ms */
const GRACE = 10 * 60_000;
/** What a program that was killed left half written. ms */
const LEFT = 3_600_000;

export type Pruned = { readonly releases: readonly string[]; readonly sources: number };

/**
 * Removes what nobody can go back to: all but the last published releases, candidates of the last days, and what those were
 * made from. A process that has a removed release open reads on.
 * @param now ms since 1970
 * @param sources hashes that the draft names; without them no source is removed
 * @param prepared id of the release that was prepared of the draft: it may wait long for somebody's yes
 */
export function pruneLibrary(
  root: string,
  {
    now,
    sources,
    prepared,
  }: {
    readonly now: number;
    readonly sources?: readonly string[];
    readonly prepared?: string | undefined;
  },
): Pruned {
  const publications = listPublications(root);
  // A record that cannot be read may name what is in force.
  if (publications.length === 0 || publications.length !== publicationNumbers(root).length)
    return { releases: [], sources: 0 };
  const published = new Set(publications.map(({ release }) => release));
  const kept = new Set([...published].slice(0, KEPT_RELEASES));
  if (prepared !== undefined) kept.add(prepared);
  const age = (path: string) => now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now);
  const home = join(root, 'releases');
  const all = namesIn(home, /^[0-9a-f]{12}$/);
  const isOld = (id: string, path: string) => age(path) > (published.has(id) ? GRACE : CANDIDATE);
  const gone = all.filter((id) => {
    const [from, aside] = [join(home, id), join(home, `.gone-${id}`)];
    if (kept.has(id) || !isOld(id, from)) return false;
    // Under another name first: half a release must not look like one.
    if (!setAside(from, aside)) return false;
    // Whoever publishes it makes it young before: then it goes back, and is in force.
    return isOld(id, aside) || !setAside(aside, from);
  });
  for (const id of gone) rmSync(join(root, 'reports', `${id}.json`), { force: true });
  for (const id of gone) rmSync(join(home, `.gone-${id}`), { recursive: true, force: true });
  for (const name of namesIn(home, /^\.gone-/))
    if (age(join(home, name)) > GRACE) rmSync(join(home, name), { recursive: true, force: true });
  for (const folder of ['publications', 'sources', 'reports'])
    for (const name of namesIn(join(root, folder), /^\./))
      if (age(join(root, folder, name)) > LEFT) rmSync(join(root, folder, name), { force: true });
  for (const name of namesIn(root, /^staging-/))
    if (age(join(root, name)) > LEFT) rmSync(join(root, name), { recursive: true, force: true });
  const left = all.filter((id) => !gone.includes(id));
  return {
    releases: gone,
    sources: sources === undefined ? 0 : pruneSources(root, left, sources, age),
  };
}

/** A source that a kept release or the draft names stays, and so does one that was handed in of late. */
function pruneSources(
  root: string,
  releases: readonly string[],
  draft: readonly string[],
  age: (path: string) => number,
): number {
  const named = new Set(draft);
  for (const id of releases) {
    const sources = sourcesOf(root, id);
    // What one was made from that cannot tell it any more may be what somebody mends it with.
    if (sources === undefined) return 0;
    for (const { sha256 } of sources.files) named.add(sha256);
  }
  const folder = join(root, 'sources');
  const unused = namesIn(folder, /^[0-9a-f]{64}$/).filter(
    (sha256) => !named.has(sha256) && age(join(folder, sha256)) > CANDIDATE,
  );
  for (const sha256 of unused) {
    rmSync(join(folder, `${sha256}.txt`), { force: true });
    rmSync(join(folder, sha256), { force: true });
  }
  return unused.length;
}

function sourcesOf(root: string, id: string): LibrarySources | undefined {
  try {
    return readReleaseSources(releaseFolder(root, id));
  } catch (error) {
    if (error instanceof UnusableRelease) return undefined;
    throw error;
  }
}

/** Another process may be doing the same. @returns whether it was this one */
function setAside(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(ENOENT|ENOTEMPTY|EEXIST)$/.test(`${error.code}`))
      return false;
    throw error;
  }
}

function namesIn(folder: string, pattern: RegExp): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => pattern.test(name)) : [];
}
