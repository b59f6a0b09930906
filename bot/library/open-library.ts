import { currentPublication, openRelease, publicationNumbers, type Release, releaseFolder } from '#knowledge';
import { zhCN } from '../copy/zh-CN.ts';

export type LibraryOptions = {
  /** Folder with policies, questions, lexicon and divisions. */
  readonly knowledge: string;
  /** Folder that holds the releases. */
  readonly root: string;
  readonly onProgress: (line: string) => void;
};

/** A release that is in force, and the number of the publication that put it there. */
export type InForce = { readonly release: Release; readonly publication: number };

/**
 * Opens the release in force; the first start makes it.
 * @throws UnusableRelease when there is one that cannot be used: it is not replaced behind anybody's back
 */
export async function openLibrary({ knowledge, root, onProgress }: LibraryOptions): Promise<InForce> {
  if (publicationNumbers(root).length === 0) {
    // Only the first start needs ingest and what it loads.
    const { ingest } = await import('#ingest');
    await ingest({
      knowledge,
      root,
      onProgress: ({ stage, detail, done, total }) =>
        onProgress(
          stage === 'parse' ? zhCN.terminal.building(detail, done + 1, total) : zhCN.terminal.indexing,
        ),
    });
  }
  const publication = currentPublication(root);
  if (publication === undefined) throw new Error(zhCN.errors.noRelease);
  const release = openRelease(releaseFolder(root, publication.release));
  if (release.vectors === undefined) onProgress(zhCN.terminal.wordsOnly);
  return { release, publication: publication.seq };
}
