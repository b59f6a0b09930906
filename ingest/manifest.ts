import { z } from 'zod';
import { instrumentKindSchema } from '#knowledge/build';

/**
 * policies.yaml: what a file's own print does not say. It names facts, never structure: no article numbers, no ranges.
 * Every value from here is marked `source: outside the text`.
 */
export const manifestSchema = z.strictObject({
  files: z.array(
    z.strictObject({
      file: z.string().regex(/^[^/\\]+$/, 'a file name in this folder'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** Facts for an instrument of this file, chosen by its kind. */
      facts: z
        .array(
          z.strictObject({
            kind: instrumentKindSchema,
            number: z.string().optional(),
            date: z.iso.date().optional(),
            region: z.string().optional(),
          }),
        )
        .default([]),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];
