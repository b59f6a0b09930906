import { z } from 'zod';
import type { Content, Inbound } from '../../message.ts';
import { type BaseMessage, type CallbackFrame, type EventMessage, EventType } from '../sdk/index.ts';

/** What an answer needs of the callback. `responseUrl` is a secret: whoever has it may answer once. */
export const botHandleSchema = z.object({
  reqId: z.string(),
  to: z.enum(['message', 'welcome']),
  responseUrl: z.string().nullable(),
  /** ms since 1970 */
  at: z.number(),
});
export type BotHandle = z.infer<typeof botHandleSchema>;

/** Chats by kind and id, because a push must say which kind it means. Upper and lower case of an id differ. */
export function formatBotChat(kind: Inbound['kind'], id: string): string {
  return `${kind === 'group' ? 'g' : 'u'}/${id}`;
}

export function parseBotChat(chat: string): { readonly type: 'single' | 'group'; readonly id: string } {
  return { type: chat.startsWith('g/') ? 'group' : 'single', id: chat.slice(2) };
}

const textSchema = z.looseObject({ text: z.looseObject({ content: z.string() }) });
const mixedSchema = z.looseObject({
  mixed: z.looseObject({
    msg_item: z.array(z.looseObject({ text: z.looseObject({ content: z.string() }).optional() })),
  }),
});
const voiceSchema = z.looseObject({ voice: z.looseObject({ content: z.string() }) });

/** A group hears the bot only when it is named, so every message is for it. */
export function decodeBotMessage({ headers, body }: CallbackFrame<BaseMessage>, now: number): Inbound {
  const kind = body.chattype === 'group' ? 'group' : 'private';
  return {
    event: body.msgid,
    chat: formatBotChat(kind, kind === 'group' ? (body.chatid ?? '') : body.from.userid),
    kind,
    topic: null,
    sender: { id: senderOf(body.from), admin: null },
    addressed: true,
    message: body.msgid,
    quoted: quotedOf(body),
    content: contentOf(body, kind),
    handle: handleOf(headers.req_id, 'message', body.response_url, now),
  };
}

/** undefined for events that nobody is to be answered for. */
export function decodeBotEvent(
  { headers, body }: CallbackFrame<EventMessage>,
  now: number,
): Inbound | undefined {
  if (body.from === undefined || body.event.eventtype !== EventType.EnterChat) return undefined;
  return {
    event: body.msgid,
    chat: formatBotChat('private', body.from.userid),
    kind: 'private',
    topic: null,
    sender: { id: senderOf(body.from), admin: null },
    addressed: true,
    message: null,
    quoted: null,
    content: { kind: 'enter', payload: '' },
    handle: handleOf(headers.req_id, 'welcome', undefined, now),
  };
}

function handleOf(
  reqId: string,
  to: BotHandle['to'],
  responseUrl: string | undefined,
  at: number,
): BotHandle {
  return { reqId, to, responseUrl: responseUrl ?? null, at };
}

/** Two corps may have the same userid. */
function senderOf({ userid, corpid }: BaseMessage['from']): string {
  return corpid === undefined || corpid === '' ? userid : `${corpid}/${userid}`;
}

function contentOf(body: BaseMessage, kind: Inbound['kind']): Content {
  switch (body.msgtype) {
    case 'text':
      return text(unnamed(textSchema.safeParse(body).data?.text.content ?? '', kind), false);
    case 'voice':
      return text(voiceSchema.safeParse(body).data?.voice.content ?? '', true);
    case 'mixed': {
      const items = mixedSchema.safeParse(body).data?.mixed.msg_item ?? [];
      const words = items.flatMap((item) => item.text?.content ?? []).join('\n');
      return { kind: 'media', media: 'photo', caption: unnamed(words, kind) };
    }
    case 'image':
      return { kind: 'media', media: 'photo', caption: '' };
    case 'file':
    case 'video':
      return { kind: 'media', media: body.msgtype, caption: '' };
    default:
      return { kind: 'media', media: 'other', caption: '' };
  }
}

const text = (words: string, voice: boolean): Content => ({
  kind: 'text',
  text: words,
  voice,
  edited: false,
});

/** In a group a text begins with the name by which the bot was called. */
function unnamed(words: string, kind: Inbound['kind']): string {
  return kind === 'group' ? words.replace(/^\s*@\S+[\s\u2005]*/u, '') : words;
}

/** WeCom tells what is quoted, not whose it is: so it is read as the words under which the question stands. */
function quotedOf({ quote }: BaseMessage): Inbound['quoted'] {
  const words = quote?.text?.content ?? quote?.voice?.content;
  return words === undefined ? null : { message: 'quoted', own: false, text: words };
}
