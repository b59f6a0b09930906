import type { ArticleChange } from './prepared.ts';

/**
 * Follows ids of articles into the next release: one that was changed or moved counts under its new id; one that is gone
 * does not count, nor does another one that has its id now: that answers get lost is what somebody else shall look at.
 */
export function createFollower(
  articles: readonly Pick<ArticleChange, 'was' | 'id'>[],
): (ids: readonly string[]) => readonly string[] {
  const newIds = new Map<string, string[]>();
  for (const { was, id } of articles)
    if (was !== null && id !== null && was !== id) newIds.set(was, [...(newIds.get(was) ?? []), id]);
  const touched = new Set(articles.flatMap(({ was }) => was ?? []));
  const taken = new Set(articles.flatMap(({ was, id }) => (id === null || was === id ? [] : [id])));
  // An id that is new in the next release is meant as it is there.
  const isOther = (id: string) => touched.has(id) && taken.has(id);
  return (ids) => [
    ...new Set(ids.flatMap((id) => [...(isOther(id) ? [] : [id]), ...(newIds.get(id) ?? [])])),
  ];
}
