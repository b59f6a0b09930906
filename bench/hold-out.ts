import type { Matter, Release } from '#knowledge';
import { buildBm25f } from '#knowledge/build';
import { ARTICLE_INDEX, articlePassages, MATTER_INDEX, matterPassages } from '../ingest/build/passages.ts';

/**
 * The release as it would be had nobody read these instruments yet: their texts are there, but no matter of the bank names
 * an article of theirs, and a matter that only they answer is not in the bank.
 */
export function holdOut(release: Release, instruments: ReadonlySet<string>): Release {
  const isHeld = (article: string) => instruments.has(article.slice(0, article.lastIndexOf('/')));
  const stripped = release.matters.map((matter) => strip(matter, isHeld));
  const kept = stripped.flatMap((matter, i) => (isAsked(matter) ? [i] : []));
  const matters = kept.flatMap((i) => stripped[i] ?? []);
  const numbers = new Map(kept.map((old, fresh) => [old, fresh]));
  const articles = release.catalog.ids.map((_, position) => release.article(position));
  const { vectors } = release;
  return {
    ...release,
    matters,
    articleIndex: buildBm25f(articlePassages(articles, release.instruments, matters), ARTICLE_INDEX),
    matterIndex: buildBm25f(matterPassages(matters), MATTER_INDEX),
    vectors: vectors && {
      // More than are wanted, because some are of matters that are gone.
      near: (text, count) =>
        vectors
          .near(text, count * 3)
          .flatMap(({ matter, cosine }) => {
            const fresh = numbers.get(matter);
            return fresh === undefined ? [] : [{ matter: fresh, cosine }];
          })
          .slice(0, count),
    },
  };
}

function strip(matter: Matter, isHeld: (article: string) => boolean): Matter {
  return {
    ...matter,
    answers: Object.fromEntries(Object.entries(matter.answers).filter(([id]) => !isHeld(id))),
    related: matter.related.filter((id) => !isHeld(id)),
  };
}

const isAsked = ({ answers, reason }: Matter) => Object.keys(answers).length > 0 || reason !== undefined;
