import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  currentPublication,
  type Publication,
  publicationFile,
  publicationNumbers,
  publicationSchema,
  releaseFolder,
} from '#knowledge/build';
import { sync } from './durable.ts';

/** A wish to put a release in force, as it was pressed. */
export type Publishing = Pick<Publication, 'release' | 'by' | 'why' | 'kind' | 'at'> &
  Partial<Pick<Publication, 'gate' | 'second'>> & {
    /** The number in force when the wish was made; 0 for none. */
    readonly expect: number;
  };

/** late: somebody else published since `expect`; `current` is theirs. */
export type Published =
  | { readonly kind: 'published'; readonly publication: Publication }
  | { readonly kind: 'late'; readonly current: Publication | undefined };

/** A release that is asked for is not among those kept. */
export class MissingRelease extends Error {
  override readonly name = 'MissingRelease';
  constructor(release: string) {
    super(`The release ${release} is not among those that are kept.`);
  }
}

/**
 * Puts a release in force. The record is whole on disk under another name before it is linked to its number, and a link is
 * made by one process alone: it is the switch, and a compare-and-set between processes.
 * @throws MissingRelease
 */
export function publishRelease(root: string, { expect, ...wish }: Publishing): Published {
  // By its number alone: one that is damaged can be followed by a good one.
  if ((publicationNumbers(root)[0] ?? 0) !== expect)
    return { kind: 'late', current: currentPublication(root) };
  const folder = releaseFolder(root, wish.release);
  const publication = publicationSchema.parse({ gate: null, second: null, ...wish, seq: expect + 1 });
  // Young again: no clearing away that runs at the same time takes it for an old candidate. Looked for behind that.
  if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
  if (!existsSync(join(folder, 'manifest.json'))) throw new MissingRelease(wish.release);
  const home = join(root, 'publications');
  mkdirSync(home, { recursive: true });
  const aside = join(home, `.${publication.seq}-${randomBytes(6).toString('hex')}`);
  let first: boolean;
  try {
    writeFileSync(aside, `${JSON.stringify(publication, null, 2)}\n`, { flush: true });
    first = linked(aside, publicationFile(root, publication.seq));
  } finally {
    rmSync(aside, { force: true });
  }
  sync(home);
  return first ? { kind: 'published', publication } : { kind: 'late', current: currentPublication(root) };
}

/** https://man7.org/linux/man-pages/man2/link.2.html: an existing new path is never overwritten. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
