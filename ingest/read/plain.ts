import { readText } from '#knowledge/text';
import { isMarkdown, readMarkdown } from './markdown.ts';
import type { ReadFormat, ReadText } from './read-file.ts';

export type ReadDocument = ReadText & { readonly format: ReadFormat };

/** Text or markdown, told apart by what stands in it. @throws UnreadableFile */
export function readPlain(text: string, file: string): ReadDocument {
  return isMarkdown(text)
    ? { format: 'md', ...readMarkdown(text, file) }
    : { format: 'txt', text, notes: [] };
}

/** What the bytes say; big5 only where a page names it, because no rule tells it from GB18030. @throws UnreadableFile */
export function decodeText(bytes: Uint8Array, file: string): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2_048)).toString('latin1');
  if (!/<meta[^>]{0,200}charset\s*=\s*["']?\s*big5/i.test(head)) return readText(bytes, file).text;
  return new TextDecoder('big5').decode(bytes);
}
