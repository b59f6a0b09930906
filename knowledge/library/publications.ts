import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UnusableRelease } from './release.ts';

/** How a release came into force. reindex: the same sources, read anew by this program. */
export const publicationKindSchema = z.enum(['first', 'publish', 'rollback', 'reindex']);

/** publications/000013.json: one switch. The highest number is in force; what was in force before stays told. */
export const publicationSchema = z.strictObject({
  seq: z.int().positive(),
  release: z.string().regex(/^[0-9a-f]{12}$/),
  at: z.iso.datetime(),
  by: z.string(),
  why: z.string(),
  kind: publicationKindSchema,
  /** What the gate found, for who reads the history. */
  gate: z.record(z.string(), z.json()).nullable(),
  /** Who else said yes, and why, where the gate asked for it. */
  second: z.strictObject({ by: z.string(), why: z.string() }).nullable(),
});
export type PublicationKind = z.infer<typeof publicationKindSchema>;
export type Publication = z.infer<typeof publicationSchema>;

const NAME = /^(\d{6,})\.json$/;

export function publicationFile(root: string, seq: number): string {
  return join(root, 'publications', `${`${seq}`.padStart(6, '0')}.json`);
}

/** The numbers of all publications, newest first. */
export function publicationNumbers(root: string): readonly number[] {
  const folder = join(root, 'publications');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => Number(NAME.exec(name)?.[1] ?? []))
    .filter((seq) => seq > 0)
    .sort((a, b) => b - a);
}

/** @throws UnusableRelease when it is missing or damaged: what is in force must not be guessed */
export function readPublication(root: string, seq: number): Publication {
  try {
    const publication = publicationSchema.parse(JSON.parse(readFileSync(publicationFile(root, seq), 'utf8')));
    if (publication.seq === seq) return publication;
  } catch (cause) {
    throw new UnusableRelease(`The publication ${seq} cannot be read.`, { cause });
  }
  throw new UnusableRelease(`The publication ${seq} says that it is another one.`);
}

/**
 * The publication in force, or undefined when nothing was published yet.
 * @throws UnusableRelease when its file is damaged
 */
export function currentPublication(root: string): Publication | undefined {
  const seq = publicationNumbers(root)[0];
  return seq === undefined ? undefined : readPublication(root, seq);
}

/** What was published, newest first; a record that cannot be read any more is left out. */
export function listPublications(root: string, limit = Number.POSITIVE_INFINITY): readonly Publication[] {
  const found: Publication[] = [];
  for (const seq of publicationNumbers(root)) {
    if (found.length >= limit) break;
    try {
      found.push(readPublication(root, seq));
    } catch (error) {
      if (!(error instanceof UnusableRelease)) throw error;
    }
  }
  return found;
}

/** The folder of a release below `root`. */
export function releaseFolder(root: string, id: string): string {
  return join(root, 'releases', id);
}

/**
 * The folder of the release in force below `root`, or undefined when none was published yet.
 * @throws UnusableRelease when the publication is damaged
 */
export function currentRelease(root: string): string | undefined {
  const publication = currentPublication(root);
  return publication && releaseFolder(root, publication.release);
}
