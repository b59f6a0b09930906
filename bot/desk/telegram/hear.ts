import { contentHash } from '../../channels/telegram/content-hash.ts';
import type { Identity } from '../../channels/telegram/identity.ts';
import { formatCopyable } from '../../channels/telegram/payload.ts';
import { type Message, updateSchema } from '../../channels/telegram/update.ts';

/** What somebody did in the staff's group, as far as the desk cares. */
export type Heard = {
  /** Named after the message, not the update: the same one can come under two of them. */
  readonly event: string;
  /** Platform id; null for an admin who hides behind the group. */
  readonly from: string | null;
  readonly topic: string | null;
  readonly what:
    | {
        readonly kind: 'words';
        readonly message: string;
        readonly text: string;
        /** The message that it answers; null for none. */
        readonly replyTo: string | null;
        readonly edited: boolean;
      }
    /** `copyable`: as Telegram's channel names it. `text`: what stands under it. */
    | {
        readonly kind: 'media';
        readonly message: string;
        readonly text: string;
        readonly copyable: string;
      }
    | { readonly kind: 'press'; readonly callback: string; readonly data: string }
    | { readonly kind: 'left' }
    | { readonly kind: 'shut' };
};

/** Pure. undefined for what is nothing to the desk: bots, service messages, what stands outside of topics. */
export function readHeard(raw: unknown, me: Identity): Heard | undefined {
  const { data: update } = updateSchema.safeParse(raw);
  if (update?.callback_query !== undefined) {
    const { id, from, data, message } = update.callback_query;
    if (data === undefined || message === undefined) return undefined;
    const what = { kind: 'press' as const, callback: id, data };
    return { event: `c:${id}`, from: String(from.id), topic: topicOf(message), what };
  }
  const message = update?.message ?? update?.edited_message;
  if (message === undefined) return undefined;
  const edited = update?.message === undefined;
  const from = fromOf(message);
  if (from === undefined) return undefined;
  const what = whatOf(message, me, edited);
  if (what === undefined) return undefined;
  const id = `${message.chat.id}:${message.message_id}`;
  const event = edited
    ? `e:${id}:${message.edit_date ?? 0}:${contentHash(what.kind === 'words' ? what.text : '')}`
    : `m:${id}`;
  if (what.kind !== 'left') return { event, from, topic: topicOf(message), what };
  return { event, from: String(message.left_chat_member?.id ?? ''), topic: null, what };
}

/** null outside of topics: in other groups a thread is only a chain of replies. */
function topicOf(message: Pick<Message, 'is_topic_message' | 'message_thread_id'>): string | null {
  const { is_topic_message, message_thread_id: thread } = message;
  return is_topic_message === true && thread !== undefined ? String(thread) : null;
}

/** undefined for bots, channels, and whoever speaks for no person of this group. */
function fromOf({ chat, from, sender_chat }: Message): string | null | undefined {
  if (sender_chat !== undefined) return sender_chat.id === chat.id ? null : undefined;
  return from === undefined || from.is_bot ? undefined : String(from.id);
}

function whatOf(message: Message, me: Identity, edited: boolean): Heard['what'] | undefined {
  if (message.left_chat_member !== undefined) return { kind: 'left' };
  if (message.forum_topic_closed !== undefined) return { kind: 'shut' };
  const id = String(message.message_id);
  const bare = (text: string) => text.replaceAll(new RegExp(`@${me.username}(?!\\w)`, 'gi'), '').trim();
  if (message.text === undefined) {
    if (!isMedia(message) || edited) return undefined;
    const copyable = formatCopyable(String(message.chat.id), id);
    return { kind: 'media', message: id, text: bare(message.caption ?? ''), copyable };
  }
  const reply = message.reply_to_message;
  // In a topic every message "replies" to the service message that made the topic.
  const answers = reply === undefined || reply.forum_topic_created !== undefined ? null : reply;
  return {
    kind: 'words',
    message: id,
    text: bare(message.text),
    replyTo: answers === null ? null : String(answers.message_id),
    edited,
  };
}

function isMedia(message: Message): boolean {
  const { photo, video, video_note, animation, voice, audio, document, sticker, location, contact } = message;
  const things = [photo, video, video_note, animation, voice, audio, document, sticker, location, contact];
  return things.some((thing) => thing !== undefined);
}
