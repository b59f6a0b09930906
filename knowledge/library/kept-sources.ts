import { readReleaseSources } from './open.ts';
import { listPublications, type Publication, releaseFolder } from './publications.ts';
import { UnusableRelease } from './release.ts';
import type { LibrarySources } from './sources.ts';

export type KeptSources = { readonly publication: Publication; readonly sources: LibrarySources };

/**
 * The newest publication whose sources can be read: a library that is damaged is mended from the one before. undefined when
 * there is none.
 */
export function readKeptSources(root: string): KeptSources | undefined {
  for (const publication of listPublications(root)) {
    try {
      return { publication, sources: readReleaseSources(releaseFolder(root, publication.release)) };
    } catch (error) {
      if (!(error instanceof UnusableRelease)) throw error;
    }
  }
  return undefined;
}
