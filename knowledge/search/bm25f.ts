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

/** Builds an index from documents in order; their position is their number. Documents are looked at once, one at a time. */
export function buildBm25f(documents: Iterable<FieldTokens>, options: Bm25fOptions): Bm25fIndex {
  const builder = new Bm25fBuilder(options);
  for (const document of documents) builder.add(document);
  return builder.finish();
}

/** Entries in one piece of memory. */
const BLOCK = 1 << 18;
/** An entry holds its field above its count: 15 fields, tokens of one field to 268 million. */
const FIELD_SHIFT = 28;
const COUNT_MASK = (1 << FIELD_SHIFT) - 1;

/**
 * Occurrences are kept in typed arrays in the order in which they come (term, then field and count), 8 bytes each, and are
 * sorted by term once at the end by counting. Tens of millions of small objects would need several times the memory.
 */
class Bm25fBuilder {
  readonly #options: Bm25fOptions;
  readonly #terms = new Map<string, number>();
  readonly #lengths: number[][];
  #blocks: Uint32Array[] = [];
  #size = 0;
  /** Per document: where its entries end. */
  readonly #ends: number[] = [];

  constructor(options: Bm25fOptions) {
    this.#options = options;
    this.#lengths = options.fields.map(() => []);
  }

  add(document: FieldTokens): void {
    this.#options.fields.forEach((_, field) => {
      const list = document[field] ?? [];
      this.#lengths[field]?.push(list.length);
      const counts = new Map<number, number>();
      for (const token of list) {
        const term = this.#termOf(token);
        counts.set(term, (counts.get(term) ?? 0) + 1);
      }
      for (const [term, tf] of counts) this.#push(term, ((field << FIELD_SHIFT) | tf) >>> 0);
    });
    this.#ends.push(this.#size);
  }

  #termOf(token: string): number {
    const known = this.#terms.get(token);
    if (known !== undefined) return known;
    const term = this.#terms.size;
    this.#terms.set(token, term);
    return term;
  }

  #push(term: number, value: number): void {
    const at = (this.#size % BLOCK) * 2;
    if (at === 0) this.#blocks.push(new Uint32Array(BLOCK * 2));
    const block = this.#blocks.at(-1);
    if (block !== undefined) {
      block[at] = term;
      block[at + 1] = value;
    }
    this.#size++;
  }

  finish(): Bm25fIndex {
    const { fields, k1, minIdf = 0 } = this.#options;
    const norms = fields.map((field, f) => lengthNorms(this.#lengths[f] ?? [], field.b));
    const count = this.#ends.length;
    const found = this.#documentsPerTerm();
    const idfs = Float64Array.from(found, (n) => Math.log(1 + (count - n + 0.5) / (n + 0.5)));
    const starts = new Uint32Array(this.#terms.size + 1);
    for (let term = 0; term < this.#terms.size; term++) {
      const kept = (idfs[term] ?? 0) < minIdf ? 0 : (found[term] ?? 0);
      starts[term + 1] = (starts[term] ?? 0) + kept;
    }
    const next = starts.slice();
    const total = starts[this.#terms.size] ?? 0;
    const docs = new Uint32Array(total);
    const impacts = new Float32Array(total);
    // One dense row of weighted frequencies, cleared after each document, instead of a map for each.
    const row = new Float32Array(this.#terms.size);
    this.#walk(
      (doc, term, value) => {
        const field = value >>> FIELD_SHIFT;
        const tf = value & COUNT_MASK;
        row[term] = (row[term] ?? 0) + (tf * (fields[field]?.weight ?? 0)) / (norms[field]?.[doc] ?? 1);
      },
      (doc, terms) => {
        for (const term of terms) {
          const tf = row[term] ?? 0;
          const idf = idfs[term] ?? 0;
          row[term] = 0;
          if (idf < minIdf) continue;
          const at = next[term] ?? 0;
          docs[at] = doc;
          impacts[at] = (idf * tf * (k1 + 1)) / (k1 + tf);
          next[term] = at + 1;
        }
      },
    );
    this.#blocks = [];
    return { documents: count, terms: this.#terms, starts, docs, impacts };
  }

  #documentsPerTerm(): Uint32Array {
    const found = new Uint32Array(this.#terms.size);
    this.#walk(
      () => {},
      (_, terms) => {
        for (const term of terms) found[term] = (found[term] ?? 0) + 1;
      },
    );
    return found;
  }

  /** Every entry in the order in which it came, and after each document the terms that it has, each once. */
  #walk(
    entry: (doc: number, term: number, value: number) => void,
    end: (doc: number, terms: readonly number[]) => void,
  ): void {
    const last = new Uint32Array(this.#terms.size);
    let at = 0;
    for (const [doc, until] of this.#ends.entries()) {
      const terms: number[] = [];
      for (; at < until; at++) {
        const block = this.#blocks[Math.floor(at / BLOCK)];
        const term = block?.[(at % BLOCK) * 2] ?? 0;
        entry(doc, term, block?.[(at % BLOCK) * 2 + 1] ?? 0);
        if (last[term] === doc + 1) continue;
        last[term] = doc + 1;
        terms.push(term);
      }
      end(doc, terms);
    }
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

/** Documents of some kinds: a byte of marks for each, of which one at least of `bits` must be set. */
export type Among = { readonly marks: Uint8Array; readonly bits: number };

/** The best `limit` documents with a positive score, of all or of some kinds, best first; ties by document number. */
export function top(scores: Float32Array, limit: number, among?: Among): { doc: number; score: number }[] {
  const best: { doc: number; score: number }[] = [];
  let floor = 0;
  for (let doc = 0; doc < scores.length; doc++) {
    const score = scores[doc] ?? 0;
    if (score <= floor || (among !== undefined && ((among.marks[doc] ?? 0) & among.bits) === 0)) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { doc, score });
    if (best.length > limit) best.pop();
    if (best.length === limit) floor = best[limit - 1]?.score ?? 0;
  }
  return best;
}
