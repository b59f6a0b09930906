import { type Article, findQuoteFault, type QuoteFault } from '#knowledge';
import type { Paper } from './paper.ts';

/** Why a paper may not leave: the article that a quote of it names, and what is wrong there. */
export type PaperFault = {
  readonly article: string;
  readonly fault: QuoteFault | 'no such article' | 'head of another article';
};

/**
 * Holds every quote of a paper against its article, with the verifier that answers pass.
 * @param articleOf the article of an id, from the release in force
 * @returns the first fault; undefined when the paper may leave
 */
export function checkPaper(
  paper: Paper,
  articleOf: (id: string) => Article | undefined,
): PaperFault | undefined {
  for (const block of paper.blocks) {
    if (block.kind !== 'citation') continue;
    const article = articleOf(block.article);
    if (article === undefined) return { article: block.article, fault: 'no such article' };
    if (!block.head.includes(`》${article.label}`) && !block.head.includes(`）${article.label}`))
      return { article: block.article, fault: 'head of another article' };
    const fault = findQuoteFault(article, block.quote);
    if (fault !== undefined) return { article: block.article, fault };
  }
  return undefined;
}
