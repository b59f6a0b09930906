import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Outcome } from '../../channel.ts';
import { outcomeOf } from '../outcome.ts';
import {
  isInvalidReqId,
  isStreamExpired,
  type SendMsgBody,
  streamIdOf,
  WeComApiError,
  WeComOutcomeUnknown,
  WeComRateError,
  type WSClient,
} from '../sdk/index.ts';
import { formatCard, formatWholeCard } from './card.ts';
import type { BotHandle } from './decode.ts';
import { sayOffer } from './encode.ts';
import { type FirstFrames, STREAM_MS } from './first-frames.ts';
import type { BotAnswer } from './transport.ts';

/** The relay of the process that has the connection looks within a second. */
const NOT_CONNECTED_MS = 2_000;

export type SocketAnswerDeps = {
  readonly client: Pick<
    WSClient,
    'isConnected' | 'reply' | 'replyStream' | 'replyWelcome' | 'sendMessage' | 'uploadMedia'
  >;
  readonly clock: Clock;
  readonly firstFrames: Pick<FirstFrames, 'during'>;
};

/** What comes under the words of an answer, in a message of its own, and what is said where WeCom will not take it. */
type Beside = { readonly body: SendMsgBody; readonly instead: string };

/** One try: as the answer to its callback, and where that is over, as a message of its own. */
export async function answerBySocket(deps: SocketAnswerDeps, answer: BotAnswer): Promise<Outcome> {
  const { client, firstFrames } = deps;
  const { handle } = answer;
  if (!client.isConnected) return { kind: 'later', afterMs: NOT_CONNECTED_MS, reason: 'not-connected' };
  if (handle?.to === 'welcome') return welcome(client, handle, answer);
  if (handle?.to !== 'message') return push(deps, answer, await prepare(client, answer));
  return firstFrames.during(handle.reqId, async (ended) => {
    const ready = await prepare(client, answer);
    return ended ? push(deps, answer, ready) : reply(deps, handle, answer, ready);
  });
}

async function welcome(
  client: SocketAnswerDeps['client'],
  handle: BotHandle,
  { content, offer, key }: BotAnswer,
): Promise<Outcome> {
  const card = offer === null ? undefined : formatWholeCard(offer, key);
  try {
    await client.replyWelcome(
      frameOf(handle),
      card === undefined
        ? { msgtype: 'text', text: { content: sayOffer(content, offer) } }
        : { msgtype: 'template_card', template_card: card },
    );
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    // A greeting that comes too late is none.
    return isInvalidReqId(error) ? { kind: 'refused', reason: 'late', closed: false } : failed(error);
  }
}

type Ready = { readonly content: string; readonly beside: readonly Beside[] };

/** Files are brought up before a word of them is said; one that WeCom will not have is shown as text. */
async function prepare(client: SocketAnswerDeps['client'], answer: BotAnswer): Promise<Ready> {
  const { content, offer, files, key } = answer;
  const card =
    offer === null
      ? []
      : [besideOf({ msgtype: 'template_card', template_card: formatCard(offer, key) }, sayOffer('', offer))];
  if (files === null) return { content, beside: card };
  try {
    const sent: Beside[] = [];
    for (const { name, base64 } of files.list) {
      const bytes = Buffer.from(base64, 'base64');
      const { media_id } = await client.uploadMedia(bytes, { type: 'file', filename: name });
      sent.push(besideOf({ msgtype: 'file', file: { media_id } }, content));
    }
    return { content: files.content, beside: [...sent, ...card] };
  } catch {
    return { content, beside: card };
  }
}

const besideOf = (body: SendMsgBody, instead: string): Beside => ({ body, instead });

async function reply(
  deps: SocketAnswerDeps,
  handle: BotHandle,
  answer: BotAnswer,
  ready: Ready,
): Promise<Outcome> {
  const { client, clock } = deps;
  const frame = frameOf(handle);
  try {
    await client.replyStream(frame, streamIdOf(frame), ready.content, true);
  } catch (error) {
    // The same stream again shows nothing twice; a message of its own, once the stream is over, would.
    if (error instanceof WeComOutcomeUnknown)
      return { kind: 'later', afterMs: null, reason: 'no-ack', doubt: true };
    // A stream that is over before its time has our answer: an earlier try arrived.
    const arrived = isStreamExpired(error) && clock.now() < handle.at + STREAM_MS;
    if (!arrived)
      return isInvalidReqId(error) || isStreamExpired(error) ? push(deps, answer, ready) : failed(error);
  }
  for (const { body, instead } of ready.beside) {
    const outcome = await addition(deps, answer, instead, () => client.reply(frame, body));
    // Words and card again show nothing that is not there: the card has its id.
    if (outcome?.kind === 'unknown') return { kind: 'later', afterMs: null, reason: 'no-ack', doubt: true };
    if (outcome !== undefined) return outcome;
  }
  return { kind: 'sent', ref: handle.reqId };
}

async function push(deps: SocketAnswerDeps, answer: BotAnswer, ready: Ready): Promise<Outcome> {
  const { client } = deps;
  const { offer, chat, repeat, key } = answer;
  const send = (body: SendMsgBody) => client.sendMessage(chat.id, body, { chatType: chat.type });
  const whole = offer === null || repeat ? undefined : formatWholeCard(offer, key);
  const content = repeat ? `${copy.repeated}\n\n${ready.content}` : ready.content;
  if (whole !== undefined) {
    const instead = sayOffer(answer.content, offer);
    const card = { msgtype: 'template_card', template_card: whole } as const;
    return (await addition(deps, answer, instead, () => send(card))) ?? { kind: 'sent', ref: null };
  }
  try {
    await send({ msgtype: 'markdown', markdown: { content } });
  } catch (error) {
    return failed(error);
  }
  for (const { body, instead } of ready.beside) {
    const outcome = await addition(deps, answer, instead, () => send(body));
    // The words are there: another try brings them again, and says so.
    if (outcome !== undefined) return { kind: 'unknown', reason: 'beside' };
  }
  return { kind: 'sent', ref: null };
}

/** @returns undefined when it is there, or what it says is said in words */
async function addition(
  { client }: SocketAnswerDeps,
  { chat }: BotAnswer,
  instead: string,
  send: () => Promise<unknown>,
): Promise<Outcome | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (!(error instanceof WeComApiError) || error.retryable) return failed(error);
    // A card that WeCom will not show; it may be that an earlier try has shown it.
    const body = { msgtype: 'markdown', markdown: { content: instead } } as const;
    const sent = client.sendMessage(chat.id, body, { chatType: chat.type });
    return await sent.then(() => undefined, failed);
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
