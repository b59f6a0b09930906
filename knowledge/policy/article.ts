import { z } from 'zod';

/** How strongly a sentence binds. `mixed`: a soft verb (鼓励…) opens a sentence that also holds a hard one (应当…). */
export const strengthSchema = z.enum([
  'prohibited',
  'required',
  'permitted',
  'encouraged',
  'promoted',
  'informational',
  'mixed',
]);
export type Strength = z.infer<typeof strengthSchema>;

/** Whom a sentence speaks to: 企业, 部门, 工会, 劳动者. */
export const addresseeSchema = z.enum(['enterprise', 'department', 'union', 'worker', 'unspecified']);
export type Addressee = z.infer<typeof addresseeSchema>;

/** Hardest first: what a quote of several sentences is labelled by. */
const HARDNESS: readonly Strength[] = [
  'prohibited',
  'required',
  'mixed',
  'permitted',
  'encouraged',
  'promoted',
  'informational',
];

/** The sentence that binds most, the first of them where several do. */
export function hardest(sentences: readonly Sentence[]): Sentence | undefined {
  return HARDNESS.flatMap((strength) => sentences.filter((sentence) => sentence.strength === strength))[0];
}

/** The role printed beside a department: 牵头, 配合, 参加, 责任单位, 按职责分工, 落实. `unclear`: the print is damaged. */
export const roleSchema = z.enum([
  'lead',
  'support',
  'join',
  'responsible',
  'shared',
  'carry-out',
  'unclear',
]);
export type Role = z.infer<typeof roleSchema>;

const range = { start: z.int().nonnegative(), end: z.int().nonnegative() };

/** 款 or 项: a range of the article's text, in UTF-16 units. `label` as printed, '' for a paragraph. */
export const partSchema = z.object({ ...range, label: z.string(), paragraph: z.int().positive() });
export type Part = z.infer<typeof partSchema>;

/** One whole sentence (to its 。) or one whole item. */
export const sentenceSchema = z.object({ ...range, strength: strengthSchema, addressee: addresseeSchema });
export type Sentence = z.infer<typeof sentenceSchema>;

export const departmentsSchema = z.object({
  role: roleSchema,
  names: z.array(z.string()),
  /** The id of the article or task row that prints it. */
  source: z.string(),
});
export type Departments = z.infer<typeof departmentsSchema>;

/**
 * rule: an article a worker can be answered from · section: notice sections, openings, closings · task: a row of a task
 * table · roster: lists of persons, kept for coverage and never indexed or shown.
 */
export const articleKindSchema = z.enum(['rule', 'section', 'task', 'roster']);

/** 条 or the like: the smallest unit that has an id of its own. */
export const articleSchema = z.object({
  id: z.string(),
  instrument: z.string(),
  kind: articleKindSchema,
  /** As it reads in a citation: 第二十九条, （五）, 三、（二）6, 序号35. */
  label: z.string(),
  /** Headings above it, outermost first. */
  path: z.array(z.string()),
  /** Clean text; paragraphs are separated by a line feed; the label is not part of it. */
  text: z.string(),
  paragraphs: z.array(partSchema),
  items: z.array(partSchema),
  sentences: z.array(sentenceSchema),
  departments: z.array(departmentsSchema),
  /** Personal particulars (names, mailboxes): never indexed, quoted or shown. */
  private: z.array(z.object(range)),
});
export type Article = z.infer<typeof articleSchema>;
export type ArticleKind = z.infer<typeof articleKindSchema>;

/** The article's text with personal particulars blacked out; same length, so ranges stay true. */
export function publicText(article: Article): string {
  let text = article.text;
  for (const { start, end } of article.private) {
    text = text.slice(0, start) + '█'.repeat(end - start) + text.slice(end);
  }
  return text;
}
