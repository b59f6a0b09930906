import type { Answer, Citation } from './answer.ts';
import { GAP } from './verify.ts';

/**
 * The answer with no sentence of an article said twice: of two citations of one article that share a sentence, the first
 * stays. Two places under one text, or two matters that name one article, would bring it twice.
 */
export function distinctCitations(answer: Answer): Answer {
  const kept: Citation[] = [];
  const isNew = (citation: Citation) => {
    const isSaid = kept.some(
      (known) => known.id === citation.id && shareSentence(known.quote, citation.quote),
    );
    if (!isSaid) kept.push(citation);
    return !isSaid;
  };
  const citations = answer.citations.filter(isNew);
  return { ...answer, citations, elsewhere: answer.elsewhere.filter(isNew) };
}

function shareSentence(one: string, other: string): boolean {
  const said = new Set(sentences(one));
  return sentences(other).some((sentence) => said.has(sentence));
}

const sentences = (quote: string) => quote.split(GAP).flatMap((piece) => piece.split(/(?<=[。；！？;])/u));
