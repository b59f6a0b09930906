import type { Release } from '../library/open.ts';
import { type Article, hardest } from '../policy/article.ts';
import { placeLabel } from '../policy/citation.ts';
import type { Instrument } from '../policy/instrument.ts';
import type { Query } from '../query/query.ts';
import type { WeightedToken } from '../search/bm25f.ts';
import type { Finding } from '../search/retriever.ts';
import type { Citation } from './answer.ts';
import { NOTE } from './copy.ts';
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
  return citeByAnchors(
    release,
    position,
    anchorsOf(release, release.article(position), finding),
    query.tokens,
    today,
  );
}

/** Cites the sentences of one article that hold `anchors`, and with a question's `tokens` those near to its words. */
export function citeByAnchors(
  release: Release,
  position: number,
  anchors: readonly Anchor[],
  tokens: readonly WeightedToken[],
  today: string,
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
    note: noteOf(instrument, today),
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
    note: noteOf(instrument, today),
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

/** Day of issue, trial or interim, a campaign and whether it has ended, and every fact that the print does not carry. */
export function noteOf(instrument: Instrument, today: string): string {
  const parts: string[] = [];
  const [year = '', month = '', day = ''] = instrument.date?.value.split('-') ?? [];
  parts.push(
    instrument.date === null ? NOTE.dayUnknown : NOTE.issued(year, `${Number(month)}`, `${Number(day)}`),
  );
  if (instrument.status === 'trial') parts.push(NOTE.trial);
  if (instrument.status === 'interim') parts.push(NOTE.interim);
  if (instrument.period !== null) {
    parts.push(NOTE.campaign(monthText(instrument.period.from), monthText(instrument.period.to)));
    if (instrument.period.to < today.slice(0, 7)) parts.push(NOTE.ended);
  }
  const outside = [
    ...(instrument.number?.source === 'outside the text' ? [NOTE.number] : []),
    ...(instrument.date?.source === 'outside the text' ? [NOTE.day] : []),
    ...(instrument.region?.source === 'outside the text' ? [NOTE.region] : []),
  ];
  if (outside.length > 0) parts.push(NOTE.outside(outside));
  return parts.join('，');
}

function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${year}年${Number(number)}月`;
}

function placeName(release: Release, instrument: Instrument): string {
  const region = instrument.region === null ? undefined : release.regions.byId.get(instrument.region.value);
  return region?.short ?? '全国';
}
