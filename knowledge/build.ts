/** The door for ingest and for tools: what is needed to make a release and to take one apart. Readers use `#knowledge`. */

export * from './index.ts';

// files as text
export {
  isUnreadableCode,
  readText,
  UNREADABLE_CODES,
  type UnreadableCode,
  UnreadableFile,
} from './text/read-text.ts';
export { parseYaml } from './text/yaml.ts';

// text that remembers its place in the source
export { EMPTY, join, type Mapped, mapped, remove, slice, trim } from './text/mapped.ts';
export { eachToken, TOKENIZER, tokens } from './text/tokenize.ts';

// the bank and the lexicon, as files
export { BadQuestionBank, createBank } from './questions/bank.ts';
export { createLexicon, lexiconSchema } from './lexicon/lexicon.ts';

// the parts a release is made of
export { type ArticleColumns, scoreArticles } from './search/article-search.ts';
export {
  type Bm25fIndex,
  type Bm25fOptions,
  buildBm25f,
  type FieldTokens,
  top as topScores,
} from './search/bm25f.ts';
export { EMBEDDER } from './search/embedder.ts';
export { decodeIndex, encodeIndexParts } from './search/index-file.ts';
export { createSounds, type SoundTable } from './search/sounds.ts';
export { createQueryReader } from './query/query.ts';
export { type Columns, decodeColumns, encodeColumns, kindNumber } from './library/columns.ts';
export { FORMAT } from './library/release.ts';
export { reviewedInstruments } from './library/reviewed.ts';
export { publicationSchema } from './library/publications.ts';
export { fileNameSchema, NO_SOURCES, sourceFileSchema } from './library/sources.ts';
