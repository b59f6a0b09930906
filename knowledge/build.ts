/** The door for ingest: what is needed to make a release. Readers use `#knowledge`. */
export * from './index.ts';
export { createLexicon, lexiconSchema } from './lexicon/lexicon.ts';
export { contentHash } from './library/open.ts';
export { FORMAT } from './library/release.ts';
// the bank and the lexicon, as files
export { BadQuestionBank, createBank } from './questions/bank.ts';
// the parts a release is made of
export { type Bm25fIndex, buildBm25f, type FieldTokens } from './search/bm25f.ts';
export { EMBEDDER } from './search/embedder.ts';
export { decodeIndex, encodeIndex } from './search/index-file.ts';
export type { SoundTable } from './search/sounds.ts';
// text that remembers its place in the source
export { EMPTY, join, type Mapped, mapped, remove, slice, trim } from './text/mapped.ts';
export { eachToken, TOKENIZER, tokens } from './text/tokenize.ts';
