import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { WecomCrypto } from '../crypto.ts';
import type { Freshness } from '../freshness.ts';
import type { CallbackReply } from '../types.ts';
import { type BotQuery, type BotRefusal, openCallback } from './bot-callback.ts';
import { BoundedMap } from './bounded.ts';
import { WsCmd } from './commands.ts';
import { type Deliver, dispatch } from './dispatch.ts';
import type { WsFrameHeaders } from './frames.ts';
import type { Callback } from './messages.ts';
import { type Answer, type Answerable, PassiveAnswer } from './passive-answer.ts';
import { replyOf, type Streams } from './streams.ts';
import { Timers } from './timers.ts';
import type { WebhookBotOptions } from './webhook-options.ts';

type Handled = Exclude<Callback, { kind: 'stream' }>;

export type CallbackAnswersDeps = {
  readonly options: WebhookBotOptions;
  readonly crypto: WecomCrypto;
  readonly freshness: Freshness;
  readonly streams: Streams;
  readonly clock: Clock;
  /** Hands out; see SafeEmitter. */
  readonly deliver: Deliver;
  readonly report: (error: unknown) => void;
};

const cardSchema = z.object({ template_card: z.unknown() });

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
 * From a POST of WeCom's to what it is answered with: opened, handed out once, and answered within the time by
 * whoever replies first. Repeated callbacks get the answer that was given.
 */
export class CallbackAnswers {
  readonly #deps: CallbackAnswersDeps;
  /** msgid -> its answer, or the promise of it. */
  readonly #answers: BoundedMap<Promise<Answer>>;
  /** req_id -> where its reply goes, while that is possible. */
  readonly #open: BoundedMap<PassiveAnswer>;
  /** req_id -> the stream that a first frame of ours opened for it. */
  readonly #ownStreams: BoundedMap<string>;

  constructor(deps: CallbackAnswersDeps) {
    const { maxSeen = 10_000 } = deps.options;
    this.#deps = deps;
    this.#answers = new BoundedMap(maxSeen, KEEP_MS, deps.clock.now);
    this.#open = new BoundedMap(maxSeen, KEEP_MS, deps.clock.now);
    this.#ownStreams = new BoundedMap(maxSeen, KEEP_MS, deps.clock.now);
  }

  /** Where a reply to this callback goes; undefined when this process did not receive it. */
  passiveOf(frame: WsFrameHeaders): PassiveAnswer | undefined {
    return this.#open.get(frame.headers.req_id);
  }

  /** The id of the stream that is meant by a reply to this callback. */
  streamFor(frame: WsFrameHeaders, streamId: string): string {
    return this.#ownStreams.get(frame.headers.req_id) ?? streamId;
  }

  /**
   * When the callback came, if another process was asked and has its first frame still to send: an answer may be there
   * before it. Later than that nobody would ask for a stream that is only opened now.
   */
  stillToOpen(frame: WsFrameHeaders, streamId: string): number | undefined {
    const { received_at } = frame.headers;
    if (this.passiveOf(frame) !== undefined || streamId !== streamIdOf(frame)) return undefined;
    const { options, clock } = this.#deps;
    const until = Number(received_at) + (options.ackBudget ?? ACK_BUDGET_MS);
    return typeof received_at === 'number' && clock.now() < until ? received_at : undefined;
  }

  /** What to answer with. Rejects when the store does. */
  async handle(query: BotQuery, body: string | Uint8Array): Promise<CallbackReply> {
    const opened = openCallback(query, body, this.#deps.crypto, this.#deps.freshness);
    if ('refused' in opened) return this.#refuse(opened.refused);
    const { callback, stamp, replayed } = opened;
    if (callback.kind === 'stream') {
      if (replayed) return this.#refuse('replayed');
      const state = await this.#deps.streams.read(callback.streamId);
      this.#deps.freshness.remember(stamp);
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
    if (sealed.status === 200) this.#deps.freshness.remember(stamp);
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
        const now = body ?? (await this.#deps.streams.read(answer.id));
        if (now === undefined) return OK;
        // Asked again, WeCom did not get the answer, and so nobody saw the card that came with it.
        const { template_card } = cardSchema.safeParse(again ? answer.body : undefined).data ?? {};
        return this.#seal(
          template_card === undefined ? now : { ...now, msgtype: 'stream_with_template_card', template_card },
          nonce,
        );
      }
    }
  }

  #unwanted({ kind, body }: Handled): BotRefusal | undefined {
    const { botId } = this.#deps.options;
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
      this.#deps.report(error);
      this.#open.delete(callback.body.msgid);
      this.#ownStreams.delete(callback.body.msgid);
      return { kind: 'failed' };
    }
  }

  /** Hands the callback out and waits for its answer, but not longer than WeCom does. */
  async #handOut(callback: Handled): Promise<Answer> {
    const { ackBudget = ACK_BUDGET_MS, ackWhenHandled = false } = this.#deps.options;
    const receivedAt = this.#deps.clock.now();
    const frame = { headers: { req_id: callback.body.msgid, received_at: receivedAt } };
    const answerable = answerableOf(callback);
    const passive = new PassiveAnswer(answerable, receivedAt);
    this.#open.set(frame.headers.req_id, passive);
    const isEvent = callback.body.msgtype === 'event';
    const timers = new Timers(this.#deps.clock);
    const overtime = new Promise<'overtime'>((resolve) => {
      timers.after(ackBudget, () => resolve('overtime'));
    });
    const handled = dispatch(
      callback,
      frame.headers,
      isEvent ? WsCmd.EVENT_CALLBACK : WsCmd.CALLBACK,
      this.#deps.deliver,
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
    const { texts, feedbackOf } = this.#deps.options;
    if (texts?.first === undefined) return { kind: 'empty' };
    const id = streamIdOf(frame);
    const state = { content: texts.first, finished: false, startedAt: receivedAt };
    this.#ownStreams.set(frame.headers.req_id, id);
    await this.#deps.streams.open(id, state);
    const now = (await this.#deps.streams.read(id)) ?? replyOf(id, state);
    const feedback = feedbackOf?.(frame);
    const stream = feedback === undefined ? now.stream : { ...now.stream, feedback };
    return { kind: 'stream', id, body: { ...now, stream } };
  }

  /** https://developer.work.weixin.qq.com/document/path/101033 */
  #seal(body: object, nonce: string): CallbackReply {
    const timestamp = Math.floor(this.#deps.clock.now() / 1000);
    const { encrypt, signature } = this.#deps.crypto.encrypt(JSON.stringify(body), String(timestamp), nonce);
    return { ...OK, body: JSON.stringify({ encrypt, msgsignature: signature, timestamp, nonce }) };
  }

  #refuse(reason: BotRefusal): CallbackReply {
    this.#deps.options.onRefused?.(reason);
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
