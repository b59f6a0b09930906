import type { Release } from '../library/open.ts';
import { bindsIn, isInForce } from '../policy/instrument.ts';
import type { RegionMention } from '../region/find-regions.ts';
import type { Region } from '../region/region.ts';

/** The texts of a release that count for a question, and the places of the country. */
export type Texts = Pick<Release, 'instruments' | 'regions'>;

/** Those in force on one of these ISO days. */
export function textsOn({ instruments, regions }: Release, days: readonly string[]): Texts {
  return {
    instruments: instruments.filter((instrument) => days.some((day) => isInForce(instrument, day))),
    regions,
  };
}

/** Where the question is about. */
export type Places =
  /** `missing`: places named beside them that no text here binds in. */
  | { readonly kind: 'known'; readonly regions: readonly Region[]; readonly missing: readonly Region[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Region[] }
  | { readonly kind: 'not covered'; readonly region: Region };

/** Words that set places side by side. */
const COMPARES = /比|一样|不同|区别|差别|哪边|哪个|哪里更|对照|分别|都/;
const BOTH = /(俩|两)个?(地方|地|边|省|市|头)/;

/**
 * The place of work: what the words name goes before what is remembered; where somebody comes from (老家, 户口) does not
 * count.
 */
export function resolvePlaces(
  texts: Texts,
  mentions: readonly RegionMention[],
  remembered: string | null,
  text: string,
): Places {
  const home = remembered === null ? undefined : texts.regions.byId.get(remembered);
  const plain = mentions.filter((mention) => mention.origin === 'none' || BOTH.test(text));
  const hinted = mentions.filter(
    (mention) =>
      mention.origin === 'hinted' &&
      (home === undefined || mention.regions.some((region) => isCovered(texts, region))),
  );
  const named = plain.length > 0 ? plain : hinted;
  const settled: Region[] = [];
  for (const mention of named) {
    const region = settle(texts, mention.regions, home);
    if (region === undefined) return { kind: 'ambiguous', candidates: mention.regions };
    settled.push(region);
  }
  const covered = distinct(
    texts,
    settled.filter((region) => isCovered(texts, region)),
  );
  const missing = settled.filter((region) => !isCovered(texts, region));
  const away = missing[0];
  if (covered.length === 0) {
    if (away !== undefined) return { kind: 'not covered', region: away };
    return home === undefined ? { kind: 'unknown' } : known(texts, [home]);
  }
  if (covered.length === 1 && home !== undefined && COMPARES.test(text) && isCovered(texts, home)) {
    return known(texts, distinct(texts, [home, ...covered]), missing);
  }
  return known(texts, covered, missing);
}

function known(texts: Texts, regions: readonly Region[], missing: readonly Region[] = []): Places {
  const first = regions[0];
  if (regions.length === 1 && first !== undefined && !isCovered(texts, first))
    return { kind: 'not covered', region: first };
  return { kind: 'known', regions, missing };
}

/** A name that several places bear: inside the remembered place, or the one whose texts also bind in all the others. */
function settle(texts: Texts, candidates: readonly Region[], home: Region | undefined): Region | undefined {
  if (candidates.length === 1) return candidates[0];
  const near = candidates.filter(
    (region) => home !== undefined && (region.id.startsWith(`${home.id}/`) || home.id.startsWith(region.id)),
  );
  if (near.length === 1) return near[0];
  const lists = candidates.map((region) => textsOf(texts, region));
  const most = lists.reduce((best, list, i) => (list.length > (lists[best]?.length ?? 0) ? i : best), 0);
  const inAll = lists.every((list) => list.length > 0 && list.every((id) => lists[most]?.includes(id)));
  return inAll ? candidates[most] : undefined;
}

/** Places bound by the same texts are one place for an answer; the first name said stands for them. */
function distinct(texts: Texts, regions: readonly Region[]): Region[] {
  const seen = new Map<string, Region>();
  for (const region of regions) {
    const key = textsOf(texts, region).join();
    if (!seen.has(key)) seen.set(key, region);
  }
  return [...seen.values()];
}

function textsOf(texts: Texts, region: Region): string[] {
  return texts.instruments.filter((instrument) => bindsIn(instrument, region.id)).map((i) => i.id);
}

export function isCovered(texts: Texts, region: Region): boolean {
  return textsOf(texts, region).length > 0;
}

/** The places whose texts bind in `region`, narrowest first: what a person should be told the texts are of. */
export function textPlaces(texts: Texts, region: Region): string {
  const own = texts.instruments.filter((instrument) => bindsIn(instrument, region.id));
  const ids = [...new Set(own.flatMap((instrument) => instrument.region?.value ?? []))].sort(
    (a, b) => b.length - a.length,
  );
  return ids.flatMap((id) => texts.regions.byId.get(id)?.short ?? []).join('、') || region.short;
}

/** The places whose own texts count, as a person says them. */
export function coveredPlaces(texts: Texts): readonly Region[] {
  const ids = new Set(texts.instruments.flatMap((instrument) => instrument.region?.value ?? []));
  return [...ids].flatMap((id) => texts.regions.byId.get(id) ?? []);
}
