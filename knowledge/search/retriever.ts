import type { Release } from '../library/open.ts';
import type { Query } from '../query/query.ts';
import { scoreArticles } from './article-search.ts';
import { type Among, addScores, top, type WeightedToken } from './bm25f.ts';
import { createScopes, type Scope } from './scope.ts';
import { createUnread, type Unread } from './unread.ts';

/** An article that may answer, best first. `score` has no unit; only its order and its ratio to the best mean something. */
export type Hit = { readonly position: number; readonly score: number };

/** How likely a matter is what was asked; the shares of all matters add up to one. */
export type MatterShare = { readonly matter: number; readonly share: number };

export type Finding = {
  readonly hits: readonly Hit[];
  /** The likeliest matters, best first. */
  readonly matters: readonly MatterShare[];
  /** Shares of the matters that this place's texts state, that only other places' texts state, and that none states. */
  readonly local: number;
  readonly silent: number;
  readonly out: number;
  /** The same sums over `matters`, whose shares fall off faster: near 1 when hardly anything else can be meant. */
  readonly likely: { readonly local: number; readonly out: number };
  /** Articles of this place that are on the point of the likeliest matter without stating what is asked. */
  readonly beside: readonly number[];
  /** 0 to 1: how surely an article that no matter knows speaks of the question, by the question's own words. */
  readonly spoken: number;
  /** Whether a text here was never read for the bank: then `silent` says nothing of it. */
  readonly hasUnread: boolean;
  /** Articles of such texts that are nearest to what is asked, best first; they stand among `hits` too. */
  readonly unread: readonly Hit[];
  /** The words by which texts that were read answer what is asked: they choose the sentence in one that was not. */
  readonly bridge: readonly WeightedToken[];
  /** 0 to 1: how much of the question's weight the best matter's words account for. */
  readonly coverage: number;
};

type Weighed = {
  readonly speaking: readonly MatterShare[];
  readonly shares: readonly MatterShare[];
  readonly coverage: number;
  readonly scale: number;
};

export type Retriever = {
  /**
   * @param place region id, or null to search the texts of every place
   * @param day ISO day on which a text must be in force, or null to search those of any time
   */
  readonly find: (query: Query, place: string | null, day: string | null, limit?: number) => Finding;
  /** The likeliest matters, best first, wherever it is asked. */
  readonly matters: (query: Query) => readonly MatterShare[];
  /**
   * Works out beforehand what the first questions would otherwise wait for: a second of work in a large library.
   * @param breathe called between pieces of work; it pauses when it is time to
   */
  readonly warmUp: (
    places: readonly (string | null)[],
    day: string,
    breathe: () => Promise<void>,
  ) => Promise<void>;
};

/**
 * Sharpness of the softmaxes, for a question whose possible score is 1; it falls with the square root of that score, because
 * the scores of a short question lie close together. The one that weighs whether a place speaks at all is the softest. Weight of the nearest questions, chosen on knowledge/checks/dev-*.jsonl
 * (docs/decisions/0003), never on the published set.
 */
const SHARPNESS = { matters: 2.5, articles: 2, speaking: 1.2 } as const;
const NEAR = { count: 10, weight: 15, cosine: 0.4 } as const;
/** A matter whose weight is below e to the minus this has no share worth counting. */
const NEGLIGIBLE = 9;
/** The second article that a matter lists for a place stands behind its first. */
const NEXT_ANSWER = 0.4;
/** Articles that the texts' own words may bring in; those behind them have no share worth counting. */
const MOST_ARTICLES = 48;
/** Share of a question's pairs that a new text must hold to answer before anyone wrote questions for it. */
const HELD = 0.4;
const LIKELIEST = 12;
/** A matter less likely than this is not looked for in texts that nobody has read. */
const UNLIKELY = 0.03;
/** A matter this likely lends the articles that stand beside it. */
const BESIDE = 0.2;

export function createRetriever(release: Release): Retriever {
  const { matters, matterIndex, articleIndex, vectors } = release;
  const scopeOf = createScopes(release);
  const unread = createUnread(release);
  const hasAnswers = matters.map((matter) => Object.keys(matter.answers).length > 0);
  const related = matters.map((matter) => matter.related.flatMap((id) => release.positionOf(id) ?? []));

  /**
   * The article that no matter knows yet (of a text just added) that most surely speaks of the question: its score is the
   * share of the question's pairs of characters that stand in it, once that is more than chance brings.
   */
  const spokenByText = (query: Query, byText: Float32Array, scope: Scope): Hit => {
    if (scope.unasked === undefined) return NOT_SPOKEN;
    const pairs = query.tokens
      .filter(([token, weight]) => token.length > 1 && weight >= 1)
      .map(([token]) => token);
    if (pairs.length < 3) return NOT_SPOKEN;
    const held = top(byText, 3, scope.unasked).map(({ doc }) => {
      const text = release.article(doc).text;
      return { position: doc, score: pairs.filter((pair) => text.includes(pair)).length / pairs.length };
    });
    const best = held.sort(byScore)[0];
    return best !== undefined && best.score >= HELD ? best : NOT_SPOKEN;
  };

  /** One row of scores serves every question: at 55,000 articles a row for each would be memory that grows until collected. */
  const row = new Float32Array(articleIndex.documents);
  let scored: Query | undefined;
  const textScores = (query: Query): Float32Array => {
    if (scored !== query) scoreArticles(articleIndex, release.columns, query.tokens, row);
    scored = query;
    return row;
  };

  /** What does not depend on the place is worked out once per question. */
  const weighed = new WeakMap<Query, Weighed>();
  const weigh = (query: Query): Weighed => {
    const known = weighed.get(query);
    if (known !== undefined) return known;
    const byMatter = new Float32Array(matters.length);
    addScores(matterIndex, query.tokens, byMatter);
    const possible = possibleScore(release, query);
    const coverage = Math.min(1, byMatter.reduce((most, score) => Math.max(most, score), 0) / possible);
    const scale = 1 / Math.sqrt(possible);
    for (const near of vectors?.near(query.subject, NEAR.count) ?? []) {
      if (near.cosine < NEAR.cosine) continue;
      byMatter[near.matter] = (byMatter[near.matter] ?? 0) + NEAR.weight * near.cosine ** 2;
    }
    const fresh = {
      speaking: softmax(byMatter, SHARPNESS.speaking * scale),
      shares: softmax(byMatter, SHARPNESS.matters * scale),
      coverage,
      scale,
    };
    weighed.set(query, fresh);
    return fresh;
  };

  return {
    matters: (query) => weigh(query).shares.slice(0, LIKELIEST),
    warmUp: async (places, day, breathe) => {
      for (const place of places) {
        scopeOf(place, day);
        await breathe();
      }
      const everything = scopeOf(null, null);
      for (const matter of matters.keys()) {
        unread.guess(matter, everything);
        await breathe();
      }
    },
    find: (query, place, day, limit = 12) => {
      const scope = scopeOf(place, day);
      const { speaking, shares, coverage, scale } = weigh(query);
      const byText = textScores(query);
      const guessed = (matter: number) =>
        hasAnswers[matter] === true ? (unread.guess(matter, scope)[0]?.sure ?? 0) : 0;
      let local = 0;
      let silent = 0;
      let out = 0;
      for (const { matter, share } of speaking) {
        if (isAnswered(scope, matter)) local += share;
        else if (hasAnswers[matter] === true) {
          const sure = share < UNLIKELY ? 0 : guessed(matter);
          local += share * sure;
          silent += share * (1 - sure);
        } else out += share;
      }
      const own = spokenByText(query, byText, scope);
      const spoken = own.score;
      local += spoken * (1 - local);
      const scores = new Map<number, number>();
      const add = (position: number, score: number) =>
        scores.set(position, (scores.get(position) ?? 0) + score);
      // What stands word for word in a text that nobody has read is likelier than what the bank makes of it.
      const byUnread = scope.isUnread(own.position) ? spoken : 0;
      if (byUnread > 0) add(own.position, byUnread);
      for (const { matter, share } of shares) {
        let rank = 0;
        for (const position of scope.answers[matter] ?? [])
          add(position, ((1 - byUnread) * share) / (1 + NEXT_ANSWER * rank++));
      }
      const likeliest = shares.slice(0, LIKELIEST);
      const found = unreadHits(likeliest, scope, unread);
      for (const { position, score } of found.hits) add(position, score);
      const sharpness = SHARPNESS.articles * scale;
      for (const { position, score } of textShares(
        byText,
        scope,
        sharpness,
        byUnread + (1 - byUnread) * found.share,
      ))
        add(position, score);
      const shareOf = (weight: (matter: number) => number) =>
        likeliest.reduce((sum, { matter, share }) => sum + weight(matter) * share, 0);
      const hits = [...scores].map(([position, score]) => ({ position, score })).sort(byScore);
      return {
        hits: hits.slice(0, limit),
        matters: likeliest,
        local,
        silent,
        out,
        likely: {
          local:
            spoken + (1 - spoken) * shareOf((matter) => (isAnswered(scope, matter) ? 1 : guessed(matter))),
          out: (1 - spoken) * shareOf((matter) => (hasAnswers[matter] === true ? 0 : 1)),
        },
        beside: [
          ...new Set(
            likeliest.flatMap(({ matter, share }) =>
              share < BESIDE ? [] : (related[matter] ?? []).filter(scope.allowed),
            ),
          ),
        ],
        coverage,
        spoken,
        hasUnread: scope.unread !== undefined,
        unread: hits.filter(({ position }) => scope.isUnread(position)).slice(0, limit),
        bridge: found.bridge,
      };
    },
  };
}

const isAnswered = (scope: Scope, matter: number) => (scope.answers[matter] ?? []).length > 0;
const NOT_SPOKEN: Hit = { position: -1, score: 0 };
const byScore = (a: Hit, b: Hit) => b.score - a.score || a.position - b.position;

type UnreadHits = {
  readonly hits: readonly Hit[];
  readonly bridge: readonly WeightedToken[];
  /** 0 to 1: how much of what is asked the unread texts state rather than those that were read. */
  readonly share: number;
};
const NOTHING_UNREAD: UnreadHits = { hits: [], bridge: [], share: 0 };

/** What the likely matters bring from texts that nobody has read: as much as from one that was read, where it is sure. */
function unreadHits(likeliest: readonly MatterShare[], scope: Scope, unread: Unread): UnreadHits {
  if (scope.unread === undefined) return NOTHING_UNREAD;
  const hits: Hit[] = [];
  const bridge: WeightedToken[] = [];
  let [stated, read] = [0, 0];
  for (const { matter, share } of likeliest) {
    if (isAnswered(scope, matter)) read += share;
    if (share < UNLIKELY) continue;
    const guesses = unread.guess(matter, scope);
    stated += share * (guesses[0]?.sure ?? 0);
    for (const [rank, { position, sure }] of guesses.entries())
      hits.push({ position, score: (share * sure) / (1 + rank) });
    for (const [token] of unread.words(matter)) bridge.push([token, share]);
  }
  return { hits, bridge, share: stated === 0 && read === 0 ? 0.5 : stated / (stated + read) };
}

/**
 * What the articles' own words bring: shares that add up to one. Lay questions are words of their articles, so those of texts
 * that nobody has read are weighed among themselves.
 * @param unreadShare how much of the one those are given, where both kinds are in force
 */
function textShares(byText: Float32Array, scope: Scope, sharpness: number, unreadShare: number): Hit[] {
  const pool = (among: Among, whole: number): Hit[] => {
    const best = top(byText, MOST_ARTICLES, among);
    const weights = best.map(({ score }) => Math.exp((score - (best[0]?.score ?? 0)) * sharpness));
    const sum = weights.reduce((a, b) => a + b, 0);
    return best.map(({ doc }, i) => ({ position: doc, score: (whole * (weights[i] ?? 0)) / sum }));
  };
  if (scope.unread === undefined) return pool(scope.read, 1);
  const read = pool(scope.read, 1 - unreadShare);
  return [...read, ...pool(scope.unread, read.length === 0 ? 1 : unreadShare)];
}

/** Shares of the scores, largest first: what lies far below the best is nothing. Empty when nothing scored. */
function softmax(scores: Float32Array, sharpness: number): MatterShare[] {
  let best = 0;
  for (let i = 0; i < scores.length; i++) if ((scores[i] ?? 0) > best) best = scores[i] ?? 0;
  if (best === 0) return [];
  const floor = Math.max(0, best - NEGLIGIBLE / sharpness);
  const weights: { matter: number; share: number }[] = [];
  let sum = 0;
  for (let matter = 0; matter < scores.length; matter++) {
    const score = scores[matter] ?? 0;
    if (score <= floor) continue;
    const share = Math.exp((score - best) * sharpness);
    weights.push({ matter, share });
    sum += share;
  }
  for (const entry of weights) entry.share /= sum;
  return weights.sort((a, b) => b.share - a.share || a.matter - b.matter);
}

/**
 * The score of a matter that would hold every word of the question. Words that no matter knows weigh as much as the
 * rarest known one, so gibberish and other worlds reach little of it.
 */
function possibleScore(release: Release, query: Query): number {
  const { terms, starts, documents } = release.matterIndex;
  const idf = (count: number) => Math.log(1 + (documents - count + 0.5) / (count + 0.5));
  let possible = query.strange * idf(0);
  for (const [token, weight] of query.tokens) {
    const term = terms.get(token);
    possible += weight * idf(term === undefined ? 0 : (starts[term + 1] ?? 0) - (starts[term] ?? 0));
  }
  return Math.max(1, possible);
}
