import type { Release } from '../library/open.ts';
import type { Article } from '../policy/article.ts';
import { createScopes } from '../search/scope.ts';
import type { Citation } from './answer.ts';
import { citeByAnchors } from './cite.ts';

/** Nothing in the bank bears this id: whoever names it, as a guide does, must be put right. */
export class UnknownMatter extends Error {
  override readonly name = 'UnknownMatter';
}

/**
 * What the texts say of one matter of the bank, without a question: the articles that state it where a place lies, in the
 * matter's own order, quoted by its anchors and through the gate that every answer passes. Of something that happened on a day
 * before, the texts of that day speak; where they are silent, today's, which then say when they began.
 * @param today ISO day, to say what has ended since
 */
export function createMatterClauses(
  release: Release,
  today: () => string,
): (matter: string, region: string, day?: string) => readonly Citation[] {
  const numbers = new Map(release.matters.map(({ matter }, number) => [matter, number]));
  const scopeOf = createScopes(release);
  return (name, region, day) => {
    const number = numbers.get(name);
    const matter = number === undefined ? undefined : release.matters[number];
    if (number === undefined || matter === undefined)
      throw new UnknownMatter(`no matter of the question bank is called ${name}`);
    const now = today();
    const then = day !== undefined && day < now ? day : now;
    const found = [then, now].map((on) => scopeOf(region, on).answers[number] ?? []);
    return (found.find((positions) => positions.length > 0) ?? []).flatMap((position) => {
      const words = matter.answers[release.catalog.ids[position] ?? ''] ?? [];
      const anchors = words.map((anchor) => ({ words: anchor, weight: 1 }));
      // Offices in a bracket are shown beside a quote, never as one: the sentence nearest to the matter's name is quoted.
      const near = asksForOffices(release.article(position), words)
        ? release.reader.read(matter.name).tokens
        : [];
      return citeByAnchors(release, position, anchors, near, now, then) ?? [];
    });
  };
}

function asksForOffices({ departments }: Article, words: readonly string[]): boolean {
  const names = departments.flatMap((department) => department.names);
  return words.every((anchor) => names.some((name) => anchor.includes(name)));
}
