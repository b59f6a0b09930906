import { z } from 'zod';

/**
 * What an AI bot is sent, the same over HTTP and WebSocket. Fields that are not named here are kept as they came.
 * https://developer.work.weixin.qq.com/document/path/100719 (messages)
 * https://developer.work.weixin.qq.com/document/path/101027 (events)
 */

/** Ids are text, whatever they came as. */
const id = z
  .union([z.string(), z.int()])
  .transform(String)
  .refine((text) => text !== '', 'empty id');

const words = z.looseObject({ content: z.string() });
/** The address lives 5 minutes and is a key to the file. `aeskey` comes over WebSocket only. */
const media = z.looseObject({ url: z.string(), aeskey: z.string().exactOptional() });
const mixed = z.looseObject({
  msg_item: z.array(
    z.looseObject({
      msgtype: z.string(),
      text: words.exactOptional(),
      image: media.exactOptional(),
    }),
  ),
});

const quote = z.looseObject({
  msgtype: z.string(),
  text: words.exactOptional(),
  image: media.exactOptional(),
  mixed: mixed.exactOptional(),
  /** Transcribed already. */
  voice: words.exactOptional(),
  file: media.exactOptional(),
  video: media.exactOptional(),
});

const sender = z.looseObject({
  userid: z.string().min(1),
  /** Only for people of another corp. */
  corpid: z.string().exactOptional(),
});

const base = {
  /** The same callback may come several times with the same id. */
  msgid: id,
  aibotid: z.string(),
  /** Groups only. Upper and lower case differ. */
  chatid: z.string().min(1).exactOptional(),
  chattype: z.enum(['single', 'group']),
  from: sender,
  /** seconds */
  create_time: z.number().exactOptional(),
  /** For one answer within an hour; whoever has it may answer. */
  response_url: z.string().exactOptional(),
  quote: quote.exactOptional(),
};

const messageSchemas = {
  text: z.looseObject({ ...base, msgtype: z.literal('text'), text: words }),
  image: z.looseObject({ ...base, msgtype: z.literal('image'), image: media }),
  mixed: z.looseObject({ ...base, msgtype: z.literal('mixed'), mixed }),
  voice: z.looseObject({ ...base, msgtype: z.literal('voice'), voice: words }),
  file: z.looseObject({ ...base, msgtype: z.literal('file'), file: media }),
  video: z.looseObject({ ...base, msgtype: z.literal('video'), video: media }),
};
const baseSchema = z.looseObject({ ...base, msgtype: z.string() });

export type TextMessage = z.output<typeof messageSchemas.text>;
export type ImageMessage = z.output<typeof messageSchemas.image>;
export type MixedMessage = z.output<typeof messageSchemas.mixed>;
export type VoiceMessage = z.output<typeof messageSchemas.voice>;
export type FileMessage = z.output<typeof messageSchemas.file>;
export type VideoMessage = z.output<typeof messageSchemas.video>;
/** Any message, of kinds to come too. */
export type BaseMessage = z.output<typeof baseSchema>;

const enterChat = z.looseObject({ eventtype: z.literal('enter_chat') });

/** The official SDK's types put these fields beside `eventtype`; the documentation and the wire do not. */
const templateCardEvent = z.looseObject({
  eventtype: z.literal('template_card_event'),
  template_card_event: z.looseObject({
    card_type: z.string(),
    event_key: z.string(),
    task_id: z.string(),
    /** What was chosen in a card with questions. */
    selected_items: z
      .looseObject({
        selected_item: z.array(
          z.looseObject({
            question_key: z.string(),
            option_ids: z.looseObject({ option_id: z.array(z.string()) }),
          }),
        ),
      })
      .exactOptional(),
  }),
});

const feedbackEvent = z.looseObject({
  eventtype: z.literal('feedback_event'),
  feedback_event: z.looseObject({
    id: z.string(),
    /** 1 right, 2 wrong, 3 taken back. */
    type: z.int(),
    content: z.string().exactOptional(),
    /** 1 not what was asked, 2 incomplete, 3 wrong, 4 data wrongly analysed. */
    inaccurate_reason_list: z.array(z.int()).exactOptional(),
  }),
});

const disconnectedEvent = z.looseObject({ eventtype: z.literal('disconnected_event') });

const eventBase = { ...base, chattype: base.chattype.exactOptional(), msgtype: z.literal('event') };
const eventSchemas = {
  enter_chat: z.looseObject({ ...eventBase, event: enterChat }),
  template_card_event: z.looseObject({ ...eventBase, event: templateCardEvent }),
  feedback_event: z.looseObject({ ...eventBase, event: feedbackEvent }),
  disconnected_event: z.looseObject({
    ...eventBase,
    from: sender.exactOptional(),
    event: disconnectedEvent,
  }),
};
const anyEventSchema = z.looseObject({
  ...eventBase,
  from: sender.exactOptional(),
  event: z.looseObject({ eventtype: z.string() }),
});

export type EnterChatMessage = z.output<typeof eventSchemas.enter_chat>;
export type TemplateCardEventMessage = z.output<typeof eventSchemas.template_card_event>;
export type FeedbackEventMessage = z.output<typeof eventSchemas.feedback_event>;
export type DisconnectedEventMessage = z.output<typeof eventSchemas.disconnected_event>;
/** Any event, of kinds to come too. */
export type EventMessage = z.output<typeof anyEventSchema>;

const streamPollSchema = z.looseObject({
  msgtype: z.literal('stream'),
  stream: z.looseObject({ id: z.string().min(1) }),
});

/** A callback, told apart by `kind`, in the type that its own event has. */
export type Callback =
  | { readonly kind: 'text'; readonly body: TextMessage }
  | { readonly kind: 'image'; readonly body: ImageMessage }
  | { readonly kind: 'mixed'; readonly body: MixedMessage }
  | { readonly kind: 'voice'; readonly body: VoiceMessage }
  | { readonly kind: 'file'; readonly body: FileMessage }
  | { readonly kind: 'video'; readonly body: VideoMessage }
  | { readonly kind: 'other-message'; readonly body: BaseMessage }
  | { readonly kind: 'enter_chat'; readonly body: EnterChatMessage }
  | { readonly kind: 'template_card_event'; readonly body: TemplateCardEventMessage }
  | { readonly kind: 'feedback_event'; readonly body: FeedbackEventMessage }
  | { readonly kind: 'disconnected_event'; readonly body: DisconnectedEventMessage }
  | { readonly kind: 'other-event'; readonly body: EventMessage }
  /** HTTP only: WeCom asks what has become of a stream. */
  | { readonly kind: 'stream'; readonly streamId: string };

const kindSchema = z.looseObject({
  msgtype: z.string().min(1),
  event: z.looseObject({ eventtype: z.string().catch('') }).exactOptional(),
});

/** The callback, or undefined when it is not what the documentation says. */
export function parseCallback(body: unknown): Callback | undefined {
  const head = kindSchema.safeParse(body);
  if (!head.success) return undefined;
  const read = <Kind extends string, Body>(kind: Kind, schema: z.ZodType<Body>) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? { kind, body: parsed.data } : undefined;
  };
  switch (head.data.msgtype) {
    case 'text':
      return read('text', messageSchemas.text);
    case 'image':
      return read('image', messageSchemas.image);
    case 'mixed':
      return read('mixed', messageSchemas.mixed);
    case 'voice':
      return read('voice', messageSchemas.voice);
    case 'file':
      return read('file', messageSchemas.file);
    case 'video':
      return read('video', messageSchemas.video);
    case 'stream': {
      const poll = streamPollSchema.safeParse(body);
      return poll.success ? { kind: 'stream', streamId: poll.data.stream.id } : undefined;
    }
    case 'event':
      switch (head.data.event?.eventtype) {
        case 'enter_chat':
          return read('enter_chat', eventSchemas.enter_chat);
        case 'template_card_event':
          return read('template_card_event', eventSchemas.template_card_event);
        case 'feedback_event':
          return read('feedback_event', eventSchemas.feedback_event);
        case 'disconnected_event':
          return read('disconnected_event', eventSchemas.disconnected_event);
        default:
          return read('other-event', anyEventSchema);
      }
    default:
      return read('other-message', baseSchema);
  }
}
