import type { ReplyFeedback, TemplateCard } from '../types.ts';
import {
  cardBody,
  checkContent,
  type ReplyMsgItem,
  type StreamWithCardOptions,
  type WelcomeReplyBody,
} from './bodies.ts';
import type { BotEvents } from './dispatch.ts';
import type { WeComApiClient } from './download.ts';
import { SafeEmitter } from './emitter.ts';
import type { WsFrame, WsFrameHeaders } from './frames.ts';

/** What an answer that is no stream answers. */
export type AnswerTo = 'message' | 'welcome' | 'update';

/** The replies of an AI bot that are alike over WebSocket and over HTTP. */
export abstract class Bot extends SafeEmitter<BotEvents> {
  /** Fetches files; also what `downloadFile` uses. */
  abstract readonly api: WeComApiClient;

  protected abstract answer(frame: WsFrameHeaders, body: object, to: AnswerTo): Promise<WsFrame>;
  /** A frame of this stream is on its way. */
  protected abstract isUnderWay(frame: WsFrameHeaders, streamId: string): boolean;

  /**
   * https://developer.work.weixin.qq.com/document/path/101031
   * @param content the whole text so far, ≤ 20480 bytes
   * @param msgItem pictures, with the last frame
   */
  async replyStream(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    msgItem?: readonly ReplyMsgItem[],
    feedback?: ReplyFeedback,
  ): Promise<WsFrame> {
    return this.replyStreamWithCard(frame, streamId, content, finish, {
      ...(msgItem !== undefined && { msgItem }),
      ...(feedback !== undefined && { streamFeedback: feedback }),
    });
  }

  /**
   * As replyStream, but leaves out a frame, unless it is the last, while the one before is on its way.
   * https://developer.work.weixin.qq.com/document/path/101031
   */
  async replyStreamNonBlocking(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    msgItem?: readonly ReplyMsgItem[],
    feedback?: ReplyFeedback,
  ): Promise<WsFrame | 'skipped'> {
    if (!finish && this.isUnderWay(frame, streamId)) return 'skipped';
    return this.replyStream(frame, streamId, content, finish, msgItem, feedback);
  }

  /** https://developer.work.weixin.qq.com/document/path/101031 */
  abstract replyStreamWithCard(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish?: boolean,
    options?: StreamWithCardOptions,
  ): Promise<WsFrame>;

  /** Answers enter_chat, within 5 s. https://developer.work.weixin.qq.com/document/path/101031 */
  async replyWelcome(frame: WsFrameHeaders, body: WelcomeReplyBody): Promise<WsFrame> {
    if (body.msgtype === 'text') checkContent(body.text.content);
    return this.answer(frame, body, 'welcome');
  }

  /**
   * Answers a message; over HTTP also enter_chat, and within 5 s.
   * https://developer.work.weixin.qq.com/document/path/101032
   */
  async replyTemplateCard(
    frame: WsFrameHeaders,
    templateCard: TemplateCard,
    feedback?: ReplyFeedback,
  ): Promise<WsFrame> {
    const body = { msgtype: 'template_card', template_card: cardBody(templateCard, feedback) };
    return this.answer(frame, body, 'message');
  }

  /**
   * Answers template_card_event, within 5 s. https://developer.work.weixin.qq.com/document/path/101027
   * @param userids whose card is replaced; left out: everybody's
   */
  async updateTemplateCard(
    frame: WsFrameHeaders,
    templateCard: TemplateCard,
    userids?: readonly string[],
  ): Promise<WsFrame> {
    const body = {
      response_type: 'update_template_card',
      ...(userids !== undefined && userids.length > 0 && { userids }),
      template_card: cardBody(templateCard),
    };
    return this.answer(frame, body, 'update');
  }
}
