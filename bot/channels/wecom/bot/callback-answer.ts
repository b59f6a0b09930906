import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Outcome } from '../../channel.ts';
import { outcomeOf } from '../outcome.ts';
import {
  type RespondBody,
  type StreamStore,
  streamIdOf,
  type WebhookBot,
  WeComApiError,
  WeComReplyClosed,
} from '../sdk/index.ts';
import { formatCard, formatWholeCard } from './card.ts';
import type { BotHandle } from './decode.ts';
import { sayOffer } from './encode.ts';
import { claimResponse } from './response-claim.ts';
import type { BotAnswer } from './transport.ts';

/** Whoever was asked has opened a stream by then, or is dead. */
const OPENED_WITHIN_MS = 5_000;
const TO_OPEN: Outcome = { kind: 'later', afterMs: 500, reason: 'stream-to-open' };
const STORE: Outcome = { kind: 'later', afterMs: null, reason: 'store' };

export type CallbackAnswerDeps = {
  readonly client: Pick<WebhookBot, 'replyStreamWithCard' | 'replyWelcome' | 'respond'>;
  readonly streams: StreamStore;
  readonly clock: Clock;
};

/** One try: in the way that the callback allows. */
export async function answerCallback(deps: CallbackAnswerDeps, answer: BotAnswer): Promise<Outcome> {
  const { handle } = answer;
  switch (handle?.to) {
    case 'message':
      return reply(deps, handle, answer);
    case 'welcome':
      return welcome(deps, handle, answer);
    case 'press':
      return respond(deps, handle, answer);
    default:
      return { kind: 'refused', reason: 'no-push', closed: false };
  }
}

async function welcome(
  { client }: CallbackAnswerDeps,
  handle: BotHandle,
  answer: BotAnswer,
): Promise<Outcome> {
  const card = wholeCardOf(answer);
  try {
    await client.replyWelcome(
      frameOf(handle),
      card === undefined
        ? { msgtype: 'text', text: { content: sayOffer(answer.content, answer.offer) } }
        : { msgtype: 'template_card', template_card: card },
    );
    return { kind: 'sent', ref: null };
  } catch (error) {
    // A greeting that comes too late is none.
    if (error instanceof WeComReplyClosed) return { kind: 'refused', reason: error.why, closed: false };
    return outcomeOf(error, {});
  }
}

/** Into the stream while WeCom asks for it; then by the callback's own address. */
async function reply(deps: CallbackAnswerDeps, handle: BotHandle, answer: BotAnswer): Promise<Outcome> {
  const { client, streams, clock } = deps;
  const { content, offer, key } = answer;
  const frame = frameOf(handle);
  const id = streamIdOf(frame);
  try {
    const card = offer === null ? {} : { templateCard: formatCard(offer, key) };
    await client.replyStreamWithCard(frame, id, content, true, card);
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    if (!(error instanceof WeComReplyClosed)) return outcomeOf(error, {});
    const known = await streams.get(id).catch(() => null);
    if (known === null) return STORE;
    // Somebody who died before he could say so has answered already.
    if (known?.state.content === content) return { kind: 'sent', ref: handle.reqId };
    // The process that was asked is about to open its stream: an answer past it would stand beside it.
    if (known === undefined && clock.now() < handle.at + OPENED_WITHIN_MS) return TO_OPEN;
    // Should WeCom repeat the callback after all, it is told that the answer comes by another way.
    const state = { content: copy.late, finished: true, startedAt: handle.at };
    if (known === undefined && !(await streams.put(id, state, 0).catch(() => false))) return TO_OPEN;
  }
  return respond(deps, handle, answer);
}

/** By the callback's own address: one message within an hour. WeCom takes it once, so that a doubtful try may be repeated. */
async function respond(
  { client, streams }: CallbackAnswerDeps,
  handle: BotHandle,
  answer: BotAnswer,
): Promise<Outcome> {
  const { reqId, responseUrl, at } = handle;
  const sent: Outcome = { kind: 'sent', ref: reqId };
  if (responseUrl === null) return { kind: 'refused', reason: 'no-response-url', closed: false };
  const claim = await claimResponse(streams, responseUrl, at, answer.key);
  if (claim === 'store') return STORE;
  if (claim === 'taken') return { kind: 'refused', reason: 'response-url-used', closed: false };
  const late = {
    headers: { req_id: reqId, received_at: at },
    body: { response_url: responseUrl },
  };
  try {
    await client.respond(late, bodyOf(answer));
    return sent;
  } catch (error) {
    if (error instanceof WeComReplyClosed)
      return claim.again && error.why === 'response-url-used'
        ? sent
        : { kind: 'refused', reason: error.why, closed: false };
    // It was ours to use: what WeCom will not take now, it has taken at the try whose answer got lost.
    if (claim.again && error instanceof WeComApiError && !error.retryable) return sent;
    const outcome = outcomeOf(error, {});
    if (outcome.kind === 'later' && !claim.again) await claim.release();
    return outcome;
  }
}

/** A card beside a text would be a second message. */
function bodyOf(answer: BotAnswer): RespondBody {
  const card = wholeCardOf(answer);
  return card === undefined
    ? { msgtype: 'markdown', markdown: { content: sayOffer(answer.content, answer.offer) } }
    : { msgtype: 'template_card', template_card: card };
}

function wholeCardOf({ offer, key }: BotAnswer) {
  return offer === null ? undefined : formatWholeCard(offer, key);
}

function frameOf({ reqId, at }: BotHandle) {
  return { headers: { req_id: reqId, received_at: at } };
}
