/** The door to ingest: from files to a release in force. */
export { type IngestReport, ingest } from './ingest.ts';
export type { IngestProgress } from './build/assemble.ts';
export { MissingRelease, type Published, type Publishing, publishRelease } from './publish/publications.ts';
export { LostText } from './parse/pipeline.ts';
export { UNREADABLE_CODES, type UnreadableCode, UnreadableFile } from '#knowledge/build';
export { createReader, type GivenFile, type Reader } from './read/create-reader.ts';
export {
  NOTE_CODES,
  type NoteCode,
  READ_FORMATS,
  type ReadFile,
  type ReadFormat,
  type ReadNote,
} from './read/read-file.ts';
