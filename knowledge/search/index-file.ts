import { z } from 'zod';
import { atOnce, PIECE, type Steps } from '../library/steps.ts';
import type { Bm25fIndex } from './bm25f.ts';

/**
 * One index as bytes: "GYIX", header length (u32), header JSON, then the three columns, each aligned to 4 bytes.
 * Little-endian, as every machine that runs Node is.
 */
const MAGIC = 0x58_49_59_47;
const headerSchema = z.strictObject({
  documents: z.int(),
  terms: z.int(),
  postings: z.int(),
  vocabulary: z.int(),
});

export function encodeIndex(index: Bm25fIndex): Uint8Array {
  return Buffer.concat(encodeIndexParts(index));
}

/** As `encodeIndex`, in parts to be written one after another; the columns are not copied. */
export function encodeIndexParts(index: Bm25fIndex): readonly Uint8Array[] {
  const vocabulary = new TextEncoder().encode([...index.terms.keys()].join('\n'));
  const header = new TextEncoder().encode(
    JSON.stringify({
      documents: index.documents,
      terms: index.terms.size,
      postings: index.docs.length,
      vocabulary: vocabulary.length,
    }),
  );
  const opening = new Uint8Array(8 + pad(header.length) + pad(vocabulary.length));
  new DataView(opening.buffer).setUint32(0, MAGIC, true);
  new DataView(opening.buffer).setUint32(4, header.length, true);
  opening.set(header, 8);
  opening.set(vocabulary, 8 + pad(header.length));
  const columns = [index.starts, index.docs, index.impacts];
  return [
    opening,
    ...columns.map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  ];
}

/** @throws Error when the bytes are not an index, are cut short, or do not fit their header */
export function decodeIndex(bytes: Uint8Array): Bm25fIndex {
  return atOnce(decodingIndex(bytes));
}

/** As `decodeIndex`, in pieces. */
export function* decodingIndex(bytes: Uint8Array): Steps<Bm25fIndex> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new Error('not an index file');
  const headerLength = view.getUint32(4, true);
  const header = headerSchema.parse(
    JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))),
  );
  let at = 8 + pad(headerLength);
  yield;
  const words = new TextDecoder().decode(bytes.subarray(at, at + header.vocabulary));
  yield;
  at += pad(header.vocabulary);
  const need = at + 4 * (header.terms + 1 + 2 * header.postings);
  if (bytes.length !== need) throw new Error(`index file has ${bytes.length} bytes, its header says ${need}`);
  // Typed arrays need aligned bytes. A large file is read into memory of its own, which is: its columns are views of it.
  const column = (length: number) => {
    const from = at;
    at += length * 4;
    const part = bytes.subarray(from, at);
    return part.byteOffset % 4 === 0 ? part : new Uint8Array(part);
  };
  const place = (length: number) => {
    const part = column(length);
    return [part.buffer, part.byteOffset, length] as const;
  };
  const starts = new Uint32Array(...place(header.terms + 1));
  const docs = new Uint32Array(...place(header.postings));
  const impacts = new Float32Array(...place(header.postings));
  const terms = new Map<string, number>();
  let found = 0;
  for (let from = 0; header.terms > 0 && from <= words.length; found++) {
    const feed = words.indexOf('\n', from);
    const end = feed < 0 ? words.length : feed;
    terms.set(words.slice(from, end), terms.size);
    from = end + 1;
    if (found % PIECE === 0) yield;
  }
  if (found !== header.terms)
    throw new Error(`index file has ${found} terms, its header says ${header.terms}`);
  if (terms.size !== header.terms) throw new Error('index file repeats a term');
  return { documents: header.documents, terms, starts, docs, impacts };
}

function pad(length: number): number {
  return (length + 3) & ~3;
}
