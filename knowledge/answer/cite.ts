import type { Release } from '../library/open.ts';
import { type Article, hardest } from '../policy/article.ts';
import { placeLabel } from '../policy/citation.ts';
import type { Instrument } from '../policy/instrument.ts';
import type { Query } from '../query/query.ts';
import type { WeightedToken } from '../search/bm25f.ts';
import type { Finding } from '../search/retriever.ts';
import type { Citation } from './answer.ts';
import { NOTE } from './copy.ts';
import { noteOf } from './note.ts';
import { type Anchor, chooseQuote, mergeSentences, stemsOf } from './quote.ts';
import { findQuoteFault } from './verify.ts';

/**
 * Makes a citation of one article for a question, or nothing when no whole sentence of it may be shown.
 * @param today ISO day, to say whether a campaign has ended
 */
export function cite(
  release: Release,
  position: number,
  query: Query,
  finding: Finding,
  today: string,
): Citation | undefined {
  const anchors = anchorsOf(release, release.article(position), finding);
  // No anchor leads into a text that nobody has read: the words by which other texts answer do.
  const isUnread = finding.unread.some((hit) => hit.position === position);
  const tokens = isUnread ? [...query.tokens, ...finding.bridge] : query.tokens;
  const citation = citeByAnchors(release, position, anchors, tokens, today);
  return citation === undefined || !isUnread
    ? citation
    : { ...citation, note: `${citation.note}，${NOTE.unread}` };
}

/**
 * Cites the sentences of one article that hold `anchors`, and with a question's `tokens` those near to its words.
 * @param then ISO day of what happened before
 */
export function citeByAnchors(
  release: Release,
  position: number,
  anchors: readonly Anchor[],
  tokens: readonly WeightedToken[],
  today: string,
  then = today,
): Citation | undefined {
  const article = release.article(position);
  const instrument = release.instrument(article.instrument);
  if (instrument === undefined) return undefined;
  const quote = chooseQuote(article, anchors, tokens, release.articleIndex);
  if (quote === undefined) return undefined;
  return checked(article, {
    id: article.id,
    label: quote.label,
    title: instrument.title,
    number: instrument.number?.value ?? null,
    quote: quote.text,
    strength: quote.strength,
    addressee: quote.addressee,
    departments: article.departments,
    note: noteOf(release, instrument, today, then),
    main: true,
    place: placeName(release, instrument),
  });
}

/** Cites an article that was asked for by its number: its opening sentences, or the part that was named. */
export function citeWhole(
  release: Release,
  position: number,
  part: { start: number; end: number } | undefined,
  today: string,
): Citation | undefined {
  const article = release.article(position);
  const instrument = release.instrument(article.instrument);
  const inside = article.sentences.filter(
    (s) => part === undefined || (s.start >= part.start && s.end <= part.end),
  );
  const stem = inside[0] === undefined ? [] : stemsOf(article, inside[0]);
  const clean = [...new Set([...stem, ...inside])].filter(
    (s) => !article.private.some((range) => range.start < s.end && range.end > s.start),
  );
  const first = hardest(clean);
  if (instrument === undefined || first === undefined) return undefined;
  return checked(article, {
    id: article.id,
    label: part === undefined ? article.label : placeLabel(article, [part]),
    title: instrument.title,
    number: instrument.number?.value ?? null,
    quote: mergeSentences(clean, article.text)
      .map(({ start, end }) => article.text.slice(start, end))
      .join('\n'),
    strength: first.strength,
    addressee: first.addressee,
    departments: article.departments,
    note: noteOf(release, instrument, today),
    main: true,
    place: placeName(release, instrument),
  });
}

/** The last gate: what does not stand in the article word for word does not leave. */
function checked(article: Article, citation: Citation): Citation | undefined {
  return findQuoteFault(article, citation.quote) === undefined ? citation : undefined;
}

function anchorsOf(release: Release, article: Article, finding: Finding): Anchor[] {
  return finding.matters.flatMap(({ matter, share }) =>
    (release.matters[matter]?.answers[article.id] ?? []).map((words) => ({ words, weight: share })),
  );
}

function placeName(release: Release, instrument: Instrument): string {
  const region = instrument.region === null ? undefined : release.regions.byId.get(instrument.region.value);
  return region?.short ?? '全国';
}
