import type { PrintedLine } from './lines.ts';

/** Where headers and footers stand: this part of a page, from each end. */
const MARGIN = 0.18;
/** So many lines of them, from each end of a page. */
const LINES = 3;

const PAGE_NUMBER =
  /^[—―–\-－\s·•]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?[—―–\-－\s·•]*$/;

/**
 * Headers, footers and page numbers: in the margins, a number alone, or what stands in the margins of other pages too,
 * numbers aside.
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
    ];
    for (const line of own) {
      const key = keyOf(line, height);
      seen.set(key, (seen.get(key) ?? new Set()).add(page));
    }
    return own;
  });
  // Odd and even pages may have headers of their own.
  const often = Math.max(2, Math.ceil(pages.length * 0.3));
  return margins.map((own, page) => {
    const height = pages[page]?.height ?? 0;
    return new Set(
      own.filter(
        (line) => PAGE_NUMBER.test(line.text.trim()) || (seen.get(keyOf(line, height))?.size ?? 0) >= often,
      ),
    );
  });
}

function keyOf(line: PrintedLine, height: number): string {
  const words = line.text.replace(/\s/g, '').replace(/[0-9０-９]+/g, '#');
  return `${line.y < height / 2 ? 'top' : 'bottom'} ${Math.round(line.y / 6)} ${words}`;
}
