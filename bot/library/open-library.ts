import {
  listPublications,
  openRelease,
  type Publication,
  publicationNumbers,
  type Release,
  releaseFolder,
  UnusableRelease,
} from '#knowledge';
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
 * Opens the release in force; the first start makes it. One that cannot be opened is not replaced: the newest before it
 * that can, and that nobody went back from, answers in the meantime. That is said here, and by whoever follows the
 * publications as long as it lasts.
 * @throws UnusableRelease when none of those that were published can be used
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
  const opened = openNewest(root);
  const newest = publicationNumbers(root)[0] ?? 0;
  if (opened.publication < newest) onProgress(zhCN.terminal.olderRelease(newest, opened.publication));
  if (opened.release.vectors === undefined) onProgress(zhCN.terminal.wordsOnly);
  return opened;
}

function openNewest(root: string): InForce {
  const problems: UnusableRelease[] = [];
  const publications = listPublications(root);
  const seen = new Set<string>();
  for (const [at, { seq, release }] of publications.entries()) {
    const wasSeen = seen.has(release);
    seen.add(release);
    if (wasSeen || isTakenBack(publications, at)) continue;
    try {
      return { release: openRelease(releaseFolder(root, release)), publication: seq };
    } catch (error) {
      if (!(error instanceof UnusableRelease)) throw error;
      problems.push(error);
    }
  }
  throw problems[0] ?? new Error(zhCN.errors.noRelease);
}

/** Somebody went back from it to what had been in force before: it was wrong, and does not come back by itself. */
function isTakenBack(newestFirst: readonly Publication[], at: number): boolean {
  const [back, gone] = [newestFirst[at - 1], newestFirst[at]];
  const begun = (one: Publication | undefined) =>
    newestFirst.findLast(({ release }) => release === one?.release)?.seq ?? 0;
  return back?.kind === 'rollback' && begun(back) < begun(gone);
}
