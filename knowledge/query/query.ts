import type { Lexicon } from '../lexicon/lexicon.ts';
import { findReferences, type Reference } from '../policy/reference.ts';
import { findRegions, type RegionMention } from '../region/find-regions.ts';
import type { RegionTable } from '../region/region.ts';
import type { WeightedToken } from '../search/bm25f.ts';
import type { Sounds } from '../search/sounds.ts';
import { fold } from '../text/normalise.ts';
import { toSimplified } from '../text/simplified.ts';
import { eachToken } from '../text/tokenize.ts';
import { STOP_WORDS } from './stop-words.ts';

/** Longer messages are read up to here; nobody's question is longer, and an attack's may be. */
export const MAX_QUESTION = 2000;

/** A person's words made ready for search. */
export type Query = {
  /** Simplified, width and case folded, cut at MAX_QUESTION. */
  readonly text: string;
  /** `text` without the places it names. */
  readonly subject: string;
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

/** What the lexicon and the ear add counts less than what was said, which weighs 1. */
const WEIGHT = { lexicon: 0.4, sound: 0.7 } as const;

export function createQueryReader(deps: QueryReaderDeps): QueryReader {
  const { regions, lexicon, sounds, knows } = deps;
  return {
    read: (words) => {
      const text = sounds.readPlaces(fold(toSimplified(words.slice(0, MAX_QUESTION))));
      const mentions = findRegions(text, regions);
      const said = new Map<string, number>();
      const heard = new Map<string, number>();
      let strange = 0;
      const subject = withoutPlaces(text, mentions);
      eachToken(subject, (token) => {
        if (STOP_WORDS.has(token)) return;
        const isKnown = knows(token);
        if (isKnown) said.set(token, (said.get(token) ?? 0) + 1);
        // Some of the bank's questions hold pinyin themselves; what is typed in it is read all the same.
        if (isKnown && !/^[a-z]+$/.test(token)) return;
        const guesses = guess(token, sounds);
        if (!isKnown && guesses.length === 0 && token.length > 1) strange++;
        for (const word of guesses) eachToken(word, (part) => heard.set(part, WEIGHT.sound));
      });
      for (const term of lexicon.terms(text)) {
        eachToken(
          fold(term),
          (token) => token.length > 1 && !heard.has(token) && heard.set(token, WEIGHT.lexicon),
        );
      }
      // A word said again counts less than the first time.
      const tokens = new Map([
        ...heard,
        ...[...said].map(([token, count]) => [token, Math.sqrt(count)] as const),
      ]);
      return { text, subject, tokens: [...tokens], strange, mentions, references: findReferences(text) };
    },
  };
}

/** Words that an unknown token may have been: typed in pinyin, or by its sound. */
function guess(token: string, sounds: Sounds): readonly string[] {
  if (/^[a-z]+$/.test(token)) return sounds.fromPinyin(token);
  return token.length === 2 ? sounds.alike(token) : [];
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
