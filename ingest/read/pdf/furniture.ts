import { isAttachmentHead } from '../../parse/titles.ts';
import type { PrintedLine } from './lines.ts';

/** Where headers and footers stand: this part of a page, from each end. */
const MARGIN = 0.18;
/** So many lines of them, from each end of a page. */
const LINES = 3;

const PAGE_NUMBER =
  /^[—―–\-－\s·•]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?[—―–\-－\s·•]*$/;

/**
 * Headers, footers and page numbers: in the margins, a number alone, or what stands in the margins of other pages too;
 * its numbers may count the pages. 附件1 and 附件2 at the head of two pages are none.
 * @returns per page the lines that belong to it
 */
export function findFurniture(
  pages: readonly { readonly lines: readonly PrintedLine[]; readonly height: number }[],
): readonly ReadonlySet<PrintedLine>[] {
  const seen = new Map<string, Set<number>>();
  const margins = pages.map(({ lines, height }, page) => {
    const byHeight = [...lines].sort((one, other) => one.y - other.y);
    const own = [
      ...byHeight.slice(0, LINES).filter((line) => line.y < height * MARGIN),
      ...byHeight.slice(-LINES).filter((line) => line.y > height * (1 - MARGIN)),
    ].filter((line) => !isAttachmentHead(line.text.replace(/\s/g, '')));
    for (const line of own)
      for (const key of keysOf(line, height, page)) seen.set(key, (seen.get(key) ?? new Set()).add(page));
    return own;
  });
  // Odd and even pages may have headers of their own.
  const often = Math.max(2, Math.ceil(pages.length * 0.3));
  return margins.map((own, page) => {
    const height = pages[page]?.height ?? 0;
    const repeats = (line: PrintedLine) =>
      keysOf(line, height, page).some((key) => (seen.get(key)?.size ?? 0) >= often);
    return new Set(own.filter((line) => PAGE_NUMBER.test(line.text.trim()) || repeats(line)));
  });
}

/** Lines of two pages are one and the same when they share a key: the words, and those with one number that counts the pages. */
function keysOf(line: PrintedLine, height: number, page: number): readonly string[] {
  const words = line.text.replace(/\s/g, '').normalize('NFKC');
  const place = `${line.y < height / 2 ? 'top' : 'bottom'} ${Math.round(line.y / 6)}`;
  const counted = [...words.matchAll(/[0-9]{1,4}/g)].slice(0, 4).map((number) => {
    const rest = words.slice(number.index + number[0].length);
    return `${place} ${words.slice(0, number.index)}#${Number(number[0]) - page}${rest}`;
  });
  return [`${place} ${words}`, ...counted];
}
