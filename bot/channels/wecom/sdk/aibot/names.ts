import type { WeComMediaType } from '../types.ts';
import type { TemplateCardReplyBody } from './bodies.ts';
import type { BotEvents } from './dispatch.ts';
import type {
  BaseMessage,
  DisconnectedEventMessage,
  EnterChatMessage,
  EventMessage,
  FeedbackEventMessage,
  FileMessage,
  ImageMessage,
  MixedMessage,
  TemplateCardEventMessage,
  TextMessage,
  VideoMessage,
  VoiceMessage,
} from './messages.ts';

/** Names that the official SDK has for parts of what a bot is sent and sends, so that its users need not rename them. */

export type MessageFrom = BaseMessage['from'];
export type TextContent = TextMessage['text'];
export type ImageContent = ImageMessage['image'];
export type VoiceContent = VoiceMessage['voice'];
export type FileContent = FileMessage['file'];
export type VideoContent = VideoMessage['video'];
export type MixedContent = MixedMessage['mixed'];
export type MixedMsgItem = MixedContent['msg_item'][number];
export type QuoteContent = NonNullable<BaseMessage['quote']>;

export type EventFrom = NonNullable<EventMessage['from']>;
export type EnterChatEvent = EnterChatMessage['event'];
/** With `template_card_event` inside, as on the wire: the official type has its fields one level too high. */
export type TemplateCardEventData = TemplateCardEventMessage['event'];
export type FeedbackEventData = FeedbackEventMessage['event'];
export type DisconnectedEventData = DisconnectedEventMessage['event'];
export type EventContent = EnterChatEvent | TemplateCardEventData | FeedbackEventData | DisconnectedEventData;
export type EventMessageWith<Event extends EventContent> = Omit<EventMessage, 'event'> & {
  readonly event: Event;
};
/** Its listeners, by event. */
export type WSClientEventMap = {
  [Name in keyof BotEvents]: (...args: BotEvents[Name]) => void;
};

export type WelcomeTemplateCardReplyBody = TemplateCardReplyBody;
export type SendTemplateCardMsgBody = TemplateCardReplyBody;

/** https://developer.work.weixin.qq.com/document/path/101463 */
export type UploadMediaInitBody = {
  readonly type: WeComMediaType;
  readonly filename: string;
  readonly total_size: number;
  readonly total_chunks: number;
  readonly md5?: string;
};
export type UploadMediaInitResult = { readonly upload_id: string };
export type UploadMediaChunkBody = {
  readonly upload_id: string;
  readonly chunk_index: number;
  readonly base64_data: string;
};
export type UploadMediaFinishBody = UploadMediaInitResult;
