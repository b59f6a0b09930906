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

/** No word of a message is longer; a longer run of letters is no pinyin. */
const LONGEST_RUN = 36;

/**
 * Cuts a run into two-syllable words, longest first; a single syllable may be skipped between them. Every position is
 * looked at once (`seen`), so that a run that almost fits takes no longer than one that does.
 */
function readPinyin(
  run: string,
  words: ReadonlyMap<string, readonly string[]>,
  single: ReadonlySet<string>,
): string[] | undefined {
  if (run.length > LONGEST_RUN) return undefined;
  const seen = new Map<number, string[] | undefined>();
  const from = (start: number): string[] | undefined => {
    if (start === run.length) return [];
    if (seen.has(start)) return seen.get(start);
    const found = wordAt(start) ?? syllableAt(start);
    seen.set(start, found);
    return found;
  };
  const wordAt = (start: number): string[] | undefined => {
    for (let end = Math.min(run.length, start + 12); end >= start + 3; end--) {
      const known = words.get(run.slice(start, end));
      const rest = known && from(end);
      if (known && rest) return [...known.slice(0, 2), ...rest];
    }
    return undefined;
  };
  const syllableAt = (start: number): string[] | undefined => {
    for (let end = Math.min(run.length, start + 6); end >= start + 2; end--) {
      if (!single.has(run.slice(start, end))) continue;
      const rest = from(end);
      if (rest !== undefined) return rest;
    }
    return undefined;
  };
  const read = from(0);
  return read === undefined || read.length === 0 ? undefined : read;
}
