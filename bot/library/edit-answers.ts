import { bare, type LibrarySources } from '#knowledge';
import { redact } from '../privacy/redact.ts';
import type { Edit } from './acting.ts';
import type { Known } from './known.ts';
import type { Refused } from './refused.ts';

export type ArticleAndMatter = { readonly article: string; readonly matter: string };
export type ApprovedAnswer = ArticleAndMatter & {
  /** Words of the article that answer; those proposed where none are given. */
  readonly words?: readonly string[];
};
export type GivenQuestions = {
  readonly article: string;
  readonly words: readonly string[];
  readonly questions: readonly string[];
};

const MOST_WORDS = 10;
const LONGEST_WORDS = 500;
const MOST_QUESTIONS = 50;
const LONGEST_QUESTION = 100;
/** Below this a question says nothing. */
const SHORTEST_QUESTION = 2;

type Texts = {
  readonly known: Pick<Known, 'isArticle' | 'isMatter' | 'placeOf' | 'prepared'>;
  /** The text that was read from a source. */
  readonly textOf: (sha256: string) => string;
};

/** An article answers a matter from then on, by the words proposed where none are given. */
export function approveAnswer(
  by: string,
  { article, matter, words }: ApprovedAnswer,
  { known, textOf }: Texts,
): Edit {
  return (sources) => {
    if (!known.isMatter(matter)) return { refused: 'no-such-matter' };
    const proposed = known.prepared?.proposals.find(
      (one) => one.article === article && one.matter === matter,
    );
    const anchors = words ?? (proposed === undefined ? [] : [proposed.words]);
    if (anchors.length === 0) return { refused: 'no-such-proposal' };
    const fault = faultOfWords(article, anchors, sources, { known, textOf });
    if (fault !== undefined) return fault;
    const others = sources.answers.filter((one) => one.article !== article || one.matter !== matter);
    return {
      sources: { ...sources, answers: [...others, { matter, article, words: [...anchors], by }] },
      action: 'library-answer',
      fields: [article, matter],
    };
  };
}

export function withdrawAnswer({ article, matter }: ArticleAndMatter): Edit {
  return (sources) => {
    const answers = sources.answers.filter((one) => one.article !== article || one.matter !== matter);
    if (answers.length === sources.answers.length) return { refused: 'no-such-proposal' };
    return { sources: { ...sources, answers }, action: 'library-answer', fields: [article, matter] };
  };
}

/** @param isCheck whether the gate asks it: a release that learnt it by heart cannot be measured by it */
export function addQuestions(
  by: string,
  { article, words, questions }: GivenQuestions,
  texts: Texts,
  isCheck: (question: string) => boolean,
): Edit {
  return (sources) => {
    const others = sources.questions.filter((one) => one.article !== article);
    const action = 'library-questions';
    const fields = [article];
    if (questions.length === 0) return { sources: { ...sources, questions: others }, action, fields };
    const asked = [...new Set(questions.map((one) => redact(one.trim()).text))];
    if (asked.length > MOST_QUESTIONS || asked.some((one) => one.length > LONGEST_QUESTION))
      return { refused: 'too-much' };
    if (asked.some((one) => one.length < SHORTEST_QUESTION)) return { refused: 'bad-question' };
    if (asked.some(isCheck)) return { refused: 'known-question' };
    const fault = faultOfWords(article, words, sources, texts);
    if (fault !== undefined) return fault;
    const entry = { article, words: [...words], questions: asked, by };
    return { sources: { ...sources, questions: [...others, entry] }, action, fields };
  };
}

/** Words have to stand in the file that holds the article; whether in that very article is told when a release is prepared. */
function faultOfWords(
  article: string,
  words: readonly string[],
  sources: LibrarySources,
  { known, textOf }: Texts,
): Refused | undefined {
  if (!known.isArticle(article)) return { refused: 'no-such-article' };
  if (words.length > MOST_WORDS || words.some((one) => one.length > LONGEST_WORDS))
    return { refused: 'too-much' };
  const place = known.placeOf(article.slice(0, article.lastIndexOf('/')));
  const file = sources.files.find((one) => one.file === place?.file);
  if (file === undefined) return { refused: 'no-such-file' };
  const text = bare(textOf(file.sha256));
  const stands = words.length > 0 && words.every((one) => bare(one) !== '' && text.includes(bare(one)));
  return stands ? undefined : { refused: 'not-its-words' };
}
