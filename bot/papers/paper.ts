import { z } from 'zod';

export const paperKindSchema = z.enum([
  'inspection-complaint',
  'platform-appeal',
  'arbitration',
  'membership',
  'help-request',
  'evidence-list',
]);
export type PaperKind = z.infer<typeof paperKindSchema>;

/** What no form can print: control characters other than the line feed, half characters, marks that turn the direction. */
const UNPRINTABLE = /[^\P{Cc}\n]|\p{Cs}|\p{Cf}/u;
const textSchema = z.string().refine((text) => !UNPRINTABLE.test(text));

/** A gap that the worker fills in by hand; `blank` says with what, '' leaves that to the words around it. */
const blankSchema = z.strictObject({ blank: textSchema });

const blockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: textSchema }),
  z.strictObject({
    kind: z.literal('paragraph'),
    text: z.array(z.union([textSchema, blankSchema])).readonly(),
  }),
  /** `lines` ruled lines to write on; `hint` says what. */
  z.strictObject({ kind: z.literal('space'), hint: textSchema, lines: z.int().min(1).max(10) }),
  /** A table of two columns; null is a visible placeholder. */
  z.strictObject({
    kind: z.literal('fields'),
    rows: z.array(z.strictObject({ label: textSchema, value: textSchema.nullable() })).readonly(),
  }),
  /** `columns` names each column and its share of the width; null in a row is a gap to fill in by hand. */
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(z.strictObject({ label: textSchema, share: z.number().positive() })).readonly(),
    rows: z.array(z.array(textSchema.nullable()).readonly()).readonly(),
  }),
  z.strictObject({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(textSchema).readonly() }),
  /** A quote of one article: pieces parted by a line feed, character for character. `head` names the place, `note` its day. */
  z.strictObject({
    kind: z.literal('citation'),
    article: z.string(),
    head: textSchema,
    quote: textSchema,
    note: textSchema,
  }),
]);

/** A paper to sign or to send, before it gets a form. */
export const paperSchema = z.strictObject({
  kind: paperKindSchema,
  title: textSchema,
  /** The addressee as the text or the worker names it; null: a visible placeholder. */
  to: textSchema.nullable(),
  /** ISO day on which it was made: for the file's name and its dates. The day of signing is written by hand. */
  day: z.iso.date(),
  blocks: z.array(blockSchema).readonly(),
  /** With lines for signature and day at the end. */
  signed: z.boolean(),
  /** Small print after everything else. */
  footer: z.array(textSchema).readonly(),
});
export type Paper = Readonly<z.infer<typeof paperSchema>>;
export type PaperBlock = Paper['blocks'][number];
export type Blank = z.infer<typeof blankSchema>;

export const paperFormatSchema = z.enum(['docx', 'pdf']);
export type PaperFormat = z.infer<typeof paperFormatSchema>;
