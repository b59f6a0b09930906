import { type ParsedText, parseTelegramHtml } from './html.ts';
import { type InlineKeyboard, type Place, schemas } from './params.ts';
import { badRequest } from './refusal.ts';
import { createTopicMethods } from './topics.ts';
import type { Chat, SentFile, World } from './world.ts';

export type BotUser = { readonly id: number; readonly username: string };
/** Parameters of a call and the files that came with them, by field name. */
export type Call = {
  readonly params: unknown;
  readonly files: ReadonlyMap<string, SentFile>;
};
export type Methods = Readonly<Record<string, (call: Call) => unknown>>;

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

function parseText(text: string, mode: string | undefined): ParsedText {
  return mode?.toLowerCase() === 'html' ? parseTelegramHtml(text) : { text: text.trim(), entities: [] };
}

function textOf(text: string | undefined, mode: string | undefined): ParsedText {
  const parsed = parseText(text ?? '', mode);
  if (parsed.text === '') throw badRequest('message text is empty');
  if (parsed.text.length > MAX_TEXT) throw badRequest('message is too long');
  return parsed;
}

function checkKeyboard(keyboard: InlineKeyboard): InlineKeyboard {
  for (const { text, callback_data, url } of keyboard.flat()) {
    if (text === '')
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    if ((callback_data === undefined) === (url === undefined))
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    const bytes = Buffer.byteLength(callback_data ?? 'x');
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
    if (url !== undefined && !/^(https?:\/\/[^/]+\.[^/]+|tg:\/\/)/.test(url))
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  return keyboard;
}

/** The methods that act in chats, as the real server checks them. https://core.telegram.org/bots/api#available-methods */
export function createMethods(world: World, me: BotUser): Methods {
  const message = (chat: Chat, id: number, text: string) => ({
    message_id: id,
    date: Math.floor(Date.now() / 1000),
    chat: { id: chat.id, type: chat.type },
    from: { id: me.id, is_bot: true, first_name: me.username, username: me.username },
    text,
  });

  function deliver(
    params: Place,
    parse: () => ParsedText,
    more: {
      kind: 'message' | 'document';
      html: string;
      preview: boolean;
      file: SentFile | null;
    },
  ) {
    const chat = world.writable(params.chat_id);
    const { text, entities } = parse();
    const topic = params.message_thread_id ?? null;
    if (topic !== null && !chat.topics.has(topic)) throw badRequest('message thread not found');
    if (topic !== null && chat.topics.get(topic)?.closed === true && chat.rights === null)
      throw badRequest('TOPIC_CLOSED');
    const reply = params.reply_parameters;
    const found = reply !== undefined && world.post(chat.id, reply.message_id) !== undefined;
    if (reply !== undefined && !found && !reply.allow_sending_without_reply)
      throw badRequest('message to be replied not found');
    const buttons = checkKeyboard(params.reply_markup?.inline_keyboard ?? []);
    const post = world.addPost(chat.id, { bot: true, topic, text, keyboard: buttons });
    const replyTo = found ? (reply?.message_id ?? null) : null;
    world.record({ ...more, chat: chat.id, message: post.message, topic, replyTo, text, entities, buttons });
    return message(chat, post.message, text);
  }

  function own(chatId: number, id: number) {
    const chat = world.writable(chatId);
    const post = world.post(chat.id, id);
    if (post === undefined) throw badRequest('message to edit not found');
    if (!post.bot) throw badRequest("message can't be edited");
    return { chat, post };
  }

  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const NOT_MODIFIED =
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

  return {
    ...createTopicMethods(world),
    getMe: () => ({
      ...{ id: me.id, is_bot: true, first_name: me.username, username: me.username },
      ...{ can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false },
    }),
    sendMessage({ params }) {
      const read = schemas.sendMessage.parse(params);
      return deliver(read, () => textOf(read.text, read.parse_mode), {
        kind: 'message',
        html: read.text ?? '',
        preview: read.link_preview_options?.is_disabled !== true,
        file: null,
      });
    },
    sendDocument({ params, files }) {
      const read = schemas.sendDocument.parse(params);
      const field = read.document?.replace(/^attach:\/\//, '') ?? 'document';
      const file = files.get(field);
      if (file === undefined) throw badRequest('there is no document in the request');
      if (file.bytes === 0) throw badRequest('file must be non-empty');
      const parse = () => {
        const caption = parseText(read.caption ?? '', read.parse_mode);
        if (caption.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
        return caption;
      };
      return deliver(read, parse, { kind: 'document', html: read.caption ?? '', preview: false, file });
    },
    editMessageText({ params }) {
      const read = schemas.editMessageText.parse(params);
      const { chat, post } = own(read.chat_id, read.message_id);
      const { text, entities } = textOf(read.text, read.parse_mode);
      const buttons = checkKeyboard(read.reply_markup?.inline_keyboard ?? []);
      if (post.text === text && same(post.keyboard, buttons)) throw badRequest(NOT_MODIFIED);
      post.text = text;
      post.keyboard = buttons;
      const { message: id, topic } = post;
      const rest = { chat: chat.id, message: id, topic, replyTo: null, text, entities, buttons };
      world.record({ ...rest, kind: 'edit', html: read.text ?? '', preview: false, file: null });
      return message(chat, id, text);
    },
    editMessageReplyMarkup({ params }) {
      const read = schemas.editMessageReplyMarkup.parse(params);
      const { chat, post } = own(read.chat_id, read.message_id);
      const buttons = checkKeyboard(read.reply_markup?.inline_keyboard ?? []);
      if (same(post.keyboard, buttons)) throw badRequest(NOT_MODIFIED);
      post.keyboard = buttons;
      const { message: id, topic, text } = post;
      const rest = { chat: chat.id, message: id, topic, replyTo: null, text, entities: [], buttons };
      world.record({ ...rest, kind: 'markup', html: '', preview: false, file: null });
      return message(chat, id, text);
    },
    copyMessage({ params }) {
      const read = schemas.copyMessage.parse(params);
      const post = world.post(world.writable(read.from_chat_id).id, read.message_id);
      if (post === undefined) throw badRequest('message to copy not found');
      const parse = () => ({ text: read.caption ?? post.text, entities: [] });
      const more = { kind: 'message' as const, html: '', preview: false, file: null };
      return { message_id: deliver(read, parse, more).message_id };
    },
    setMessageReaction({ params }) {
      const { chat_id, message_id, reaction = [] } = schemas.setMessageReaction.parse(params);
      const chat = world.writable(chat_id);
      if (world.post(chat.id, message_id) === undefined) throw badRequest('message to react not found');
      for (const { emoji } of reaction) world.reactions.push({ chat: chat.id, message: message_id, emoji });
      world.changed();
      return true;
    },
    deleteMessage({ params }) {
      const read = schemas.deleteMessage.parse(params);
      const chat = world.writable(read.chat_id);
      if (!world.removePost(chat.id, read.message_id)) throw badRequest('message to delete not found');
      const none = { topic: null, replyTo: null, text: '', html: '', entities: [], buttons: [] };
      world.record({
        ...none,
        kind: 'delete',
        chat: chat.id,
        message: read.message_id,
        preview: false,
        file: null,
      });
      return true;
    },
    sendChatAction({ params }) {
      world.writable(schemas.chat.parse(params).chat_id);
      return true;
    },
    answerCallbackQuery({ params }) {
      const { callback_query_id: id, text } = schemas.answerCallbackQuery.parse(params);
      world.answerCallback(id);
      if (text !== undefined) world.toasts.set(id, text);
      return true;
    },
    setMyCommands({ params }) {
      const { commands, scope } = schemas.setMyCommands.parse(params);
      for (const { command, description } of commands) {
        if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
        if (description.length < 1 || description.length > 256)
          throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
      world.commands.set(scope?.type ?? 'default', commands);
      world.changed();
      return true;
    },
    deleteMyCommands({ params }) {
      world.commands.delete(schemas.deleteMyCommands.parse(params).scope?.type ?? 'default');
      return true;
    },
    getChatMember({ params }) {
      const { chat_id, user_id } = schemas.getChatMember.parse(params);
      const { rights, status: ranks } = world.writable(chat_id);
      if (user_id === me.id && rights !== null)
        return {
          ...{ status: 'administrator', user: { id: me.id, is_bot: true, first_name: me.username } },
          ...rights,
        };
      const status = ranks.get(user_id) ?? 'member';
      return { status, user: { id: user_id, is_bot: false, first_name: 'x' } };
    },
    getChatAdministrators({ params }) {
      const { status } = world.writable(schemas.chat.parse(params).chat_id);
      return [...status]
        .filter(([, rank]) => rank !== 'left')
        .map(([id, rank]) => ({ status: rank, user: { id, is_bot: false, first_name: 'x' } }));
    },
  };
}
