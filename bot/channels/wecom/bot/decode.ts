import { z } from 'zod';
import type { Content, Inbound } from '../../message.ts';
import { type BaseMessage, type CallbackFrame, type EventMessage, EventType } from '../sdk/index.ts';
import { actionOf, cardEventSchema, type Press, parsePress } from './card.ts';
import { filesIn } from './files.ts';

/** What an answer needs of the callback. `responseUrl` is a secret: whoever has it may answer once. */
export const botHandleSchema = z.object({
  reqId: z.string(),
  /** To a press and a judgement nothing can be said in the way of a message. */
  to: z.enum(['message', 'welcome', 'press', 'feedback']),
  responseUrl: z.string().nullable(),
  /** ms since 1970 */
  at: z.number(),
});
export type BotHandle = z.infer<typeof botHandleSchema>;

/**
 * Chats by kind and id, because a push must say which kind it means. Upper and lower case of an id differ.
 * @param id of a group; of a person: as `senderOf` gives it
 */
export function formatBotChat(kind: Inbound['kind'], id: string): string {
  return `${kind === 'group' ? 'g' : 'u'}/${id}`;
}

/** @returns the id that WeCom knows the chat by: a userid without its corp */
export function parseBotChat(chat: string): { readonly type: 'single' | 'group'; readonly id: string } {
  if (chat.startsWith('g/')) return { type: 'group', id: chat.slice(2) };
  return { type: 'single', id: chat.slice(chat.lastIndexOf('/') + 1) };
}

/** Why nobody is to be answered; undefined for what a person sent. */
export function whyUnwanted({ from, chattype, chatid }: BaseMessage | EventMessage): string | undefined {
  if (from?.userid === 'sys') return 'system';
  return chattype === 'group' && chatid === undefined ? 'no-chatid' : undefined;
}

const wordsSchema = z.looseObject({ content: z.string() });
const textSchema = z.looseObject({ text: wordsSchema });
const mixedSchema = z.looseObject({
  mixed: z.looseObject({ msg_item: z.array(z.looseObject({ text: wordsSchema.optional() })) }),
});
const pressedSchema = z.looseObject({ template_card_event: cardEventSchema });
const voiceSchema = z.looseObject({ voice: wordsSchema });

/** A group hears the bot only when it is named, so every message is for it. */
export function decodeBotMessage({ headers, body }: CallbackFrame<BaseMessage>, now: number): Inbound {
  const kind = body.chattype === 'group' ? 'group' : 'private';
  return {
    event: body.msgid,
    chat: formatBotChat(kind, kind === 'group' ? (body.chatid ?? '') : senderOf(body.from)),
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
  const heard = contentOfEvent(body);
  if (body.from === undefined || heard === undefined) return undefined;
  const { content, message, to } = heard;
  const sender = senderOf(body.from);
  const kind = body.chattype === 'group' || body.chatid !== undefined ? 'group' : 'private';
  return {
    event: body.msgid,
    chat: formatBotChat(kind, kind === 'group' ? (body.chatid ?? '') : sender),
    kind,
    topic: null,
    sender: { id: sender, admin: null },
    addressed: true,
    message,
    quoted: null,
    content,
    handle: handleOf(headers.req_id, to, to === 'press' ? body.response_url : undefined, now),
  };
}

type HeardEvent = {
  readonly content: Content;
  readonly message: string | null;
  readonly to: BotHandle['to'];
};

function contentOfEvent({ event }: EventMessage): HeardEvent | undefined {
  switch (event.eventtype) {
    case EventType.EnterChat:
      return { content: { kind: 'enter', payload: '' }, message: null, to: 'welcome' };
    case EventType.TemplateCardEvent: {
      const pressed = pressedSchema.safeParse(event).data?.template_card_event;
      if (pressed === undefined) return undefined;
      const press = parsePress(pressed);
      // What is on no card of ours is still somebody who waits for a word.
      const action = press === undefined ? '' : actionOf(press);
      return { content: { kind: 'button', action }, message: pressed.task_id, to: 'press' };
    }
    case EventType.FeedbackEvent: {
      const type = feedbackSchema.safeParse(event).data?.feedback_event.type;
      if (type !== GOOD && type !== BAD) return undefined;
      return { content: { kind: 'feedback', good: type === GOOD }, message: null, to: 'feedback' };
    }
    default:
      return undefined;
  }
}

/** What was pressed on a card of ours; undefined for any other event. */
export function pressIn({ event }: EventMessage): Press | undefined {
  const pressed = pressedSchema.safeParse(event).data?.template_card_event;
  return pressed && parsePress(pressed);
}

/** Whose card is spent by a press: in a group the others keep theirs; undefined in a single chat. */
export function pressersOf({ chatid, from }: EventMessage): readonly string[] | undefined {
  return chatid === undefined || from === undefined ? undefined : [from.userid];
}

const GOOD = 1;
const BAD = 2;
const feedbackSchema = z.looseObject({ feedback_event: z.looseObject({ type: z.number() }) });

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
      return text(unnamed(textSchema.safeParse(body).data?.text.content ?? '', kind, body), false);
    case 'voice':
      return text(voiceSchema.safeParse(body).data?.voice.content ?? '', true);
    case 'mixed':
      return {
        kind: 'media',
        media: 'photo',
        caption: unnamed(wordsOfMixed(body), kind, body),
        files: filesIn(body, kind),
      };
    case 'image':
      return { kind: 'media', media: 'photo', caption: '', files: filesIn(body, kind) };
    case 'file':
    case 'video':
      return { kind: 'media', media: body.msgtype, caption: '', files: filesIn(body, kind) };
    default:
      return { kind: 'media', media: 'other', caption: '', files: [] };
  }
}

const text = (words: string, voice: boolean): Content => ({
  kind: 'text',
  text: words,
  voice,
  edited: false,
});

function wordsOfMixed(body: unknown): string {
  const items = mixedSchema.safeParse(body).data?.mixed.msg_item ?? [];
  return items.flatMap((item) => item.text?.content ?? []).join('\n');
}

/** A name goes on to the next blank, of any width; what stands before it may be a Chinese word, no address of a letter. */
const NAME = /(?<![\w.-])@[^\s@]+(?=\s|$)\s*/u;

/** Characters of a bot's name in everyday use; no question is as short with a name before it. */
const LONGEST_NAME = 6;

/** In a group the bot is called by its name, which nobody told us: the first name is taken for it. */
function unnamed(words: string, kind: Inbound['kind'], { quote }: BaseMessage): string {
  if (kind === 'private') return words;
  const rest = words.replace(NAME, '').trim();
  if (rest !== '' || quote !== undefined) return rest;
  // @工友押金不退怎么办: written on without a blank, the question stands in the name. A name alone asks nothing.
  const bare = words.trim().replace(/^@/u, '');
  return bare.length <= LONGEST_NAME ? '' : bare;
}

/** WeCom tells what is quoted, not whose it is: so it is read as the words under which the question stands. */
function quotedOf({ quote }: BaseMessage): Inbound['quoted'] {
  const words = quote?.text?.content ?? quote?.voice?.content ?? wordsOfMixed(quote);
  return words === '' ? null : { message: 'quoted', own: false, text: words };
}
