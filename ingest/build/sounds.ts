import {
  createRegionTable,
  type Divisions,
  eachToken,
  fold,
  type Instrument,
  type Matter,
  type SoundTable,
} from '#knowledge/build';
import { pinyinSlug } from '../parse/slug.ts';

/** A pair must be this common in the bank to be offered for its sound: rarer ones are chance neighbours, not words. */
const COMMON = 5;
const PER_SOUND = 3;

/** How the bank's pairs of characters sound, for pinyin and homophones. */
export function soundTable(
  matters: readonly Matter[],
  officialTerms: readonly string[],
  places: readonly string[],
): SoundTable {
  const counts = new Map<string, number>();
  const count = (text: string, weight: number) => {
    const seen = new Set<string>();
    eachToken(fold(text), (token) => {
      if (token.length === 2 && /^\p{Script=Han}{2}$/u.test(token)) seen.add(token);
    });
    for (const pair of seen) counts.set(pair, (counts.get(pair) ?? 0) + weight);
  };
  for (const matter of matters) for (const question of matter.questions) count(question, 1);
  for (const term of officialTerms) if (term.length === 2) count(term, COMMON);
  const syllables: Record<string, string> = {};
  for (const char of [...new Set([...counts.keys()].join(''))].sort()) syllables[char] = pinyinSlug(char);
  const words: Record<string, string[]> = {};
  const pairs = [...counts]
    .filter(([, n]) => n >= COMMON)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  for (const [pair] of pairs) {
    const sound = pinyinSlug(pair);
    words[sound] ??= [];
    if (words[sound].length < PER_SOUND) words[sound].push(pair);
  }
  return { syllables, words, places: Object.fromEntries(places.map((name) => [pinyinSlug(name), name])) };
}

/** Places in the provinces that have a text, widest last so that a province keeps its sound against a county. */
export function soundingPlaces(divisions: Divisions, instruments: readonly Instrument[]): readonly string[] {
  const provinces = new Set(instruments.map((instrument) => instrument.region?.value.split('/')[0]));
  const regions = createRegionTable(divisions).all.filter((region) => provinces.has(region.id.split('/')[0]));
  return regions
    .filter((region) => region.short.length >= 2)
    .map((region) => region.short)
    .reverse();
}
