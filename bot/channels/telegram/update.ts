import { z } from 'zod';

/**
 * The parts of Telegram's updates that we read; everything else is dropped. https://core.telegram.org/bots/api#update
 * Offsets and lengths of entities are in UTF-16 units, as in our strings.
 */

const userSchema = z.object({ id: z.int(), is_bot: z.boolean() });

const chatSchema = z.object({ id: z.int(), type: z.enum(['private', 'group', 'supergroup', 'channel']) });

const entitySchema = z.object({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
  user: userSchema.optional(),
});
export type Entity = z.infer<typeof entitySchema>;

const thing = z.unknown().optional();

/** What is not text, in the order in which it is looked for: an animation also has a document, a venue a location. */
const mediaFields = {
  photo: thing,
  video: thing,
  video_note: thing,
  animation: thing,
  voice: thing,
  audio: thing,
  document: thing,
  sticker: thing,
  venue: thing,
  location: thing,
  contact: thing,
  poll: thing,
  dice: thing,
  story: thing,
  game: thing,
  paid_media: thing,
};

export const messageSchema = z.object({
  /** 0 for a message that has no id yet. */
  message_id: z.int().nonnegative(),
  date: z.int(),
  edit_date: z.int().optional(),
  chat: chatSchema,
  from: userSchema.optional(),
  /** Who speaks when it is not a person: the group itself for its anonymous admins, or a channel. */
  sender_chat: z.object({ id: z.int() }).optional(),
  is_automatic_forward: z.boolean().optional(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  reply_to_message: z
    .object({
      message_id: z.int(),
      from: userSchema.optional(),
      forum_topic_created: thing,
      text: z.string().optional(),
      caption: z.string().optional(),
    })
    .optional(),
  text: z.string().optional(),
  entities: z.array(entitySchema).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entitySchema).optional(),
  migrate_to_chat_id: z.int().optional(),
  left_chat_member: userSchema.optional(),
  forum_topic_closed: thing,
  ...mediaFields,
});
export type Message = z.infer<typeof messageSchema>;

const callbackSchema = z.object({
  id: z.string().min(1),
  from: userSchema,
  data: z.string().optional(),
  /** Also for a message too old to be read: then with chat and id only. */
  message: z
    .object({
      message_id: z.int(),
      chat: chatSchema,
      message_thread_id: z.int().optional(),
      is_topic_message: z.boolean().optional(),
    })
    .optional(),
});
export type Callback = z.infer<typeof callbackSchema>;

const memberSchema = z.object({ status: z.string(), is_member: z.boolean().optional() });

const membershipSchema = z.object({
  chat: chatSchema,
  from: userSchema,
  date: z.int(),
  old_chat_member: memberSchema,
  new_chat_member: memberSchema,
});
export type Membership = z.infer<typeof membershipSchema>;

export const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  edited_message: messageSchema.optional(),
  callback_query: callbackSchema.optional(),
  my_chat_member: membershipSchema.optional(),
});
export type Update = z.infer<typeof updateSchema>;

/** Id of the chat that an update is about; undefined where there is none, or none that we read. */
export function chatOf(raw: unknown): string | undefined {
  const { data } = updateSchema.safeParse(raw);
  const message = data?.message ?? data?.edited_message ?? data?.callback_query?.message;
  const chat = message?.chat ?? data?.my_chat_member?.chat;
  return chat === undefined ? undefined : String(chat.id);
}

/** Everything that we ask Telegram for. https://core.telegram.org/bots/api#getupdates */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
