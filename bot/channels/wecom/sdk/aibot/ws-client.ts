import { type Clock, systemClock } from '../clock.ts';
import { createHttp } from '../http.ts';
import type { WeComMediaType } from '../types.ts';
import {
  cardBody,
  checkContent,
  mediaBody,
  type SendMsgBody,
  type StreamWithCardOptions,
  streamBody,
  type VideoOptions,
} from './bodies.ts';
import { type AnswerTo, Bot } from './bot.ts';
import { BoundedMap } from './bounded.ts';
import { WsCmd } from './commands.ts';
import { Connection } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import { dispatch } from './dispatch.ts';
import { WeComApiClient } from './download.ts';
import type { WsFrame, WsFrameHeaders } from './frames.ts';
import { type Cost, Limits, RateWindows } from './limits.ts';
import { DefaultLogger, type Logger } from './logger.ts';
import { parseCallback } from './messages.ts';
import { Outgoing, unsent } from './outgoing.ts';
import { generateReqId } from './req-id.ts';
import { type UploadMediaFinishResult, type UploadMediaOptions, uploadMedia } from './upload.ts';
import { connectionOptionsOf, REQUEST_TIMEOUT, type WSClientOptions, type WsRefusal } from './ws-options.ts';

/** What is known of a callback that may be answered: whom an answer goes to. */
type Origin = { readonly conversation: string; readonly user: string };

const COMMANDS: Readonly<Record<AnswerTo, string>> = {
  message: WsCmd.RESPONSE,
  welcome: WsCmd.RESPONSE_WELCOME,
  update: WsCmd.RESPONSE_UPDATE,
};
/** Replies are taken for a day. */
const REPLY_LIFE = 24 * 3_600_000;
const MAX_ORIGINS = 10_000;
const UPLOADS = 'uploads';

/**
 * An AI bot over its long connection: the official SDK's WSClient in options, methods, events and payloads; README.md
 * names what is done otherwise. https://developer.work.weixin.qq.com/document/path/101463
 */
export class WSClient extends Bot {
  readonly #options: WSClientOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #connection: Connection;
  readonly #outgoing: Outgoing;
  readonly #uploads: RateWindows;
  readonly #seen: BoundedMap<true>;
  readonly #origins: BoundedMap<Origin>;
  readonly #chatTypes: BoundedMap<1 | 2>;
  /** Aborts what waits outside the queue when the client is disconnected. */
  #stopping = new AbortController();
  override readonly api: WeComApiClient;

  constructor(options: WSClientOptions) {
    const logger = options.logger ?? new DefaultLogger('WeCom WSClient');
    super(logger);
    const { requestTimeout = REQUEST_TIMEOUT, clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#logger = logger;
    this.#seen = new BoundedMap(options.maxSeen ?? 10_000, REPLY_LIFE, clock.now);
    this.#origins = new BoundedMap(MAX_ORIGINS, REPLY_LIFE, clock.now);
    this.#chatTypes = new BoundedMap(MAX_ORIGINS, 30 * REPLY_LIFE, clock.now);
    this.#uploads = new RateWindows(30, 1000, clock);
    this.api = new WeComApiClient(
      options.http ?? createHttp({ timeoutMs: requestTimeout }),
      options.download,
    );
    this.#outgoing = new Outgoing({
      ackTimeout: options.replyAckTimeout ?? 5000,
      offlineTtl: options.offlineTtl ?? 60_000,
      maxPerReqId: options.maxReplyQueueSize ?? 500,
      maxInAll: options.maxQueueSize ?? 1000,
      limits: new Limits(options.limits ?? {}, clock),
      clock,
      send: (frame) => this.#connection.send(frame),
    });
    this.#connection = new Connection(connectionOptionsOf(options, { clock, logger }), {
      connected: () => this.emit('connected'),
      authenticated: () => {
        this.emit('authenticated');
        this.#outgoing.lineUp();
      },
      disconnected: (reason) => {
        this.#outgoing.lineDown();
        this.emit('disconnected', reason);
      },
      reconnecting: (attempt) => this.emit('reconnecting', attempt),
      error: (error) => this.#report(error),
      callback: (frame) => this.#callback(frame),
      ack: (frame) => this.#outgoing.ack(frame),
    });
  }

  /** Returns at once; `authenticated` says when it is ready. Again after it gave up: begins anew. */
  connect(): this {
    const { phase } = this.#connection.state;
    if (phase === 'connecting' || phase === 'authenticating' || phase === 'ready')
      this.#logger.warn('connect() was called on a connection that is there');
    else {
      this.#stopping = new AbortController();
      this.#outgoing.start();
      this.#connection.connect();
    }
    return this;
  }

  /** Rejects what waits; no timer and no socket is left. */
  disconnect(): void {
    this.#stopping.abort();
    this.#connection.disconnect();
    this.#outgoing.stop();
  }

  /** True when frames can be sent now: the official SDK says so before it is authenticated. */
  get isConnected(): boolean {
    return this.#connection.isReady;
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Frames that wait to be sent. */
  get queueSize(): number {
    return this.#outgoing.size;
  }

  /**
   * Answers a callback. For what each rejects with see Outgoing. https://developer.work.weixin.qq.com/document/path/101463
   * @param cmd aibot_respond_msg when left out
   */
  reply(frame: WsFrameHeaders, body: object, cmd: string = WsCmd.RESPONSE): Promise<WsFrame> {
    const { req_id } = frame.headers;
    // A card that is replaced is no new message.
    const cost = cmd === WsCmd.RESPONSE_UPDATE ? undefined : this.#costOf(req_id, body);
    return this.#outgoing.push({ cmd, headers: { req_id }, body }, cost);
  }

  hasPendingReplyAck(frame: WsFrameHeaders): boolean {
    return this.#outgoing.isPending(frame.headers.req_id);
  }

  /**
   * Without the option `streamWithCard` stream and card are two frames, and the promise is the second's.
   * https://developer.work.weixin.qq.com/document/path/101463
   */
  override async replyStreamWithCard(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    options: StreamWithCardOptions = {},
  ): Promise<WsFrame> {
    const stream = streamBody(streamId, content, finish, options.msgItem, options.streamFeedback);
    const { templateCard, cardFeedback } = options;
    const card = templateCard === undefined ? undefined : cardBody(templateCard, cardFeedback);
    if (this.#options.streamWithCard === true)
      return this.reply(frame, {
        msgtype: 'stream_with_template_card',
        stream,
        ...(card !== undefined && { template_card: card }),
      });
    const sent = this.reply(frame, { msgtype: 'stream', stream });
    if (card === undefined) return sent;
    await sent;
    return this.reply(frame, { msgtype: 'template_card', template_card: card });
  }

  /**
   * Sends without being asked; the person must have written to the bot there before.
   * https://developer.work.weixin.qq.com/document/path/101463
   * @param chatid a userid, or the chatid of a group as it came: upper and lower case differ
   * @param chatType left out: as the chat was seen, else WeCom decides
   */
  async sendMessage(
    chatid: string,
    body: SendMsgBody,
    { chatType }: { readonly chatType?: 'single' | 'group' } = {},
  ): Promise<WsFrame> {
    if (body.msgtype === 'markdown') checkContent(body.markdown.content);
    const named = chatType === undefined ? undefined : chatType === 'single' ? 1 : 2;
    const chat_type = named ?? this.#chatTypes.get(chatid) ?? 0;
    return this.#ask(WsCmd.SEND_MSG, { chatid, chat_type, ...body }, { conversation: chatid });
  }

  /** ≤ 50 MB; 30 files a minute and 1000 an hour. https://developer.work.weixin.qq.com/document/path/101463 */
  async uploadMedia(fileBuffer: Buffer, options: UploadMediaOptions): Promise<UploadMediaFinishResult> {
    for (let wait = this.#uploads.wait(UPLOADS); wait !== undefined; wait = this.#uploads.wait(UPLOADS))
      await this.#pause(wait.ms);
    this.#uploads.take(UPLOADS);
    return uploadMedia(fileBuffer, options, {
      ask: (cmd, body) => this.#ask(cmd, body),
      pause: (ms) => this.#pause(ms),
      firstChunkIndex: this.#options.firstChunkIndex ?? 0,
    });
  }

  /** https://developer.work.weixin.qq.com/document/path/101463 */
  replyMedia(
    frame: WsFrameHeaders,
    mediaType: WeComMediaType,
    mediaId: string,
    videoOptions?: VideoOptions,
  ): Promise<WsFrame> {
    return this.reply(frame, mediaBody(mediaType, mediaId, videoOptions));
  }

  /** https://developer.work.weixin.qq.com/document/path/101463 */
  sendMediaMessage(
    chatid: string,
    mediaType: WeComMediaType,
    mediaId: string,
    videoOptions?: VideoOptions,
  ): Promise<WsFrame> {
    return this.sendMessage(chatid, mediaBody(mediaType, mediaId, videoOptions));
  }

  /**
   * https://developer.work.weixin.qq.com/document/path/101463
   * @param aesKey the `aeskey` beside the address
   * @throws WeComMediaError
   */
  downloadFile(url: string, aesKey?: string): Promise<{ buffer: Buffer; filename?: string }> {
    return this.api.downloadFile(url, aesKey);
  }

  protected override answer(frame: WsFrameHeaders, body: object, to: AnswerTo): Promise<WsFrame> {
    return this.reply(frame, body, COMMANDS[to]);
  }

  protected override isUnderWay(frame: WsFrameHeaders): boolean {
    return this.hasPendingReplyAck(frame);
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    await this.#clock.sleep(ms, signal);
    if (signal.aborted) throw unsent(WsCmd.UPLOAD_MEDIA_INIT, 'DISCONNECTED');
  }

  #ask(cmd: string, body: object, cost?: Cost): Promise<WsFrame> {
    const req_id = generateReqId(cmd, this.#clock.now());
    return this.#outgoing.push({ cmd, headers: { req_id }, body }, cost);
  }

  #costOf(reqId: string, body: object): Cost {
    const { conversation, user } = this.#origins.get(reqId) ?? { conversation: reqId, user: reqId };
    if (!('stream' in body) || typeof body.stream !== 'object' || body.stream === null)
      return { conversation };
    const { stream } = body;
    const finish = 'finish' in stream && stream.finish === true;
    return {
      conversation,
      stream: { user, id: `${reqId} ${'id' in stream ? String(stream.id) : ''}`, finish },
    };
  }

  #callback(frame: WsFrame): void {
    const callback = parseCallback(frame.body);
    if (callback === undefined || callback.kind === 'stream') {
      this.#refuse('malformed');
      return;
    }
    const { msgid, chatid, from, chattype } = callback.body;
    if (!this.#seen.add(msgid)) {
      this.#refuse('duplicate');
      return;
    }
    if (from !== undefined) {
      const conversation = chatid ?? from.userid;
      this.#origins.set(frame.headers.req_id, { conversation, user: from.userid });
      if (chattype !== undefined) this.#chatTypes.set(conversation, chattype === 'group' ? 2 : 1);
    }
    void dispatch(callback, frame.headers, frame.cmd ?? '', (event, ...args) => this.deliver(event, ...args));
  }

  #refuse(reason: WsRefusal): void {
    this.#logger.warn(`a callback was left out: ${reason}`);
    this.#options.onRefused?.(reason);
  }

  #report(error: Error): void {
    if (!this.emit('error', error)) this.#logger.error('the connection:', error);
  }
}
