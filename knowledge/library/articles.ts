import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Article, articleSchema } from '../policy/article.ts';
import type { Columns } from './columns.ts';
import { UnusableRelease } from './release.ts';

/** Articles kept in memory once shown; a county's whole library fits. */
const KEEP = 512;

/**
 * Reads articles from articles.jsonl as they are needed. A line whose checksum is wrong is refused: a quote from it could
 * not be trusted. The file stays open, so a release that is removed while in use stays readable.
 * @throws UnusableRelease
 */
export function openArticles(
  file: string,
  { offsets, checksums }: Columns,
): { readonly at: (position: number) => Article; readonly close: () => void } {
  const handle = openSync(file, 'r');
  let closed = false;
  const recent = new Map<number, Article>();
  const at = (position: number): Article => {
    const known = recent.get(position);
    if (known !== undefined) return known;
    const start = offsets[position];
    const end = offsets[position + 1];
    if (start === undefined || end === undefined) throw new RangeError(`no article at position ${position}`);
    // A number of a closed file may be another file's by now.
    if (closed) throw new Error('the release was closed');
    const line = Buffer.alloc(end - start - 1);
    readSync(handle, line, 0, line.length, start);
    if (crc32(line) !== checksums[position])
      throw new UnusableRelease(`Line ${position + 1} of articles.jsonl is damaged.`);
    const article = articleSchema.parse(JSON.parse(line.toString('utf8')));
    if (recent.size >= KEEP) recent.delete(recent.keys().next().value ?? -1);
    recent.set(position, article);
    return article;
  };
  return {
    at,
    close: () => {
      if (!closed) closeSync(handle);
      closed = true;
    },
  };
}
