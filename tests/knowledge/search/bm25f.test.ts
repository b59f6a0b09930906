import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addScores,
  type Bm25fOptions,
  buildBm25f,
  type FieldTokens,
  top,
  type WeightedToken,
} from '../../../knowledge/search/bm25f.ts';

const ONE_FIELD: Bm25fOptions = { fields: [{ weight: 1, b: 0.75 }], k1: 4, minIdf: 0 };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** BM25F straight from the formula, one document and one term at a time: slow and obviously right. */
function plainScores(
  documents: readonly FieldTokens[],
  options: Bm25fOptions,
  query: readonly WeightedToken[],
) {
  const lengthOf = (document: FieldTokens, field: number) => (document[field] ?? []).length;
  const averages = options.fields.map((_, field) => {
    const lengths = documents.map((document) => lengthOf(document, field)).filter((length) => length > 0);
    return Math.max(1, lengths.length === 0 ? 0 : sum(lengths) / lengths.length);
  });
  return documents.map((document) =>
    sum(
      query.map(([token, weight]) => {
        const holders = documents.filter((other) => other.some((field) => field.includes(token))).length;
        const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
        const tf = sum(
          options.fields.map(({ weight: boost, b }, field) => {
            const count = (document[field] ?? []).filter((other) => other === token).length;
            const norm = 1 - b + (b * lengthOf(document, field)) / (averages[field] ?? 1);
            return count === 0 ? 0 : (count * boost) / norm;
          }),
        );
        return tf === 0 || idf < (options.minIdf ?? 0)
          ? 0
          : (weight * idf * tf * (options.k1 + 1)) / (options.k1 + tf);
      }),
    ),
  );
}

const token = fc.constantFrom('工', '伤', '工伤', '押金', '骑', '单', 'app', '12');
const documents = fc.array(fc.tuple(fc.array(token, { maxLength: 6 }), fc.array(token, { maxLength: 12 })), {
  maxLength: 12,
});
const field = fc.record({
  weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
  b: fc.double({ min: 0, max: 1, noNaN: true }),
});
const options = fc.record({
  fields: fc.tuple(field, field),
  k1: fc.double({ min: 0.1, max: 8, noNaN: true }),
  minIdf: fc.constantFrom(0, 0.4, 1),
});
const query = fc.uniqueArray(fc.tuple(token, fc.double({ min: 0.1, max: 2, noNaN: true })), {
  selector: ([word]) => word,
});

describe('buildBm25f and addScores', () => {
  it('score every document as the plain formula does', () => {
    fc.assert(
      fc.property(documents, options, query, (list, opts, words) => {
        const index = buildBm25f(list, opts);
        const scores = new Float32Array(index.documents);
        addScores(index, words, scores);
        const expected = plainScores(list, opts, words);
        expect(scores).toHaveLength(list.length);
        expected.forEach((score, doc) => {
          expect(scores[doc]).toBeCloseTo(score, 3);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('add to scores that are already there, so that two queries can be weighed together', () => {
    const index = buildBm25f([[['押金']], [['工伤']]], ONE_FIELD);
    const once = new Float32Array(2);
    addScores(index, [['押金', 1]], once);
    const twice = new Float32Array(2);
    addScores(index, [['押金', 1]], twice);
    addScores(index, [['押金', 1]], twice);
    expect(twice[0]).toBeCloseTo(2 * (once[0] ?? 0), 5);
    expect(twice[1]).toBe(0);
  });

  it('give nothing for a word that no document has', () => {
    const index = buildBm25f([[['押金']]], ONE_FIELD);
    const scores = new Float32Array(1);
    addScores(index, [['火箭', 5]], scores);
    expect([...scores]).toEqual([0]);
  });

  it('make an index of no documents that answers nothing instead of failing', () => {
    const index = buildBm25f([], ONE_FIELD);
    addScores(index, [['押金', 1]], new Float32Array(0));
    expect(index.documents).toBe(0);
    expect(top(new Float32Array(0), 5)).toEqual([]);
  });
});

describe('top', () => {
  it('is the sorted list of positive scores, cut, with ties in document order', () => {
    const scored = fc.record({
      score: fc.constantFrom(-1, 0, 0.5, 1, 2, 3),
      mark: fc.integer({ max: 7, min: 0 }),
    });
    const all = fc.array(scored, { maxLength: 40 });
    const bits = fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined });
    fc.assert(
      fc.property(all, fc.integer({ min: 0, max: 12 }), bits, (values, limit, kinds) => {
        const expected = values
          .map(({ score, mark }, doc) => ({ doc, score, mark }))
          .filter(({ score, mark }) => score > 0 && (kinds === undefined || (mark & kinds) !== 0))
          .sort((a, b) => b.score - a.score || a.doc - b.doc)
          .slice(0, limit)
          .map(({ doc, score }) => ({ doc, score }));
        const scores = Float32Array.from(values, ({ score }) => score);
        const marks = Uint8Array.from(values, ({ mark }) => mark);
        expect(top(scores, limit, kinds === undefined ? undefined : { marks, bits: kinds })).toEqual(
          expected,
        );
      }),
      { numRuns: 500 },
    );
  });
});
