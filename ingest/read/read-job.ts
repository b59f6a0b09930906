import { z } from 'zod';
import { UNREADABLE_CODES } from '#knowledge/text';
import { READ_FORMATS, readNoteSchema } from './read-file.ts';

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What a reading thread is sent. */
export const jobSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  bytes: bytesSchema,
  limits: z.strictObject({
    bytes: z.number(),
    part: z.number(),
    text: z.number(),
    pages: z.number(),
    files: z.number(),
    unpacked: z.number(),
    ratio: z.number(),
    depth: z.number(),
    time: z.number(),
    memory: z.number(),
    total: z.number(),
  }),
});
export type Job = z.infer<typeof jobSchema>;

/** What it answers: a document, the files of an archive, or why there is neither. */
export const resultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('document'),
    id: z.int(),
    format: z.enum(READ_FORMATS),
    text: z.string(),
    notes: z.array(readNoteSchema).readonly(),
  }),
  z.strictObject({
    kind: z.literal('archive'),
    id: z.int(),
    packed: z.array(z.strictObject({ name: z.string(), bytes: bytesSchema })).readonly(),
    skipped: z.int(),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    id: z.int(),
    code: z.enum(UNREADABLE_CODES),
    detail: z.string(),
  }),
]);
export type Result = z.infer<typeof resultSchema>;
