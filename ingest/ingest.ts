import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type Article,
  createRegionTable,
  type Matter,
  type ReleaseManifest,
  UnreadableFile,
} from '#knowledge/build';
import type { ManifestFile } from './manifest.ts';
import { type ParsedFile, parseFile } from './pipeline.ts';
import { publish } from './release.ts';
import { readSources } from './sources.ts';

/** One line of progress: a file is being read, or the release is being made. */
export type IngestProgress = {
  readonly stage: 'parse' | 'index';
  readonly detail: string;
  readonly done: number;
  readonly total: number;
};

export type IngestReport = {
  readonly manifest: ReleaseManifest;
  readonly files: readonly ParsedFile[];
};

/** A file in the policies folder is not what the manifest says it is. */
export class ChangedSource extends Error {
  override readonly name = 'ChangedSource';
  constructor(file: string) {
    super(
      `${file} is not byte for byte the file that policies.yaml names. Put the received file back, or change its sha256 there.`,
    );
  }
}

/** An answer of the question bank names an article, or words of one, that the texts do not have. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/**
 * The whole way from the policies folder, and further files an admin names, to a release in force.
 * Nothing is published when any file is refused.
 * @throws UnreadableFile, LostText, ChangedSource, BrokenAnswer
 */
export async function ingest(options: {
  readonly knowledge: string;
  readonly root: string;
  readonly more?: readonly string[];
  readonly onProgress?: (progress: IngestProgress) => void;
}): Promise<IngestReport> {
  const sources = readSources(options.knowledge);
  const regions = createRegionTable(sources.divisions);
  const own = sources.manifest.files.map((file) => ({
    file,
    path: join(options.knowledge, 'policies', file.file),
  }));
  const more = (options.more ?? []).map((path) => ({ file: unlisted(path), path }));
  const all = [...own, ...more];
  const taken = new Set<string>();
  const files = all.map(({ file, path }, i) => {
    options.onProgress?.({ stage: 'parse', detail: file.file, done: i, total: all.length });
    const bytes = readFileSync(path);
    if (file.sha256 !== '' && createHash('sha256').update(bytes).digest('hex') !== file.sha256)
      throw new ChangedSource(file.file);
    const parsed = parseFile(bytes, file, regions, taken);
    if (parsed.articles.length === 0) throw new UnreadableFile(file.file, 'it holds no text');
    return parsed;
  });
  const instruments = files.flatMap((file) => file.instruments);
  const articles = files.flatMap((file) => file.articles);
  checkAnswers(sources.matters, articles);
  options.onProgress?.({ stage: 'index', detail: `${articles.length}`, done: all.length, total: all.length });
  const manifest = await publish(options.root, { ...sources, instruments, articles });
  return { manifest, files };
}

function unlisted(path: string): ManifestFile {
  return { file: basename(path), sha256: '', facts: [] };
}

function checkAnswers(matters: readonly Matter[], articles: readonly Article[]): void {
  const plain = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  const texts = new Map(articles.map((article) => [article.id, plain(article.text)]));
  for (const matter of matters) {
    for (const [id, words] of Object.entries(matter.answers)) {
      const text = texts.get(id);
      if (text === undefined)
        throw new BrokenAnswer(`matter ${matter.matter} answers from ${id}, which no text has`);
      const wrong = words.find((anchor) => !text.includes(plain(anchor)));
      if (wrong !== undefined)
        throw new BrokenAnswer(`matter ${matter.matter}: ${id} does not say "${wrong}"`);
    }
    const loose = matter.related.find((id) => !texts.has(id));
    if (loose !== undefined)
      throw new BrokenAnswer(`matter ${matter.matter} is related to ${loose}, which no text has`);
  }
}
