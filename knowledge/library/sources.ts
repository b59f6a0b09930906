import { z } from 'zod';
import { instrumentKindSchema, statusSchema } from '../policy/instrument.ts';

/** Stands in an entered `region` for a text that binds in the whole country. */
export const NATIONAL = '全国';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const articleIdSchema = z.string().min(1);

/** The name of a source file, without a folder. */
export const fileNameSchema = z
  .string()
  .max(255)
  .regex(/^[^/\\\u0000]+$/, 'a file name, without a folder')
  .refine((name) => name !== '.' && name !== '..');

/** Until when a text was in force, and what came after it. */
export const endedSchema = z.strictObject({
  /** The first day on which it is no longer in force. */
  on: z.iso.date(),
  how: z.enum(['withdrawn', 'superseded']),
  /** Id of the instrument that stands in its place. */
  instead: z.string().min(1).nullable(),
});

/**
 * What is known of one instrument of a file from outside its print. It names facts, never structure: no article numbers,
 * no ranges. Without `by` it stands behind the print (policies.yaml), with it a person corrected the reading of it.
 */
export const factEntrySchema = z.strictObject({
  kind: instrumentKindSchema,
  /** Of several instruments of this kind in the file, the how-manieth. */
  nth: z.int().positive().default(1),
  title: z.string().min(1).optional(),
  number: z.string().min(1).optional(),
  issuers: z.array(z.string().min(1)).optional(),
  date: z.iso.date().optional(),
  /** Region id, or 全国. */
  region: z.string().min(1).optional(),
  status: statusSchema.optional(),
  /** First and last day in force. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  ended: endedSchema.extend({ why: z.string() }).optional(),
  /** Who entered it. */
  by: z.string().min(1).optional(),
});

export const sourceFormatSchema = z.enum(['txt', 'md', 'html', 'docx', 'pdf']);

/** One file of the library; its bytes are kept beside the releases under their hash. */
export const sourceFileSchema = z.strictObject({
  file: fileNameSchema,
  sha256: sha256Schema,
  format: sourceFormatSchema,
  /** It came with the program and is renewed with it. */
  shipped: z.boolean(),
  facts: z.array(factEntrySchema).default([]),
});

/**
 * sources.json: all that a release is made of beside the program's own bank, lexicon and divisions. The next draft begins
 * with it.
 */
export const librarySourcesSchema = z.strictObject({
  files: z.array(sourceFileSchema),
  /** Files of the program that somebody took out: the next program does not bring them back. */
  removed: z.array(fileNameSchema).optional(),
  /** Articles that a person approved as answers to a matter of the bank, with the words that answer. */
  answers: z.array(
    z.strictObject({
      matter: z.string(),
      article: articleIdSchema,
      words: z.array(z.string().min(1)).min(1),
      by: z.string(),
    }),
  ),
  /** Lay questions that a person approved for an article which no matter of the bank names. */
  questions: z.array(
    z.strictObject({
      article: articleIdSchema,
      words: z.array(z.string().min(1)).min(1),
      questions: z.array(z.string().min(1)).min(1),
      by: z.string(),
    }),
  ),
});

export type FactEntry = z.infer<typeof factEntrySchema>;
export type SourceFormat = z.infer<typeof sourceFormatSchema>;
export type SourceFile = z.infer<typeof sourceFileSchema>;
export type LibrarySources = z.infer<typeof librarySourcesSchema>;

export const NO_SOURCES: LibrarySources = { files: [], answers: [], questions: [] };
