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
};

export function createPolicyPages(release: Release): PolicyPages {
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
    const { id, kind, title, issuers, level, status, period } = instrument;
    const region = shownFact(instrument.region);
    return {
      ...{ id, kind, title, issuers, level, status, period, count },
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
    locate: (id, quote) => {
      const found = visible(id);
      return found === undefined ? [] : locateIn(release.article(found.position), quote);
    },
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

/**
 * The page of an article, or of a document, opened at the first of its marks: `/policies/jilin-measures/29?mark=0-45,60-80#mark`.
 * Safe in any link.
 */
export function formatPolicyPath(id: string, marks: readonly Range[] = []): string {
  const path = `/policies/${id.split('/').map(encodeURIComponent).join('/')}`;
  if (marks.length === 0) return path;
  return `${path}?mark=${marks.map(({ start, end }) => `${start}-${end}`).join(',')}#mark`;
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
