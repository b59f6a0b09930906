import { z } from 'zod';
import { fold } from '../text/normalise.ts';

/** Worker speech -> the texts' term, with an example sentence for the reviewer. */
export const lexiconSchema = z.array(
  z.strictObject({
    say: z.array(z.string().min(1)).min(1),
    mean: z.array(z.string().min(1)).min(1),
    example: z.string(),
  }),
);
export type LexiconEntries = z.infer<typeof lexiconSchema>;

export type Lexicon = {
  /** The official terms that a folded text speaks of in other words, each once. */
  readonly terms: (folded: string) => readonly string[];
};

export function createLexicon(entries: LexiconEntries): Lexicon {
  const means = new Map<string, Set<string>>();
  let longest = 0;
  for (const { say, mean } of entries) {
    for (const word of say.map(fold)) {
      longest = Math.max(longest, word.length);
      const known = means.get(word) ?? new Set();
      for (const term of mean) known.add(term);
      means.set(word, known);
    }
  }
  return {
    terms: (folded) => {
      const found = new Set<string>();
      for (let i = 0; i < folded.length; i++) {
        for (let length = 1; length <= Math.min(longest, folded.length - i); length++) {
          for (const term of means.get(folded.slice(i, i + length)) ?? []) found.add(term);
        }
      }
      return [...found];
    },
  };
}
