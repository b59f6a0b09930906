import type { ErrorEvents } from './emitter.ts';
import type { CallbackFrame } from './frames.ts';
import type {
  BaseMessage,
  Callback,
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

/** What a bot says when somebody writes or does something; the payload is always the frame. */
export type BotEvents = ErrorEvents & {
  message: [CallbackFrame<BaseMessage>];
  'message.text': [CallbackFrame<TextMessage>];
  'message.image': [CallbackFrame<ImageMessage>];
  'message.mixed': [CallbackFrame<MixedMessage>];
  'message.voice': [CallbackFrame<VoiceMessage>];
  'message.file': [CallbackFrame<FileMessage>];
  'message.video': [CallbackFrame<VideoMessage>];
  event: [CallbackFrame<EventMessage>];
  'event.enter_chat': [CallbackFrame<EnterChatMessage>];
  'event.template_card_event': [CallbackFrame<TemplateCardEventMessage>];
  'event.feedback_event': [CallbackFrame<FeedbackEventMessage>];
  'event.disconnected_event': [CallbackFrame<DisconnectedEventMessage>];
  /** The four below only come over WebSocket. The socket is open; nothing can be sent yet. */
  connected: [];
  authenticated: [];
  disconnected: [reason: string];
  /** Before the pause that comes before the try. */
  reconnecting: [attempt: number];
};

export type Deliver = <Name extends keyof BotEvents>(
  event: Name,
  ...args: BotEvents[Name]
) => Promise<boolean>;

/**
 * Emits the general event and then the one of its kind. Resolves when all listeners are done: true when none failed.
 */
export async function dispatch(
  callback: Exclude<Callback, { kind: 'stream' }>,
  headers: CallbackFrame<unknown>['headers'],
  cmd: string,
  deliver: Deliver,
): Promise<boolean> {
  const frame = <Body>(body: Body): CallbackFrame<Body> => ({ cmd, headers, body });
  const both = async (...done: readonly Promise<boolean>[]) => (await Promise.all(done)).every(Boolean);
  switch (callback.kind) {
    case 'text': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.text', made));
    }
    case 'image': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.image', made));
    }
    case 'mixed': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.mixed', made));
    }
    case 'voice': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.voice', made));
    }
    case 'file': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.file', made));
    }
    case 'video': {
      const made = frame(callback.body);
      return both(deliver('message', made), deliver('message.video', made));
    }
    case 'other-message':
      return deliver('message', frame(callback.body));
    case 'enter_chat': {
      const made = frame(callback.body);
      return both(deliver('event', made), deliver('event.enter_chat', made));
    }
    case 'template_card_event': {
      const made = frame(callback.body);
      return both(deliver('event', made), deliver('event.template_card_event', made));
    }
    case 'feedback_event': {
      const made = frame(callback.body);
      return both(deliver('event', made), deliver('event.feedback_event', made));
    }
    case 'disconnected_event': {
      const made = frame(callback.body);
      return both(deliver('event', made), deliver('event.disconnected_event', made));
    }
    case 'other-event':
      return deliver('event', frame(callback.body));
  }
}
