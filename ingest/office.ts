/** The door for the office of the library: what admins do with sources and releases, without loading what builds them. */

export type {
  Look,
  OwnCheck,
  Preparation,
  PreparationProgress,
  UnderstoodInstrument,
} from './preparation.ts';
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
export { NotPrepared, type Preparer } from './preparer.ts';
export type { PreparationRefusal } from './preparer-messages.ts';
export { MissingRelease, type Published, publishRelease } from './publications.ts';
export { createSourceStore } from './source-store.ts';
