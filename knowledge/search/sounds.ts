import { z } from 'zod';

/**
 * How words sound, for what is typed by sound: pinyin (gongzi → 工资) and homophones (押惊 → 押金).
 * Made by ingest from the vocabulary of the bank, so only words that the bank knows are ever suggested.
 */
export const soundsSchema = z.object({
  /** One syllable per character of the vocabulary, no tones. */
  syllables: z.record(z.string(), z.string()),
  /** Two joined syllables -> the words that sound so, most used first, at most three. */
  words: z.record(z.string(), z.array(z.string())),
  /** Pinyin of the names of the places that texts bind in: tonghua → 通化. */
  places: z.record(z.string(), z.string()),
});
export type SoundTable = z.infer<typeof soundsSchema>;

export type Sounds = {
  /** The text with pinyin place names written in characters. */
  readonly readPlaces: (folded: string) => string;
  /** Words for a run of Latin letters, or nothing when it does not read as pinyin all through. */
  readonly fromPinyin: (run: string) => readonly string[];
  /** Known words that sound as this unknown pair of characters does. */
  readonly alike: (pair: string) => readonly string[];
};

export function createSounds(table: SoundTable): Sounds {
  const syllables = new Map(Object.entries(table.syllables));
  const words = new Map(Object.entries(table.words));
  const single = new Set(syllables.values());
  const places = new Map(Object.entries(table.places));
  return {
    readPlaces: (folded) => folded.replace(/[a-z]{4,}/g, (run) => places.get(run) ?? run),
    fromPinyin: (run) => readPinyin(run, words, single) ?? [],
    alike: (pair) => {
      const [first = '', second = ''] = [...pair];
      const a = syllables.get(first);
      const b = syllables.get(second);
      return a === undefined || b === undefined
        ? []
        : (words.get(a + b) ?? []).filter((word) => word !== pair);
    },
  };
}

/** Cuts a run into two-syllable words, longest first; a single syllable may be skipped between two words. */
function readPinyin(
  run: string,
  words: ReadonlyMap<string, readonly string[]>,
  single: ReadonlySet<string>,
): string[] | undefined {
  if (run === '') return [];
  for (let length = Math.min(run.length, 12); length >= 3; length--) {
    const found = words.get(run.slice(0, length));
    const rest = found && readPinyin(run.slice(length), words, single);
    if (found && rest) return [...found.slice(0, 2), ...rest];
  }
  for (let length = Math.min(run.length, 6); length >= 2; length--) {
    if (run.length === length || !single.has(run.slice(0, length))) continue;
    const rest = readPinyin(run.slice(length), words, single);
    if (rest && rest.length > 0) return rest;
  }
  return undefined;
}
