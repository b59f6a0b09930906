/** The ecosystem's shapes for our parts, behind a door of their own because LangChain takes long to load. */

import { Document, type DocumentInterface } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Release } from '../library/open.ts';
import { publicText } from '../policy/article.ts';
import { formatCitation } from '../policy/citation.ts';
import { embed } from './embedder.ts';
import { createRetriever, type Retriever } from './retriever.ts';

/** Feature-hashed embeddings as a LangChain `Embeddings`: no network, no weights. */
export class HashEmbeddings extends Embeddings {
  constructor() {
    super({});
  }

  override embedDocuments(documents: string[]): Promise<number[][]> {
    return Promise.resolve(documents.map(embed));
  }

  override embedQuery(document: string): Promise<number[]> {
    return Promise.resolve(embed(document));
  }
}

export type PolicyRetrieverInput = BaseRetrieverInput & {
  readonly release: Release;
  /** Region id, or null for every text. */
  readonly region: string | null;
  /** ISO day on which a text must be in force, or null for texts of any time. */
  readonly day: string | null;
  readonly limit?: number;
};

/** The product's own retriever as a LangChain `BaseRetriever`: documents are articles, `metadata.citation` says which. */
export class PolicyRetriever extends BaseRetriever {
  static override lc_name(): string {
    return 'PolicyRetriever';
  }

  override lc_namespace = ['gongyou', 'retrievers'];
  readonly #input: PolicyRetrieverInput;
  readonly #retriever: Retriever;

  constructor(input: PolicyRetrieverInput) {
    super(input);
    this.#input = input;
    this.#retriever = createRetriever(input.release);
  }

  override _getRelevantDocuments(question: string): Promise<DocumentInterface[]> {
    const { release, region, day, limit = 5 } = this.#input;
    const { hits } = this.#retriever.find(release.reader.read(question), region, day, limit);
    return Promise.resolve(
      hits.map(({ position, score }) => {
        const article = release.article(position);
        const instrument = release.instrument(article.instrument);
        const citation = formatCitation(
          instrument?.title ?? '',
          instrument?.number?.value ?? null,
          article.label,
        );
        return new Document({
          id: article.id,
          pageContent: publicText(article),
          metadata: { id: article.id, citation, score, release: release.manifest.id },
        });
      }),
    );
  }
}
