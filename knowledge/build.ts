/** The door for ingest: what is needed to make a release. Readers use `#knowledge`. */
export * from './index.ts';

// text that remembers its place in the source
export { EMPTY, join, type Mapped, mapped, remove, slice, trim } from './text/mapped.ts';
