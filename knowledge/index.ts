/** The door for readers of the texts. */

// what a text is
export { formatNumeral, NUMERAL, parseNumeral } from './policy/numerals.ts';
export * from './policy/instrument.ts';
export * from './policy/article.ts';

// where a text binds
export {
  binds,
  createRegionTable,
  type Divisions,
  divisionsSchema,
  type Region,
  type RegionTable,
  shortName,
} from './region/region.ts';
export { findRegions, type RegionMention } from './region/find-regions.ts';

// days, as people name them
export {
  addDays,
  addMonths,
  type DayReading,
  dayParts,
  type IsoDay,
  isoDay,
  mondayOf,
  monthSpan,
  weekdayOf,
} from './time/calendar.ts';
export type { Base, DayFound, DayRule } from './time/day-rule.ts';
export { DAY_RULES } from './time/day-rules.ts';
export { withDigits } from './time/digits.ts';

// how text is compared
export { bare, fold, type Normalised, normalise } from './text/normalise.ts';
export { tokens } from './text/tokenize.ts';
export { toSimplified } from './text/simplified.ts';

// what is asked
export type { Matter } from './questions/bank.ts';
export type { LexiconEntries } from './lexicon/lexicon.ts';
export type { Query } from './query/query.ts';
export { createRetriever, type Finding, type Retriever } from './search/retriever.ts';

// what is in force
export { openRelease, openTexts, readManifest, readReleaseSources, type Release } from './library/open.ts';
export { checkRelease, openReleaseGently } from './library/open-gently.ts';
export { type KeptSources, readKeptSources } from './library/kept-sources.ts';
export {
  currentPublication,
  currentRelease,
  listPublications,
  type Publication,
  type PublicationKind,
  publicationFile,
  publicationNumbers,
  readPublication,
  releaseFolder,
} from './library/publications.ts';
export { type ReleaseManifest, UnusableRelease } from './library/release.ts';
export {
  type FactEntry,
  factEntrySchema,
  type LibrarySources,
  librarySourcesSchema,
  NATIONAL,
  type SourceFile,
  type SourceFormat,
} from './library/sources.ts';
export {
  createPolicyPages,
  formatPolicyPath,
  isWhole,
  parseMarks,
  parseShownAs,
  type PolicyArticle,
  type PolicyDocument,
  type PolicyEntry,
  type PolicyPages,
  type ShownAs,
} from './library/pages.ts';

// what times the texts set, and which days are free
export { type ClauseClock, parseClocks, parseHolidays } from './clocks/desk-tables.ts';

// what the texts lack and an admin keeps
export {
  createFacts,
  type Deadline,
  type Facts,
  type Hotline,
  type MinimumWage,
  type Office,
  type Station,
  type TableOverview,
  type UnionOffice,
} from './facts/facts.ts';
export { BadFacts, parseFacts } from './facts/parse-facts.ts';
export type { FactFile } from './facts/raw-rows.ts';
export {
  DEADLINES,
  type DeadlineName,
  OFFICE_ROLES,
  type OfficeRole,
  type Trade,
  TRADES,
} from './facts/words.ts';
export { DEADLINE_NAMES, ROLE_NAMES } from './facts/copy.ts';

// what is answered
export { type Answer, answerSchema, type Citation } from './answer/answer.ts';
export {
  type Ask,
  type Assistant,
  type ChosenPlace,
  createAssistant,
  type Reply,
} from './answer/assistant.ts';
export { UnknownMatter } from './answer/matter-clauses.ts';
export type { Previous } from './answer/follow-up.ts';
export { type Block, citationHead, layoutAnswer, layoutCitation, quoted } from './answer/layout.ts';
export { renderPlain } from './answer/render.ts';
export { ADDRESSEE, DEPARTMENTS_HEAD, leadOf, ROLE, STRENGTH } from './answer/copy.ts';
export { findAlarm } from './answer/alarm.ts';
export { findQuoteFault, type QuoteFault } from './answer/verify.ts';
