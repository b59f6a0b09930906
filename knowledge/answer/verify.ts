import type { Article } from '../policy/article.ts';

/** Why a quote may not leave. */
export type QuoteFault = 'empty' | 'not in the article' | 'cut inside a sentence' | 'personal particulars';

/** Between two pieces of one quote that do not touch in the article. */
export const GAP = '\n';

/**
 * Holds a quote against its article. Every piece must stand there character for character, begin and end where a sentence
 * or an item does, and show no personal particulars.
 * @returns undefined when the quote may leave
 */
export function findQuoteFault(article: Article, quote: string): QuoteFault | undefined {
  const pieces = quote.split(GAP);
  if (pieces.some((piece) => piece.trim() === '')) return 'empty';
  let from = 0;
  for (const piece of pieces) {
    const placed = place(article, piece, from);
    if (typeof placed === 'string') return placed;
    from = placed.end;
  }
  return undefined;
}

function place(article: Article, piece: string, from: number): { end: number } | QuoteFault {
  let fault: QuoteFault = 'not in the article';
  for (
    let start = article.text.indexOf(piece, from);
    start >= 0;
    start = article.text.indexOf(piece, start + 1)
  ) {
    const end = start + piece.length;
    const starts =
      article.sentences.some((sentence) => sentence.start === start) ||
      article.items.some((item) => item.start === start);
    const ends =
      article.sentences.some((sentence) => sentence.end === end) ||
      article.items.some((item) => item.end === end);
    if (!starts || !ends) {
      fault = 'cut inside a sentence';
      continue;
    }
    if (article.private.some((range) => range.start < end && range.end > start))
      return 'personal particulars';
    return { end };
  }
  return fault;
}
