import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { createLexicon } from '../lexicon/lexicon.ts';
import type { Article, ArticleKind } from '../policy/article.ts';
import { type Instrument, instrumentSchema } from '../policy/instrument.ts';
import { createQueryReader, type QueryReader } from '../query/query.ts';
import { type Matter, matterSchema } from '../questions/bank.ts';
import { createRegionTable, type RegionTable } from '../region/region.ts';
import type { ArticleColumns } from '../search/article-search.ts';
import type { Bm25fIndex } from '../search/bm25f.ts';
import { decodingIndex } from '../search/index-file.ts';
import { createSounds } from '../search/sounds.ts';
import { openVectors, type VectorStore } from '../search/vectors.ts';
import { openArticles } from './articles.ts';
import { decodeColumns, kindOf } from './columns.ts';
import type { PolicyTexts } from './pages.ts';
import {
  checkStamps,
  knowledgeFileSchema,
  type ReleaseManifest,
  releaseManifestSchema,
  UnusableRelease,
} from './release.ts';
import { type LibrarySources, librarySourcesSchema } from './sources.ts';
import { atOnce, PIECE, type Steps } from './steps.ts';

/** Its three parts are parsed one after another. */
const wordsSchema = z.strictObject({ lexicon: z.unknown(), sounds: z.unknown(), divisions: z.unknown() });
const filesSchema = z.object({ files: releaseManifestSchema.shape.files });

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
  /** Gives back the file it reads articles from; nothing may be asked of it afterwards. */
  readonly close: () => void;
};

/** Parts that a program reads whole. The articles' lines are read one by one, sources.json only to make the next release. */
export const READ_WHOLE = [
  'articles.idx',
  'columns.bin',
  'ids.json',
  'instruments.jsonl',
  'knowledge.json',
  'matters.idx',
  'matters.jsonl',
] as const;
type PartName = (typeof READ_WHOLE)[number];

/**
 * Opens a release folder.
 * @throws UnusableRelease when it is missing, made with other parts, or not byte for byte what its manifest says
 */
export function openRelease(folder: string): Release {
  const manifest = readManifest(folder);
  const parts = atOnce(decodeParts((name) => checkedPart(folder, manifest, name)));
  checkSize(folder, manifest, 'articles.jsonl');
  for (const name of ['sources.json', 'vectors/args.json', 'vectors/hnswlib.index'])
    checkedPart(folder, manifest, name);
  return assembleRelease(folder, manifest, parts, openVectors(join(folder, 'vectors'), parts.matters));
}

/**
 * Opens of a release what reading needs and searching does not: for an old one, which answers nothing any more.
 * @throws UnusableRelease
 */
export function openTexts(folder: string): PolicyTexts & Pick<Release, 'close'> {
  const manifest = readManifest(folder);
  const part = (name: string) => checkedPart(folder, manifest, name);
  const instruments = atOnce(parseLines(part('instruments.jsonl'), instrumentSchema, 'instruments.jsonl'));
  const ids = atOnce(parseIds(part('ids.json')));
  const columns = decoded('columns.bin', () => decodeColumns(part('columns.bin')));
  if (columns.kinds.length !== ids.length)
    throw new UnusableRelease('The parts of the release do not fit together.');
  checkSize(folder, manifest, 'articles.jsonl');
  const positions = new Map(ids.map((id, position) => [id, position]));
  const byId = new Map(instruments.map((instrument) => [instrument.id, instrument]));
  const articles = openArticles(join(folder, 'articles.jsonl'), columns);
  return {
    ...{ manifest, instruments },
    catalog: { ids, kinds: Array.from(columns.kinds, kindOf), instruments: columns.instruments },
    article: articles.at,
    positionOf: (id) => positions.get(id),
    instrument: (id) => byId.get(id),
    close: articles.close,
  };
}

/** @throws UnusableRelease when it is missing, damaged, or of a release that this program cannot read */
export function readManifest(folder: string): ReleaseManifest {
  const manifest = parseJson(readPart(folder, 'manifest.json'), releaseManifestSchema, 'manifest.json');
  checkStamps(manifest);
  return manifest;
}

/**
 * What a release was made from. A release of another format still tells it, so that a new program can make its own from it.
 * @throws UnusableRelease
 */
export function readReleaseSources(folder: string): LibrarySources {
  const { files } = parseJson(readPart(folder, 'manifest.json'), filesSchema, 'manifest.json');
  return parseJson(checkedPart(folder, { files }, 'sources.json'), librarySourcesSchema, 'sources.json');
}

export type Parts = {
  readonly instruments: readonly Instrument[];
  readonly matters: readonly Matter[];
  readonly regions: RegionTable;
  readonly reader: QueryReader;
  readonly ids: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  readonly kinds: readonly ArticleKind[];
  readonly columns: ReturnType<typeof decodeColumns>;
  readonly articleIndex: Bm25fIndex;
  readonly matterIndex: Bm25fIndex;
};

/** @throws UnusableRelease */
export function* decodeParts(part: (name: PartName) => Uint8Array): Steps<Parts> {
  const instruments = yield* parseLines(part('instruments.jsonl'), instrumentSchema, 'instruments.jsonl');
  const matters = yield* parseLines(part('matters.jsonl'), matterSchema, 'matters.jsonl');
  const words = parseJson(part('knowledge.json'), wordsSchema, 'knowledge.json');
  yield;
  const { shape } = knowledgeFileSchema;
  const lexicon = decoded('knowledge.json', () => shape.lexicon.parse(words.lexicon));
  yield;
  const sounds = decoded('knowledge.json', () => shape.sounds.parse(words.sounds));
  yield;
  const divisions = decoded('knowledge.json', () => shape.divisions.parse(words.divisions));
  yield;
  const ids = yield* parseIds(part('ids.json'));
  const positions = new Map<string, number>();
  for (const id of ids) {
    positions.set(id, positions.size);
    if (positions.size % PIECE === 0) yield;
  }
  const columns = decoded('columns.bin', () => decodeColumns(part('columns.bin')));
  yield;
  const articleIndex = yield* decodeIndexPart('articles.idx', part('articles.idx'));
  const matterIndex = yield* decodeIndexPart('matters.idx', part('matters.idx'));
  if (
    columns.kinds.length !== ids.length ||
    articleIndex.documents !== ids.length ||
    matterIndex.documents !== matters.length
  )
    throw new UnusableRelease('The parts of the release do not fit together.');
  const kinds = Array.from(columns.kinds, kindOf);
  yield;
  const regions = createRegionTable(divisions);
  yield;
  const reader = createQueryReader({
    regions,
    lexicon: createLexicon(lexicon),
    sounds: createSounds(sounds),
    knows: (token) => matterIndex.terms.has(token) || articleIndex.terms.has(token),
  });
  return {
    ...{ instruments, matters, regions, reader, ids, positions, kinds, columns },
    ...{ articleIndex, matterIndex },
  };
}

/** Apart from what reads the files, so that the closures of a release keep none of the buffers alive. */
export function assembleRelease(
  folder: string,
  manifest: ReleaseManifest,
  parts: Parts,
  vectors: VectorStore | undefined,
): Release {
  const { instruments, matters, regions, reader, ids, positions, kinds, columns } = parts;
  const byId = new Map(instruments.map((instrument) => [instrument.id, instrument]));
  const articles = openArticles(join(folder, 'articles.jsonl'), columns);
  return {
    ...{ manifest, instruments, matters, regions, reader, columns, vectors },
    ...{ articleIndex: parts.articleIndex, matterIndex: parts.matterIndex },
    catalog: { ids, kinds, instruments: columns.instruments },
    article: articles.at,
    positionOf: (id) => positions.get(id),
    instrument: (id) => byId.get(id),
    close: articles.close,
  };
}

function* parseLines<T>(bytes: Uint8Array, schema: z.ZodType<T>, name: string): Steps<T[]> {
  const lines = asText(bytes).split('\n');
  // The last line ends with a line feed too.
  if (lines.pop() !== '') throw new UnusableRelease(`The release's ${name} cannot be read.`);
  const found: T[] = [];
  for (const line of lines) {
    found.push(decoded(name, () => schema.parse(JSON.parse(line))));
    if (found.length % 16 === 0) yield;
  }
  return found;
}

function* parseIds(bytes: Uint8Array): Steps<string[]> {
  const ids = parseJson(bytes, z.unknown(), 'ids.json');
  yield;
  const checked: string[] = [];
  if (!Array.isArray(ids)) throw new UnusableRelease("The release's ids.json cannot be read.");
  for (const id of ids) {
    if (typeof id !== 'string') throw new UnusableRelease("The release's ids.json cannot be read.");
    checked.push(id);
    if (checked.length % PIECE === 0) yield;
  }
  return checked;
}

function* decodeIndexPart(name: string, bytes: Uint8Array): Steps<Bm25fIndex> {
  try {
    return yield* decodingIndex(bytes);
  } catch (cause) {
    throw new UnusableRelease(`The release's ${name} cannot be read.`, { cause });
  }
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

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, name: string): T {
  return decoded(name, () => schema.parse(JSON.parse(asText(bytes))));
}

function decoded<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof UnusableRelease) throw cause;
    throw new UnusableRelease(`The release's ${name} cannot be read.`, { cause });
  }
}
