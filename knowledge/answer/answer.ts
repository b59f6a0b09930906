import { z } from 'zod';
import { addresseeSchema, departmentsSchema, strengthSchema } from '../policy/article.ts';

/** Why there is no answer; each has its own words and its own way on. */
export const reasonSchema = z.enum([
  'empty',
  'not_understood',
  'no_local_rule',
  'not_reviewed',
  'place_not_covered',
  'no_such_article',
  'other_law',
  'figure_not_in_text',
  'crisis',
  'chitchat',
  'personal_data',
  'harm',
  'instruction',
  'region_unknown',
  'region_ambiguous',
]);
export type Reason = z.infer<typeof reasonSchema>;

/** One article, quoted. `quote` holds whole sentences of it; pieces that do not touch are parted by a line feed. */
export const citationSchema = z.strictObject({
  id: z.string(),
  /** 第二十九条第一款 */
  label: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  quote: z.string(),
  strength: strengthSchema,
  addressee: addresseeSchema,
  departments: z.array(departmentsSchema),
  /** What a reader must know of the text: its day, 试行 or 暂行, a campaign's end, facts from outside the print. */
  note: z.string(),
  /** It answers what was asked; otherwise it is something else to read. */
  main: z.boolean(),
  /** The place whose text this is, as a person says it. */
  place: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

/** One object for every face. */
export const answerSchema = z.strictObject({
  status: z.enum(['answer', 'abstain', 'ask_region']),
  reason: reasonSchema.nullable(),
  /** Region ids the answer speaks for; several when places are compared, none when no place is known. */
  region: z.array(z.string()),
  lead: z.string(),
  citations: z.array(citationSchema),
  /** Another place's rule, shown as that and nothing else. */
  elsewhere: z.array(citationSchema),
  next: z.array(z.string()),
  /** Places to choose from when the place must be asked. */
  choices: z.array(z.string()),
  release: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;
