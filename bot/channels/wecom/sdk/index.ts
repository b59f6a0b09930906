import { WSClient } from './aibot/ws-client.ts';

/** The door of the library: WeCom (企业微信) over HTTP and WebSocket. README.md says what is what. */

// The AI bot
export {
  MAX_CONTENT_BYTES,
  type ReplyMsgItem,
  type SendMarkdownMsgBody,
  type SendMediaMsgBody,
  type SendMsgBody,
  type StreamReplyBody,
  type StreamWithCardOptions,
  type StreamWithTemplateCardReplyBody,
  type TemplateCardReplyBody,
  type UpdateTemplateCardBody,
  type VideoOptions,
  type WelcomeReplyBody,
  type WelcomeTextReplyBody,
} from './aibot/bodies.ts';
export { EventType, MessageType, WsCmd } from './aibot/commands.ts';
export type { ConnectionPhase, ConnectionState } from './aibot/connection-state.ts';
export type { BotEvents } from './aibot/dispatch.ts';
export { type DownloadOptions, WeComApiClient } from './aibot/download.ts';
export {
  type ClosedWay,
  isInvalidReqId,
  isStreamExpired,
  type LimitScope,
  type MediaFault,
  WeComMediaError,
  WeComRateError,
  WeComReplyClosed,
  WeComReplyInvalid,
  WSAuthFailureError,
  WSKickedError,
  WSReconnectExhaustedError,
} from './aibot/errors.ts';
export type { BotQuery, BotRefusal } from './aibot/bot-callback.ts';
export type { CallbackFrame, WsFrame, WsFrameHeaders } from './aibot/frames.ts';
export type { LimitOptions } from './aibot/limits.ts';
export { DefaultLogger, type Logger } from './aibot/logger.ts';
export type {
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
} from './aibot/messages.ts';
export type {
  DisconnectedEventData,
  EnterChatEvent,
  EventContent,
  EventFrom,
  EventMessageWith,
  FeedbackEventData,
  FileContent,
  ImageContent,
  MessageFrom,
  MixedContent,
  MixedMsgItem,
  QuoteContent,
  SendTemplateCardMsgBody,
  TemplateCardEventData,
  TextContent,
  UploadMediaChunkBody,
  UploadMediaFinishBody,
  UploadMediaInitBody,
  UploadMediaInitResult,
  VideoContent,
  VoiceContent,
  WelcomeTemplateCardReplyBody,
  WSClientEventMap,
} from './aibot/names.ts';
export { generateRandomString, generateReqId } from './aibot/req-id.ts';
export type { SocketOptions } from './aibot/socket.ts';
export type { RespondBody } from './aibot/response-url.ts';
export { createMemoryStreamStore, type StreamState, type StreamStore } from './aibot/stream-store.ts';
export type { StreamTexts } from './aibot/streams.ts';
export type { UploadMediaFinishResult, UploadMediaOptions } from './aibot/upload.ts';
export { streamIdOf } from './aibot/callback-answers.ts';
export { WebhookBot } from './aibot/webhook-bot.ts';
export type { WebhookBotOptions } from './aibot/webhook-options.ts';
export { WSClient } from './aibot/ws-client.ts';
export { WS_URL, type WSClientOptions, type WsRefusal } from './aibot/ws-options.ts';

// Apps, customer service, group robots
export type {
  AppMessage,
  NewsArticle,
  Recipients,
  SendOptions,
  SentMessage,
  TextCard,
} from './app-messages.ts';
export { type CardUpdate, WeComAppClient, type WeComAppClientOptions } from './app-client.ts';
export type { AppCredentials } from './client-options.ts';
export { GroupRobot, type GroupRobotOptions } from './group-robot.ts';
export {
  type KfAccount,
  type KfCustomers,
  type KfServicer,
  KfServiceState,
  type KfState,
  type KfSynced,
  kfLink,
  WeComKfClient,
  type WeComKfClientOptions,
} from './kf-client.ts';
export {
  KF_FAIL_TYPES,
  type KfEvent,
  type KfHead,
  type KfItem,
  type KfMessage,
  KfOrigin,
  parseKfItem,
} from './kf-items.ts';
export type { KfMenuItem, KfMenuMessage, KfOutbound, KfTextMessage } from './kf-messages.ts';
export type { MediaFile, MediaOptions, UploadedMedia } from './media.ts';

// Their callbacks, in XML
export type { AppInbound, AppInboundEvent, AppInboundMessage } from './app-callback.ts';
export type { AppReply } from './app-reply.ts';
export {
  type CallbackHandler,
  type CallbackRefusal,
  CallbackRefused,
  createXmlCallback,
  type HandledCallback,
  type XmlCallback,
  type XmlCallbackOptions,
} from './xml-callback.ts';

// What goes wrong
export {
  type NetworkFault,
  type Retry,
  retryFor,
  WeComApiError,
  WeComNetworkError,
  WeComOutcomeUnknown,
} from './error.ts';
export { LIMITS, WeComLimitError } from './limits.ts';

// What they are made of
export { type Clock, systemClock } from './clock.ts';
export {
  type CryptoFault,
  decodeEncodingAESKey,
  decryptFile,
  pkcs7Pad,
  pkcs7Unpad,
  WecomCrypto,
  WecomCryptoError,
} from './crypto.ts';
export { createFreshness, type Freshness, type FreshnessOptions, type Stamp } from './freshness.ts';
export {
  API_BASE_URL,
  createHttp,
  type Http,
  type HttpBytes,
  type HttpCall,
  type HttpOptions,
} from './http.ts';
export { parseJson } from './json.ts';
export { stripSecrets } from './secrets.ts';
export { createTokenSource, type StoredToken, type TokenSource, type TokenStore } from './tokens.ts';
export * from './types.ts';
export { formatXml, parseXml, type XmlElement, XmlError, type XmlFault, type XmlNode } from './xml.ts';

/** As the official SDK has it: `import AiBot from …; new AiBot.WSClient(…)`. */
export default { WSClient };
