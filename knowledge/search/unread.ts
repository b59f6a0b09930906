import type { Release } from '../library/open.ts';
import { reviewedInstruments } from '../library/reviewed.ts';
import { tokens } from '../text/tokenize.ts';
import type { WeightedToken } from './bm25f.ts';
import type { Scope } from './scope.ts';

/** An article of a text that nobody has read for the bank, and how likely it states a matter: 0 to 1. */
export type Guess = { readonly position: number; readonly sure: number };

/**
 * Finds in a text that nobody has read the article that states a matter of the bank: texts on one thing print it in much
 * the same words, so the words by which other texts answer the matter lead to it, where a worker's own words do not.
 */
export type Unread = {
  /** The likeliest articles of the scope's unread texts for a matter, best first; none where nothing is near. */
  readonly guess: (matter: number, scope: Scope) => readonly Guess[];
  /** The words by which other texts answer a matter, and its name. */
  readonly words: (matter: number) => readonly WeightedToken[];
};

/** What the words of the nearest answer count beside the matter's own name. */
const SHARE = { answer: 0.7, name: 0.3 } as const;
/** Share of the words that an article must hold: nothing below the first, all but sure from the second on. */
const NEAR = { least: 0.15, sure: 0.5 } as const;
const MOST = 3;
/** An article much less near than the best is not meant. */
const NEAR_BEST = 0.7;

/**
 * Measured by taking each shipped text out of the bank (bench/unreviewed.ts): of the matters that it answers, the first
 * article is right for 85 to 98 in a hundred (74 for a plan of tasks); of those that it does not answer, half have no
 * article with more than 0.15 of the words.
 */
export function createUnread(release: Release): Unread {
  const { articleIndex, matters } = release;
  const { terms, starts, docs, documents } = articleIndex;
  const rarity = (token: string) => {
    const term = terms.get(token);
    const count = term === undefined ? 0 : (starts[term + 1] ?? 0) - (starts[term] ?? 0);
    return Math.log(1 + (documents - count + 0.5) / (count + 0.5));
  };

  /** Adds to `row`, for every article, the share of the words' weight that it holds. */
  const held = (words: readonly string[], row: Float32Array): void => {
    row.fill(0);
    const weights = words.map(rarity);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [i, word] of words.entries()) {
      const term = terms.get(word);
      if (term === undefined) continue;
      const weight = (weights[i] ?? 0) / all;
      for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at++) {
        const doc = docs[at] ?? 0;
        row[doc] = (row[doc] ?? 0) + weight;
      }
    }
  };

  const isUnread = createIsUnread(release);
  const [best, row] = [new Float32Array(documents), new Float32Array(documents)];
  /** All articles of unread texts that are near enough, whatever the place: few, and the same for each question. */
  const near = remembered((number: number): readonly Near[] => {
    const { name, answers } = matters[number] ?? { name: '', answers: {} };
    best.fill(0);
    for (const words of Object.values(answers)) {
      held(pairs(words.join(' ')), row);
      for (let i = 0; i < documents; i++) if ((row[i] ?? 0) > (best[i] ?? 0)) best[i] = row[i] ?? 0;
    }
    held(pairs(name), row);
    const found: Near[] = [];
    for (let position = 0; position < documents; position++) {
      const share = SHARE.answer * (best[position] ?? 0) + SHARE.name * (row[position] ?? 0);
      if (share > NEAR.least && isUnread(position)) found.push({ position, share });
    }
    return found.sort((a, b) => b.share - a.share || a.position - b.position);
  });

  return {
    guess: (matter, scope) => {
      if (scope.unread === undefined) return [];
      const here = near(matter).filter(({ position }) => scope.isUnread(position));
      const first = here[0]?.share ?? 0;
      return here
        .slice(0, MOST)
        .filter(({ share }) => share >= first * NEAR_BEST)
        .map(({ position, share }) => ({
          position,
          sure: Math.min(1, (share - NEAR.least) / (NEAR.sure - NEAR.least)),
        }));
    },
    words: remembered((matter) => {
      const { name = '', answers = {} } = matters[matter] ?? {};
      return pairs([name, ...Object.values(answers).flat()].join(' ')).map((token) => [token, 1]);
    }),
  };
}

type Near = { readonly position: number; readonly share: number };

/** Whether an article, in force or not, is of a text that nobody has read. */
function createIsUnread({ matters, instruments, catalog }: Release): (position: number) => boolean {
  const reviewed = reviewedInstruments(matters);
  const unread = instruments.map(({ id }) => !reviewed.has(id));
  return (position) => unread[catalog.instruments[position] ?? -1] === true;
}

/** What is worked out for a matter once. */
function remembered<T>(make: (matter: number) => T): (matter: number) => T {
  const made = new Map<number, T>();
  return (matter) => {
    const known = made.get(matter);
    if (known !== undefined) return known;
    const fresh = make(matter);
    made.set(matter, fresh);
    return fresh;
  };
}

const pairs = (text: string) => [...new Set(tokens(text))].filter((token) => token.length > 1);
