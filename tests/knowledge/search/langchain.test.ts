import { Embeddings } from '@langchain/core/embeddings';
import { BaseRetriever } from '@langchain/core/retrievers';
import { describe, expect, it } from 'vitest';
import { HashEmbeddings, PolicyRetriever } from '#knowledge/langchain';
import { embed } from '../../../knowledge/search/embedder.ts';
import { aMatter, anArticle, anInstrument, tinyRelease } from '../../fixtures.ts';

const release = await tinyRelease({
  instruments: [
    anInstrument('a', {
      title: '甲川省办法',
      number: { value: '甲人社〔2021〕1号', source: 'printed' },
      region: { value: '甲川省', source: 'printed' },
    }),
    anInstrument('c', { region: { value: '戊原省', source: 'printed' } }),
  ],
  articles: [
    anArticle('a/1', '企业不得收取押金。', { label: '第一条' }),
    anArticle('a/2', '押金的事找王五。', { label: '第二条', private: [{ start: 5, end: 7 }] }),
    anArticle('c/1', '押金应当退还。'),
  ],
  matters: [aMatter('deposit', ['押金不退'], { answers: { 'a/1': ['不得'], 'c/1': ['退还'] } })],
});

describe('PolicyRetriever', () => {
  it('is a LangChain retriever: invoke gives documents that say which article they are', async () => {
    const retriever = new PolicyRetriever({ release, day: null, region: '甲川省' });
    expect(retriever).toBeInstanceOf(BaseRetriever);
    const [first] = await retriever.invoke('站点不退押金');
    expect(first).toMatchObject({
      id: 'a/1',
      pageContent: '企业不得收取押金。',
      metadata: {
        id: 'a/1',
        citation: '《甲川省办法》（甲人社〔2021〕1号）第一条',
        release: release.manifest.id,
      },
    });
    expect(first?.metadata.score).toBeGreaterThan(0);
  });

  it('gives only what binds in the region', async () => {
    const ids = async (region: string | null) =>
      (await new PolicyRetriever({ release, day: null, region }).invoke('押金')).map(
        (document) => document.id,
      );
    expect(await ids('甲川省/乙江市')).not.toContain('c/1');
    expect(await ids('戊原省')).toEqual(['c/1']);
    expect(await ids(null)).toContain('c/1');
  });

  it('gives no more than the limit', async () => {
    expect(
      await new PolicyRetriever({ release, day: null, region: null, limit: 1 }).invoke('押金'),
    ).toHaveLength(1);
  });

  it('blacks out personal particulars, also for other programs', async () => {
    const documents = await new PolicyRetriever({ release, day: null, region: null }).invoke('押金的事找谁');
    const text = documents.map((document) => document.pageContent).join('\n');
    expect(text).toContain('押金的事找██。');
    expect(text).not.toContain('王五');
  });

  it('runs in a chain, as every Runnable does', async () => {
    const chain = new PolicyRetriever({ release, day: null, region: null }).pipe(
      (documents) => documents.length,
    );
    expect(await chain.invoke('押金')).toBeGreaterThan(0);
  });
});

describe('HashEmbeddings', () => {
  it('is a LangChain Embeddings that embeds questions and documents alike', async () => {
    const embeddings = new HashEmbeddings();
    expect(embeddings).toBeInstanceOf(Embeddings);
    expect(await embeddings.embedDocuments(['押金不退', '高温'])).toEqual([embed('押金不退'), embed('高温')]);
    expect(await embeddings.embedQuery('押金不退')).toEqual(embed('押金不退'));
  });
});
