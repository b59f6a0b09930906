import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import { parseNumeral } from '../policy/numerals.ts';
import { documentKey, type Reference } from '../policy/reference.ts';
import { binds } from '../region/region.ts';

/** What a reference points at. */
export type Found =
  | {
      readonly kind: 'article';
      readonly position: number;
      readonly part: { start: number; end: number } | undefined;
    }
  | { readonly kind: 'document'; readonly instrument: string; readonly position: number };

/**
 * Looks a reference up: 第二十九条 or （十二） among the texts that bind in `place` (all texts when null), or a document by
 * its number. Several answers mean that the place must be asked.
 */
export function lookUp(
  release: Release,
  references: readonly Reference[],
  place: string | null,
): readonly Found[] {
  const document = references.find((reference) => reference.kind === 'document');
  const named =
    document &&
    release.instruments.find(
      (i) => i.number !== null && documentKey(i.number.value) === documentKey(document.number),
    );
  const unit = references.find((reference) => reference.kind !== 'document');
  if (unit === undefined) return named === undefined ? [] : opening(release, named.number?.value ?? '');
  const found: Found[] = [];
  release.catalog.ids.forEach((id, position) => {
    const instrument = release.instruments[release.catalog.instruments[position] ?? -1];
    if (release.catalog.kinds[position] !== 'rule' || instrument === undefined) return;
    if (
      named !== undefined
        ? instrument.number?.value !== named.number?.value
        : place !== null && !binds(instrument.region?.value ?? null, place)
    )
      return;
    if (!mayMatch(id, unit)) return;
    const article = release.article(position);
    if (matches(article, unit)) found.push({ kind: 'article', position, part: partOf(article, unit) });
  });
  return found;
}

/** The rules of the document that a number names; the notice that carries the same number holds none. */
function opening(release: Release, number: string): Found[] {
  const own = new Set(release.instruments.flatMap((i, at) => (i.number?.value === number ? [at] : [])));
  const position = release.catalog.kinds.findIndex(
    (kind, at) => kind === 'rule' && own.has(release.catalog.instruments[at] ?? -1),
  );
  const instrument = release.instruments[release.catalog.instruments[position] ?? -1];
  return instrument === undefined ? [] : [{ kind: 'document', instrument: instrument.id, position }];
}

/** Cheap test on the id, so that a large library is not read article by article. */
function mayMatch(id: string, reference: Exclude<Reference, { kind: 'document' }>): boolean {
  const numbers = id.slice(id.lastIndexOf('/') + 1).split(/[.@-]/);
  return numbers.includes(`${reference.number}`) || numbers.includes(`s${reference.number}`);
}

function matches(article: Article, reference: Exclude<Reference, { kind: 'document' }>): boolean {
  if (reference.kind === 'article') {
    const printed = /^第(.+?)条$/.exec(article.label)?.[1];
    return printed !== undefined && parseNumeral(printed) === reference.number;
  }
  const match = /^(?:(.+)、)?（(.+?)）$/.exec(article.label);
  if (match === null || parseNumeral(match[2] ?? '') !== reference.number) return false;
  return reference.section === undefined || parseNumeral(match[1] ?? '') === reference.section;
}

function partOf(article: Article, reference: Reference): { start: number; end: number } | undefined {
  if (reference.kind !== 'article') return undefined;
  const paragraph =
    reference.paragraph === undefined ? undefined : article.paragraphs[reference.paragraph - 1];
  const items = article.items.filter(
    (item) => paragraph === undefined || item.paragraph === paragraph.paragraph,
  );
  return (reference.item === undefined ? undefined : items[reference.item - 1]) ?? paragraph;
}
