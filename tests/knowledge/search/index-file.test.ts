import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bm25fIndex, buildBm25f } from '../../../knowledge/search/bm25f.ts';
import { decodeIndex, encodeIndex } from '../../../knowledge/search/index-file.ts';

const OPTIONS = { fields: [{ weight: 1, b: 0.75 }], k1: 4, minIdf: 0 };

const words = fc.array(fc.constantFrom('工', '伤', '工伤', '押金', 'app', '3.5', '𠮷'), { maxLength: 12 });
const anIndex = fc
  .array(fc.tuple(words), { maxLength: 8 })
  .map((documents) => buildBm25f(documents, OPTIONS));

const plain = (index: Bm25fIndex) => ({
  documents: index.documents,
  terms: [...index.terms],
  starts: [...index.starts],
  docs: [...index.docs],
  impacts: [...index.impacts],
});

const sample = buildBm25f([[['押金', '工伤', '押金']], [['工伤', '骑手']], [['app']]], OPTIONS);

describe('encodeIndex and decodeIndex', () => {
  it('give back the same index, wherever in a larger buffer its bytes stand', () => {
    fc.assert(
      fc.property(anIndex, fc.integer({ min: 0, max: 7 }), (index, offset) => {
        const bytes = encodeIndex(index);
        const buffer = new Uint8Array(bytes.length + offset + 3).fill(0xaa);
        buffer.set(bytes, offset);
        expect(plain(decodeIndex(buffer.subarray(offset, offset + bytes.length)))).toEqual(plain(index));
      }),
      { numRuns: 200 },
    );
  });

  it('write the same bytes for the same index', () => {
    expect(encodeIndex(sample)).toEqual(encodeIndex(decodeIndex(encodeIndex(sample))));
  });
});

describe('decodeIndex on what is not a whole index', () => {
  it('refuses every way of cutting a file short', () => {
    const bytes = encodeIndex(sample);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeIndex(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`).toThrow();
    }
  });

  it('refuses a file with something behind its end', () => {
    const bytes = encodeIndex(sample);
    expect(() => decodeIndex(new Uint8Array([...bytes, 0, 0, 0, 0]))).toThrow(/bytes, its header says/);
  });

  it('refuses a picture, with words that say what it is not', () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    expect(() => decodeIndex(png)).toThrow('not an index file');
  });

  it('refuses a corrupted head or reads columns of the sizes it says, and never reads beside the file', () => {
    const bytes = encodeIndex(sample);
    const head = 8 + new DataView(bytes.buffer).getUint32(4, true);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: head - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const read = attempt(() => decodeIndex(damaged));
        if (read === undefined) return;
        expect(read.starts).toHaveLength(read.terms.size + 1);
        expect(read.docs).toHaveLength(read.impacts.length);
        expect(read.starts.length + read.docs.length + read.impacts.length).toBeLessThanOrEqual(
          bytes.length / 4,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a vocabulary that holds one word twice, because its columns would then belong to other words', () => {
    const bytes = encodeIndex(sample);
    const text = new TextDecoder('latin1').decode(bytes);
    const gongshang = new TextEncoder().encode('工伤');
    const yajin = new TextEncoder().encode('押金');
    const at = text.indexOf(new TextDecoder('latin1').decode(gongshang));
    const damaged = bytes.slice();
    damaged.set(yajin, at);
    expect(() => decodeIndex(damaged)).toThrow('repeats a term');
  });
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
