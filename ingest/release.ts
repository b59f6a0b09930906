import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Article,
  type ArticleColumns,
  buildBm25f,
  type Catalog,
  contentHash,
  type Divisions,
  EMBEDDER,
  encodeIndex,
  FORMAT,
  type Instrument,
  type LexiconEntries,
  type Matter,
  type ReleaseManifest,
  TOKENIZER,
} from '#knowledge/build';
import { countCitations, priorOf } from './citations.ts';
import { ARTICLE_INDEX, articlePassages, MATTER_INDEX, matterPassages } from './passages.ts';
import { soundingPlaces, soundTable } from './sounds.ts';
import { saveVectors } from './vectors.ts';

export type ReleaseInput = {
  readonly instruments: readonly Instrument[];
  readonly articles: readonly Article[];
  readonly matters: readonly Matter[];
  readonly lexicon: LexiconEntries;
  readonly divisions: Divisions;
};

const VECTOR_FILES = ['args.json', 'docstore.json', 'hnswlib.index'] as const;

/**
 * Writes a release beside the others and switches to it. Everything is on disk before the one rename that makes it
 * current, so a crash at any point leaves the release before it in force. The same input makes the same bytes.
 * @returns the manifest of the release now in force
 */
export async function publish(root: string, input: ReleaseInput): Promise<ReleaseManifest> {
  const staging = join(root, 'staging');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(join(staging, 'vectors'), { recursive: true });
  await writeFiles(staging, input);
  const names = [
    'articles.idx',
    'articles.jsonl',
    'catalog.json',
    'knowledge.json',
    'matters.idx',
    ...VECTOR_FILES.map((name) => `vectors/${name}`),
  ];
  const hash = contentHash(new Map(names.map((name) => [name, readFileSync(join(staging, name))])));
  const manifest: ReleaseManifest = {
    format: FORMAT,
    tokenizer: TOKENIZER,
    embedder: EMBEDDER,
    id: hash.slice(0, 12),
    hash,
    files: names,
    counts: {
      instruments: input.instruments.length,
      articles: input.articles.length,
      matters: input.matters.length,
      questions: input.matters.reduce((sum, matter) => sum + matter.questions.length, 0),
    },
  };
  write(join(staging, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of names) sync(join(staging, name));
  const home = join(root, 'releases', manifest.id);
  mkdirSync(dirname(home), { recursive: true });
  if (existsSync(home)) rmSync(home, { recursive: true });
  renameSync(staging, home);
  sync(dirname(home));
  write(join(root, 'current.json.new'), `${JSON.stringify({ id: manifest.id })}\n`);
  renameSync(join(root, 'current.json.new'), join(root, 'current.json'));
  sync(root);
  return manifest;
}

async function writeFiles(folder: string, input: ReleaseInput): Promise<void> {
  const { instruments, matters, lexicon, divisions } = input;
  // Lists of persons are accounted for while parsing and go no further.
  const articles = input.articles.filter((article) => article.kind !== 'roster');
  write(join(folder, 'articles.jsonl'), `${articles.map((article) => JSON.stringify(article)).join('\n')}\n`);
  write(join(folder, 'catalog.json'), JSON.stringify(catalogOf(articles, instruments)));
  const officialTerms = [...new Set(lexicon.flatMap((entry) => entry.mean))];
  write(
    join(folder, 'knowledge.json'),
    JSON.stringify({
      instruments,
      matters,
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

/** The columns of articles that search and filtering need. */
function catalogOf(articles: readonly Article[], instruments: readonly Instrument[]): Catalog {
  const columns = columnsOf(articles, instruments);
  return {
    ids: articles.map((article) => article.id),
    instruments: [...columns.instruments],
    chapters: [...columns.chapters],
    kinds: articles.map((article) => article.kind),
    priors: Array.from(columns.priors, round),
  };
}

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

/** Four decimals: more would be noise in the file. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function write(file: string, content: string | Uint8Array): void {
  writeFileSync(file, content, { flush: true });
}

/** fsync, so that the order on disk is the order here. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
