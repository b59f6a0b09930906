/** The door for the office of the library: what admins do with sources and releases, without loading what builds them. */

export { isUnreadableCode, UnreadableFile } from '#knowledge/build';
export { readChecks } from './checks.ts';
export type {
  Look,
  OwnCheck,
  Preparation,
  PreparationProgress,
  UnderstoodInstrument,
} from './preparation.ts';
export { understoodSchema } from './preparation.ts';
export {
  type ArticleChange,
  type CheckedQuestion,
  type FactName,
  type FileReport,
  type Gate,
  type InstrumentChange,
  type InstrumentReport,
  type Prepared,
  type PreparedSummary,
  type Proposal,
  preparedSummarySchema,
  type ReleaseDiff,
  readPrepared,
  type ShownFact,
  type WordRun,
} from './prepared.ts';
export { createPreparer, NotPrepared, type Preparer } from './preparer.ts';
export type { PreparationRefusal } from './preparer-messages.ts';
export { pruneLibrary } from './prune.ts';
export { MissingRelease, type Published, publishRelease } from './publications.ts';
export { createReader, type Reader } from './read/create-reader.ts';
export { READ_LIMITS } from './read/limits.ts';
export type { ReadFile, ReadNote } from './read/read-file.ts';
export { createSourceStore } from './source-store.ts';
