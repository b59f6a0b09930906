import { isWhole, type PolicyArticle } from '#knowledge';
import { type Html, html } from '../../http/html.ts';

type Range = { readonly start: number; readonly end: number };

/**
 * The text line by line as it is printed, items set in, with the marked ranges as <mark>; the first is the link's target,
 * except in an older text shown before it.
 */
export function articleText(
  article: PolicyArticle,
  marks: readonly Range[],
  place: 'here' | 'before' = 'here',
): Html {
  let at = 0;
  const lines = article.text.split('\n').map((line) => {
    const range = { start: at, end: at + line.length };
    at = range.end + 1;
    const isItem = article.items.some((item) => item.start === range.start);
    const content = pieces(line, range, marks, place === 'here' ? marks[0] : undefined);
    return isItem ? html`<p class="item">${content}</p>` : html`<p>${content}</p>`;
  });
  return html`<div class="text">${lines}</div>`;
}

function pieces(
  line: string,
  range: Range,
  marks: readonly Range[],
  first: Range | undefined,
): readonly Html[] {
  const out: Html[] = [];
  let at = range.start;
  const text = (from: number, to: number) => line.slice(from - range.start, to - range.start);
  for (const mark of marks) {
    const [start, end] = [Math.max(mark.start, range.start), Math.min(mark.end, range.end)];
    if (start >= end) continue;
    out.push(html`${text(at, start)}`);
    const target = mark === first && start === mark.start;
    out.push(
      target ? html`<mark id="mark">${text(start, end)}</mark>` : html`<mark>${text(start, end)}</mark>`,
    );
    at = end;
  }
  out.push(html`${text(at, range.end)}`);
  return out;
}

/** Only what a quote may be is marked: a link from anywhere must not make half a sentence look quoted. */
export function wholeMarks(article: PolicyArticle, marks: readonly Range[]): readonly Range[] {
  return marks.filter((mark) => isWhole({ sentences: article.strengths, items: article.items }, mark));
}
