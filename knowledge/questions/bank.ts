import { z } from 'zod';

/** Why no text answers a matter: it is another law's, a figure nobody printed, small talk, or nothing we may help with. */
export const outReasonSchema = z.enum([
  'other_law',
  'figure_not_in_text',
  'chitchat',
  'personal_data',
  'harm',
  'instruction',
]);

const anchors = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => [value].flat());

/**
 * 事项: one thing a worker may ask about, in the words of many. It is as fine as the texts' differences, so that a place
 * whose text is silent on it can be told from one that speaks.
 */
export const matterSchema = z.strictObject({
  matter: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Article id -> the words that answer; per place in the order a right answer cites them. */
  answers: z.record(z.string(), anchors).default({}),
  /** On the point, but they do not state what is asked. */
  related: z.array(z.string()).default([]),
  reason: outReasonSchema.optional(),
  questions: z.array(z.string().min(1)),
});
export type Matter = z.infer<typeof matterSchema>;

const matterFileSchema = z.array(matterSchema);
const voicesFileSchema = z.array(
  z.strictObject({ matter: z.string(), questions: z.array(z.string().min(1)) }),
);

/** The question bank contradicts itself; the message names the matter. */
export class BadQuestionBank extends Error {
  override readonly name = 'BadQuestionBank';
}

/**
 * Puts the bank together: `matters` are parsed matter files, `voices` files with more questions for them.
 * @throws BadQuestionBank when two matters share an id or voices name a matter that is not there
 */
export function createBank(matters: readonly unknown[], voices: readonly unknown[]): readonly Matter[] {
  const bank = new Map<string, Matter>();
  for (const matter of matters.flatMap((file) => matterFileSchema.parse(file))) {
    if (bank.has(matter.matter)) throw new BadQuestionBank(`two matters are called ${matter.matter}`);
    if (Object.keys(matter.answers).length === 0 && matter.reason === undefined) {
      throw new BadQuestionBank(`${matter.matter} has neither answers nor a reason why no text answers it`);
    }
    bank.set(matter.matter, matter);
  }
  for (const more of voices.flatMap((file) => voicesFileSchema.parse(file))) {
    const matter = bank.get(more.matter);
    if (matter === undefined)
      throw new BadQuestionBank(`voices name the matter ${more.matter}, which does not exist`);
    bank.set(more.matter, { ...matter, questions: [...matter.questions, ...more.questions] });
  }
  return [...bank.values()];
}
