import type { Clock } from '../../../clock.ts';
import { wecomCopy as copy } from '../../../copy/wecom.ts';
import type { Telemetry } from '../../../telemetry/telemetry.ts';
import type { ChannelState } from '../../channel.ts';
import type { Inbound } from '../../message.ts';
import type { WecomBotConfig } from '../config.ts';
import { WSClient } from '../sdk/index.ts';
import { formatSpentCard } from './card.ts';
import { decodeBotEvent, decodeBotMessage, pressersOf, pressIn, whyUnwanted } from './decode.ts';
import { createFirstFrames } from './first-frames.ts';
import { answerBySocket } from './socket-answer.ts';
import type { BotTransport, Receive } from './transport.ts';

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
/** Shorter than a try of the relay: what waits there longer would be sent twice. */
const OFFLINE_MS = 3_000;
/** How long a stop waits for answers that people are waiting for. */
const LAST_ANSWERS_MS = 3_000;
/** WeCom does not send again what we could not keep. */
const KEEP_TRYING_MS = 300_000;

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
    clock,
    maxReconnectAttempts: -1,
    offlineTtl: OFFLINE_MS,
    // The outbox waits: it outlives this process.
    limits: { onLimit: 'refuse' },
    logger: SILENT,
    onRefused: (reason) =>
      telemetry.received('wecom-bot', reason === 'duplicate' ? 'repeated' : 'refused', reason),
  });
  const firstFrames = createFirstFrames(client, clock, signal);
  client.on('error', (error) => telemetry.note('error', 'wecom-bot-connection', { error: error.name }));
  client.on('disconnected', () => {
    // Somebody has to find the other program; a line that breaks comes back by itself.
    if (client.state.phase === 'cooling') telemetry.note('error', 'wecom-bot-kicked');
  });
  let holds = false;
  let keeping: Promise<void> = Promise.resolve();

  const keepConnection = async () => {
    while (!signal.aborted) {
      // A store that is away does not end a connection that is there; the lease does, for everybody, when it runs out.
      const had = holds;
      holds = await shelf.hold(HOLD_MS).catch(() => had);
      if (signal.aborted) return;
      if (holds && !had) client.connect();
      if (!holds && had) client.disconnect();
      await clock.sleep(holds ? RENEW_MS : STANDBY_MS, signal);
    }
  };

  /** Until it is kept: there is no acknowledgement that we could hold back. */
  const keep = async (receive: Receive, inbound: Inbound) => {
    const until = clock.now() + KEEP_TRYING_MS;
    for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        return await receive(inbound);
      } catch (error) {
        if (signal.aborted || clock.now() + pause > until) throw error;
        await clock.sleep(pause, signal);
      }
    }
  };

  return {
    // A stream shows one answer however often it is sent; a message of its own would stand there twice.
    idempotent: false,
    files: true,
    start: async (receive) => {
      client.on('message', async (frame) => {
        const unwanted = whyUnwanted(frame.body);
        if (unwanted !== undefined) return telemetry.received('wecom-bot', 'refused', unwanted);
        void firstFrames.expect(frame);
        // Another process was told the same under another req_id, and that one is answered.
        if (!(await keep(receive, decodeBotMessage(frame, clock.now()))))
          firstFrames.withdraw(frame.headers.req_id);
      });
      client.on('event', async (frame) => {
        const unwanted = whyUnwanted(frame.body);
        if (unwanted !== undefined) return telemetry.received('wecom-bot', 'refused', unwanted);
        const inbound = decodeBotEvent(frame, clock.now());
        if (inbound === undefined)
          return telemetry.received('wecom-bot', 'ignored', frame.body.event.eventtype);
        await keep(receive, inbound);
        const press = pressIn(frame.body);
        if (press === undefined) return;
        const spent = client.updateTemplateCard(frame, formatSpentCard(press), pressersOf(frame.body));
        // Too late it is none: the card goes on offering, and a second press is told so.
        await spent.catch(() => undefined);
      });
      keeping = keepConnection();
    },
    stop: async () => {
      // Goes on receiving: what comes while the last answers go out is kept and answered after the next start.
      if (client.isConnected) await firstFrames.idle(LAST_ANSWERS_MS);
      stopping.abort();
      await keeping;
      client.disconnect();
      client.removeAllListeners('message');
      client.removeAllListeners('event');
      if (holds) await shelf.release().catch(() => undefined);
      holds = false;
    },
    state: () => stateOf(client, holds),
    answer: (answer) => answerBySocket({ client, clock, firstFrames }, answer),
  };
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function stateOf(client: WSClient, holds: boolean): ChannelState {
  if (client.isConnected) return { state: 'ready', detail: '' };
  if (!holds) return { state: 'connecting', detail: copy.state.standby };
  switch (client.state.phase) {
    case 'cooling':
      return { state: 'down', detail: copy.state.kicked };
    case 'kicked':
      return { state: 'down', detail: copy.state.kickedAgain };
    case 'failed':
      return { state: 'down', detail: copy.state.botCredentials };
    default:
      return { state: 'connecting', detail: copy.state.connecting };
  }
}
