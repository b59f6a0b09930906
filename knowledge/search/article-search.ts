import { addScores, type Bm25fIndex, type WeightedToken } from './bm25f.ts';

/** Per article, in index order: how much it is cited, the number of its instrument, and of the heading it stands under. */
export type ArticleColumns = {
  readonly priors: Float32Array;
  readonly instruments: Uint32Array;
  readonly chapters: Uint32Array;
};

/** Share of the best score of its instrument, and of its chapter, that an article is given: neighbours explain it. */
const INSTRUMENT_SHARE = 0.15;
const CHAPTER_SHARE = 0.15;

/**
 * Scores every article for a question by its own words: prior × (BM25F + shares of the best of its instrument and
 * chapter). Measured on 55,347 statute articles, see docs/decisions/0003.
 */
export function scoreArticles(
  index: Bm25fIndex,
  columns: ArticleColumns,
  query: readonly WeightedToken[],
  scores: Float32Array = new Float32Array(index.documents),
): Float32Array {
  const { priors, instruments, chapters } = columns;
  scores.fill(0);
  addScores(index, query, scores);
  const bestOfInstrument = new Float32Array(1 + maximum(instruments));
  const bestOfChapter = new Float32Array(1 + maximum(chapters));
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score === 0) continue;
    const instrument = instruments[i] ?? 0;
    const chapter = chapters[i] ?? 0;
    if (score > (bestOfInstrument[instrument] ?? 0)) bestOfInstrument[instrument] = score;
    if (score > (bestOfChapter[chapter] ?? 0)) bestOfChapter[chapter] = score;
  }
  for (let i = 0; i < scores.length; i++) {
    const lift =
      INSTRUMENT_SHARE * (bestOfInstrument[instruments[i] ?? 0] ?? 0) +
      CHAPTER_SHARE * (bestOfChapter[chapters[i] ?? 0] ?? 0);
    scores[i] = (priors[i] ?? 1) * ((scores[i] ?? 0) + lift);
  }
  return scores;
}

const maxima = new WeakMap<Uint32Array, number>();

/** The columns never change, so their largest value is found once. */
function maximum(values: Uint32Array): number {
  const known = maxima.get(values);
  if (known !== undefined) return known;
  let most = 0;
  for (const value of values) if (value > most) most = value;
  maxima.set(values, most);
  return most;
}
