import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Matter } from '../questions/bank.ts';
import { DIMENSIONS, embed } from './embedder.ts';

/** A lay question near to what was asked: its matter and the cosine of the two, -1 to 1. */
export type NearQuestion = { readonly matter: number; readonly cosine: number };

export type VectorStore = {
  readonly near: (text: string, count: number) => readonly NearQuestion[];
};

/** Candidates looked at per search. hnswlib falls back to 10 on every load, which loses a tenth of the neighbours. */
const EF = 64;

type NativeIndex = {
  readIndexSync: (file: string) => void;
  readIndex: (file: string) => Promise<unknown>;
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
 * Opens a folder that LangChain's HNSWLib saved with every question of `matters` in order. Returns undefined when the
 * native module is not built on this machine: lexical search alone then answers. A damaged folder is an error.
 */
export function openVectors(folder: string, matters: readonly Matter[]): VectorStore | undefined {
  const native = loadNative();
  if (native === undefined) return undefined;
  const index = new native.HierarchicalNSW('cosine', DIMENSIONS);
  index.readIndexSync(join(folder, 'hnswlib.index'));
  return storeOf(index, matters);
}

/** As `openVectors`, reading in another thread. */
export async function openVectorsGently(
  folder: string,
  matters: readonly Matter[],
): Promise<VectorStore | undefined> {
  const native = loadNative();
  if (native === undefined) return undefined;
  const index = new native.HierarchicalNSW('cosine', DIMENSIONS);
  // https://github.com/yoshoku/hnswlib-node: the promise form works off the main thread.
  await index.readIndex(join(folder, 'hnswlib.index'));
  return storeOf(index, matters);
}

function storeOf(index: NativeIndex, matters: readonly Matter[]): VectorStore {
  const owners = matters.flatMap((matter, i) => matter.questions.map(() => i));
  index.setEf(EF);
  const size = index.getCurrentCount();
  if (size !== owners.length)
    throw new Error(`the vectors are of ${size} questions, the bank has ${owners.length}`);
  return {
    near: (text, count) => {
      const vector = embed(text);
      if (size === 0 || vector.every((value) => value === 0)) return [];
      const { distances, neighbors } = index.searchKnn(vector, Math.min(count, size));
      return neighbors.map((position, i) => ({
        matter: owners[position] ?? 0,
        cosine: 1 - (distances[i] ?? 1),
      }));
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
