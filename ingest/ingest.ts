import { join } from 'node:path';
import {
  NO_SOURCES,
  type Publication,
  publicationNumbers,
  type ReleaseManifest,
  readKeptSources,
} from '#knowledge/build';
import type { BrokenLink } from './build/answers.ts';
import { assemble, type IngestProgress } from './build/assemble.ts';
import { buildRelease } from './build/release.ts';
import type { ParsedFile } from './parse/pipeline.ts';
import { pruneLibrary } from './publish/prune.ts';
import { publishRelease } from './publish/publications.ts';
import { isAsShipped, keepShipped, nextSources } from './sources/next-sources.ts';
import { readFiles } from './sources/read-files.ts';
import { createSourceStore } from './sources/source-store.ts';
import { readSources } from './sources/sources.ts';

export type IngestReport = {
  readonly manifest: ReleaseManifest;
  readonly files: readonly ParsedFile[];
  /** Answers that were left out because the texts do not hold them any more. */
  readonly broken: readonly BrokenLink[];
};

/** An answer of the question bank names an article, or words of one, that the texts do not have. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/** Somebody else published while this release was made; nothing of it is in force. */
export class PublishedMeanwhile extends Error {
  override readonly name = 'PublishedMeanwhile';
  constructor(current: Publication | undefined) {
    super(`Meanwhile ${current?.release ?? 'another release'} was published. Run it again.`);
  }
}

/**
 * From the sources of the release in force (at the first time those that came with the program), and further files that an
 * admin names, to a release in force. Nothing is published when any file is refused.
 * @param options.more files and folders
 * @throws UnreadableFile, LostText, ChangedSource, BrokenAnswer, PublishedMeanwhile
 */
export async function ingest(options: {
  readonly knowledge: string;
  readonly root: string;
  readonly more?: readonly string[];
  readonly by?: string;
  readonly now?: () => Date;
  readonly onProgress?: (progress: IngestProgress) => void;
}): Promise<IngestReport> {
  const { root } = options;
  const knowledge = readSources(options.knowledge);
  const store = createSourceStore(root);
  const seq = publicationNumbers(root)[0] ?? 0;
  const before = readKeptSources(root);
  const shipped = keepShipped(join(options.knowledge, 'policies'), knowledge.manifest, store);
  const more = await readFiles(options.more ?? [], store);
  const sources = nextSources(before?.sources ?? NO_SOURCES, shipped, more);
  const assembled = assemble({ knowledge, sources, text: store.text, onProgress: options.onProgress });
  const wrong = isAsShipped(sources, shipped) ? assembled.broken[0] : undefined;
  if (wrong !== undefined) throw new BrokenAnswer(`matter ${wrong.matter} ${wrong.reason}`);
  const manifest = await buildRelease(root, assembled.input);
  // Before the switch: whatever goes wrong until then has published nothing.
  pruneLibrary(root, { now: (options.now?.() ?? new Date()).getTime() });
  if (before?.publication.seq !== seq || manifest.id !== before.publication.release) {
    const at = (options.now?.() ?? new Date()).toISOString();
    const published = publishRelease(root, {
      release: manifest.id,
      by: options.by ?? '',
      why: '',
      kind: seq === 0 ? 'first' : 'reindex',
      at,
      expect: seq,
    });
    // Two first starts at once make the same release: whoever is later has what it wanted.
    if (published.kind === 'late' && published.current?.release !== manifest.id)
      throw new PublishedMeanwhile(published.current);
  }
  return { manifest, files: assembled.files, broken: [...assembled.broken, ...assembled.brokenOwn] };
}
