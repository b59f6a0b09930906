import { crc32 } from 'node:zlib';
import { type Article, type Departments, type Part, publicText, type Sentence } from '../policy/article.ts';
import type { Range } from '../policy/citation.ts';
import type { Instrument } from '../policy/instrument.ts';
import type { Release } from './open.ts';

/** Whether the text itself prints a fact, or an admin keeps it in the manifest. */
type Shown = { readonly value: string; readonly printed: boolean };

/** What a page says of a document above its articles. */
export type PolicyDocument = {
  readonly id: string;
  readonly kind: Instrument['kind'];
  readonly title: string;
  readonly number: Shown | null;
  readonly issuers: readonly string[];
  /** ISO day. */
  readonly date: Shown | null;
  /** `value` is the full name as a person reads it, 河北省石家庄市; null for national texts. */
  readonly region: Shown | null;
  readonly level: Instrument['level'];
  readonly status: Instrument['status'];
  /** ISO months. */
  readonly period: Instrument['period'];
  /** First and last day in force, ISO days; null where nobody knows them. */
  readonly from: string | null;
  readonly to: string | null;
  /** Withdrawn or superseded; `instead` is the document in its place, where it is here. */
  readonly ended: {
    readonly on: string;
    readonly how: 'withdrawn' | 'superseded';
    readonly instead: { readonly id: string; readonly title: string } | null;
  } | null;
  /** How many articles may be shown. */
  readonly count: number;
};

/** A line of a table of contents. */
export type PolicyEntry = {
  readonly id: string;
  readonly label: string;
  /** Headings above it, outermost first. */
  readonly path: readonly string[];
};

/** One article as it may be shown: personal particulars are blacked out, and ranges stay true. UTF-16 units. */
export type PolicyArticle = PolicyEntry & {
  readonly instrument: string;
  readonly kind: Article['kind'];
  readonly text: string;
  readonly paragraphs: readonly Part[];
  readonly items: readonly Part[];
  readonly strengths: readonly Sentence[];
  readonly departments: readonly Departments[];
  readonly previous: PolicyEntry | null;
  readonly next: PolicyEntry | null;
};

/** What of a release can be read: an old one is opened without what only searching needs. */
export type PolicyTexts = Pick<
  Release,
  'manifest' | 'instruments' | 'catalog' | 'article' | 'positionOf' | 'instrument'
>;

/** The texts of one release as documents to be read. Nothing of a roster is in it. */
export type PolicyPages = {
  /** Id of the release: pages change only with it. */
  readonly release: string;
  /** Documents that have something to show, in the order of the release. Reads no article. */
  readonly instruments: () => readonly PolicyDocument[];
  /** Reads the articles of this one document. */
  readonly instrument: (
    id: string,
  ) => (PolicyDocument & { readonly articles: readonly PolicyEntry[] }) | undefined;
  readonly article: (id: string) => PolicyArticle | undefined;
  /**
   * Where the pieces of a citation's quote (parted by a line feed) stand in the article's text, in order. Empty when one of
   * them does not: half a mark would show another quote.
   */
  readonly locate: (id: string, quote: string) => readonly Range[];
  /** The way to an article's page at a citation's quote; the page tells when its words have changed since this release. */
  readonly pathOf: (id: string, quote: string) => string;
  /** Tells the article's words as shown from any others; undefined for an article that is not here. */
  readonly sum: (id: string) => string | undefined;
};

export function createPolicyPages(release: PolicyTexts): PolicyPages {
  const { catalog } = release;
  const shown = new Map<string, number[]>(release.instruments.map(({ id }) => [id, []]));
  catalog.ids.forEach((_, position) => {
    if (catalog.kinds[position] === 'roster') return;
    const instrument = release.instruments[catalog.instruments[position] ?? -1];
    if (instrument !== undefined) shown.get(instrument.id)?.push(position);
  });

  const documentOf = (instrument: Instrument): PolicyDocument | undefined => {
    const count = shown.get(instrument.id)?.length ?? 0;
    if (count === 0) return undefined;
    const { id, kind, title, issuers, level, status, period, from, to } = instrument;
    const region = shownFact(instrument.region);
    return {
      ...{ id, kind, title, issuers, level, status, period, count },
      from: from?.value ?? instrument.date?.value ?? null,
      to: to?.value ?? null,
      ended: endOf(release, instrument),
      number: shownFact(instrument.number),
      date: shownFact(instrument.date),
      region: region && { ...region, value: region.value.replaceAll('/', '') },
    };
  };

  const entryAt = (position: number | undefined): PolicyEntry | null =>
    position === undefined ? null : entryOf(release.article(position));

  const visible = (id: string): { position: number; siblings: readonly number[] } | undefined => {
    const position = release.positionOf(id);
    if (position === undefined || catalog.kinds[position] === 'roster') return undefined;
    const instrument = release.instruments[catalog.instruments[position] ?? -1];
    const siblings = instrument && shown.get(instrument.id);
    return siblings && { position, siblings };
  };

  const locate = (id: string, quote: string): readonly Range[] => {
    const found = visible(id);
    return found === undefined ? [] : locateIn(release.article(found.position), quote);
  };
  const sum = (id: string): string | undefined => {
    const found = visible(id);
    return found && sumOf(publicText(release.article(found.position)));
  };

  return {
    release: release.manifest.id,
    instruments: () => release.instruments.flatMap((instrument) => documentOf(instrument) ?? []),
    instrument: (id) => {
      const instrument = release.instrument(id);
      const document = instrument && documentOf(instrument);
      const positions = shown.get(id) ?? [];
      return document && { ...document, articles: positions.map((p) => entryOf(release.article(p))) };
    },
    article: (id) => {
      const found = visible(id);
      if (found === undefined) return undefined;
      const article = release.article(found.position);
      const at = found.siblings.indexOf(found.position);
      return {
        ...entryOf(article),
        instrument: article.instrument,
        kind: article.kind,
        text: publicText(article),
        paragraphs: article.paragraphs,
        items: article.items,
        strengths: article.sentences,
        departments: article.departments,
        previous: entryAt(found.siblings[at - 1]),
        next: entryAt(found.siblings[at + 1]),
      };
    },
    locate,
    sum,
    pathOf: (id, quote) =>
      formatPolicyPath(id, locate(id, quote), { release: release.manifest.id, sum: sum(id) }),
  };
}

const sumOf = (text: string) => crc32(text).toString(16).padStart(8, '0');

function endOf(release: PolicyTexts, { ended }: Instrument): PolicyDocument['ended'] {
  if (ended === null) return null;
  const instead = ended.instead === null ? undefined : release.instrument(ended.instead);
  return {
    on: ended.on,
    how: ended.how,
    instead: instead === undefined ? null : { id: instead.id, title: instead.title },
  };
}

function shownFact(
  fact: { readonly value: string; readonly source: 'printed' | 'outside the text' } | null,
): Shown | null {
  return fact === null ? null : { value: fact.value, printed: fact.source === 'printed' };
}

function entryOf({ id, label, path }: Article): PolicyEntry {
  return { id, label, path };
}

/** A piece may stand twice: the one that begins and ends where a sentence or an item does is the quoted one. */
function locateIn(article: Article, quote: string): readonly Range[] {
  const text = publicText(article);
  const ranges: Range[] = [];
  let from = 0;
  for (const piece of quote.split('\n')) {
    const places = placesOf(text, piece, from);
    const range = places.find((place) => isWhole(article, place)) ?? places[0];
    if (range === undefined) return [];
    ranges.push(range);
    from = range.end;
  }
  return ranges;
}

function placesOf(text: string, piece: string, from: number): Range[] {
  const places: Range[] = [];
  if (piece === '') return places;
  for (let start = text.indexOf(piece, from); start >= 0; start = text.indexOf(piece, start + 1))
    places.push({ start, end: start + piece.length });
  return places;
}

/** Whether a range begins and ends where a sentence or an item of the article does: what a quote or a mark may be. */
export function isWhole(
  { sentences, items }: { readonly sentences: readonly Range[]; readonly items: readonly Range[] },
  { start, end }: Range,
): boolean {
  const parts = [...sentences, ...items];
  return start < end && parts.some((part) => part.start === start) && parts.some((part) => part.end === end);
}

/** What an article was when a link to it was made. */
export type ShownAs = {
  readonly release: string;
  /** As `PolicyPages.sum`. */
  readonly sum?: string | undefined;
};

/**
 * The page of an article, or of a document, opened at the first of its marks:
 * `/policies/jilin-measures/29?mark=0-45,60-80&r=c43c7e1933ab&c=1b2c3d4e#mark`. Safe in any link.
 * @param shown what the link was made from, so that the page can say that the article has changed since
 */
export function formatPolicyPath(id: string, marks: readonly Range[] = [], shown?: ShownAs): string {
  const path = `/policies/${id.split('/').map(encodeURIComponent).join('/')}`;
  const query = [
    ...(marks.length === 0 ? [] : [`mark=${marks.map(({ start, end }) => `${start}-${end}`).join(',')}`]),
    ...(shown === undefined ? [] : [`r=${shown.release}`]),
    ...(shown?.sum === undefined ? [] : [`c=${shown.sum}`]),
  ];
  return `${path}${query.length === 0 ? '' : `?${query.join('&')}`}${marks.length === 0 ? '' : '#mark'}`;
}

/** What a link says that an article was; undefined for one that says nothing, or nonsense. */
export function parseShownAs(release: string | undefined, sum: string | undefined): ShownAs | undefined {
  if (release === undefined || !/^[0-9a-f]{12}$/.test(release)) return undefined;
  return { release, sum: sum !== undefined && /^[0-9a-f]{8}$/.test(sum) ? sum : undefined };
}

/** The ranges of a `mark`, in order; what is no range or overlaps an earlier one is left out. */
export function parseMarks(text: string): readonly Range[] {
  const ranges = text.split(',').flatMap((part): Range[] => {
    const [, start, end] = /^(\d{1,7})-(\d{1,7})$/.exec(part) ?? [];
    return start !== undefined && Number(start) < Number(end)
      ? [{ start: Number(start), end: Number(end) }]
      : [];
  });
  ranges.sort((a, b) => a.start - b.start);
  return ranges.filter((range, i) => range.start >= (ranges[i - 1]?.end ?? 0));
}
