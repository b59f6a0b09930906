/** The door for readers of the texts. */

// what a text is
export { formatNumeral, NUMERAL, parseNumeral } from './policy/numerals.ts';
export * from './policy/instrument.ts';
export * from './policy/article.ts';

// where a text binds
export {
  binds, createRegionTable, type Divisions, divisionsSchema, type Region, type RegionTable, shortName,
} from './region/region.ts'; // biome-ignore format: names in a group
export { findRegions, type RegionMention } from './region/find-regions.ts';

// how text is compared
export { bare, fold, type Normalised, normalise } from './text/normalise.ts';
