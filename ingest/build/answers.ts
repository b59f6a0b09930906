import { createHash } from 'node:crypto';
import { type Article, type LibrarySources, type Matter, publicText } from '#knowledge/build';

/** An answer that does not hold: no text has the article, or the article does not have the words. */
export type BrokenLink = { readonly matter: string; readonly article: string; readonly reason: string };

export type CheckedBank = {
  /** With what people approved, and without what is broken. */
  readonly matters: readonly Matter[];
  /** Of the bank that came with the program. */
  readonly broken: readonly BrokenLink[];
  /** Of what people approved. */
  readonly brokenOwn: readonly BrokenLink[];
};

/**
 * The bank with the answers and questions that people approved. An answer whose words do not stand in its article any more
 * is left out and told: what it would quote is not there.
 */
export function checkAnswers(
  bank: readonly Matter[],
  own: Pick<LibrarySources, 'answers' | 'questions'>,
  articles: readonly Article[],
): CheckedBank {
  // As they may be shown: what is of persons answers nobody, and goes into no release as somebody's approved words.
  const shown = articles.filter(({ kind }) => kind !== 'roster');
  const texts = new Map(shown.map((article) => [article.id, plain(publicText(article))]));
  const fault = (id: string, words: readonly string[]): string | undefined => {
    const text = texts.get(id);
    if (text === undefined) return `answers from ${id}, which no text has`;
    const wrong = words.find((anchor) => !text.includes(plain(anchor)));
    return wrong === undefined ? undefined : `: ${id} does not say "${wrong}"`;
  };
  const broken: BrokenLink[] = [];
  const brokenOwn: BrokenLink[] = [];
  const matters = bank.map((matter): Matter => {
    const answers: Matter['answers'] = {};
    const approved = own.answers.filter((entry) => entry.matter === matter.matter);
    const all = [
      ...Object.entries(matter.answers).map(([article, words]) => ({ article, words, list: broken })),
      ...approved.map(({ article, words }) => ({ article, words, list: brokenOwn })),
    ];
    for (const { article, words, list } of all) {
      const reason = fault(article, words);
      if (reason === undefined) answers[article] = words;
      else list.push({ matter: matter.matter, article, reason });
    }
    const loose = matter.related.filter((id) => !texts.has(id));
    for (const article of loose)
      broken.push({ matter: matter.matter, article, reason: `is related to ${article}, which no text has` });
    return loose.length === 0 && all.length === Object.keys(matter.answers).length && same(answers, matter)
      ? matter
      : { ...matter, answers, related: matter.related.filter((id) => texts.has(id)) };
  });
  const known = new Set(bank.map(({ matter }) => matter));
  for (const { matter, article } of own.answers)
    if (!known.has(matter)) brokenOwn.push({ matter, article, reason: 'is no matter of the bank' });
  for (const entry of own.questions) {
    const matter = ownMatter(entry);
    const reason = fault(entry.article, entry.words);
    if (reason !== undefined) brokenOwn.push({ matter: matter.matter, article: entry.article, reason });
    else if (!known.has(matter.matter)) {
      known.add(matter.matter);
      matters.push(matter);
    }
  }
  return { matters, broken, brokenOwn };
}

/** A matter of its own for an article that no matter names, called after what is asked first. */
function ownMatter({ article, words, questions }: LibrarySources['questions'][number]): Matter {
  const name = createHash('sha256')
    .update(JSON.stringify([article, words]))
    .digest('hex')
    .slice(0, 10);
  return {
    matter: `own-${name}`,
    name: questions[0] ?? article,
    answers: { [article]: words },
    related: [],
    questions,
  };
}

function same(answers: Matter['answers'], matter: Matter): boolean {
  return Object.keys(answers).length === Object.keys(matter.answers).length;
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}█]/gu, '');
}
