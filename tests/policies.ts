/** The five policy files as ingest reads them, read once, and a short way to parse any other text. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Article, createRegionTable, type Instrument, readText, type Sentence } from '#knowledge/build';
import type { DescribedFile } from '../ingest/parse/describe.ts';
import { type ParsedFile, parseFile } from '../ingest/parse/pipeline.ts';
import { readSources } from '../ingest/sources/sources.ts';

export const KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url));

export const sources = readSources(KNOWLEDGE);
export const regions = createRegionTable(sources.divisions);

export function policyBytes(file: string): Buffer {
  return readFileSync(join(KNOWLEDGE, 'policies', file));
}

const taken = new Set<string>();
export const files: readonly ParsedFile[] = sources.manifest.files.map((file) =>
  parseFile(readText(policyBytes(file.file), file.file).text, file.sha256, file, regions, taken),
);
export const instruments: readonly Instrument[] = files.flatMap((file) => file.instruments);
export const articles: readonly Article[] = files.flatMap((file) => file.articles);

export function instrument(id: string): Instrument {
  return found(
    instruments.find((candidate) => candidate.id === id),
    id,
  );
}

export function article(id: string): Article {
  return found(
    articles.find((candidate) => candidate.id === id),
    id,
  );
}

export function articlesOf(instrumentId: string): readonly Article[] {
  return articles.filter((candidate) => candidate.instrument === instrumentId);
}

export type PrintedSentence = Sentence & { readonly text: string };

/** Every sentence of an article with its words. */
export function sentencesOf(from: Article): readonly PrintedSentence[] {
  return from.sentences.map((sentence) => ({
    ...sentence,
    text: from.text.slice(sentence.start, sentence.end),
  }));
}

/** The sentence of an article that has these words. */
export function sentence(id: string, words: string): PrintedSentence {
  return found(
    sentencesOf(article(id)).find((candidate) => candidate.text.includes(words)),
    `${id}: ${words}`,
  );
}

/** Parses a text, or bytes, as a file that the manifest does not list. */
export function parseText(source: string | Uint8Array, file: Partial<DescribedFile> = {}): ParsedFile {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const known = { file: 'x.txt', facts: [], ...file };
  return parseFile(readText(bytes, known.file).text, '', known, regions, new Set());
}

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}
