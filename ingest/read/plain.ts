import { readText } from '#knowledge/text';
import { isGarbled } from './garbled.ts';
import { isMarkdown, readMarkdown } from './markdown.ts';
import type { ReadFormat, ReadText } from './read-file.ts';
import { refuse } from './refuse.ts';

export type ReadDocument = ReadText & { readonly format: ReadFormat };

/** Text or markdown, told apart by what stands in it. @throws UnreadableFile */
export function readPlain(source: string, file: string): ReadDocument {
  const text = breakAtTags(source);
  return isMarkdown(text)
    ? { format: 'md', ...readMarkdown(text, file) }
    : { format: 'txt', text, notes: [] };
}

/** Pages are copied with tags in them: a line break is one. Rows of tables stay on their line. */
function breakAtTags(text: string): string {
  if (!/<\/?(?:br|p|div|li|h[1-6])\b/i.test(text)) return text;
  return text
    .split('\n')
    .map((line) =>
      /\t|^\s*\|/.test(line) ? line : line.replace(/<br\s{0,9}\/?>|<\/(?:p|div|li|h[1-6])>/gi, '\n'),
    )
    .join('\n');
}

/** What the bytes say; big5 only where a page names it, because no rule tells it from GB18030. @throws UnreadableFile */
export function decodeText(given: Uint8Array, file: string): string {
  const bytes = withMark(given);
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2_048)).toString('latin1');
  if (/<meta[^>]{0,200}charset\s*=\s*["']?\s*big5/i.test(head)) return new TextDecoder('big5').decode(bytes);
  const { text, encoding } = readText(bytes, file);
  // GB18030 decodes nearly anything: words that nobody wrote are another encoding's.
  if (encoding === 'gb18030' && isGarbled(text.slice(0, 20_000)))
    throw refuse(file, 'not-text', 'another encoding');
  return text;
}

/** UTF-16 without a mark shows itself by its line feeds, and by Chinese that comes out of it. */
function withMark(bytes: Uint8Array): Uint8Array {
  const hasMark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (hasMark || bytes.length % 2 === 1 || !bytes.includes(0)) return bytes;
  let [little, big] = [0, 0];
  for (let at = 0; at < bytes.length; at += 2) {
    if (bytes[at] === LINE_FEED && bytes[at + 1] === 0) little++;
    if (bytes[at] === 0 && bytes[at + 1] === LINE_FEED) big++;
  }
  if (little === big) return bytes;
  const head = new TextDecoder(little > big ? 'utf-16le' : 'utf-16be').decode(bytes.subarray(0, 4_096));
  const usual = head.match(/[\p{Script=Han}\s!-~\u3000-\u303f\uff00-\uff5e‘-”]/gu)?.length ?? 0;
  if (usual < head.length * 0.9) return bytes;
  return Buffer.concat([little > big ? Buffer.of(0xff, 0xfe) : Buffer.of(0xfe, 0xff), bytes]);
}

const LINE_FEED = 0x0a;
