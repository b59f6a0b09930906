import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createLexicon } from '../lexicon/lexicon.ts';
import { type Article, articleKindSchema, articleSchema } from '../policy/article.ts';
import type { Instrument } from '../policy/instrument.ts';
import { createQueryReader, type QueryReader } from '../query/query.ts';
import type { Matter } from '../questions/bank.ts';
import { createRegionTable, type RegionTable } from '../region/region.ts';
import type { ArticleColumns } from '../search/article-search.ts';
import type { Bm25fIndex } from '../search/bm25f.ts';
import { decodeIndex } from '../search/index-file.ts';
import { createSounds } from '../search/sounds.ts';
import { openVectors, type VectorStore } from '../search/vectors.ts';
import {
  checkStamps,
  knowledgeFileSchema,
  type ReleaseManifest,
  releaseManifestSchema,
  UnusableRelease,
} from './release.ts';

/** catalog.json: the columns that filtering needs, in index order, so that articles themselves are read only when shown. */
export const catalogSchema = z.strictObject({
  ids: z.array(z.string()),
  /** Number of the instrument in knowledge.json. */
  instruments: z.array(z.int().nonnegative()),
  /** Articles with one number stand under the same headings. */
  chapters: z.array(z.int().nonnegative()),
  kinds: z.array(articleKindSchema),
  /** How much an article is cited, as a factor of at least 1. */
  priors: z.array(z.number().min(1)),
});
export type Catalog = z.infer<typeof catalogSchema>;

/** An open release: read-only, whole, checked. */
export type Release = {
  readonly manifest: ReleaseManifest;
  readonly instruments: readonly Instrument[];
  readonly catalog: Catalog;
  readonly matters: readonly Matter[];
  readonly regions: RegionTable;
  readonly reader: QueryReader;
  readonly articleIndex: Bm25fIndex;
  readonly columns: ArticleColumns;
  readonly matterIndex: Bm25fIndex;
  /** Lay questions by meaning; undefined when the native index cannot be loaded, which costs little and is said at start. */
  readonly vectors: VectorStore | undefined;
  /** The article at an index position. */
  readonly article: (position: number) => Article;
  readonly positionOf: (id: string) => number | undefined;
  readonly instrument: (id: string) => Instrument | undefined;
};

/** The folder of the release in force below `root`, or undefined when none was published yet. */
export function currentRelease(root: string): string | undefined {
  const pointer = join(root, 'current.json');
  if (!existsSync(pointer)) return undefined;
  const { id } = z
    .strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/) })
    .parse(JSON.parse(readFileSync(pointer, 'utf8')));
  return join(root, 'releases', id);
}

/**
 * Opens a release folder.
 * @throws UnusableRelease when it is missing, made with other parts, or not byte for byte what its manifest says
 */
export function openRelease(folder: string): Release {
  const bytes = (name: string) => {
    try {
      return readFileSync(join(folder, name));
    } catch (cause) {
      throw new UnusableRelease(`The release at ${folder} has no readable ${name}.`, { cause });
    }
  };
  const manifest = parseJson(bytes('manifest.json'), releaseManifestSchema, 'manifest.json');
  checkStamps(manifest);
  const files = new Map(manifest.files.map((name) => [name, bytes(name)]));
  const hash = contentHash(files);
  if (hash !== manifest.hash)
    throw new UnusableRelease('The release was changed or damaged after it was made.');
  const file = (name: string) => files.get(name) ?? bytes(name);

  const knowledge = parseJson(file('knowledge.json'), knowledgeFileSchema, 'knowledge.json');
  const catalog = parseJson(file('catalog.json'), catalogSchema, 'catalog.json');
  const articleIndex = decodeIndex(file('articles.idx'));
  const matterIndex = decodeIndex(file('matters.idx'));
  const lines = lineStarts(file('articles.jsonl'));
  if (lines.length !== catalog.ids.length || articleIndex.documents !== catalog.ids.length) {
    throw new UnusableRelease('The parts of the release do not fit together.');
  }
  const regions = createRegionTable(knowledge.divisions);
  const positions = new Map(catalog.ids.map((id, i) => [id, i]));
  const instruments = new Map(knowledge.instruments.map((instrument) => [instrument.id, instrument]));
  return {
    manifest,
    instruments: knowledge.instruments,
    catalog,
    matters: knowledge.matters,
    regions,
    reader: createQueryReader({
      regions,
      lexicon: createLexicon(knowledge.lexicon),
      sounds: createSounds(knowledge.sounds),
      knows: (token) => matterIndex.terms.has(token) || articleIndex.terms.has(token),
    }),
    articleIndex,
    columns: {
      priors: Float32Array.from(catalog.priors),
      instruments: Uint32Array.from(catalog.instruments),
      chapters: Uint32Array.from(catalog.chapters),
    },
    matterIndex,
    vectors: openVectors(join(folder, 'vectors'), knowledge.matters),
    article: articleReader(file('articles.jsonl'), lines),
    positionOf: (id) => positions.get(id),
    instrument: (id) => instruments.get(id),
  };
}

/** SHA-256 over the names and contents of the files, in name order. */
export function contentHash(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}

function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, name: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new UnusableRelease(`The release's ${name} cannot be read.`, { cause });
  }
}

function lineStarts(bytes: Uint8Array): Uint32Array {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    starts.push(at);
    const end = bytes.indexOf(10, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return Uint32Array.from(starts);
}

/** Parses an article when it is first shown; the last few hundred stay. */
function articleReader(bytes: Buffer, starts: Uint32Array): (position: number) => Article {
  const recent = new Map<number, Article>();
  return (position) => {
    const known = recent.get(position);
    if (known !== undefined) return known;
    const start = starts[position];
    if (start === undefined) throw new RangeError(`no article at position ${position}`);
    const article = articleSchema.parse(
      JSON.parse(bytes.toString('utf8', start, starts[position + 1] ?? bytes.length)),
    );
    if (recent.size >= 512) recent.delete(recent.keys().next().value ?? -1);
    recent.set(position, article);
    return article;
  };
}
