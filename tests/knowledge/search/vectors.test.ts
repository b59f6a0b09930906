import { cpSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib';
import { Document } from '@langchain/core/documents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HashEmbeddings } from '#knowledge/langchain';
import { embed } from '../../../knowledge/search/embedder.ts';
import { openVectors } from '../../../knowledge/search/vectors.ts';
import { aMatter, temporaryFolder } from '../../fixtures.ts';

const QUESTIONS = {
  deposit: ['押金不退怎么办', '站点收了押金', '保证金要交吗'],
  heat: ['高温天还让送单', '太热了有没有补贴'],
};
const matters = [aMatter('deposit', QUESTIONS.deposit), aMatter('heat', QUESTIONS.heat)];
const { path, dispose } = temporaryFolder();

/** A folder as any LangChain program would save it, not as our own ingest does. */
beforeAll(async () => {
  const documents = Object.entries(QUESTIONS).flatMap(([matter, questions]) =>
    questions.map((pageContent) => new Document({ pageContent, metadata: { matter } })),
  );
  const store = await HNSWLib.fromDocuments(documents, new HashEmbeddings());
  await store.save(path);
});
afterAll(dispose);

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe("openVectors on a folder that LangChain's HNSWLib saved", () => {
  it('finds the same question first, and says which matter it belongs to', () => {
    const near = openVectors(path, matters)?.near('高温天还让送单', 2);
    expect(near?.[0]).toMatchObject({ matter: 1, question: '高温天还让送单' });
    expect(near?.[0]?.cosine).toBeCloseTo(1, 4);
  });

  it('gives true cosines, nearest first', () => {
    const near = openVectors(path, matters)?.near('押金不退给我', 5) ?? [];
    expect(near).toHaveLength(5);
    for (const { question, cosine: found } of near) {
      expect(found).toBeCloseTo(cosine(embed('押金不退给我'), embed(question)), 4);
    }
    expect(near.map((n) => n.cosine)).toEqual([...near.map((n) => n.cosine)].sort((a, b) => b - a));
  });

  it('asks for no more neighbours than there are, where hnswlib would throw', () => {
    expect(openVectors(path, matters)?.near('押金', 1000)).toHaveLength(5);
  });

  it('has no neighbours for a text without words', () => {
    expect(openVectors(path, matters)?.near('！！', 3)).toEqual([]);
  });

  it('leaves out a question whose matter is not in the bank any more', () => {
    const near = openVectors(path, [aMatter('heat', [])])?.near('押金不退', 5) ?? [];
    expect(near.map((n) => n.matter)).toEqual([0, 0]);
  });

  it('can still be opened by LangChain itself', async () => {
    const store = await HNSWLib.load(path, new HashEmbeddings());
    const [found] = await store.similaritySearch('站点收了押金', 1);
    expect(found?.metadata).toEqual({ matter: 'deposit' });
  });
});

describe('openVectors on a damaged folder', () => {
  it.each([
    ['a docstore that is cut short', (folder: string) => truncateSync(join(folder, 'docstore.json'), 40)],
    [
      'a docstore of another shape',
      (folder: string) => writeFileSync(join(folder, 'docstore.json'), '[[1]]'),
    ],
    ['an index that is cut short', (folder: string) => truncateSync(join(folder, 'hnswlib.index'), 40)],
  ])('throws for %s: answers must not quietly lose their neighbours', (_, damage) => {
    const copy = temporaryFolder();
    try {
      cpSync(path, copy.path, { recursive: true });
      damage(copy.path);
      expect(() => openVectors(copy.path, matters)).toThrow();
    } finally {
      copy.dispose();
    }
  });
});
