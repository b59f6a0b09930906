import { systemClock } from '../clock.ts';
import { WecomCrypto } from '../crypto.ts';
import { createFreshness, type Freshness } from '../freshness.ts';
import { createHttp } from '../http.ts';
import type { CallbackReply } from '../types.ts';
import { type CallbackRefusal, CallbackRefused } from '../xml-callback.ts';
import { cardBody, checkContent, type StreamWithCardOptions, streamBody } from './bodies.ts';
import { type AnswerTo, Bot } from './bot.ts';
import { type BotQuery, type BotRefusal, decrypt, readStamp } from './bot-callback.ts';
import { CallbackAnswers } from './callback-answers.ts';
import { WeComApiClient } from './download.ts';
import { WeComReplyClosed } from './errors.ts';
import type { WsFrame, WsFrameHeaders } from './frames.ts';
import { DefaultLogger, type Logger } from './logger.ts';
import type { Answerable } from './passive-answer.ts';
import { type RespondBody, ResponseUrls } from './response-url.ts';
import { createMemoryStreamStore, type StreamState } from './stream-store.ts';
import { Streams } from './streams.ts';
import type { WebhookBotOptions } from './webhook-options.ts';

/**
 * An AI bot over its HTTP callback, with the events and replies of WSClient.
 * https://developer.work.weixin.qq.com/document/path/101039
 *
 * A reply goes into the response to its callback, so each callback has one, within seconds. Streams go on after that:
 * WeCom asks again and again, and any process with the same store answers. What is left then is `respond`, once.
 */
export class WebhookBot extends Bot {
  readonly #options: WebhookBotOptions;
  readonly #logger: Logger;
  readonly #crypto: WecomCrypto;
  readonly #freshness: Freshness;
  readonly #streams: Streams;
  readonly #responses: ResponseUrls;
  readonly #answers: CallbackAnswers;
  override readonly api: WeComApiClient;

  constructor(options: WebhookBotOptions) {
    const logger = options.logger ?? new DefaultLogger('WeCom WebhookBot');
    super(logger);
    this.#logger = logger;
    const { clock = systemClock, texts = {} } = options;
    const http = options.http ?? createHttp();
    this.#options = options;
    this.#crypto = new WecomCrypto(options.token, options.encodingAESKey, options.receiveId ?? '');
    this.#freshness = options.freshness ?? createFreshness({ clock });
    this.#streams = new Streams(options.streamStore ?? createMemoryStreamStore(clock), texts, clock);
    this.#responses = new ResponseUrls(http, clock);
    this.#answers = new CallbackAnswers({
      ...{ options, clock, crypto: this.#crypto, freshness: this.#freshness, streams: this.#streams },
      deliver: (event, ...args) => this.deliver(event, ...args),
      report: (error) => this.#report(error),
    });
    this.api = new WeComApiClient(http, options.download);
  }

  /**
   * The text to answer WeCom's check of the address with, as it is, within 1 s.
   * https://developer.work.weixin.qq.com/document/path/101033
   * @throws CallbackRefused
   */
  verifyUrl(query: BotQuery): string {
    const refuse = (reason: CallbackRefusal & BotRefusal): never => {
      this.#options.onRefused?.(reason);
      throw new CallbackRefused(reason);
    };
    const stamp = readStamp(query);
    if (stamp?.echostr === undefined) return refuse('query');
    const { echostr, msg_signature, timestamp, nonce } = stamp;
    if (!this.#crypto.verifySignature(msg_signature, timestamp, nonce, echostr)) return refuse('signature');
    if (this.#freshness.check(stamp) === 'stale') return refuse('stale');
    const plain = decrypt(this.#crypto, echostr);
    return typeof plain === 'string'
      ? plain
      : refuse(plain.refused === 'receive-id' ? 'receive-id' : 'cipher');
  }

  /**
   * What to answer a POST of WeCom's with. Never rejects. https://developer.work.weixin.qq.com/document/path/100719
   * @param body as it came, at most 1 MB is read
   */
  async handleCallback(query: BotQuery, body: string | Uint8Array): Promise<CallbackReply> {
    try {
      return await this.#answers.handle(query, body);
    } catch (error) {
      this.#report(error);
      return { status: 503, contentType: 'text/plain', body: '' };
    }
  }

  /**
   * The first frame becomes the response to the callback; later ones wait in the store until WeCom asks. A card comes with
   * the stream, once per message. https://developer.work.weixin.qq.com/document/path/101031
   * @param streamId after a first frame of ours: whatever it is, that stream is meant; in another process: `streamIdOf`
   * @throws WeComReplyClosed when no way is left: then `respond`
   */
  override async replyStreamWithCard(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    options: StreamWithCardOptions = {},
  ): Promise<WsFrame> {
    const { msgItem, streamFeedback, templateCard, cardFeedback } = options;
    const stream = streamBody(streamId, content, finish, msgItem, streamFeedback);
    const card = templateCard === undefined ? undefined : cardBody(templateCard, cardFeedback);
    const change = {
      content,
      finished: finish,
      ...(msgItem !== undefined && { msgItem }),
      ...(card !== undefined && { card }),
    };
    const passive = this.#answers.passiveOf(frame);
    if (passive !== undefined && passive.answerable !== 'message')
      throw new WeComReplyClosed('wrong-callback');
    if (passive?.isOpen !== true) {
      const id = this.#answers.streamFor(frame, streamId);
      await this.#streams.write(id, change, this.#answers.stillToOpen(frame, id));
      return ackOf(frame);
    }
    passive.claim('message');
    const state: StreamState = {
      ...change,
      startedAt: passive.receivedAt,
      ...(card !== undefined && { cardSent: true }),
    };
    let opened: boolean;
    try {
      opened = await this.#streams.open(streamId, state);
      // Another process was asked the same and has opened it: whoever asks there is to see this too.
      if (!opened) await this.#streams.write(streamId, change);
    } catch (error) {
      const finished = error instanceof WeComReplyClosed;
      passive.give(finished ? { kind: 'stream', id: streamId, body: undefined } : { kind: 'failed' });
      throw error;
    }
    const body =
      card === undefined
        ? { msgtype: 'stream', stream }
        : { msgtype: 'stream_with_template_card', stream, template_card: card };
    passive.give({ kind: 'stream', id: streamId, body: opened ? body : undefined });
    return ackOf(frame);
  }

  /**
   * Sends to the callback's response_url: once, within an hour, in plain text.
   * https://developer.work.weixin.qq.com/document/path/101138
   * @throws WeComReplyClosed, WeComApiError, WeComNetworkError (not sent), WeComOutcomeUnknown
   */
  async respond(
    frame: WsFrameHeaders & { readonly body?: { readonly response_url?: string } },
    body: RespondBody,
  ): Promise<WsFrame> {
    const checked =
      body.msgtype === 'markdown' ? body : { ...body, template_card: cardBody(body.template_card) };
    if (checked.msgtype === 'markdown') checkContent(checked.markdown.content);
    const { received_at } = frame.headers;
    const receivedAt = typeof received_at === 'number' ? received_at : undefined;
    return this.#responses.respond(frame.body?.response_url, receivedAt, checked);
  }

  /**
   * https://developer.work.weixin.qq.com/document/path/100719
   * @param aesKey left out: the callback's own key
   * @throws WeComMediaError
   */
  downloadFile(url: string, aesKey?: string): Promise<{ buffer: Buffer; filename?: string }> {
    return this.api.downloadFile(url, aesKey ?? this.#options.encodingAESKey);
  }

  #report(error: unknown): void {
    const told = error instanceof Error ? error : new Error(String(error));
    if (!this.emit('error', told)) this.#logger.error('a callback could not be answered:', told);
  }

  protected override async answer(frame: WsFrameHeaders, body: object, to: AnswerTo): Promise<WsFrame> {
    const passive = this.#answers.passiveOf(frame);
    if (passive === undefined) throw new WeComReplyClosed('late');
    passive.claim(...ANSWERED_BY[to]);
    passive.give({ kind: 'plain', body });
    return ackOf(frame);
  }

  protected override isUnderWay(frame: WsFrameHeaders, streamId: string): boolean {
    return this.#streams.isWriting(this.#answers.streamFor(frame, streamId));
  }
}

const ANSWERED_BY: Readonly<Record<AnswerTo, readonly Answerable[]>> = {
  message: ['message', 'enter_chat'],
  welcome: ['enter_chat'],
  update: ['template_card_event'],
};

/** As over WebSocket, so that callers need not tell the two apart. */
function ackOf({ headers: { req_id } }: WsFrameHeaders): WsFrame {
  return { headers: { req_id }, errcode: 0, errmsg: 'ok' };
}
