import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Outcome } from '../../channel.ts';
import { outcomeOf } from '../outcome.ts';
import {
  isInvalidReqId,
  isStreamExpired,
  streamIdOf,
  WeComOutcomeUnknown,
  WeComRateError,
  type WSClient,
} from '../sdk/index.ts';
import type { BotHandle } from './decode.ts';
import { type FirstFrames, STREAM_MS } from './first-frames.ts';
import type { BotAnswer } from './transport.ts';

/** The relay of the process that has the connection looks within a second. */
const NOT_CONNECTED_MS = 2_000;

export type SocketAnswerDeps = {
  readonly client: Pick<WSClient, 'isConnected' | 'replyStream' | 'replyWelcome' | 'sendMessage'>;
  readonly clock: Clock;
  readonly firstFrames: Pick<FirstFrames, 'during'>;
};

/** One try: as the answer to its callback, and where that is over, as a message of its own. */
export async function answerBySocket(deps: SocketAnswerDeps, answer: BotAnswer): Promise<Outcome> {
  const { client, firstFrames } = deps;
  const { handle } = answer;
  if (!client.isConnected) return { kind: 'later', afterMs: NOT_CONNECTED_MS, reason: 'not-connected' };
  if (handle === null) return push(client, answer);
  if (handle.to === 'welcome') return welcome(client, handle, answer.content);
  return firstFrames.during(handle.reqId, (ended) =>
    ended ? push(client, answer) : reply(deps, handle, answer),
  );
}

async function welcome(
  client: SocketAnswerDeps['client'],
  handle: BotHandle,
  content: string,
): Promise<Outcome> {
  try {
    await client.replyWelcome(frameOf(handle), { msgtype: 'text', text: { content } });
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    // A greeting that comes too late is none.
    return isInvalidReqId(error) ? { kind: 'refused', reason: 'late', closed: false } : failed(error);
  }
}

async function reply(
  { client, clock }: SocketAnswerDeps,
  handle: BotHandle,
  answer: BotAnswer,
): Promise<Outcome> {
  const frame = frameOf(handle);
  try {
    await client.replyStream(frame, streamIdOf(frame), answer.content, true);
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    // The same stream again shows nothing twice.
    if (error instanceof WeComOutcomeUnknown) return { kind: 'later', afterMs: null, reason: 'no-ack' };
    // A stream that is over before its time has our answer: an earlier try arrived.
    if (isStreamExpired(error) && clock.now() < handle.at + STREAM_MS)
      return { kind: 'sent', ref: handle.reqId };
    return isInvalidReqId(error) || isStreamExpired(error) ? push(client, answer) : failed(error);
  }
}

async function push(
  client: SocketAnswerDeps['client'],
  { content, chat, repeat }: BotAnswer,
): Promise<Outcome> {
  const said = repeat ? `${copy.repeated}\n\n${content}` : content;
  try {
    await client.sendMessage(
      chat.id,
      { msgtype: 'markdown', markdown: { content: said } },
      { chatType: chat.type },
    );
    return { kind: 'sent', ref: null };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Outcome {
  if (error instanceof WeComRateError)
    return { kind: 'later', afterMs: error.retryAfterMs, reason: `rate-${error.scope}` };
  // 93006: the chat is gone. https://developer.work.weixin.qq.com/document/path/90313
  return outcomeOf(error, { 93006: { reason: 'unknown-chat', closed: true } });
}

function frameOf({ reqId }: BotHandle) {
  return { headers: { req_id: reqId } };
}
