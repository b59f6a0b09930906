import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { Inbound } from '../../message.ts';
import type { WecomBotConfig } from '../config.ts';
import { createHook } from '../hooks.ts';
import { createHttp, type HttpOptions, type StreamStore, WebhookBot } from '../sdk/index.ts';
import { answerCallback } from './callback-answer.ts';
import { formatSpentCard } from './card.ts';
import { decodeBotEvent, decodeBotMessage, pressersOf, pressIn } from './decode.ts';
import type { BotTransport, Receive } from './transport.ts';

/** An answer that is there by then goes out in the response itself; WeCom waits 5 s. */
const ACK_BUDGET_MS = 2_500;

export type CallbackTransportOptions = {
  readonly bot: Extract<WecomBotConfig, { kind: 'callback' }>;
  /** The way to qyapi. */
  readonly http: HttpOptions;
  readonly streams: StreamStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

/** The AI bot by HTTP callback: any process may be asked, and any may answer. https://developer.work.weixin.qq.com/document/path/101039 */
export function createCallbackTransport({
  bot,
  http: way,
  streams,
  clock,
  telemetry,
}: CallbackTransportOptions): {
  readonly transport: BotTransport;
  readonly hook: (request: Request) => Promise<Response>;
} {
  const http = createHttp(way);
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
    if (inbound === undefined) return telemetry.received('wecom-bot', 'ignored', frame.body.event.eventtype);
    await hand(inbound);
    const press = pressIn(frame.body);
    if (press === undefined) return;
    const spent = client.updateTemplateCard(frame, formatSpentCard(press), pressersOf(frame.body));
    // Too late it is none: the card goes on offering, and a second press is told so.
    await spent.catch(() => undefined);
  });

  return {
    transport: {
      // A stream is written once, whoever writes it, and a response_url is good once.
      idempotent: true,
      files: false,
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
      answer: (answer) => answerCallback({ client, streams, clock }, answer),
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
