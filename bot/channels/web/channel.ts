import type { PolicyPages } from '#knowledge';
import type { Clock } from '../../clock.ts';
import { Hono } from '../../http/hono.ts';
import type { Mailbox } from '../../outbox/mailbox.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Accept, Channel } from '../channel.ts';
import { createAssets } from './assets.ts';
import type { Place } from './chat-page.ts';
import { createChatRoutes } from './chat-routes.ts';
import { createPolicyRoutes } from './policy-routes.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';
import { notFoundPage } from './shell.ts';
import { createStreams, type StreamTimes } from './streams.ts';
import { createVisitors } from './visitor.ts';

export type WebOptions = {
  readonly mailbox: Mailbox;
  /** Signs what the forms carry; the same after a restart, or open pages expire. */
  readonly secret: string | Uint8Array;
  /** Address of the site from outside, https://…, when it is known. */
  readonly publicUrl?: string | undefined;
  readonly clock: Clock;
  /** 32 hex digits, 128 bits of chance. */
  readonly randomHex: () => string;
  readonly rateLimit?: RateLimitOptions;
  /** Bytes of one file that a visitor may send. */
  readonly maxFileBytes: number;
  readonly times?: Partial<StreamTimes>;
  /** The texts in force now and the places that they cover. */
  readonly library: () => { readonly pages: PolicyPages; readonly places: readonly Place[] };
  /** Texts of a release that was in force once, while it is kept. */
  readonly older?: ((release: string) => PolicyPages | undefined) | undefined;
  readonly telemetry?: Pick<Telemetry, 'received'>;
};

export type WebChannel = {
  readonly channel: Channel;
  /** The chat, the policies and what they load. */
  readonly app: Hono;
  /** The page for a path that leads nowhere. */
  readonly notFound: () => Response;
  /** Open event streams, for whoever counts. */
  readonly streams: () => number;
};

const PACE: RateLimitOptions = { burst: 10, perMinute: 30 };
const TIMES: StreamTimes = { lookMs: 1000, beatMs: 15_000 };

/**
 * The web page as a channel. A message is delivered by being kept: pages read it from the mailbox, now by their event
 * stream or later by their history, so `send` has nothing to do that could fail.
 */
export function createWebChannel(options: WebOptions): WebChannel {
  const assets = createAssets();
  const streams = createStreams(options.mailbox, { ...TIMES, ...options.times });
  let accept: Accept | undefined;

  const app = new Hono();
  app.route('/', assets.routes);
  app.route('/', createPolicyRoutes({ ...options, assets, pages: () => options.library().pages }));
  app.route(
    '/',
    createChatRoutes({
      assets,
      streams,
      mailbox: options.mailbox,
      visitors: createVisitors({ ...options, publicUrl: options.publicUrl }),
      refused: (reason) => options.telemetry?.received('web', 'refused', reason),
      limit: createRateLimit(options.rateLimit ?? PACE, options.clock.now),
      randomHex: options.randomHex,
      maxFileBytes: options.maxFileBytes,
      clock: options.clock,
      places: () => options.library().places,
      accept: () => accept,
    }),
  );

  const channel: Channel = {
    name: 'web',
    capabilities: {
      text: { max: 20_000, unit: 'chars' },
      buttons: true,
      edits: false,
      idempotent: true,
      perTurn: null,
      push: 'free',
      files: { private: true, group: false, taken: true },
      privateLinks: false,
    },
    encode: (outbound) => [outbound],
    send: async () => ({ kind: 'sent', ref: null }),
    delivered: streams.wake,
    start: async (receive) => {
      accept = receive;
    },
    stop: async () => {
      accept = undefined;
      streams.endAll();
    },
    state: () => ({ state: accept === undefined ? 'connecting' : 'ready', detail: '' }),
  };
  return {
    channel,
    app,
    notFound: () =>
      new Response(notFoundPage(assets), {
        status: 404,
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      }),
    streams: streams.count,
  };
}
