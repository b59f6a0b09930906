/** The door for the office of the library: what admins do with sources and releases, without loading what builds them. */

export { isUnreadableCode, UnreadableFile } from '#knowledge/build';
export { readChecks } from './prepare/checks.ts';
export { createFollower } from './prepare/follow-articles.ts';
export type {
  Look,
  OwnCheck,
  Preparation,
  PreparationProgress,
  UnderstoodInstrument,
} from './prepare/preparation.ts';
export { understoodSchema } from './prepare/preparation.ts';
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
  reportFile,
  type ShownFact,
  type WordRun,
} from './prepare/prepared.ts';
export { createPreparer, NotPrepared, type Preparer } from './prepare/preparer.ts';
export type { PreparationRefusal } from './prepare/preparer-messages.ts';
export { isDiskFull } from './publish/durable.ts';
export { pruneLibrary } from './publish/prune.ts';
export { MissingRelease, type Published, publishRelease } from './publish/publications.ts';
export { createReader, type Reader } from './read/create-reader.ts';
export { READ_LIMITS } from './read/limits.ts';
export type { ReadFile, ReadNote } from './read/read-file.ts';
export { createSourceStore, MissingSource } from './sources/source-store.ts';
