import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { createLexicon } from '../lexicon/lexicon.ts';
import type { Article, ArticleKind } from '../policy/article.ts';
import type { Instrument } from '../policy/instrument.ts';
import { createQueryReader, type QueryReader } from '../query/query.ts';
import type { Matter } from '../questions/bank.ts';
import { createRegionTable, type RegionTable } from '../region/region.ts';
import type { ArticleColumns } from '../search/article-search.ts';
import type { Bm25fIndex } from '../search/bm25f.ts';
import { decodeIndex } from '../search/index-file.ts';
import { createSounds } from '../search/sounds.ts';
import { openVectors, type VectorStore } from '../search/vectors.ts';
import { openArticles } from './articles.ts';
import { type Columns, decodeColumns, kindOf } from './columns.ts';
import {
  checkStamps,
  type KnowledgeFile,
  knowledgeFileSchema,
  type ReleaseManifest,
  releaseManifestSchema,
  UnusableRelease,
} from './release.ts';
import { type LibrarySources, librarySourcesSchema } from './sources.ts';

const filesSchema = z.object({ files: releaseManifestSchema.shape.files });
const idsSchema = z.array(z.string());

/** Article ids, kinds and instrument numbers in index order. */
export type Catalog = {
  readonly ids: readonly string[];
  readonly kinds: readonly ArticleKind[];
  /** Number of the instrument in `Release.instruments`. */
  readonly instruments: Uint32Array;
};

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

/**
 * Opens a release folder.
 * @throws UnusableRelease when it is missing, made with other parts, or not byte for byte what its manifest says
 */
export function openRelease(folder: string): Release {
  const manifest = parseJson(readPart(folder, 'manifest.json'), releaseManifestSchema, 'manifest.json');
  checkStamps(manifest);
  const part = (name: string) => checkedPart(folder, manifest, name);
  const knowledge = parseJson(part('knowledge.json'), knowledgeFileSchema, 'knowledge.json');
  const ids = parseJson(part('ids.json'), idsSchema, 'ids.json');
  const columns = decoded('columns.bin', () => decodeColumns(part('columns.bin')));
  const articleIndex = decoded('articles.idx', () => decodeIndex(part('articles.idx')));
  const matterIndex = decoded('matters.idx', () => decodeIndex(part('matters.idx')));
  if (
    columns.kinds.length !== ids.length ||
    articleIndex.documents !== ids.length ||
    matterIndex.documents !== knowledge.matters.length
  ) {
    throw new UnusableRelease('The parts of the release do not fit together.');
  }
  checkSize(folder, manifest, 'articles.jsonl');
  for (const name of ['sources.json', 'vectors/args.json', 'vectors/hnswlib.index']) part(name);
  return assemble(manifest, knowledge, { ids, columns, articleIndex, matterIndex }, folder);
}

/**
 * What a release was made from. A release of another format still tells it, so that a new program can make its own from it.
 * @throws UnusableRelease
 */
export function readReleaseSources(folder: string): LibrarySources {
  const { files } = parseJson(readPart(folder, 'manifest.json'), filesSchema, 'manifest.json');
  return parseJson(checkedPart(folder, { files }, 'sources.json'), librarySourcesSchema, 'sources.json');
}

type Parts = {
  readonly ids: readonly string[];
  readonly columns: Columns;
  readonly articleIndex: Bm25fIndex;
  readonly matterIndex: Bm25fIndex;
};

/** Apart from `openRelease`, so that the closures of a release keep none of the file buffers alive. */
function assemble(
  manifest: ReleaseManifest,
  knowledge: KnowledgeFile,
  parts: Parts,
  folder: string,
): Release {
  const { ids, columns, articleIndex, matterIndex } = parts;
  const regions = createRegionTable(knowledge.divisions);
  const positions = new Map(ids.map((id, i) => [id, i]));
  const instruments = new Map(knowledge.instruments.map((instrument) => [instrument.id, instrument]));
  return {
    manifest,
    instruments: knowledge.instruments,
    catalog: { ids, kinds: Array.from(columns.kinds, kindOf), instruments: columns.instruments },
    matters: knowledge.matters,
    regions,
    reader: createQueryReader({
      regions,
      lexicon: createLexicon(knowledge.lexicon),
      sounds: createSounds(knowledge.sounds),
      knows: (token) => matterIndex.terms.has(token) || articleIndex.terms.has(token),
    }),
    articleIndex,
    columns,
    matterIndex,
    vectors: openVectors(join(folder, 'vectors'), knowledge.matters),
    article: openArticles(join(folder, 'articles.jsonl'), columns),
    positionOf: (id) => positions.get(id),
    instrument: (id) => instruments.get(id),
  };
}

function readPart(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (cause) {
    throw new UnusableRelease(`The release at ${folder} has no readable ${name}.`, { cause });
  }
}

/** A part whose bytes are those that were written. */
function checkedPart(folder: string, manifest: Pick<ReleaseManifest, 'files'>, name: string): Buffer {
  const bytes = readPart(folder, name);
  if (manifest.files.find((file) => file.name === name)?.crc32 !== crc32(bytes))
    throw new UnusableRelease(DAMAGED(name));
  return bytes;
}

/** Articles are checked one by one as they are read; here only that none is missing. */
function checkSize(folder: string, manifest: ReleaseManifest, name: string): void {
  const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
  if (manifest.files.find((file) => file.name === name)?.size !== size)
    throw new UnusableRelease(DAMAGED(name));
}

const DAMAGED = (name: string) => `The release's ${name} was changed or damaged after it was made.`;

function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, name: string): T {
  return decoded(name, () =>
    schema.parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))),
  );
}

function decoded<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof UnusableRelease) throw cause;
    throw new UnusableRelease(`The release's ${name} cannot be read.`, { cause });
  }
}
