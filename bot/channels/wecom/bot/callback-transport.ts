import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Outcome } from '../../channel.ts';
import type { WecomBotConfig } from '../config.ts';
import { createHook } from '../hooks.ts';
import { outcomeOf } from '../outcome.ts';
import { createHttp, type StreamStore, streamIdOf, WebhookBot, WeComReplyClosed } from '../sdk/index.ts';
import { type BotHandle, decodeBotEvent, decodeBotMessage } from './decode.ts';
import type { BotTransport } from './transport.ts';

/** An answer that is there by then goes out in the response itself; WeCom waits 5 s. */
const ACK_BUDGET_MS = 2_500;

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
  const client = new WebhookBot({
    token: bot.token,
    encodingAESKey: bot.encodingAESKey,
    ...(bot.id === '' ? {} : { botId: bot.id }),
    streamStore: streams,
    texts: { first: copy.looking, late: copy.late, lost: copy.lost },
    ackBudget: ACK_BUDGET_MS,
    http,
    onRefused: (reason) =>
      telemetry.received('wecom-bot', reason === 'duplicate' ? 'repeated' : 'refused', reason),
    logger: SILENT,
  });
  client.on('error', (error) => telemetry.note('error', 'wecom-bot-callback', { error: error.name }));
  let started = false;

  return {
    transport: {
      start: async (receive) => {
        client.on('message', (frame) => receive(decodeBotMessage(frame, clock.now())));
        client.on('event', async (frame) => {
          const inbound = decodeBotEvent(frame, clock.now());
          if (inbound !== undefined) await receive(inbound);
          else telemetry.received('wecom-bot', 'ignored', frame.body.event.eventtype);
        });
        started = true;
      },
      stop: async () => {
        started = false;
        client.removeAllListeners('message');
        client.removeAllListeners('event');
      },
      state: () =>
        started ? { state: 'ready', detail: '' } : { state: 'connecting', detail: copy.state.connecting },
      answer: async (content, handle) => {
        if (handle === null) return { kind: 'refused', reason: 'no-push', closed: false };
        return handle.to === 'welcome'
          ? welcome(client, handle, content)
          : answer(client, streams, handle, content);
      },
    },
    hook: createHook(
      'wecom-bot',
      {
        verifyUrl: (query) => client.verifyUrl(query),
        // Before there is somebody to keep it, WeCom is told to come again.
        handle: async (query, body) =>
          started
            ? await client.handleCallback(query, body)
            : { status: 503, contentType: 'text/plain', body: '' },
      },
      telemetry,
    ),
  };
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

/** Into the stream while WeCom asks for it; then by the callback's own address, which works once within an hour. */
async function answer(
  client: WebhookBot,
  streams: StreamStore,
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
    // Somebody who died before he could say so has answered already.
    if ((await streams.get(id))?.state.content === content) return { kind: 'sent', ref: handle.reqId };
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
