import type { Content, Inbound } from '../message.ts';
import { isOwnCommand } from './commands.ts';
import { contentHash } from './content-hash.ts';
import { filesIn } from './files-in.ts';
import type { Identity } from './identity.ts';
import { readMentions } from './mention.ts';
import { type Callback, type Membership, type Message, type Update, updateSchema } from './update.ts';

export type Decoded =
  /** `callback`: the press to be answered, so that the button stops turning. */
  | { readonly kind: 'inbound'; readonly inbound: Inbound; readonly callback: string | null }
  /** Nothing for the bot: its kind, without a word of it. */
  | { readonly kind: 'ignored'; readonly what: string }
  /** Not what Telegram's documentation says. */
  | { readonly kind: 'refused'; readonly what: string };

const ignored = (what: string): Decoded => ({ kind: 'ignored', what });

/**
 * Pure. The event is named after the message, not the update: update ids start anew at random after a week of silence, and
 * the same message can come under two of them (a webhook that was answered too late, then polling).
 */
export function decodeUpdate(raw: unknown, me: Identity): Decoded {
  const parsed = updateSchema.safeParse(raw);
  if (!parsed.success) return { kind: 'refused', what: 'shape' };
  const update = parsed.data;
  if (update.message) return decodeMessage(update.message, update, me);
  if (update.edited_message) return decodeEdit(update.edited_message, update, me);
  if (update.callback_query) return decodeCallback(update.callback_query);
  if (update.my_chat_member) return decodeMembership(update.my_chat_member);
  return ignored('kind');
}

function inbound(value: Inbound, callback: string | null = null): Decoded {
  return { kind: 'inbound', inbound: value, callback };
}

function decodeMessage(message: Message, update: Update, me: Identity): Decoded {
  const base = baseOf(message, me);
  if (typeof base === 'string') return ignored(base);
  const event =
    message.message_id > 0 ? `m:${message.chat.id}:${message.message_id}` : `u:${update.update_id}`;
  if (message.migrate_to_chat_id !== undefined)
    return inbound({
      ...base,
      event,
      addressed: true,
      content: { kind: 'moved', to: String(message.migrate_to_chat_id) },
    });
  const said = contentOf(message, me);
  if (said === undefined) return ignored('service');
  return inbound({ ...base, event, addressed: isAddressed(base, said), content: said.content });
}

function decodeEdit(message: Message, update: Update, me: Identity): Decoded {
  const base = baseOf(message, me);
  if (typeof base === 'string') return ignored(base);
  const said = contentOf(message, me);
  if (said?.content.kind !== 'text') return ignored('edited media');
  const { text } = said.content;
  return inbound({
    ...base,
    // The hash, because the time is in seconds and somebody may correct twice in one.
    event: `e:${message.chat.id}:${message.message_id}:${message.edit_date ?? update.update_id}:${contentHash(text)}`,
    addressed: isAddressed(base, said),
    content: { kind: 'text', text, voice: false, edited: true },
  });
}

function decodeCallback({ id, from, data, message }: Callback): Decoded {
  if (message === undefined || data === undefined) return ignored('callback');
  const kind = kindOf(message.chat.type);
  if (kind === undefined) return ignored('channel');
  return inbound(
    {
      event: `c:${id}`,
      chat: String(message.chat.id),
      kind,
      topic: topicOf(message),
      sender: { id: String(from.id), admin: null },
      addressed: true,
      message: String(message.message_id),
      quoted: null,
      content: { kind: 'button', action: data },
      handle: null,
    },
    id,
  );
}

/** https://core.telegram.org/bots/api#chatmemberupdated */
function decodeMembership(update: Membership): Decoded {
  const kind = kindOf(update.chat.type);
  if (kind === undefined) return ignored('channel');
  const was = isMember(update.old_chat_member);
  const is = isMember(update.new_chat_member);
  if (was === is) return ignored('membership');
  // Who unblocks the bot by its button sends /start as well: one greeting is enough.
  if (is && kind === 'private') return ignored('membership');
  return inbound({
    event: `s:${update.chat.id}:${update.date}:${update.new_chat_member.status}`,
    chat: String(update.chat.id),
    kind,
    topic: null,
    sender: { id: String(update.from.id), admin: null },
    addressed: true,
    message: null,
    quoted: null,
    content: is ? { kind: 'enter', payload: '' } : { kind: 'left' },
    handle: null,
  });
}

function isMember({ status, is_member }: Membership['new_chat_member']): boolean {
  return status === 'restricted' ? is_member === true : status !== 'left' && status !== 'kicked';
}

function kindOf(type: Message['chat']['type']): Inbound['kind'] | undefined {
  return type === 'channel' ? undefined : type === 'private' ? 'private' : 'group';
}

/** In groups without topics a thread is only a chain of replies. https://core.telegram.org/bots/api#message */
function topicOf(message: Pick<Message, 'is_topic_message' | 'message_thread_id'>): string | null {
  return message.is_topic_message && message.message_thread_id !== undefined
    ? String(message.message_thread_id)
    : null;
}

type Base = Pick<Inbound, 'chat' | 'kind' | 'topic' | 'sender' | 'message' | 'quoted' | 'handle'>;

/** What all messages have; the reason when nobody is there whom the bot answers. */
function baseOf(message: Message, me: Identity): Base | string {
  const kind = kindOf(message.chat.type);
  if (kind === undefined) return 'channel';
  const sender = senderOf(message);
  if (sender === undefined) return 'bot';
  const reply = message.reply_to_message;
  // In a topic every message "replies" to the service message that made the topic.
  const quoted = reply === undefined || reply.forum_topic_created !== undefined ? undefined : reply;
  return {
    chat: String(message.chat.id),
    kind,
    topic: topicOf(message),
    sender,
    message: message.message_id > 0 ? String(message.message_id) : null,
    quoted: quoted === undefined ? null : quotedOf(quoted, me),
    handle: null,
  };
}

/** A bot's words are not a person's to be asked about. */
function quotedOf(
  { message_id, from, text, caption }: NonNullable<Message['reply_to_message']>,
  me: Identity,
): NonNullable<Inbound['quoted']> {
  const said = from?.is_bot === true ? '' : (text ?? caption ?? '');
  return { message: String(message_id), own: from?.id === me.id, text: said };
}

function senderOf(message: Message): Inbound['sender'] | undefined {
  const { chat, from, sender_chat } = message;
  // An admin who hides behind the group: all of them are one sender. https://core.telegram.org/bots/faq
  if (sender_chat !== undefined)
    return sender_chat.id === chat.id ? { id: `anonymous:${chat.id}`, admin: true } : undefined;
  if (from === undefined || from.is_bot || message.is_automatic_forward) return undefined;
  return { id: String(from.id), admin: null };
}

type Said = { readonly content: Content; readonly mentioned: boolean; readonly forAnother: boolean };

function contentOf(message: Message, me: Identity): Said | undefined {
  if (message.text !== undefined) {
    const { text, mentioned, forAnother } = readMentions(message.text, message.entities ?? [], me);
    const start = forAnother ? null : /^\/start(?:\s+(\S+))?\s*$/i.exec(text);
    return {
      content: start
        ? { kind: 'enter', payload: start[1] ?? '' }
        : { kind: 'text', text, voice: false, edited: false },
      mentioned: mentioned || (!forAnother && isOwnCommand(text)),
      forAnother,
    };
  }
  const media = mediaOf(message);
  if (media === undefined) return undefined;
  const { text, mentioned } = readMentions(message.caption ?? '', message.caption_entities ?? [], me);
  const files = message.chat.type === 'private' ? filesIn(message) : [];
  return { content: { kind: 'media', media, caption: text, files }, mentioned, forAnother: false };
}

function isAddressed(base: Base, said: Said): boolean {
  if (base.kind === 'private' || said.mentioned) return true;
  return base.quoted?.own === true && !said.forAnother;
}

function mediaOf(message: Message): Extract<Content, { kind: 'media' }>['media'] | undefined {
  if (message.photo !== undefined) return 'photo';
  if ((message.video ?? message.video_note ?? message.animation) !== undefined) return 'video';
  if (message.voice !== undefined) return 'voice';
  if ((message.audio ?? message.document) !== undefined) return 'file';
  if (message.sticker !== undefined) return 'sticker';
  if ((message.venue ?? message.location) !== undefined) return 'location';
  const { contact, poll, dice, story, game, paid_media } = message;
  return (contact ?? poll ?? dice ?? story ?? game ?? paid_media) === undefined ? undefined : 'other';
}
