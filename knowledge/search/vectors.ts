import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Matter } from '../questions/bank.ts';
import { DIMENSIONS, embed } from './embedder.ts';

/** A lay question near to what was asked: the matter it belongs to and the cosine of the two, -1 to 1. */
export type NearQuestion = { readonly matter: number; readonly question: string; readonly cosine: number };

export type VectorStore = {
  readonly near: (text: string, count: number) => readonly NearQuestion[];
};

/** Candidates looked at per search. hnswlib falls back to 10 on every load, which loses a tenth of the neighbours. */
const EF = 48;

/** docstore.json of LangChain's HNSWLib: pairs of position and document. */
const docstoreSchema = z.array(
  z.tuple([z.string(), z.object({ pageContent: z.string(), metadata: z.object({ matter: z.string() }) })]),
);

type NativeIndex = {
  readIndexSync: (file: string) => void;
  setEf: (ef: number) => void;
  searchKnn: (query: number[], k: number) => { distances: number[]; neighbors: number[] };
  getCurrentCount: () => number;
};
const nativeSchema = z.object({
  HierarchicalNSW: z.custom<new (space: string, dimensions: number) => NativeIndex>(
    (value) => typeof value === 'function',
  ),
});

/**
 * Opens a folder that LangChain's HNSWLib saved. Returns undefined when the native module is not built on this
 * machine: lexical search alone then answers. A damaged folder is an error.
 */
export function openVectors(folder: string, matters: readonly Matter[]): VectorStore | undefined {
  const native = loadNative();
  if (native === undefined) return undefined;
  const documents = docstoreSchema.parse(JSON.parse(readFileSync(join(folder, 'docstore.json'), 'utf8')));
  const numbers = new Map(matters.map((matter, i) => [matter.matter, i]));
  const questions = new Map(documents.map(([position, document]) => [Number(position), document]));
  const index = new native.HierarchicalNSW('cosine', DIMENSIONS);
  index.readIndexSync(join(folder, 'hnswlib.index'));
  index.setEf(EF);
  const size = index.getCurrentCount();
  return {
    near: (text, count) => {
      const vector = embed(text);
      if (size === 0 || vector.every((value) => value === 0)) return [];
      const { distances, neighbors } = index.searchKnn(vector, Math.min(count, size));
      return neighbors.flatMap((position, i) => {
        const document = questions.get(position);
        const matter = document && numbers.get(document.metadata.matter);
        return document === undefined || matter === undefined
          ? []
          : [{ matter, question: document.pageContent, cosine: 1 - (distances[i] ?? 1) }];
      });
    },
  };
}

/** A CommonJS addon that was compiled at install: require keeps opening a release synchronous. */
function loadNative(): z.infer<typeof nativeSchema> | undefined {
  try {
    return nativeSchema.parse(createRequire(import.meta.url)('hnswlib-node'));
  } catch {
    return undefined;
  }
}
