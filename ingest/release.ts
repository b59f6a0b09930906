import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type Article,
  type ArticleColumns,
  buildBm25f,
  type Divisions,
  EMBEDDER,
  encodeColumns,
  encodeIndex,
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
import { countCitations, priorOf } from './citations.ts';
import { sync, write } from './durable.ts';
import { ARTICLE_INDEX, articlePassages, MATTER_INDEX, matterPassages } from './passages.ts';
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

const VECTOR_FILES = ['args.json', 'docstore.json', 'hnswlib.index'] as const;

/**
 * Writes a release beside the others, whole and on disk; it is not in force by that (`publishRelease`). The same input
 * makes the same bytes.
 */
export async function buildRelease(root: string, input: ReleaseInput): Promise<ReleaseManifest> {
  mkdirSync(root, { recursive: true });
  sweep(root);
  // Its own folder, so that two processes that publish at once do not write into each other.
  const staging = mkdtempSync(join(root, 'staging-'));
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
  const contents = names.map((name) => ({ name, bytes: readFileSync(join(staging, name)) }));
  const hash = contentHash(contents);
  const manifest: ReleaseManifest = {
    format: FORMAT,
    tokenizer: TOKENIZER,
    embedder: EMBEDDER,
    id: hash.slice(0, 12),
    hash,
    files: contents.map(({ name, bytes }) => ({ name, size: bytes.length, crc32: crc32(bytes) })),
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
      ({ name, crc32: sum }) => existsSync(join(home, name)) && crc32(readFileSync(join(home, name))) === sum,
    );
    if (standing && existsSync(join(home, 'manifest.json'))) {
      rmSync(staging, { recursive: true });
      return;
    }
    rmSync(home, { recursive: true });
  }
  renameSync(staging, home);
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
  const lines = articles.map((article) => Buffer.from(JSON.stringify(article)));
  write(join(folder, 'articles.jsonl'), Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  write(join(folder, 'ids.json'), JSON.stringify(articles.map((article) => article.id)));
  const offsets = new Uint32Array(lines.length + 1);
  for (const [i, line] of lines.entries()) offsets[i + 1] = (offsets[i] ?? 0) + line.length + 1;
  write(
    join(folder, 'columns.bin'),
    encodeColumns({
      ...columnsOf(articles, instruments),
      kinds: Uint32Array.from(articles, (article) => kindNumber(article.kind)),
      offsets,
      checksums: Uint32Array.from(lines, (line) => crc32(line)),
    }),
  );
  write(join(folder, 'instruments.jsonl'), jsonLines(instruments));
  write(join(folder, 'matters.jsonl'), jsonLines(matters));
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
  const articleIndex = buildBm25f(articlePassages(articles, instruments, matters), ARTICLE_INDEX);
  const matterIndex = buildBm25f(matterPassages(matters), MATTER_INDEX);
  write(join(folder, 'articles.idx'), encodeIndex(articleIndex));
  write(join(folder, 'matters.idx'), encodeIndex(matterIndex));
  await saveVectors(join(folder, 'vectors'), matters);
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** The lexicon without the terms that no text of this release uses: they could only mislead. */
function spokenHere(lexicon: LexiconEntries, articles: readonly Article[]): LexiconEntries {
  const texts = articles.map((article) => article.text).join('\n');
  const uses = new Map<string, boolean>();
  const isUsed = (term: string) => {
    const known = uses.get(term) ?? texts.includes(term);
    uses.set(term, known);
    return known;
  };
  return lexicon
    .map((entry) => ({ ...entry, mean: entry.mean.filter(isUsed) }))
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
function contentHash(files: readonly { name: string; bytes: Uint8Array }[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
