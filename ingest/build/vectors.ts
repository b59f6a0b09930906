import { mkdirSync } from 'node:fs';
import type { Matter } from '#knowledge/build';

/**
 * Saves every lay question in an HNSW index through LangChain's own store, in the layout that `knowledge/search/vectors.ts`
 * and any other LangChain program opens. Loaded lazily: the module costs a third of a second.
 */
export async function saveVectors(folder: string, matters: readonly Matter[]): Promise<void> {
  const { HashEmbeddings } = await import('#knowledge/langchain');
  const { HNSWLib } = await import('@langchain/community/vectorstores/hnswlib');
  const rows = matters.flatMap((matter) =>
    matter.questions.map((question) => ({ question, matter: matter.matter })),
  );
  const store = await HNSWLib.fromTexts(
    rows.map((row) => row.question),
    rows.map(({ matter }) => ({ matter })),
    new HashEmbeddings(),
  );
  mkdirSync(folder, { recursive: true });
  await store.save(folder);
}
