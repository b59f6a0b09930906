import type { Lexicon } from '../lexicon/lexicon.ts';
import { findReferences, type Reference } from '../policy/reference.ts';
import { findRegions, type RegionMention } from '../region/find-regions.ts';
import type { RegionTable } from '../region/region.ts';
import type { WeightedToken } from '../search/bm25f.ts';
import type { Sounds } from '../search/sounds.ts';
import { fold } from '../text/normalise.ts';
import { toSimplified } from '../text/simplified.ts';
import { eachToken } from '../text/tokenize.ts';

/** Longer messages are read up to here; nobody's question is longer, and an attack's may be. */
export const MAX_QUESTION = 2000;

/** A person's words made ready for search. */
export type Query = {
  /** Simplified, width and case folded, cut at MAX_QUESTION. */
  readonly text: string;
  readonly tokens: readonly WeightedToken[];
  /** Pairs of characters and words that nothing in the library contains. */
  readonly strange: number;
  readonly mentions: readonly RegionMention[];
  readonly references: readonly Reference[];
};

export type QueryReader = {
  readonly read: (words: string) => Query;
};

export type QueryReaderDeps = {
  readonly regions: RegionTable;
  readonly lexicon: Lexicon;
  readonly sounds: Sounds;
  /** Whether the index knows a token: what it does not know may be a slip of the ear or the thumb. */
  readonly knows: (token: string) => boolean;
};

/** What the lexicon and the ear add counts less than what was said. */
const WEIGHT = { said: 1, lexicon: 0.3, sound: 0.7 } as const;

export function createQueryReader(deps: QueryReaderDeps): QueryReader {
  const { regions, lexicon, sounds, knows } = deps;
  return {
    read: (words) => {
      const text = sounds.readPlaces(fold(toSimplified(words.slice(0, MAX_QUESTION))));
      const mentions = findRegions(text, regions);
      const weights = new Map<string, number>();
      const add = (token: string, weight: number) =>
        weights.set(token, Math.max(weights.get(token) ?? 0, weight));
      let strange = 0;
      eachToken(withoutPlaces(text, mentions), (token) => {
        if (knows(token)) {
          add(token, WEIGHT.said);
          return;
        }
        const heard = /^[a-z]+$/.test(token)
          ? sounds.fromPinyin(token)
          : token.length === 2
            ? sounds.alike(token)
            : [];
        if (heard.length === 0 && token.length > 1) strange++;
        for (const word of heard) eachToken(word, (part) => add(part, WEIGHT.sound));
      });
      for (const term of lexicon.terms(text))
        eachToken(fold(term), (token) => token.length > 1 && add(token, WEIGHT.lexicon));
      return { text, tokens: [...weights], strange, mentions, references: findReferences(text) };
    },
  };
}

/** Place names say where, not what: 吉林 must not pull the articles that print 吉林. */
function withoutPlaces(text: string, mentions: readonly RegionMention[]): string {
  let out = '';
  let last = 0;
  for (const { start, end } of mentions) {
    out += `${text.slice(last, start)} `;
    last = end;
  }
  return out + text.slice(last);
}
