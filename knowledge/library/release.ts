import { z } from 'zod';
import { lexiconSchema } from '../lexicon/lexicon.ts';
import { divisionsSchema } from '../region/region.ts';
import { EMBEDDER } from '../search/embedder.ts';
import { soundsSchema } from '../search/sounds.ts';
import { TOKENIZER } from '../text/tokenize.ts';

/** The layout of a release folder; a program that reads another layout must not guess. */
export const FORMAT = 'gongyou-release/4';

/**
 * manifest.json: what the release is and what it was made with. `hash` (SHA-256 over every other file, in name order)
 * names it; the checksums find damage at every start.
 */
export const releaseManifestSchema = z.strictObject({
  format: z.string(),
  tokenizer: z.string(),
  embedder: z.string(),
  /** First 12 hex digits of the content hash: the release's name. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  files: z.array(
    z.strictObject({ name: z.string(), size: z.int().nonnegative(), crc32: z.int().nonnegative() }),
  ),
  counts: z.strictObject({ instruments: z.int(), articles: z.int(), matters: z.int(), questions: z.int() }),
});
export type ReleaseManifest = z.infer<typeof releaseManifestSchema>;

/** knowledge.json: everything small. Articles, instruments and matters stand one a line, in index order. */
export const knowledgeFileSchema = z.strictObject({
  lexicon: lexiconSchema,
  sounds: soundsSchema,
  divisions: divisionsSchema,
});

/** The release on disk cannot be used; `message` says what to run. */
export class UnusableRelease extends Error {
  override readonly name = 'UnusableRelease';
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason} Run: npm run ingest`, options);
  }
}

/** Refuses a release made with other parts than this program's, in one sentence. */
export function checkStamps(manifest: ReleaseManifest): void {
  const pairs = [
    ['format', manifest.format, FORMAT],
    ['tokenizer', manifest.tokenizer, TOKENIZER],
    ['embedder', manifest.embedder, EMBEDDER],
  ] as const;
  for (const [what, theirs, ours] of pairs) {
    if (theirs !== ours)
      throw new UnusableRelease(`The release has ${what} ${theirs}, this program needs ${ours}.`);
  }
}
