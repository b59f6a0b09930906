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

/** What the words of the nearest answer count, the matter's own name, and on top of both what people call it. */
const SHARE = { answer: 0.7, name: 0.3, lay: 0.5 } as const;
/** Pairs of characters that tell a matter's lay questions from those of others. */
const LAY_WORDS = 8;
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

  const rare = (words: readonly string[]) => words.map((word): WeightedToken => [word, rarity(word)]);

  /** Writes into `row`, for every article, the share of the words' weight that it holds. */
  const held = (words: readonly WeightedToken[], row: Float32Array): void => {
    row.fill(0);
    const all = words.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [word, own] of words) {
      const term = terms.get(word);
      if (term === undefined) continue;
      const weight = own / all;
      for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at++) {
        const doc = docs[at] ?? 0;
        row[doc] = (row[doc] ?? 0) + weight;
      }
    }
  };

  const isUnread = createIsUnread(release);
  const best = new Float32Array(documents);
  const row = new Float32Array(documents);
  const sum = new Float32Array(documents);
  const addTo = (rows: Float32Array, share: number) => {
    for (let i = 0; i < documents; i++) sum[i] = (sum[i] ?? 0) + share * (rows[i] ?? 0);
  };
  const layWords = createLayWords(release);
  /** All articles of unread texts that are near enough, whatever the place: few, and the same for each question. */
  const near = remembered((number: number): readonly Near[] => {
    const { name, answers } = matters[number] ?? { name: '', answers: {} };
    best.fill(0);
    for (const words of Object.values(answers)) {
      held(rare(pairs(words.join(' '))), row);
      for (let i = 0; i < documents; i++) if ((row[i] ?? 0) > (best[i] ?? 0)) best[i] = row[i] ?? 0;
    }
    sum.fill(0);
    addTo(best, SHARE.answer);
    held(rare(pairs(name)), row);
    addTo(row, SHARE.name);
    held(layWords(number), row);
    addTo(row, SHARE.lay);
    const found: Near[] = [];
    for (let position = 0; position < documents; position++) {
      const share = sum[position] ?? 0;
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

/**
 * The words that most tell a matter's lay questions from those of other matters, as far as any article holds them: a text
 * written plainly says 高温补助 where others have 极端天气的额外补偿.
 */
function createLayWords({
  matters,
  matterIndex,
  articleIndex,
}: Release): (matter: number) => readonly WeightedToken[] {
  const { terms, starts, documents } = matterIndex;
  /** How few matters have a pair among their questions; nothing for one so common that it is not searched for. */
  const rarity = (pair: string) => {
    const term = terms.get(pair);
    const count = term === undefined ? 0 : (starts[term + 1] ?? 0) - (starts[term] ?? 0);
    return count === 0 ? 0 : Math.log(documents / count);
  };
  return (matter) => {
    const { questions = [] } = matters[matter] ?? {};
    const counts = new Map<string, number>();
    for (const question of questions)
      for (const pair of pairs(question))
        if (articleIndex.terms.has(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    return [...counts]
      .map(([pair, count]): WeightedToken => [pair, (count / questions.length) * rarity(pair)])
      .sort((a, b) => b[1] - a[1])
      .slice(0, LAY_WORDS)
      .filter(([, weight]) => weight > 0);
  };
}

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
