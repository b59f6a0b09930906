import { type Addressee, type Article, hardest, type Sentence, type Strength } from '../policy/article.ts';
import { placeLabel, type Range } from '../policy/citation.ts';
import type { Bm25fIndex, WeightedToken } from '../search/bm25f.ts';
import { bare } from '../text/normalise.ts';
import { tokens as tokensOf } from '../text/tokenize.ts';
import { findQuoteFault, GAP } from './verify.ts';

export type Quote = {
  readonly text: string;
  readonly label: string;
  /** Of the hardest sentence quoted. */
  readonly strength: Strength;
  readonly addressee: Addressee;
};

/** Words of an article that a matter says answer it, and how likely that matter is what was asked. */
export type Anchor = { readonly words: string; readonly weight: number };

/** A short article is quoted whole: its sentences explain one another. */
const WHOLE = 110;
const MAX_SENTENCES = 3;
const MAX_LENGTH = 320;
/** A further sentence is worth its space from this share of the best one's score on. */
const NEAR_BEST = 0.12;
/** Flattens the shares of matters, so that the second likeliest matter's sentence is quoted too. */
const FLATTEN = 0.35;
/** What nearness of words alone is worth beside an anchor: it orders, it does not add sentences. */
const UNANCHORED = 0.1;

/**
 * Chooses whole sentences of `article`: those that hold the anchors of the likely matters, then those nearest to the
 * question's words. The result is verified; undefined means nothing quotable is left.
 */
export function chooseQuote(
  article: Article,
  anchors: readonly Anchor[],
  tokens: readonly WeightedToken[],
  index: Bm25fIndex,
): Quote | undefined {
  const quotable = prepare(article);
  const ranked = rank(quotable, anchors, tokens, index);
  const best = ranked[0];
  if (best === undefined) return undefined;
  const chosen = new Set<Sentence>([best.sentence]);
  if (article.text.length <= WHOLE) for (const { sentence } of quotable) chosen.add(sentence);
  for (const { sentence, score } of ranked.slice(1)) {
    const length = [...chosen].reduce((sum, s) => sum + s.end - s.start, 0) + sentence.end - sentence.start;
    if (chosen.size >= MAX_SENTENCES || score < best.score * NEAR_BEST || length > MAX_LENGTH) continue;
    chosen.add(sentence);
  }
  for (const sentence of [...chosen]) for (const next of afterHeading(quotable, sentence)) chosen.add(next);
  for (const sentence of [...chosen]) for (const stem of stemsOf(article, sentence)) chosen.add(stem);
  const ranges = mergeSentences(
    [...chosen].sort((a, b) => a.start - b.start),
    article.text,
  );
  const text = ranges.map((range) => article.text.slice(range.start, range.end)).join(GAP);
  if (findQuoteFault(article, text) !== undefined) return undefined;
  // One label stands under the whole quote: never a softer one than its hardest sentence.
  const sentence = hardest([...chosen].sort((a, b) => a.start - b.start)) ?? best.sentence;
  return {
    text,
    label: placeLabel(article, ranges),
    strength: sentence.strength,
    addressee: sentence.addressee,
  };
}

/** A bracket of offices, a heading and a sentence with somebody's name in it are not said to a worker. */
function isQuotable(article: Article, sentence: Sentence): boolean {
  const text = article.text.slice(sentence.start, sentence.end);
  if (article.private.some((range) => range.start < sentence.end && range.end > sentence.start)) return false;
  return !/^（.*(单位|牵头|负责|配合|落实).*）$/s.test(text);
}

/** A sentence that may be said to a worker, with the forms of it that comparing needs. */
type Quotable = {
  readonly sentence: Sentence;
  readonly plain: string;
  readonly tokens: ReadonlySet<string>;
};

/** An article is compared with many questions: its sentences are taken apart once. */
const prepared = new WeakMap<Article, readonly Quotable[]>();

function prepare(article: Article): readonly Quotable[] {
  const known = prepared.get(article);
  if (known !== undefined) return known;
  const fresh = article.sentences
    .filter((sentence) => isQuotable(article, sentence))
    .map((sentence) => {
      const text = article.text.slice(sentence.start, sentence.end);
      return { sentence, plain: bare(text), tokens: new Set(tokensOf(text)) };
    });
  prepared.set(article, fresh);
  return fresh;
}

function rank(
  quotable: readonly Quotable[],
  anchors: readonly Anchor[],
  tokens: readonly WeightedToken[],
  index: Bm25fIndex,
) {
  const anchored = anchors.map((anchor) => ({ words: bare(anchor.words), weight: anchor.weight ** FLATTEN }));
  const heaviest = Math.max(0, ...anchored.map((anchor) => anchor.weight));
  const weights = tokens.map(([token, weight]) => [token, weight * rarity(token, index)] as const);
  const overlaps = quotable.map((entry) => overlap(entry, weights));
  const widest = Math.max(1e-6, ...overlaps);
  const ranked = quotable.map(({ sentence, plain }, i) => {
    const held = anchored.reduce(
      (sum, anchor) => sum + (plain.includes(anchor.words) ? anchor.weight : 0),
      0,
    );
    const near = (overlaps[i] ?? 0) / widest;
    return { sentence, score: heaviest > 0 ? held + near * heaviest * UNANCHORED : near };
  });
  return ranked
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start);
}

/** Shared tokens by their rarity, against the square root of length, so that long sentences do not always win. */
function overlap({ sentence, tokens }: Quotable, weights: readonly WeightedToken[]): number {
  let sum = 0;
  for (const [token, weight] of weights) if (tokens.has(token)) sum += weight;
  return sum / Math.sqrt(20 + sentence.end - sentence.start);
}

function rarity(token: string, index: Bm25fIndex): number {
  const term = index.terms.get(token);
  const count = term === undefined ? 0 : (index.starts[term + 1] ?? 0) - (index.starts[term] ?? 0);
  return Math.log(1 + (index.documents - count + 0.5) / (count + 0.5));
}

/** 安排部署（2022年3月）。 opens an item and says nothing alone: the sentence behind it comes along. */
function afterHeading(quotable: readonly Quotable[], sentence: Sentence): Sentence[] {
  const next = quotable[quotable.findIndex((entry) => entry.sentence === sentence) + 1]?.sentence;
  return sentence.start === 0 && sentence.end <= 20 && next !== undefined ? [next] : [];
}

/** An item means nothing without the sentence that opens its list (…有下列情形之一的，…：). */
export function stemsOf(article: Article, sentence: Sentence): Sentence[] {
  const item = article.items.find((part) => sentence.start >= part.start && sentence.end <= part.end);
  if (item === undefined) return [];
  const first = article.items.find((part) => part.paragraph === item.paragraph);
  const stem = article.sentences.filter((s) => first !== undefined && s.end <= first.start).at(-1);
  return stem === undefined ? [] : [stem];
}

/** Sentences that touch become one range, so that a quote reads as it is printed. */
export function mergeSentences(sentences: readonly Sentence[], text: string): Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const { start, end } of sentences) {
    const last = ranges.at(-1);
    if (
      last !== undefined &&
      text.slice(last.end, start).trim() === '' &&
      !text.slice(last.end, start).includes('\n')
    )
      last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}
