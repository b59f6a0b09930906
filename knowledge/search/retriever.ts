import type { Release } from '../library/open.ts';
import type { Query } from '../query/query.ts';
import { scoreArticles } from './article-search.ts';
import { addScores, top } from './bm25f.ts';
import { createScopes, type Scope } from './scope.ts';

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
  /** @param place region id, or null to search every text */
  readonly find: (query: Query, place: string | null, limit?: number) => Finding;
  /** The likeliest matters, best first, wherever it is asked. */
  readonly matters: (query: Query) => readonly MatterShare[];
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
/** A matter this likely lends the articles that stand beside it. */
const BESIDE = 0.2;

export function createRetriever(release: Release): Retriever {
  const { matters, matterIndex, articleIndex, vectors } = release;
  const scopeOf = createScopes(release);
  const hasAnswers = matters.map((matter) => Object.keys(matter.answers).length > 0);
  const related = matters.map((matter) => matter.related.flatMap((id) => release.positionOf(id) ?? []));

  /**
   * How surely an article that no matter knows yet (a text just added) speaks of the question: the share of the question's
   * pairs of characters that stand in it, once that is more than chance brings.
   */
  const spokenByText = (query: Query, byText: Float32Array, scope: Scope): number => {
    if (!scope.hasUnasked) return 0;
    const pairs = query.tokens
      .filter(([token, weight]) => token.length > 1 && weight >= 1)
      .map(([token]) => token);
    if (pairs.length < 3) return 0;
    const held = top(byText, 3, scope.isUnasked).map(({ doc }) => {
      const text = release.article(doc).text;
      return pairs.filter((pair) => text.includes(pair)).length / pairs.length;
    });
    const best = Math.max(0, ...held);
    return best >= HELD ? best : 0;
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
    find: (query, place, limit = 12) => {
      const scope = scopeOf(place);
      const { speaking, shares, coverage, scale } = weigh(query);
      const byText = textScores(query);
      let local = 0;
      let silent = 0;
      let out = 0;
      for (const { matter, share } of speaking) {
        if ((scope.answers[matter] ?? []).length > 0) local += share;
        else if (hasAnswers[matter] === true) silent += share;
        else out += share;
      }
      const spoken = spokenByText(query, byText, scope);
      local += spoken * (1 - local);
      const scores = new Map<number, number>();
      for (const { matter, share } of shares) {
        let rank = 0;
        for (const position of scope.answers[matter] ?? []) {
          scores.set(position, (scores.get(position) ?? 0) + share / (1 + NEXT_ANSWER * rank++));
        }
      }
      const best = top(byText, MOST_ARTICLES, scope.allowed);
      const weights = best.map(({ score }) =>
        Math.exp((score - (best[0]?.score ?? 0)) * SHARPNESS.articles * scale),
      );
      const sum = weights.reduce((a, b) => a + b, 0);
      for (const [i, { doc }] of best.entries())
        scores.set(doc, (scores.get(doc) ?? 0) + (weights[i] ?? 0) / sum);
      const likeliest = shares.slice(0, LIKELIEST);
      const shareOf = (isMeant: (matter: number) => boolean) =>
        likeliest.reduce((sum, { matter, share }) => sum + (isMeant(matter) ? share : 0), 0);
      const hits = [...scores].map(([position, score]) => ({ position, score }));
      hits.sort((a, b) => b.score - a.score || a.position - b.position);
      return {
        hits: hits.slice(0, limit),
        matters: likeliest,
        local,
        silent,
        out,
        likely: {
          local: spoken + (1 - spoken) * shareOf((matter) => (scope.answers[matter] ?? []).length > 0),
          out: (1 - spoken) * shareOf((matter) => hasAnswers[matter] !== true),
        },
        beside: [
          ...new Set(
            likeliest.flatMap(({ matter, share }) =>
              share < BESIDE ? [] : (related[matter] ?? []).filter(scope.allowed),
            ),
          ),
        ],
        coverage,
      };
    },
  };
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
