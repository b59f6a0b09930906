import { z } from 'zod';
import { instrumentKindSchema, levelSchema, librarySourcesSchema, sourceFileSchema } from '#knowledge/build';

/** A question of the union's own that a release is asked before it is published. */
export const ownCheckSchema = z.strictObject({
  id: z.string(),
  question: z.string(),
  /** Region id; null for none known. */
  region: z.string().nullable(),
  expect: z.enum(['answer', 'abstain', 'ask_region']),
  /** Article ids, one of which a right answer cites. */
  gold: z.array(z.string()),
  mustQuote: z.array(z.string()),
});
export type OwnCheck = z.infer<typeof ownCheckSchema>;

export const preparationSchema = z.strictObject({
  /** The folder of the program's own bank, lexicon, divisions and questions of the gate. */
  knowledge: z.string(),
  /** The library's folder. */
  root: z.string(),
  sources: librarySourcesSchema,
  /** Id of the release in force; null for none. */
  against: z.string().nullable(),
  /** The union's own questions. */
  own: z.array(ownCheckSchema),
  /** Percentage points by which a figure may fall. */
  margin: z.number().nonnegative(),
  /** ISO day on which the questions are asked. */
  today: z.iso.date(),
  /** Proposals that somebody did not want. */
  dropped: z.array(z.strictObject({ article: z.string(), matter: z.string() })),
});
export type Preparation = z.infer<typeof preparationSchema>;

export const preparationProgressSchema = z.strictObject({
  stage: z.enum(['parse', 'index', 'compare', 'check', 'propose']),
  done: z.int(),
  total: z.int(),
});
/** How far a preparation is: files parsed, the release built, compared, asked so many questions, matters proposed. */
export type PreparationProgress = z.infer<typeof preparationProgressSchema>;

export const lookSchema = z.strictObject({
  knowledge: z.string(),
  root: z.string(),
  file: sourceFileSchema,
});
export type Look = z.infer<typeof lookSchema>;

export const understoodSchema = z.strictObject({
  kind: instrumentKindSchema,
  nth: z.int(),
  title: z.string(),
  number: z.string().nullable(),
  issuers: z.array(z.string()),
  date: z.string().nullable(),
  /** Region id; null for national, and for unknown (`level`). */
  region: z.string().nullable(),
  level: levelSchema,
  articles: z.int(),
  warnings: z.int(),
});
/** What a first look at a file finds; the report of a preparation has the rest. */
export type UnderstoodInstrument = z.infer<typeof understoodSchema>;
