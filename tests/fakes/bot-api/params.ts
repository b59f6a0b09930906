import { z } from 'zod';

/** A form brings numbers and objects as text, JSON as they are; the real server takes both. */
const id = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const packed = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), schema);

const keyboardSchema = z.object({
  inline_keyboard: z.array(
    z.array(
      z.object({
        text: z.string(),
        callback_data: z.string().optional(),
        url: z.string().optional(),
      }),
    ),
  ),
});
export type InlineKeyboard = z.infer<typeof keyboardSchema>['inline_keyboard'];

const place = {
  chat_id: id,
  message_thread_id: id.optional(),
  reply_parameters: packed(
    z.object({ message_id: id, allow_sending_without_reply: flag.optional() }),
  ).optional(),
  reply_markup: packed(keyboardSchema).optional(),
  parse_mode: z.string().optional(),
};

export const schemas = {
  getFile: z.object({ file_id: z.string() }),
  nothing: z.object({}),
  getUpdates: z.object({
    offset: id.optional(),
    limit: id.optional(),
    timeout: id.optional(),
    allowed_updates: packed(z.array(z.string())).optional(),
  }),
  sendMessage: z.object({
    ...place,
    text: z.string().optional(),
    link_preview_options: packed(z.object({ is_disabled: flag.optional() })).optional(),
  }),
  sendDocument: z.object({
    ...place,
    caption: z.string().optional(),
    document: z.string().optional(),
  }),
  editMessageText: z.object({
    chat_id: id,
    message_id: id,
    text: z.string().optional(),
    parse_mode: z.string().optional(),
    reply_markup: packed(keyboardSchema).optional(),
  }),
  editMessageReplyMarkup: z.object({
    chat_id: id,
    message_id: id,
    reply_markup: packed(keyboardSchema).optional(),
  }),
  createForumTopic: z.object({ chat_id: id, name: z.string(), icon_color: id.optional() }),
  editForumTopic: z.object({ chat_id: id, message_thread_id: id, name: z.string().optional() }),
  topic: z.object({ chat_id: id, message_thread_id: id }),
  copyMessage: z.object({ ...place, from_chat_id: id, message_id: id, caption: z.string().optional() }),
  setMessageReaction: z.object({
    chat_id: id,
    message_id: id,
    reaction: packed(z.array(z.object({ type: z.string(), emoji: z.string() }))).optional(),
  }),
  deleteMessage: z.object({ chat_id: id, message_id: id }),
  answerCallbackQuery: z.object({ callback_query_id: z.string(), text: z.string().max(200).optional() }),
  setMyCommands: z.object({
    commands: packed(z.array(z.object({ command: z.string(), description: z.string() }))),
    scope: packed(z.object({ type: z.string() })).optional(),
  }),
  deleteMyCommands: z.object({ scope: packed(z.object({ type: z.string() })).optional() }),
  chat: z.object({ chat_id: id }),
  getChatMember: z.object({ chat_id: id, user_id: id }),
  setWebhook: z.object({
    url: z.string(),
    secret_token: z.string().optional(),
    allowed_updates: packed(z.array(z.string())).optional(),
    drop_pending_updates: flag.optional(),
  }),
  deleteWebhook: z.object({ drop_pending_updates: flag.optional() }),
} as const;
export type Place = z.infer<z.ZodObject<typeof place>>;
