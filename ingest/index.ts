/** The door to ingest: from files to a release in force. */
export { type IngestProgress, ingest, type IngestReport } from './ingest.ts';
export { LostText } from './pipeline.ts';
export { UnreadableFile } from './read/text.ts';
