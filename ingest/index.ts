/** The door to ingest: from files to a release in force. */
export { type IngestProgress, type IngestReport, ingest } from './ingest.ts';
export { LostText } from './pipeline.ts';
export { UnreadableFile } from '#knowledge/build';
