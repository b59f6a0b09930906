import { type Citation, citationHead, findQuoteFault, type PolicyPages, UnknownMatter } from '#knowledge';
import type { Library } from '../conversation/turn.ts';
import { cardsCopy as copy } from '../copy/cards.ts';
import type { Card } from './card.ts';
import { howItBinds, type QuotedSentence, whomToAsk } from './card-lines.ts';
import { type CardWays, codesFor } from './card-ways.ts';

/** Of what a card is made. */
export type CardSubject = Pick<Card, 'kind' | 'subject' | 'region'>;

export type CardFault =
  | 'no-such-matter'
  | 'no-such-article'
  | 'no-such-place'
  | 'no-place'
  /** The texts in force there say nothing of the matter. */
  | 'silent'
  | 'too-long';

export type CardLibrary = {
  readonly assistant: Pick<
    Library['assistant'],
    'articleOf' | 'citationOf' | 'clausesOf' | 'matterName' | 'matters' | 'placeById'
  >;
  readonly pages: Pick<PolicyPages, 'article' | 'instruments' | 'pathOf' | 'release' | 'sum'>;
};

/** Characters of a quote; the longest article of the laws that is still read from a card has fewer. */
const LONGEST = 3000;
/** What a title or a list of names may hold before it is no longer read at a glance. */
const MOST_NAMES = 3;

/**
 * Makes a card of the release in force, from its words and those of the copy and nothing else.
 * @param day ISO day of making
 */
export function makeCard(
  library: CardLibrary,
  ways: CardWays,
  subject: CardSubject,
  day: string,
): Card | CardFault {
  const found = subject.kind === 'matter' ? ofMatter(library, subject) : ofArticle(library, subject);
  if (typeof found === 'string') return found;
  const { title, about, citation, also } = found;
  if (citation.quote.length > LONGEST) return 'too-long';
  const { articleOf } = library.assistant;
  const article = articleOf(citation.id);
  // The last gate before paper: what does not stand in the article word for word does not leave.
  if (article === undefined || findQuoteFault(article, citation.quote) !== undefined)
    return 'no-such-article';
  const codes = codesFor(ways, library.pages.pathOf(citation.id, citation.quote));
  const binds = howItBinds(citation, quotedOf(article, citation.quote), isOver(library, article, day));
  return {
    ...{ kind: subject.kind, subject: subject.subject, region: subject.region },
    place: citation.place,
    title,
    lines: [about, binds, whomToAsk(citation, codes.length > 0)],
    article: citation.id,
    head: citationHead(citation),
    quote: citation.quote,
    note: citation.note,
    also: also.map((other) => ({ article: other.id, head: citationHead(other) })),
    sums: Object.fromEntries(
      [citation, ...also].map(({ id }): [string, string] => [id, library.pages.sum(id) ?? '']),
    ),
    ...{ codes, release: library.pages.release, day },
  };
}

export const isCardFault = (made: Card | CardFault): made is CardFault => typeof made === 'string';

type Found = {
  readonly title: string;
  readonly about: string;
  readonly citation: Citation;
  readonly also: readonly Citation[];
};

function ofMatter({ assistant }: CardLibrary, { subject, region }: CardSubject): Found | CardFault {
  const name = assistant.matterName(subject);
  if (name === undefined) return 'no-such-matter';
  if (region === null) return 'no-place';
  if (assistant.placeById(region) === undefined) return 'no-such-place';
  try {
    const [citation, ...also] = assistant.clausesOf(subject, region);
    if (citation === undefined) return 'silent';
    return { title: name, about: copy.about.matter(name), citation, also: also.slice(0, MOST_NAMES) };
  } catch (error) {
    if (error instanceof UnknownMatter) return 'no-such-matter';
    throw error;
  }
}

function ofArticle({ assistant, pages }: CardLibrary, { subject }: CardSubject): Found | CardFault {
  const citation = assistant.citationOf(subject);
  const article = pages.article(subject);
  if (citation === undefined || article === undefined) return 'no-such-article';
  const names = matterNames(assistant, subject);
  const heading = article.path.at(-1);
  const about =
    names.length > 0
      ? copy.about.article(names)
      : heading === undefined
        ? copy.about.plain(article.label)
        : copy.about.heading(heading);
  // 第二条 alone tells nobody what is handed out.
  const title = names[0] ?? heading ?? `《${citation.title}》${citation.label}`;
  return { title, about, citation, also: [] };
}

/** The matters that an article states, those first of which it is the first answer. */
function matterNames({ matters }: Pick<CardLibrary['assistant'], 'matters'>, article: string): string[] {
  return matters
    .map(({ name, answers }) => ({ name, rank: Object.keys(answers).indexOf(article) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
}

/** Of campaigns, by instrument. A list of cards is made anew at each look, and a library may hold thousands of texts. */
const campaigns = new WeakMap<CardLibrary['pages'], ReadonlyMap<string, { readonly to: string }>>();

/** A campaign's orders stay in force; its time does not. */
function isOver({ pages }: CardLibrary, { instrument }: Article, day: string): boolean {
  let known = campaigns.get(pages);
  if (known === undefined) {
    const all = pages
      .instruments()
      .flatMap(({ id, period }) => (period === null ? [] : [[id, period] as const]));
    known = new Map(all);
    campaigns.set(pages, known);
  }
  const period = known.get(instrument);
  return period !== undefined && period.to < day.slice(0, 7);
}

type Article = NonNullable<ReturnType<CardLibrary['assistant']['articleOf']>>;

function quotedOf({ text, sentences }: Article, quote: string): QuotedSentence[] {
  return sentences
    .map(({ start, end, strength }) => ({ text: text.slice(start, end).trim(), strength }))
    .filter((sentence) => sentence.text !== '' && quote.includes(sentence.text));
}
