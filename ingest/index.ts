/** The door to ingest: from files to a release in force. */
export { type IngestReport, ingest } from './ingest.ts';
export type { IngestProgress } from './assemble.ts';
export { MissingRelease, type Published, type Publishing, publishRelease } from './publications.ts';
export { LostText } from './pipeline.ts';
export { UnreadableFile } from '#knowledge/build';
