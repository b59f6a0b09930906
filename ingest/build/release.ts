import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type Article,
  type ArticleColumns,
  type Bm25fOptions,
  buildBm25f,
  type Divisions,
  EMBEDDER,
  encodeColumns,
  encodeIndexParts,
  type FieldTokens,
  FORMAT,
  type Instrument,
  kindNumber,
  type LexiconEntries,
  type LibrarySources,
  type Matter,
  type ReleaseManifest,
  releaseFolder,
  TOKENIZER,
} from '#knowledge/build';
import { checksumOf, chunksOf, sync, write, writeLines, writeParts } from '../publish/durable.ts';
import { countCitations, priorOf } from './citations.ts';
import { ARTICLE_INDEX, articlePassages, MATTER_INDEX, matterPassages } from './passages.ts';
import { copySameVectors, VECTOR_FILES } from './same-vectors.ts';
import { soundingPlaces, soundTable } from './sounds.ts';
import { saveVectors } from './vectors.ts';

export type ReleaseInput = {
  readonly instruments: readonly Instrument[];
  readonly articles: readonly Article[];
  readonly matters: readonly Matter[];
  readonly lexicon: LexiconEntries;
  readonly divisions: Divisions;
  /** What all of it was made from. */
  readonly sources: LibrarySources;
};

/** Texts that are joined to be searched. */
const TEXTS_AT_ONCE = 1_000;

/**
 * Writes a release beside the others, whole and on disk; it is not in force by that (`publishRelease`). The same input
 * makes the same bytes.
 */
export async function buildRelease(root: string, input: ReleaseInput): Promise<ReleaseManifest> {
  mkdirSync(root, { recursive: true });
  sweep(root);
  // Its own folder, so that two processes that publish at once do not write into each other.
  const staging = mkdtempSync(join(root, 'staging-'));
  try {
    return await buildIn(staging, root, input);
  } finally {
    // What came of it has moved to its place by now; half of one on a disk that is full would keep it full.
    rmSync(staging, { recursive: true, force: true });
  }
}

async function buildIn(staging: string, root: string, input: ReleaseInput): Promise<ReleaseManifest> {
  mkdirSync(join(staging, 'vectors'), { recursive: true });
  await writeFiles(staging, input);
  const names = [
    'articles.idx',
    'articles.jsonl',
    'columns.bin',
    'ids.json',
    'instruments.jsonl',
    'knowledge.json',
    'matters.idx',
    'matters.jsonl',
    'sources.json',
    ...VECTOR_FILES.map((name) => `vectors/${name}`),
  ];
  const { hash, files } = contentHash(staging, names);
  const manifest: ReleaseManifest = {
    format: FORMAT,
    tokenizer: TOKENIZER,
    embedder: EMBEDDER,
    id: hash.slice(0, 12),
    hash,
    files,
    counts: {
      instruments: input.instruments.length,
      articles: input.articles.filter((article) => article.kind !== 'roster').length,
      matters: input.matters.length,
      questions: input.matters.reduce((sum, matter) => sum + matter.questions.length, 0),
    },
  };
  write(join(staging, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of names) sync(join(staging, name));
  const home = releaseFolder(root, manifest.id);
  mkdirSync(dirname(home), { recursive: true });
  settle(staging, home, manifest);
  return manifest;
}

/**
 * Moves the staged release to its place. One that is there already, whole, stays: processes may be reading it, and taking
 * it away first would leave a moment with no release.
 */
function settle(staging: string, home: string, manifest: ReleaseManifest): void {
  if (existsSync(home)) {
    const standing = manifest.files.every(
      ({ name, crc32: sum }) => existsSync(join(home, name)) && checksumOf(join(home, name)) === sum,
    );
    if (standing && existsSync(join(home, 'manifest.json'))) {
      // Made anew is as good as new: it is kept as long.
      utimesSync(home, new Date(), new Date());
      return;
    }
    rmSync(home, { recursive: true });
  }
  try {
    renameSync(staging, home);
  } catch (error) {
    // Another process has made the same in this very moment.
    if (!(error instanceof Error && 'code' in error && /^(ENOTEMPTY|EEXIST)$/.test(`${error.code}`)))
      throw error;
    settle(staging, home, manifest);
  }
  sync(dirname(home));
}

/** What a publish that was killed left behind; an hour is longer than any publish takes. */
function sweep(root: string): void {
  const left = readdirSync(root).filter((name) => name.startsWith('staging'));
  for (const name of left)
    if (Date.now() - statSync(join(root, name)).mtimeMs > 3_600_000)
      rmSync(join(root, name), { recursive: true, force: true });
}

async function writeFiles(folder: string, input: ReleaseInput): Promise<void> {
  const { instruments, matters, divisions } = input;
  write(join(folder, 'sources.json'), JSON.stringify(input.sources));
  // Lists of persons are accounted for while parsing and go no further.
  const articles = input.articles.filter((article) => article.kind !== 'roster');
  const { offsets, checksums } = writeLines(join(folder, 'articles.jsonl'), articles);
  write(join(folder, 'ids.json'), JSON.stringify(articles.map((article) => article.id)));
  write(
    join(folder, 'columns.bin'),
    encodeColumns({
      ...columnsOf(articles, instruments),
      kinds: Uint32Array.from(articles, (article) => kindNumber(article.kind)),
      offsets,
      checksums,
    }),
  );
  writeLines(join(folder, 'instruments.jsonl'), instruments);
  writeLines(join(folder, 'matters.jsonl'), matters);
  const lexicon = spokenHere(input.lexicon, articles);
  const officialTerms = [...new Set(lexicon.flatMap((entry) => entry.mean))];
  write(
    join(folder, 'knowledge.json'),
    JSON.stringify({
      lexicon,
      sounds: soundTable(matters, officialTerms, soundingPlaces(divisions, instruments)),
      divisions,
    }),
  );
  writeIndex(join(folder, 'articles.idx'), articlePassages(articles, instruments, matters), ARTICLE_INDEX);
  writeIndex(join(folder, 'matters.idx'), matterPassages(matters), MATTER_INDEX);
  const vectors = join(folder, 'vectors');
  if (!copySameVectors(join(dirname(folder), 'releases'), vectors, matters))
    await saveVectors(vectors, matters);
}

/** The index is gone from memory when this returns: for many articles it is the largest thing there is. */
function writeIndex(file: string, passages: Iterable<FieldTokens>, options: Bm25fOptions): void {
  writeParts(file, encodeIndexParts(buildBm25f(passages, options)));
}

/** The lexicon without the terms that no text of this release uses: they could only mislead. */
function spokenHere(lexicon: LexiconEntries, articles: readonly Article[]): LexiconEntries {
  const unused = new Set(lexicon.flatMap((entry) => entry.mean));
  for (let from = 0; from < articles.length && unused.size > 0; from += TEXTS_AT_ONCE) {
    const some = articles.slice(from, from + TEXTS_AT_ONCE);
    const texts = some.map((article) => article.text).join('\n');
    for (const term of unused) if (texts.includes(term)) unused.delete(term);
  }
  return lexicon
    .map((entry) => ({ ...entry, mean: entry.mean.filter((term) => !unused.has(term)) }))
    .filter((entry) => entry.mean.length > 0);
}

/** The columns of articles that scoring needs. */
export function columnsOf(articles: readonly Article[], instruments: readonly Instrument[]): ArticleColumns {
  const numbers = new Map(instruments.map((instrument, i) => [instrument.id, i]));
  const chapters = new Map<string, number>();
  const cites = countCitations(articles, instruments);
  const numberOf = (article: Article) => numbers.get(article.instrument) ?? 0;
  return {
    instruments: Uint32Array.from(articles, numberOf),
    chapters: Uint32Array.from(articles, (article) => {
      const key = [article.instrument, ...article.path].join('|');
      const number = chapters.get(key) ?? chapters.size;
      chapters.set(key, number);
      return number;
    }),
    priors: Float32Array.from(articles, (article, i) =>
      priorOf(cites.instruments[numberOf(article)] ?? 0, cites.articles[i] ?? 0),
    ),
  };
}

/** SHA-256 over names, lengths and contents, in name order. */
function contentHash(
  folder: string,
  names: readonly string[],
): { readonly hash: string; readonly files: ReleaseManifest['files'] } {
  const hash = createHash('sha256');
  const files = names.map((name) => {
    const { size } = statSync(join(folder, name));
    hash.update(`${name}\0${size}\0`);
    let sum = 0;
    for (const bytes of chunksOf(join(folder, name))) {
      hash.update(bytes);
      sum = crc32(bytes, sum);
    }
    return { name, size, crc32: sum };
  });
  return { hash: hash.digest('hex'), files };
}
