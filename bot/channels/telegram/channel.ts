import { type Clock, systemClock } from '../../clock.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Capabilities, Channel } from '../channel.ts';
import { retrying } from './auto-retry.ts';
import { MENUS } from './commands.ts';
import { encodeOutbound, MAX_TEXT } from './encode.ts';
import { createTelegramFetch } from './fetch-file.ts';
import { type Account, createApi, type Me } from './grammy.ts';
import { copyPayload } from './payload.ts';
import { type Next, pauseAfter, poll, sayGoodbye } from './poll.ts';
import { createReceive, type Receive, type SideDoor } from './receive.ts';
import { conditionOf, type Report, stateOf, waitOf } from './reports.ts';
import { createSend } from './send.ts';
import { ALLOWED_UPDATES } from './update.ts';
import { createWebhookDoor, isWebhookSecret, NoWebhookSecret } from './webhook.ts';
import { within } from './within.ts';

export type TelegramOptions = {
  readonly token: string;
  /** Another server than Telegram's own, without a slash at its end. */
  readonly apiRoot?: string | undefined;
  readonly mode:
    | { readonly kind: 'polling' }
    | { readonly kind: 'webhook'; readonly url: string; readonly secret: string | undefined };
  /** Where article pages can be opened; undefined when nobody outside can. */
  readonly publicUrl: string | undefined;
  readonly sendTimeoutMs?: number | undefined;
  readonly telemetry: Telemetry;
  readonly sleep?: Clock['sleep'] | undefined;
  /** Hears one chat instead of the core. */
  readonly side?: SideDoor | undefined;
};

export type TelegramChannel = {
  readonly channel: Channel;
  /** What the HTTP server hands Telegram's calls to; undefined when polling. */
  readonly webhook: ((request: Request) => Promise<Response>) | undefined;
};

const CAPABILITIES: Capabilities = {
  text: { max: MAX_TEXT, unit: 'chars' },
  buttons: true,
  edits: true,
  idempotent: false,
  perTurn: null,
  push: 'free',
  files: { private: true, group: true, taken: true },
  privateLinks: true,
};

const CONNECT_TIMEOUT_MS = 30_000;

/** Nothing is sent before `start`. @throws NoWebhookSecret */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { mode, publicUrl, telemetry, sleep = systemClock.sleep } = options;
  const account: Account = {
    token: options.token,
    apiRoot: (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, ''),
  };
  const secret = mode.kind === 'webhook' ? (mode.secret ?? '') : '';
  if (mode.kind === 'webhook' && !isWebhookSecret(secret)) throw new NoWebhookSecret();

  const stopping = new AbortController();
  const { signal } = stopping;
  const next: Next = { offset: 0 };
  let me: Me | undefined;
  let state = stateOf('connecting');
  let door: ((request: Request) => Promise<Response>) | undefined;
  let running = Promise.resolve();

  const report: Report = (condition) => {
    const now = stateOf(condition);
    if (now.detail === state.detail && now.state === state.state) return;
    state = now;
    telemetry.note(now.state === 'down' ? 'error' : 'info', 'telegram-state', { state: condition });
  };

  /** https://core.telegram.org/bots/api#getme, #setwebhook, #deletewebhook */
  async function connect(receive: Receive, bounded: AbortSignal): Promise<Me> {
    const api = createApi(account, bounded);
    const bot = await api.getMe();
    me = bot;
    if (mode.kind === 'webhook') {
      door = createWebhookDoor(account, secret, bot, receive, telemetry);
      await api.setWebhook(mode.url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES });
      report('ready');
    } else await api.deleteWebhook();
    return bot;
  }

  /** https://core.telegram.org/bots/api#setmycommands */
  async function setMenus(): Promise<void> {
    const api = retrying(createApi(account, signal));
    for (const { scope, commands } of MENUS) await api.setMyCommands(commands, { scope });
  }

  /** Until the channel stops; whatever Telegram does, it is tried again. */
  async function run(receive: Receive, tried: () => void): Promise<void> {
    let failures = 0;
    let bot: Me | undefined;
    const progress: Report = (condition) => {
      report(condition);
      if (condition !== 'ready') return;
      failures = 0;
      tried();
    };
    while (!signal.aborted) {
      try {
        if (bot === undefined) {
          bot = await within(CONNECT_TIMEOUT_MS, signal, (bounded) => connect(receive, bounded));
          setMenus().catch(() => telemetry.note('warn', 'telegram-menu-not-set'));
        }
        if (mode.kind === 'webhook') return;
        await poll({ account, receive, report: progress, telemetry, sleep, signal }, bot, next);
      } catch (error) {
        if (signal.aborted) return;
        report(conditionOf(error));
        tried();
        await sleep(waitOf(error) ?? pauseAfter(++failures), signal);
      }
    }
  }

  const channel: Channel = {
    name: 'telegram',
    capabilities: CAPABILITIES,
    encode: (outbound, to) => encodeOutbound(outbound, to, { publicUrl, me }),
    copy: copyPayload,
    send: createSend({ account, timeoutMs: options.sendTimeoutMs ?? 20_000, telemetry }),
    fetch: createTelegramFetch(account),
    start: (accept) =>
      new Promise((resolve) => {
        const receive = createReceive({ account, accept, telemetry, signal, side: options.side });
        running = run(receive, resolve).finally(resolve);
      }),
    async stop() {
      stopping.abort();
      door = undefined;
      await running;
      await sayGoodbye(account, next);
    },
    state: () => state,
  };
  // Before the door is open Telegram is told to come again.
  const webhook = async (request: Request) => door?.(request) ?? new Response(null, { status: 503 });
  return { channel, webhook: mode.kind === 'webhook' ? webhook : undefined };
}
