import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { ChannelState, Outcome } from '../../channel.ts';
import type { WecomBotConfig } from '../config.ts';
import { outcomeOf } from '../outcome.ts';
import {
  isInvalidReqId,
  isStreamExpired,
  streamIdOf,
  WeComRateError,
  WeComReplyClosed,
  WSClient,
} from '../sdk/index.ts';
import { decodeBotEvent, decodeBotMessage } from './decode.ts';
import type { BotTransport } from './transport.ts';

/** One process at a time holds the bot's one connection. */
export type BotShelf = {
  readonly hold: (ms: number) => Promise<boolean>;
  readonly release: () => Promise<void>;
};

export type SocketTransportOptions = {
  readonly bot: Extract<WecomBotConfig, { kind: 'websocket' }>;
  readonly wsUrl: string;
  readonly shelf: BotShelf;
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
};

const HOLD_MS = 30_000;
const RENEW_MS = 10_000;
const STANDBY_MS = 2_000;

/** The AI bot by its long connection, for those who have no public address. https://developer.work.weixin.qq.com/document/path/101463 */
export function createSocketTransport(options: SocketTransportOptions): BotTransport {
  const { bot, wsUrl, shelf, clock, random, telemetry } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const client = new WSClient({
    botId: bot.id,
    secret: bot.secret,
    wsUrl,
    random,
    maxReconnectAttempts: -1,
    logger: SILENT,
    onRefused: (reason) =>
      telemetry.received('wecom-bot', reason === 'duplicate' ? 'repeated' : 'refused', reason),
  });
  client.on('error', (error) => telemetry.note('error', 'wecom-bot-connection', { error: error.name }));
  let holds = false;
  let keeping: Promise<void> = Promise.resolve();

  const keep = async () => {
    while (!signal.aborted) {
      // A store that is away does not end a connection that is there; the lease does, for everybody, when it runs out.
      const had = holds;
      holds = await shelf.hold(HOLD_MS).catch(() => had);
      if (holds && !had) client.connect();
      if (!holds && had) client.disconnect();
      await clock.sleep(holds ? RENEW_MS : STANDBY_MS, signal);
    }
  };

  return {
    start: async (receive) => {
      client.on('message', (frame) => receive(decodeBotMessage(frame, clock.now())));
      client.on('event', async (frame) => {
        const inbound = decodeBotEvent(frame, clock.now());
        if (inbound !== undefined) await receive(inbound);
        else telemetry.received('wecom-bot', 'ignored', frame.body.event.eventtype);
      });
      keeping = keep();
    },
    stop: async () => {
      stopping.abort();
      client.removeAllListeners('message');
      client.removeAllListeners('event');
      await keeping;
      client.disconnect();
      if (holds) await shelf.release().catch(() => undefined);
      holds = false;
    },
    state: () => stateOf(client, holds),
    answer: async (content, handle, chat): Promise<Outcome> => {
      // Another process has the connection: its relay looks within a second.
      if (!client.isConnected) return { kind: 'later', afterMs: STANDBY_MS, reason: 'not-connected' };
      try {
        if (handle === null) return await push(client, content, chat);
        const frame = { headers: { req_id: handle.reqId } };
        if (handle.to === 'welcome') await client.replyWelcome(frame, { msgtype: 'text', text: { content } });
        else await client.replyStream(frame, streamIdOf(frame), content, true);
        return { kind: 'sent', ref: handle.reqId };
      } catch (error) {
        const over = isInvalidReqId(error) || isStreamExpired(error) || error instanceof WeComReplyClosed;
        if (over && handle?.to === 'message') return push(client, content, chat).catch(failed);
        return over ? { kind: 'refused', reason: 'late', closed: false } : failed(error);
      }
    },
  };
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function push(
  client: WSClient,
  content: string,
  { type, id }: { readonly type: 'single' | 'group'; readonly id: string },
): Promise<Outcome> {
  await client.sendMessage(id, { msgtype: 'markdown', markdown: { content } }, { chatType: type });
  return { kind: 'sent', ref: null };
}

function failed(error: unknown): Outcome {
  if (error instanceof WeComRateError)
    return { kind: 'later', afterMs: error.retryAfterMs, reason: `rate-${error.scope}` };
  // 93006: the chat is gone. https://developer.work.weixin.qq.com/document/path/90313
  return outcomeOf(error, { 93006: { reason: 'unknown-chat', closed: true } });
}

function stateOf(client: WSClient, holds: boolean): ChannelState {
  if (client.isConnected) return { state: 'ready', detail: '' };
  if (!holds) return { state: 'connecting', detail: copy.state.standby };
  const { phase } = client.state;
  if (phase === 'cooling' || phase === 'kicked') return { state: 'down', detail: copy.state.kicked };
  if (phase === 'failed') return { state: 'down', detail: copy.state.botCredentials };
  return { state: 'connecting', detail: copy.state.connecting };
}
