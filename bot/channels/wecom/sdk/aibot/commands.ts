/** Commands of the long connection. https://developer.work.weixin.qq.com/document/path/101463 */
export const WsCmd = {
  SUBSCRIBE: 'aibot_subscribe',
  HEARTBEAT: 'ping',
  /** An answer to a message, within 24 hours. */
  RESPONSE: 'aibot_respond_msg',
  /** An answer to enter_chat, within 5 s. */
  RESPONSE_WELCOME: 'aibot_respond_welcome_msg',
  /** An answer to template_card_event, within 5 s. */
  RESPONSE_UPDATE: 'aibot_respond_update_msg',
  SEND_MSG: 'aibot_send_msg',
  UPLOAD_MEDIA_INIT: 'aibot_upload_media_init',
  UPLOAD_MEDIA_CHUNK: 'aibot_upload_media_chunk',
  UPLOAD_MEDIA_FINISH: 'aibot_upload_media_finish',
  /** From the server: a message. */
  CALLBACK: 'aibot_msg_callback',
  /** From the server: an event. */
  EVENT_CALLBACK: 'aibot_event_callback',
} as const;

/** https://developer.work.weixin.qq.com/document/path/100719 */
export const MessageType = {
  Text: 'text',
  Image: 'image',
  Mixed: 'mixed',
  Voice: 'voice',
  File: 'file',
  Video: 'video',
} as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

/** https://developer.work.weixin.qq.com/document/path/101027 */
export const EventType = {
  EnterChat: 'enter_chat',
  TemplateCardEvent: 'template_card_event',
  FeedbackEvent: 'feedback_event',
  Disconnected: 'disconnected_event',
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];
