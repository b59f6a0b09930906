import { z } from 'zod';
import { factEntrySchema, fileNameSchema } from '#knowledge/build';

/**
 * policies.yaml: what a file's own print does not say. It names facts, never structure: no article numbers, no ranges.
 * Every value from here is marked `source: outside the text`.
 */
export const manifestSchema = z.strictObject({
  files: z.array(
    z.strictObject({
      file: fileNameSchema,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** Facts for an instrument of this file, chosen by its kind. Nobody entered them: print goes before them. */
      facts: z.array(factEntrySchema.omit({ by: true })).default([]),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
