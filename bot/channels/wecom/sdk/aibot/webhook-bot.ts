import { createHash } from 'node:crypto';
import { type Clock, systemClock } from '../clock.ts';
import { WecomCrypto } from '../crypto.ts';
import { createFreshness, type Freshness } from '../freshness.ts';
import { createHttp, type Http } from '../http.ts';
import type { CallbackReply, ReplyFeedback, TemplateCard } from '../types.ts';
import { type CallbackRefusal, CallbackRefused } from '../xml-callback.ts';
import {
  cardBody,
  checkContent,
  type ReplyMsgItem,
  type StreamWithCardOptions,
  streamBody,
  type WelcomeReplyBody,
} from './bodies.ts';
import { type BotQuery, type BotRefusal, decrypt, openCallback, readStamp } from './bot-callback.ts';
import { BoundedMap } from './bounded.ts';
import { WsCmd } from './commands.ts';
import type { BotEvents } from './dispatch.ts';
import { dispatch } from './dispatch.ts';
import { type DownloadOptions, WeComApiClient } from './download.ts';
import { SafeEmitter } from './emitter.ts';
import { WeComReplyClosed } from './errors.ts';
import type { WsFrame, WsFrameHeaders } from './frames.ts';
import { DefaultLogger, type Logger } from './logger.ts';
import type { Callback } from './messages.ts';
import { type Answer, type Answerable, PassiveAnswer } from './passive-answer.ts';
import { type RespondBody, ResponseUrls } from './response-url.ts';
import { createMemoryStreamStore, type StreamState, type StreamStore } from './stream-store.ts';
import { replyOf, Streams, type StreamTexts } from './streams.ts';
import { Timers } from './timers.ts';

export type WebhookBotOptions = {
  readonly token: string;
  /** 43 characters, as the console shows them. */
  readonly encodingAESKey: string;
  /** Empty for a bot of one's own corp. */
  readonly receiveId?: string;
  /** Left out: callbacks of any bot with this token and key are taken. */
  readonly botId?: string;
  /** Left out: in memory, for one process. */
  readonly streamStore?: StreamStore;
  /** Sentences that people see; without one, nothing is said there. */
  readonly texts?: StreamTexts;
  /** The id by which feedback names the first frame that `texts.first` makes. */
  readonly feedbackOf?: (frame: WsFrameHeaders) => ReplyFeedback;
  /** How long listeners may take to reply before the first frame goes out, in ms; 4000, and 5000 is WeCom's end. */
  readonly ackBudget?: number;
  /** Send the first frame as soon as all listeners are done, if none has replied; false: wait for `ackBudget`. */
  readonly ackWhenHandled?: boolean;
  /** Left out: ±5 minutes, each signature once in 2 hours. */
  readonly freshness?: Freshness;
  readonly http?: Http;
  readonly download?: DownloadOptions;
  /** Callbacks whose answer is remembered, so that none is handed out twice; 10000. */
  readonly maxSeen?: number;
  /** Called for each callback that is not handed out, and each address check that fails. */
  readonly onRefused?: (reason: BotRefusal) => void;
  readonly logger?: Logger;
  readonly clock?: Clock;
};

type Handled = Exclude<Callback, { kind: 'stream' }>;

const ACK_BUDGET_MS = 4000;
const KEEP_MS = 3_600_000;
const OK: CallbackReply = { status: 200, contentType: 'text/plain', body: '' };

/** Told to somebody who is not WeCom, or not sane. To WeCom itself nothing is a failure that a retry would not mend. */
const STATUS: Readonly<Record<BotRefusal, number>> = {
  query: 400,
  'too-large': 413,
  json: 400,
  signature: 403,
  stale: 403,
  replayed: 200,
  cipher: 400,
  'receive-id': 403,
  malformed: 200,
  'other-bot': 200,
  system: 200,
  'no-chatid': 200,
  duplicate: 200,
};

/** The id of the stream that a first frame of ours opens: every process can tell it from the callback. */
export function streamIdOf(frame: WsFrameHeaders): string {
  return `s_${createHash('sha256').update(frame.headers.req_id).digest('hex').slice(0, 32)}`;
}

/**
 * An AI bot over its HTTP callback, with the events and replies of WSClient.
 * https://developer.work.weixin.qq.com/document/path/101039
 *
 * A reply goes into the response to its callback, so each callback has one, within seconds. Streams go on after that:
 * WeCom asks again and again, and any process with the same store answers. What is left then is `respond`, once.
 */
export class WebhookBot extends SafeEmitter<BotEvents> {
  readonly #options: WebhookBotOptions;
  readonly #clock: Clock;
  readonly #crypto: WecomCrypto;
  readonly #freshness: Freshness;
  readonly #streams: Streams;
  readonly #responses: ResponseUrls;
  /** msgid -> its answer, or the promise of it. */
  readonly #answers: BoundedMap<Promise<Answer>>;
  /** req_id -> where its reply goes, while that is possible. */
  readonly #open: BoundedMap<PassiveAnswer>;
  /** req_id -> the stream that a first frame of ours opened for it. */
  readonly #ownStreams: BoundedMap<string>;
  /** Fetches files; also what `downloadFile` uses. */
  readonly api: WeComApiClient;

  constructor(options: WebhookBotOptions) {
    super(options.logger ?? new DefaultLogger('WeCom WebhookBot'));
    const { clock = systemClock, texts = {}, maxSeen = 10_000 } = options;
    const http = options.http ?? createHttp();
    this.#options = options;
    this.#clock = clock;
    this.#crypto = new WecomCrypto(options.token, options.encodingAESKey, options.receiveId ?? '');
    this.#freshness = options.freshness ?? createFreshness({ clock });
    this.#streams = new Streams(options.streamStore ?? createMemoryStreamStore(clock), texts, clock);
    this.#responses = new ResponseUrls(http, clock);
    this.#answers = new BoundedMap(maxSeen, KEEP_MS, clock.now);
    this.#open = new BoundedMap(maxSeen, KEEP_MS, clock.now);
    this.#ownStreams = new BoundedMap(maxSeen, KEEP_MS, clock.now);
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

  /** What to answer a POST of WeCom's with. Never rejects. @param body as it came, at most 1 MB is read */
  async handleCallback(query: BotQuery, body: string | Uint8Array): Promise<CallbackReply> {
    try {
      return await this.#handle(query, body);
    } catch (error) {
      this.emit('error', error instanceof Error ? error : new Error(String(error)));
      return { ...OK, status: 503 };
    }
  }

  async #handle(query: BotQuery, body: string | Uint8Array): Promise<CallbackReply> {
    const opened = openCallback(query, body, this.#crypto, this.#freshness);
    if ('refused' in opened) return this.#refuse(opened.refused);
    const { callback, stamp, replayed } = opened;
    if (callback.kind === 'stream') {
      if (replayed) return this.#refuse('replayed');
      const state = await this.#streams.read(callback.streamId);
      this.#freshness.remember(stamp);
      return state === undefined ? OK : this.#seal(state, stamp.nonce);
    }
    const unwanted = this.#unwanted(callback);
    if (unwanted !== undefined) return this.#refuse(unwanted);
    const { msgid } = callback.body;
    const known = this.#answers.get(msgid);
    // What is played again is never handed out, but hears what was answered: our first answer may have got lost.
    if (replayed || known !== undefined) this.#refuse(replayed ? 'replayed' : 'duplicate');
    if (replayed && known === undefined) return OK;
    const answer = known ?? this.#carryOut(callback);
    if (known === undefined) this.#answers.set(msgid, answer);
    const sealed = await this.#render(await answer, known !== undefined, stamp.nonce);
    if (sealed.status === 200) this.#freshness.remember(stamp);
    else this.#answers.delete(msgid);
    return sealed;
  }

  async #render(answer: Answer, again: boolean, nonce: string): Promise<CallbackReply> {
    switch (answer.kind) {
      case 'failed':
        return { ...OK, status: 503 };
      case 'empty':
        return OK;
      case 'plain':
        return this.#seal(answer.body, nonce);
      case 'stream': {
        const body = again ? undefined : answer.body;
        const now = body ?? (await this.#streams.read(answer.id));
        return now === undefined ? OK : this.#seal(now, nonce);
      }
    }
  }

  #unwanted({ kind, body }: Handled): BotRefusal | undefined {
    const { botId } = this.#options;
    if (botId !== undefined && body.aibotid !== botId) return 'other-bot';
    if (body.from?.userid === 'sys') return 'system';
    if (body.chattype === 'group' && body.chatid === undefined) return 'no-chatid';
    return kind === 'disconnected_event' ? 'malformed' : undefined;
  }

  /** Never rejects. */
  async #carryOut(callback: Handled): Promise<Answer> {
    try {
      return await this.#handOut(callback);
    } catch (error) {
      // The store: nothing was answered, and a retry finds everything as if this had not been.
      this.emit('error', error instanceof Error ? error : new Error(String(error)));
      this.#open.delete(callback.body.msgid);
      this.#ownStreams.delete(callback.body.msgid);
      return { kind: 'failed' };
    }
  }

  /** Hands the callback out and waits for its answer, but not longer than WeCom does. */
  async #handOut(callback: Handled): Promise<Answer> {
    const { ackBudget = ACK_BUDGET_MS, ackWhenHandled = false } = this.#options;
    const receivedAt = this.#clock.now();
    const frame = { headers: { req_id: callback.body.msgid, received_at: receivedAt } };
    const answerable = answerableOf(callback);
    const passive = new PassiveAnswer(answerable, receivedAt);
    this.#open.set(frame.headers.req_id, passive);
    const isEvent = callback.body.msgtype === 'event';
    const timers = new Timers(this.#clock);
    const overtime = new Promise<'overtime'>((resolve) => {
      timers.after(ackBudget, () => resolve('overtime'));
    });
    const handled = dispatch(
      callback,
      frame.headers,
      isEvent ? WsCmd.EVENT_CALLBACK : WsCmd.CALLBACK,
      (event, ...args) => this.deliver(event, ...args),
    ).then((well) => {
      if (!well) return 'failed';
      const nothingToCome = ackWhenHandled || answerable === 'none';
      return nothingToCome ? 'handled' : overtime;
    });
    const outcome = await Promise.race([passive.given, handled, overtime]);
    timers.clear();
    if (typeof outcome !== 'string' || !passive.close()) return passive.given;
    if (outcome === 'failed') {
      this.#open.delete(frame.headers.req_id);
      return { kind: 'failed' };
    }
    return answerable === 'message' ? this.#firstFrame(frame, receivedAt) : { kind: 'empty' };
  }

  async #firstFrame(frame: WsFrameHeaders, receivedAt: number): Promise<Answer> {
    const { texts, feedbackOf } = this.#options;
    if (texts?.first === undefined) return { kind: 'empty' };
    const id = streamIdOf(frame);
    const state = { content: texts.first, finished: false, startedAt: receivedAt };
    this.#ownStreams.set(frame.headers.req_id, id);
    await this.#streams.open(id, state);
    const now = (await this.#streams.read(id)) ?? replyOf(id, state);
    const feedback = feedbackOf?.(frame);
    const stream = feedback === undefined ? now.stream : { ...now.stream, feedback };
    return { kind: 'stream', id, body: { ...now, stream } };
  }

  /**
   * The first becomes the response to the callback; later ones wait in the store until WeCom asks.
   * @param streamId after a first frame of ours: whatever it is, that stream is meant; in another process: `streamIdOf`
   * @throws WeComReplyClosed when no way is left: then `respond`
   */
  async replyStream(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    msgItem?: readonly ReplyMsgItem[],
    feedback?: ReplyFeedback,
  ): Promise<WsFrame> {
    return this.#stream(frame, streamId, content, finish, {
      ...(msgItem !== undefined && { msgItem }),
      ...(feedback !== undefined && { streamFeedback: feedback }),
    });
  }

  /** As replyStream; there is no ack to wait for, only the store. */
  async replyStreamNonBlocking(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    msgItem?: readonly ReplyMsgItem[],
    feedback?: ReplyFeedback,
  ): Promise<WsFrame | 'skipped'> {
    if (!finish && this.#streams.isWriting(this.#wireId(frame, streamId))) return 'skipped';
    return this.replyStream(frame, streamId, content, finish, msgItem, feedback);
  }

  /** The card comes with the stream, once per message. */
  async replyStreamWithCard(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean = false,
    options: StreamWithCardOptions = {},
  ): Promise<WsFrame> {
    return this.#stream(frame, streamId, content, finish, options);
  }

  /** Answers enter_chat, within 5 s. */
  async replyWelcome(frame: WsFrameHeaders, body: WelcomeReplyBody): Promise<WsFrame> {
    if (body.msgtype === 'text') checkContent(body.text.content);
    return this.#plain(frame, body, 'enter_chat');
  }

  /** Answers a message or enter_chat, within 5 s. */
  async replyTemplateCard(
    frame: WsFrameHeaders,
    templateCard: TemplateCard,
    feedback?: ReplyFeedback,
  ): Promise<WsFrame> {
    const body = { msgtype: 'template_card', template_card: cardBody(templateCard, feedback) };
    return this.#plain(frame, body, 'message', 'enter_chat');
  }

  /** Answers template_card_event, within 5 s. @param userids whose card is replaced; left out: everybody's */
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
    return this.#plain(frame, body, 'template_card_event');
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

  /** @param aesKey left out: the callback's own key. @throws WeComMediaError */
  downloadFile(url: string, aesKey?: string): Promise<{ buffer: Buffer; filename?: string }> {
    return this.api.downloadFile(url, aesKey ?? this.#options.encodingAESKey);
  }

  async #stream(
    frame: WsFrameHeaders,
    streamId: string,
    content: string,
    finish: boolean,
    options: StreamWithCardOptions,
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
    const passive = this.#open.get(frame.headers.req_id);
    if (passive !== undefined && passive.answerable !== 'message')
      throw new WeComReplyClosed('wrong-callback');
    if (passive?.isOpen !== true) {
      await this.#streams.write(this.#wireId(frame, streamId), change);
      return ackOf(frame);
    }
    passive.claim('message');
    const state: StreamState = {
      ...change,
      startedAt: passive.receivedAt,
      ...(card !== undefined && { cardSent: true }),
    };
    try {
      await this.#streams.open(streamId, state);
    } catch (error) {
      passive.give({ kind: 'failed' });
      throw error;
    }
    const body =
      card === undefined
        ? { msgtype: 'stream', stream }
        : { msgtype: 'stream_with_template_card', stream, template_card: card };
    passive.give({ kind: 'stream', id: streamId, body });
    return ackOf(frame);
  }

  async #plain(frame: WsFrameHeaders, body: object, ...kinds: readonly Answerable[]): Promise<WsFrame> {
    const passive = this.#open.get(frame.headers.req_id);
    if (passive === undefined) throw new WeComReplyClosed('late');
    passive.claim(...kinds);
    passive.give({ kind: 'plain', body });
    return ackOf(frame);
  }

  #wireId(frame: WsFrameHeaders, streamId: string): string {
    return this.#ownStreams.get(frame.headers.req_id) ?? streamId;
  }

  /** https://developer.work.weixin.qq.com/document/path/101033 */
  #seal(body: object, nonce: string): CallbackReply {
    const timestamp = Math.floor(this.#clock.now() / 1000);
    const { encrypt, signature } = this.#crypto.encrypt(JSON.stringify(body), String(timestamp), nonce);
    return { ...OK, body: JSON.stringify({ encrypt, msgsignature: signature, timestamp, nonce }) };
  }

  #refuse(reason: BotRefusal): CallbackReply {
    this.#options.onRefused?.(reason);
    return { ...OK, status: STATUS[reason] };
  }
}

function answerableOf({ kind }: Handled): Answerable {
  switch (kind) {
    case 'enter_chat':
    case 'template_card_event':
      return kind;
    case 'feedback_event':
    case 'disconnected_event':
    case 'other-event':
      return 'none';
    default:
      return 'message';
  }
}

/** As over WebSocket, so that callers need not tell the two apart. */
function ackOf({ headers: { req_id } }: WsFrameHeaders): WsFrame {
  return { headers: { req_id }, errcode: 0, errmsg: 'ok' };
}
