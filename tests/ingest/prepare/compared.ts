import type { Article, Instrument } from '#knowledge';
import type { ComparedRelease } from '../../../ingest/prepare/diff.ts';
import { anArticle, anInstrument } from '../../fixtures.ts';

/** A made-up release as it is compared: articles in the order of their instruments. */
export function compared(
  id: string,
  texts: readonly {
    readonly instrument: Instrument;
    /** Text by what stands behind the instrument's id. */
    readonly articles: Readonly<Record<string, string | Partial<Article>>>;
  }[],
): ComparedRelease {
  const articles = texts.flatMap(({ instrument, articles: own }) =>
    Object.entries(own).map(([key, text]) => {
      const more = typeof text === 'string' ? { text } : text;
      return anArticle(`${instrument.id}/${key}`, more.text ?? '', more);
    }),
  );
  return {
    manifest: { id },
    instruments: texts.map(({ instrument }) => instrument),
    catalog: {
      ids: articles.map((article) => article.id),
      kinds: articles.map(({ kind }) => kind),
      instruments: Uint32Array.from(articles, (article) =>
        texts.findIndex(({ instrument }) => instrument.id === article.instrument),
      ),
    },
    article: (position) => {
      const article = articles[position];
      if (article === undefined) throw new RangeError(`no article at ${position}`);
      return article;
    },
  };
}

/** Of one instrument. */
export const oneText = (id: string, articles: Readonly<Record<string, string>>) =>
  compared(id, [{ instrument: anInstrument('a'), articles }]);
