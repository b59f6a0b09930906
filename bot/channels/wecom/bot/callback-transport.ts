import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Outcome } from '../../channel.ts';
import type { Inbound } from '../../message.ts';
import type { WecomBotConfig } from '../config.ts';
import { createHook } from '../hooks.ts';
import { outcomeOf } from '../outcome.ts';
import { createHttp, type StreamStore, streamIdOf, WebhookBot, WeComReplyClosed } from '../sdk/index.ts';
import { type BotHandle, decodeBotEvent, decodeBotMessage } from './decode.ts';
import type { BotTransport, Receive } from './transport.ts';

/** An answer that is there by then goes out in the response itself; WeCom waits 5 s. */
const ACK_BUDGET_MS = 2_500;
/** Whoever was asked has opened a stream by then, or is dead. */
const OPENED_WITHIN_MS = 5_000;

export type CallbackTransportOptions = {
  readonly bot: Extract<WecomBotConfig, { kind: 'callback' }>;
  readonly apiRoot: string;
  readonly streams: StreamStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

/** The AI bot by HTTP callback: any process may be asked, and any may answer. https://developer.work.weixin.qq.com/document/path/101039 */
export function createCallbackTransport({
  bot,
  apiRoot,
  streams,
  clock,
  telemetry,
}: CallbackTransportOptions): {
  readonly transport: BotTransport;
  readonly hook: (request: Request) => Promise<Response>;
} {
  const http = createHttp({ baseURL: apiRoot });
  let verifying = false;
  const client = new WebhookBot({
    token: bot.token,
    encodingAESKey: bot.encodingAESKey,
    ...(bot.id === '' ? {} : { botId: bot.id }),
    streamStore: streams,
    texts: { first: copy.looking, late: copy.late, lost: copy.lost },
    ackBudget: ACK_BUDGET_MS,
    http,
    onRefused: (reason) => {
      if (!verifying)
        telemetry.received('wecom-bot', reason === 'duplicate' ? 'repeated' : 'refused', reason);
    },
    logger: SILENT,
    clock,
  });
  client.on('error', (error) => {
    if (!(error instanceof NotListening))
      telemetry.note('error', 'wecom-bot-callback', { error: error.name });
  });
  let receive: Receive | undefined;
  // Before there is somebody to keep it, and after, WeCom is told to come again; streams are told on meanwhile.
  const hand = async (inbound: Inbound) => {
    if (receive === undefined) throw new NotListening();
    await receive(inbound);
  };
  client.on('message', (frame) => hand(decodeBotMessage(frame, clock.now())));
  client.on('event', async (frame) => {
    const inbound = decodeBotEvent(frame, clock.now());
    if (inbound !== undefined) await hand(inbound);
    else telemetry.received('wecom-bot', 'ignored', frame.body.event.eventtype);
  });

  return {
    transport: {
      // A stream is written once, whoever writes it, and a response_url is good once.
      idempotent: true,
      start: async (to) => {
        receive = to;
      },
      stop: async () => {
        receive = undefined;
      },
      state: () =>
        receive === undefined
          ? { state: 'connecting', detail: copy.state.connecting }
          : { state: 'ready', detail: '' },
      answer: async ({ content, handle }) => {
        if (handle === null) return { kind: 'refused', reason: 'no-push', closed: false };
        return handle.to === 'welcome'
          ? welcome(client, handle, content)
          : answer({ client, streams, clock }, handle, content);
      },
    },
    hook: createHook(
      'wecom-bot',
      {
        verifyUrl: (query) => {
          // The hook counts a check that fails.
          verifying = true;
          try {
            return client.verifyUrl(query);
          } finally {
            verifying = false;
          }
        },
        handle: (query, body) => client.handleCallback(query, body),
      },
      telemetry,
    ),
  };
}

class NotListening extends Error {
  override readonly name = 'NotListening';
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function welcome(client: WebhookBot, handle: BotHandle, content: string): Promise<Outcome> {
  try {
    await client.replyWelcome(frameOf(handle), { msgtype: 'text', text: { content } });
    return { kind: 'sent', ref: null };
  } catch (error) {
    // A greeting that comes too late is none.
    if (error instanceof WeComReplyClosed) return { kind: 'refused', reason: error.why, closed: false };
    return outcomeOf(error, {});
  }
}

const TO_OPEN: Outcome = { kind: 'later', afterMs: 500, reason: 'stream-to-open' };

type AnswerDeps = {
  readonly client: WebhookBot;
  readonly streams: StreamStore;
  readonly clock: Clock;
};

/** Into the stream while WeCom asks for it; then by the callback's own address, which works once within an hour. */
async function answer(
  { client, streams, clock }: AnswerDeps,
  handle: BotHandle,
  content: string,
): Promise<Outcome> {
  const frame = frameOf(handle);
  const id = streamIdOf(frame);
  try {
    await client.replyStream(frame, id, content, true);
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    if (!(error instanceof WeComReplyClosed)) return outcomeOf(error, {});
    const known = await streams.get(id).catch(() => null);
    if (known === null) return { kind: 'later', afterMs: null, reason: 'store' };
    // Somebody who died before he could say so has answered already.
    if (known?.state.content === content) return { kind: 'sent', ref: handle.reqId };
    // The process that was asked is about to open its stream: an answer past it would stand beside it.
    if (known === undefined && clock.now() < handle.at + OPENED_WITHIN_MS) return TO_OPEN;
    // Should WeCom repeat the callback after all, it is told that the answer comes by another way.
    const state = { content: copy.late, finished: true, startedAt: handle.at };
    if (known === undefined && !(await streams.put(id, state, 0).catch(() => false))) return TO_OPEN;
  }
  const { responseUrl, at } = handle;
  const late = {
    headers: { ...frame.headers, received_at: at },
    ...(responseUrl !== null && { body: { response_url: responseUrl } }),
  };
  try {
    await client.respond(late, { msgtype: 'markdown', markdown: { content } });
    return { kind: 'sent', ref: handle.reqId };
  } catch (error) {
    if (error instanceof WeComReplyClosed) return { kind: 'refused', reason: error.why, closed: false };
    return outcomeOf(error, {});
  }
}

function frameOf({ reqId, at }: BotHandle) {
  return { headers: { req_id: reqId, received_at: at } };
}
