import type { Release } from '../library/open.ts';
import type { Instrument } from '../policy/instrument.ts';
import type { Region } from '../region/region.ts';
import type { Answer, Citation } from './answer.ts';
import { citeWhole } from './cite.ts';
import * as copy from './copy.ts';
import { type Found, lookUp, lookUpTitle } from './direct.ts';
import { coveredPlaces, textsOn } from './places.ts';
import { askRegion, type Line, refuse } from './refuse.ts';

/**
 * 第二十九条, （十二）, 吉人社联〔2021〕203号, 《…办法》: shown as printed, without a search, whether in force or not.
 * @param away the place that was named, when no text here binds in it
 */
export function answerReference(
  line: Line,
  region: Region | undefined,
  away: Region | undefined,
): Answer | undefined {
  const { release, query, day } = line;
  if (query.references.length === 0) {
    const titled = lookUpTitle(release, query.text, region?.id ?? null, day);
    return titled.length === 0 ? undefined : show(line, titled, region);
  }
  if (away !== undefined) return refuse(line, 'place_not_covered', [away]);
  const found = lookUp(release, query.references, region?.id ?? null, day);
  if (found.length === 0) {
    // Another law's article, by its title, must never be answered with one of ours.
    const titled = query.references.some(
      (reference) =>
        reference.kind === 'document' || (reference.kind === 'article' && reference.title !== undefined),
    );
    const bare = region !== undefined && isBareReference(line);
    return titled || bare ? refuse(line, 'no_such_article', region === undefined ? [] : [region]) : undefined;
  }
  const owners = new Set(found.map((entry) => release.article(entry.position).instrument));
  if (owners.size > 1 && region === undefined) {
    const places = coveredPlaces(textsOn(release, [line.today]));
    return askRegion(
      line,
      'region_unknown',
      places.map((place) => place.short),
    );
  }
  return show(line, found, region);
}

function show(line: Line, found: readonly Found[], region: Region | undefined): Answer | undefined {
  const { release } = line;
  const cited = found.slice(0, 3).flatMap((entry) => citeFound(line, entry) ?? []);
  const first = found[0];
  if (first === undefined || cited[0] === undefined) return undefined;
  const instrument = release.instrument(release.article(first.position).instrument);
  const rules = countRules(release, instrument?.id ?? '');
  return {
    status: 'answer',
    reason: null,
    region: region ? [region.id] : [],
    lead:
      first.kind === 'document'
        ? copy.DOCUMENT_LEAD(instrument?.title ?? '', rules)
        : copy.REFERENCE_LEAD(cited[0].label),
    citations: cited,
    elsewhere: [],
    next: instrument === undefined ? [] : wayOn(release, instrument),
    choices: [],
    release: release.manifest.id,
  };
}

/** The way from a superseded text to the one in its place. */
function wayOn(release: Release, { ended }: Instrument): string[] {
  const instead = ended?.instead == null ? undefined : release.instrument(ended.instead);
  return instead === undefined ? [] : [copy.NEXT.instead(instead.number?.value ?? `《${instead.title}》`)];
}

function countRules({ catalog }: Release, instrument: string): number {
  return catalog.ids.filter((id, at) => catalog.kinds[at] === 'rule' && id.startsWith(`${instrument}/`))
    .length;
}

function citeFound({ release, today }: Line, found: Found): Citation | undefined {
  return citeWhole(release, found.position, found.kind === 'article' ? found.part : undefined, today);
}

/** The words are the reference and little else. */
function isBareReference({ query }: Line): boolean {
  return query.text.replace(/[\s\p{P}]/gu, '').length <= 14;
}
