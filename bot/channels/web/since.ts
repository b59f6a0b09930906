import { isWhole, type PolicyArticle, type PolicyPages, parseMarks, type ShownAs } from '#knowledge';

type Range = { readonly start: number; readonly end: number };

/** What became of an article since a link to it was made. */
export type Since =
  | { readonly kind: 'same'; readonly marks: readonly Range[] }
  | {
      readonly kind: 'changed';
      /** The article as it was; undefined when that release is not kept. */
      readonly old: PolicyArticle | undefined;
      readonly oldMarks: readonly Range[];
      /** Where the quoted words stand now; empty when they do not. */
      readonly marks: readonly Range[];
      /** Sentences that the article has now and had not. */
      readonly fresh: readonly Range[];
    };

/**
 * @param older texts of a release that was in force once
 * @param mark the ranges that the link marks, in the article as it was
 */
export function readSince(
  pages: PolicyPages,
  older: (release: string) => PolicyPages | undefined,
  article: PolicyArticle,
  shown: ShownAs | undefined,
  mark: string,
): Since {
  const marks = parseMarks(mark);
  if (shown === undefined || shown.release === pages.release) return { kind: 'same', marks };
  // Most articles outlive most releases: then no old one has to be opened.
  if (shown.sum !== undefined && shown.sum === pages.sum(article.id)) return { kind: 'same', marks };
  const old = older(shown.release)?.article(article.id);
  if (old === undefined)
    return shown.sum === undefined
      ? { kind: 'same', marks: [] }
      : { kind: 'changed', old, oldMarks: [], marks: [], fresh: [] };
  if (old.text === article.text) return { kind: 'same', marks };
  const oldMarks = marks.filter((range) => isWhole({ sentences: old.strengths, items: old.items }, range));
  const quote = oldMarks.map(({ start, end }) => old.text.slice(start, end)).join('\n');
  return {
    kind: 'changed',
    old,
    oldMarks,
    marks: quote === '' ? [] : pages.locate(article.id, quote),
    fresh: article.strengths.filter(({ start, end }) => !old.text.includes(article.text.slice(start, end))),
  };
}
