import { cpSync, truncateSync } from 'node:fs';
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
  it('finds the matter of the same question first', () => {
    const near = openVectors(path, matters)?.near('高温天还让送单', 2) ?? [];
    expect(near[0]?.matter).toBe(1);
    expect(near[0]?.cosine).toBeCloseTo(1, 4);
  });

  it('gives true cosines, nearest first', () => {
    const near = openVectors(path, matters)?.near('押金不退给我', 5) ?? [];
    const expected = Object.values(QUESTIONS).flatMap((questions, matter) =>
      questions.map((question) => ({ matter, cosine: cosine(embed('押金不退给我'), embed(question)) })),
    );
    expected.sort((a, b) => b.cosine - a.cosine);
    expect(near).toHaveLength(5);
    for (const [i, found] of near.entries()) expect(found.cosine).toBeCloseTo(expected[i]?.cosine ?? 0, 4);
    expect(near[0]?.matter).toBe(expected[0]?.matter);
  });

  it('asks for no more neighbours than there are, where hnswlib would throw', () => {
    expect(openVectors(path, matters)?.near('押金', 1000)).toHaveLength(5);
  });

  it('has no neighbours for a text without words', () => {
    expect(openVectors(path, matters)?.near('！！', 3)).toEqual([]);
  });

  it('can still be opened by LangChain itself', async () => {
    const store = await HNSWLib.load(path, new HashEmbeddings());
    const [found] = await store.similaritySearch('站点收了押金', 1);
    expect(found?.metadata).toEqual({ matter: 'deposit' });
  });
});

describe('openVectors on a folder that does not fit', () => {
  it('throws for vectors of another bank: they would lend their nearness to the wrong matters', () => {
    expect(() => openVectors(path, [aMatter('deposit', QUESTIONS.deposit)])).toThrow(/5.*3/);
  });

  it('throws for an index that is cut short: answers must not quietly lose their neighbours', () => {
    const copy = temporaryFolder();
    try {
      cpSync(path, copy.path, { recursive: true });
      truncateSync(join(copy.path, 'hnswlib.index'), 40);
      expect(() => openVectors(copy.path, matters)).toThrow();
    } finally {
      copy.dispose();
    }
  });
});
