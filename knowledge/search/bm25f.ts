/**
 * BM25F over typed arrays. Every (term, document) pair holds one impact, worked out when the index is built, so a query
 * is a sum over posting lists. Formula: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
 * (2009), section 3.6: field frequencies are length-normalised and weighted before one saturation.
 */

export type FieldWeights = { readonly weight: number; readonly b: number };

export type Bm25fOptions = {
  readonly fields: readonly FieldWeights[];
  /** Saturation; 0 makes a term's presence all that counts. */
  readonly k1: number;
  /** Terms with a smaller idf get no postings: they are in so many documents that they tell nothing. */
  readonly minIdf?: number;
};

/** Column layout of one index. `starts` has one entry more than there are terms. */
export type Bm25fIndex = {
  readonly documents: number;
  readonly terms: ReadonlyMap<string, number>;
  readonly starts: Uint32Array;
  readonly docs: Uint32Array;
  readonly impacts: Float32Array;
};

/** One document: the tokens of each field, in the order of `options.fields`. */
export type FieldTokens = readonly (readonly string[])[];

type Posting = { docs: number[]; tfs: number[] };

/** Builds an index from documents in order; their position is their number. */
export function buildBm25f(documents: Iterable<FieldTokens>, options: Bm25fOptions): Bm25fIndex {
  const builder = new Bm25fBuilder(options);
  for (const document of documents) builder.add(document);
  return builder.finish();
}

class Bm25fBuilder {
  readonly #options: Bm25fOptions;
  readonly #terms = new Map<string, number>();
  /** Per field: term number -> documents and counts. */
  readonly #fields: Posting[][];
  readonly #lengths: number[][];
  #count = 0;

  constructor(options: Bm25fOptions) {
    this.#options = options;
    this.#fields = options.fields.map(() => []);
    this.#lengths = options.fields.map(() => []);
  }

  add(document: FieldTokens): void {
    const doc = this.#count++;
    this.#options.fields.forEach((_, field) => {
      const list = document[field] ?? [];
      this.#lengths[field]?.push(list.length);
      const counts = new Map<number, number>();
      for (const token of list) {
        const term = this.#termOf(token);
        counts.set(term, (counts.get(term) ?? 0) + 1);
      }
      const postings = this.#fields[field];
      if (postings === undefined) return;
      for (const [term, tf] of counts) {
        postings[term] ??= { docs: [], tfs: [] };
        postings[term].docs.push(doc);
        postings[term].tfs.push(tf);
      }
    });
  }

  #termOf(token: string): number {
    const known = this.#terms.get(token);
    if (known !== undefined) return known;
    const term = this.#terms.size;
    this.#terms.set(token, term);
    return term;
  }

  finish(): Bm25fIndex {
    const { fields, k1, minIdf = 0 } = this.#options;
    const norms = fields.map((field, f) => lengthNorms(this.#lengths[f] ?? [], field.b));
    const most = this.#fields.reduce(
      (sum, postings) => sum + postings.reduce((n, posting) => n + (posting?.docs.length ?? 0), 0),
      0,
    );
    const starts = new Uint32Array(this.#terms.size + 1);
    const docs = new Uint32Array(most);
    const impacts = new Float32Array(most);
    // One dense row of weighted frequencies, cleared after each term, instead of a map for each.
    const row = new Float32Array(this.#count);
    let total = 0;
    for (let term = 0; term < this.#terms.size; term++) {
      const found: number[] = [];
      fields.forEach((field, f) => {
        const posting = this.#fields[f]?.[term];
        posting?.docs.forEach((doc, i) => {
          if (row[doc] === 0) found.push(doc);
          row[doc] = (row[doc] ?? 0) + ((posting.tfs[i] ?? 0) * field.weight) / (norms[f]?.[doc] ?? 1);
        });
      });
      const idf = Math.log(1 + (this.#count - found.length + 0.5) / (found.length + 0.5));
      found.sort((a, b) => a - b);
      for (const doc of found) {
        const tf = row[doc] ?? 0;
        row[doc] = 0;
        if (idf < minIdf) continue;
        docs[total] = doc;
        impacts[total] = (idf * tf * (k1 + 1)) / (k1 + tf);
        total++;
      }
      starts[term + 1] = total;
    }
    return {
      documents: this.#count,
      terms: this.#terms,
      starts,
      docs: docs.slice(0, total),
      impacts: impacts.slice(0, total),
    };
  }
}

/** 1 - b + b * length / average; an empty field has length 0, and an average over filled fields only. */
function lengthNorms(lengths: readonly number[], b: number): Float32Array {
  const filled = lengths.filter((length) => length > 0);
  const average = filled.reduce((sum, length) => sum + length, 0) / Math.max(1, filled.length);
  return Float32Array.from(lengths, (length) => 1 - b + (b * length) / Math.max(1, average));
}

/** A query term and how much it counts. */
export type WeightedToken = readonly [token: string, weight: number];

/** Adds every document's score for `query` to `scores`, which must be `index.documents` long. */
export function addScores(index: Bm25fIndex, query: Iterable<WeightedToken>, scores: Float32Array): void {
  const { terms, starts, docs, impacts } = index;
  for (const [token, weight] of query) {
    const term = terms.get(token);
    if (term === undefined) continue;
    const end = starts[term + 1] ?? 0;
    for (let i = starts[term] ?? 0; i < end; i++) {
      const doc = docs[i] ?? 0;
      scores[doc] = (scores[doc] ?? 0) + weight * (impacts[i] ?? 0);
    }
  }
}

/** The best `limit` documents with a positive score that `keep` allows, best first; ties by document number. */
export function top(
  scores: Float32Array,
  limit: number,
  keep?: (doc: number) => boolean,
): { doc: number; score: number }[] {
  const best: { doc: number; score: number }[] = [];
  let floor = 0;
  for (let doc = 0; doc < scores.length; doc++) {
    const score = scores[doc] ?? 0;
    if (score <= floor || (keep !== undefined && !keep(doc))) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { doc, score });
    if (best.length > limit) best.pop();
    if (best.length === limit) floor = best[limit - 1]?.score ?? 0;
  }
  return best;
}
