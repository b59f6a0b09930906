import { z } from 'zod';
import { lookSchema, preparationProgressSchema, preparationSchema, understoodSchema } from './preparation.ts';
import { preparedSummarySchema } from './prepared.ts';

/** To the child: one task, and its process ends with it. */
export const taskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prepare'), job: preparationSchema }),
  z.strictObject({ kind: z.literal('look'), job: lookSchema }),
]);
export type Task = z.infer<typeof taskSchema>;

export const refusalSchema = z.strictObject({
  /** null: no file is to blame. */
  file: z.string().nullable(),
  /** A code of UnreadableFile; lost-text: characters got lost while parsing; missing-source: it is not kept any more; disk-full. */
  code: z.string(),
  /** What exactly. */
  detail: z.string(),
});
/** Why texts cannot be made a release. */
export type PreparationRefusal = z.infer<typeof refusalSchema>;

/** From the child: progress, and in the end one of the others. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), progress: preparationProgressSchema }),
  z.strictObject({ kind: z.literal('prepared'), summary: preparedSummarySchema }),
  z.strictObject({ kind: z.literal('understood'), instruments: z.array(understoodSchema) }),
  z.strictObject({ kind: z.literal('refused'), refusal: refusalSchema }),
  z.strictObject({ kind: z.literal('broken') }),
]);
export type Report = z.infer<typeof reportSchema>;
