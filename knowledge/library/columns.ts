import { type ArticleKind, articleKindSchema } from '../policy/article.ts';
import type { ArticleColumns } from '../search/article-search.ts';

/**
 * columns.bin: what search and filtering need of every article, in index order, and where its line stands in
 * articles.jsonl, so that an article itself is read only when it is shown.
 */
export type Columns = ArticleColumns & {
  readonly kinds: Uint32Array;
  /** Byte offsets of the lines of articles.jsonl; one more than there are articles. */
  readonly offsets: Uint32Array;
  /** CRC-32 of each line, without its line feed. */
  readonly checksums: Uint32Array;
};

const KINDS = articleKindSchema.options;

export function kindNumber(kind: ArticleKind): number {
  return KINDS.indexOf(kind);
}

export function kindOf(number: number): ArticleKind {
  const kind = KINDS[number];
  if (kind === undefined) throw new Error(`no article kind has the number ${number}`);
  return kind;
}

/** The number of articles, then the columns one after another; all four bytes wide, little-endian. */
export function encodeColumns(columns: Columns): Uint8Array {
  const parts = [
    columns.offsets,
    columns.checksums,
    columns.instruments,
    columns.chapters,
    columns.kinds,
    columns.priors,
  ];
  const out = new Uint8Array(4 + parts.reduce((sum, part) => sum + part.byteLength, 0));
  new DataView(out.buffer).setUint32(0, columns.kinds.length, true);
  let at = 4;
  for (const part of parts) {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return out;
}

/** @throws Error when the bytes are cut short or too long for their count */
export function decodeColumns(bytes: Uint8Array): Columns {
  const count = bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (bytes.length !== 4 + 4 * (6 * count + 1)) throw new Error('columns.bin has the wrong length');
  let at = 4;
  const take = (length: number): ArrayBuffer => {
    const part = new Uint8Array(bytes.subarray(at, at + 4 * length));
    at += 4 * length;
    return part.buffer;
  };
  return {
    offsets: new Uint32Array(take(count + 1)),
    checksums: new Uint32Array(take(count)),
    instruments: new Uint32Array(take(count)),
    chapters: new Uint32Array(take(count)),
    kinds: new Uint32Array(take(count)),
    priors: new Float32Array(take(count)),
  };
}
