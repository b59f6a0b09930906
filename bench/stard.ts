/** Retrieval quality on statutes nobody tuned the product's data for: recall on the development half of STARD. */

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  buildBm25f,
  createLexicon,
  createQueryReader,
  createRegionTable,
  createSounds,
  lexiconSchema,
  scoreArticles,
  topScores,
} from '#knowledge/build';
import { ARTICLE_INDEX, articlePassages } from '../ingest/build/passages.ts';
import { columnsOf } from '../ingest/build/release.ts';
import { line, ms, timeEach, timeOnce } from './measure.ts';
import { type Corpus, type LayQuestion, questionMatters, readStard } from './stard-corpus.ts';

const FOLDS = 5;

export async function benchStard(): Promise<void> {
  console.log('STARD development half: recall through the product’s index and scoring');
  const corpus = readStard();
  if (corpus === undefined) {
    console.log('  SKIPPED: ../shared is not on this machine');
    return;
  }
  const free = await timeOnce(() => searcher(corpus, []));
  line('build of 55,347 articles', ms(free.ms), '≤ 30000 ms');
  const plain = recall(corpus.questions, free.value, corpus);
  line('label-free R@10 / R@100', `${plain.r10.toFixed(4)} / ${plain.r100.toFixed(4)}`, '≥ .58 / .81');
  const folds = foldsOf(corpus.questions);
  const rows = Array.from({ length: FOLDS }, (_, fold) => {
    const find = searcher(
      corpus,
      corpus.questions.filter((_q, i) => folds[i] !== fold),
    );
    return recall(
      corpus.questions.filter((_q, i) => folds[i] === fold),
      find,
      corpus,
    );
  });
  const mean = (pick: (row: { r10: number; r100: number; n: number }) => number) =>
    rows.reduce((sum, row) => sum + pick(row) * row.n, 0) / corpus.questions.length;
  line(
    '5-fold question field R@10 / R@100',
    `${mean((r) => r.r10).toFixed(4)} / ${mean((r) => r.r100).toFixed(4)}`,
    '≥ .63 / .85',
  );
  const times = timeEach(corpus.questions, 1, ({ text }) => free.value(text, 10));
  line('query p50 / p99', `${ms(times.p50)} / ${ms(times.p99)}`, 'p99 ≤ 8 ms');
}

/** Index, reader and scoring as a release has them, over the corpus and the labelled questions given. */
function searcher(corpus: Corpus, labelled: readonly LayQuestion[]) {
  const index = buildBm25f(
    articlePassages(corpus.articles, corpus.instruments, questionMatters(labelled)),
    ARTICLE_INDEX,
  );
  const columns = columnsOf(corpus.articles, corpus.instruments);
  const lexicon = ['lexicon', 'general'].flatMap((name) =>
    lexiconSchema.parse(parse(readFileSync(`knowledge/lexicon/${name}.yaml`, 'utf8'))),
  );
  const reader = createQueryReader({
    regions: createRegionTable({}),
    lexicon: createLexicon(lexicon),
    sounds: createSounds({ syllables: {}, words: {}, places: {} }),
    knows: (token) => index.terms.has(token),
  });
  return (text: string, limit: number): number[] =>
    topScores(scoreArticles(index, columns, reader.read(text).tokens), limit).map((hit) => hit.doc);
}

function recall(
  questions: readonly LayQuestion[],
  find: (text: string, limit: number) => number[],
  corpus: Corpus,
) {
  const positions = new Map(corpus.articles.map((article, i) => [article.id, i]));
  let r10 = 0;
  let r100 = 0;
  for (const { text, gold } of questions) {
    const found = find(text, 100);
    const share = (limit: number) =>
      gold.filter((id) => found.slice(0, limit).includes(positions.get(id) ?? -1)).length / gold.length;
    r10 += share(10);
    r100 += share(100);
  }
  return { r10: r10 / questions.length, r100: r100 / questions.length, n: questions.length };
}

/** Shuffled by a hash of the question's number, so that neighbours on one topic do not share a fold by position. */
function foldsOf(questions: readonly LayQuestion[]): number[] {
  const order = questions
    .map((question, i) => ({ i, key: Math.imul(question.qid + 1, 2654435761) >>> 0 }))
    .sort((a, b) => a.key - b.key);
  const folds = new Array<number>(questions.length).fill(0);
  for (const [rank, { i }] of order.entries()) folds[i] = rank % FOLDS;
  return folds;
}
