import { z } from 'zod';
import type { Media } from './media.ts';
import { Refusal, wrongParameter } from './refusal.ts';

const text = z.object({ content: z.string() });
const media = z.object({ media_id: z.string() });
const articles = z.object({
  articles: z
    .array(z.looseObject({ title: z.string() }))
    .min(1)
    .max(8),
});
const key = z.string().refine((value) => Buffer.byteLength(value) <= 1024);
const options = (most: number) =>
  z
    .array(z.looseObject({ id: z.string().refine((value) => Buffer.byteLength(value) <= 128) }))
    .min(1)
    .max(most);
const selection = z.looseObject({ question_key: key, option_list: options(10) });

/** https://developer.work.weixin.qq.com/document/path/101032 */
export const cardSchema = z
  .looseObject({
    card_type: z.enum([
      'text_notice',
      'news_notice',
      'button_interaction',
      'vote_interaction',
      'multiple_interaction',
    ]),
    task_id: z
      .string()
      .regex(/^[0-9A-Za-z_\-@]{1,128}$/)
      .exactOptional(),
    action_menu: z
      .looseObject({ action_list: z.array(z.looseObject({ key })).min(1).max(3) })
      .exactOptional(),
    horizontal_content_list: z.array(z.unknown()).max(6).exactOptional(),
    jump_list: z.array(z.unknown()).max(3).exactOptional(),
    vertical_content_list: z.array(z.unknown()).max(4).exactOptional(),
    button_list: z
      .array(z.looseObject({ text: z.string(), key }))
      .max(6)
      .exactOptional(),
    select_list: z.array(selection).max(3).exactOptional(),
    button_selection: selection.exactOptional(),
    checkbox: z.looseObject({ question_key: key, option_list: options(20) }).exactOptional(),
    card_action: z.looseObject({ type: z.int() }).exactOptional(),
  })
  .refine(
    (card) => !card.card_type.endsWith('_notice') || card.card_action !== undefined,
    'card_action missing',
  )
  .refine(
    (card) => !card.card_type.endsWith('_interaction') || card.task_id !== undefined,
    'task_id missing',
  );

export type Card = z.output<typeof cardSchema>;

export type ContentRules = {
  readonly media: Media;
  readonly owner: string;
  readonly types: readonly string[];
  /** The most bytes of text and of markdown. */
  readonly text: number;
  readonly markdown?: number;
  /** A text that is too long arrives cut, instead of being refused. */
  readonly cuts?: boolean;
};

/** The part of a message that `msgtype` names, as it arrives. */
export function readContent(json: unknown, rules: ContentRules): Record<string, unknown> {
  const parsed = z.looseObject({ msgtype: z.string() }).safeParse(json);
  if (!parsed.success || !rules.types.includes(parsed.data.msgtype))
    throw new Refusal(40008, 'invalid message type');
  const { msgtype, [msgtype]: content } = parsed.data;
  return { msgtype, [msgtype]: readPart(msgtype, content, rules) };
}

function readPart(msgtype: string, content: unknown, rules: ContentRules): unknown {
  switch (msgtype) {
    case 'text': {
      const { content: said, ...rest } = check(text.loose(), content);
      if (said === '') throw new Refusal(44004, 'text content is empty');
      return { content: bounded(said, rules.text, rules.cuts === true), ...rest };
    }
    case 'markdown':
    case 'markdown_v2': {
      const { content: said } = check(text, content);
      return { content: bounded(said, rules.markdown ?? rules.text, false) };
    }
    case 'image':
    case 'voice':
    case 'file':
    case 'video': {
      const { media_id } = check(media.loose(), content);
      const kept = rules.media.get(rules.owner, media_id);
      if (kept.type !== msgtype) throw new Refusal(40007, 'invalid media_id');
      return content;
    }
    case 'news':
      return check(articles, content);
    case 'template_card':
      return check(cardSchema, content);
    case 'textcard':
      return check(z.object({ title: z.string(), description: z.string(), url: z.string() }), content);
    default:
      return content;
  }
}

export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wrongParameter(parsed.error.issues[0]?.path.join('.') ?? '');
  return parsed.data;
}

function bounded(said: string, most: number, cuts: boolean): string {
  const bytes = Buffer.from(said);
  if (bytes.length <= most) return said;
  if (!cuts) throw new Refusal(45002, 'content size out of limit');
  // In the middle of a character, if that is where the limit is.
  return bytes.subarray(0, most).toString('utf8');
}
