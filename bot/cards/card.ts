import { z } from 'zod';

/** Where a QR code leads, and what stands under it. */
const codeSchema = z.strictObject({ label: z.string().min(1).max(20), url: z.url().max(600) });
export type CardCode = z.infer<typeof codeSchema>;

/**
 * 明白卡: what one text says of one thing, on a page to hand out. Every word is the text's or the copy's; it is kept as it
 * was made, and never printed once the text says something else.
 */
export const cardSchema = z.strictObject({
  kind: z.enum(['matter', 'article']),
  /** Id of the matter or of the article. */
  subject: z.string().min(1),
  /** Id of the region that a matter was looked up for; null for an article, which has its own. */
  region: z.string().nullable(),
  /** The place whose text it is, as a person says it. */
  place: z.string(),
  title: z.string().min(1),
  /** What it is about; how it binds and whom; whom to ask. */
  lines: z.tuple([z.string(), z.string(), z.string()]),
  /** Id of the article that is quoted. */
  article: z.string(),
  /** 《title》（number）label */
  head: z.string(),
  /** Whole sentences; pieces that do not touch are parted by a line feed. */
  quote: z.string(),
  /** Day, validity, and facts from outside the print. */
  note: z.string(),
  /** Other articles on the same matter, by their heads. */
  also: z.array(z.strictObject({ article: z.string(), head: z.string() })),
  /** What the words of each article here sum up to. */
  sums: z.record(z.string(), z.string()),
  codes: z.array(codeSchema).max(3),
  release: z.string().regex(/^[0-9a-f]{12}$/),
  /** ISO day on which it was made. */
  day: z.iso.date(),
});
export type Card = Readonly<z.infer<typeof cardSchema>>;

/** 口袋书: cards behind a cover and a table of contents. */
export const pocketBookSchema = z.strictObject({
  title: z.string().min(1).max(40),
  cards: z.array(cardSchema).min(1).max(60),
  codes: z.array(codeSchema).max(3),
  release: z.string().regex(/^[0-9a-f]{12}$/),
  day: z.iso.date(),
});
export type PocketBook = Readonly<z.infer<typeof pocketBookSchema>>;

/** What the press makes of them: a picture for phones, a page of A6, sheets of A4 with four to cut, a book of A6. */
export const cardJobSchema = z.discriminatedUnion('form', [
  z.strictObject({ form: z.enum(['png', 'a6', 'a4']), card: cardSchema }),
  z.strictObject({ form: z.literal('book'), book: pocketBookSchema }),
]);
export type CardJob = z.infer<typeof cardJobSchema>;
export type CardForm = Exclude<CardJob['form'], 'book'>;
export const CARD_FORMS: readonly CardForm[] = ['png', 'a6', 'a4'];
