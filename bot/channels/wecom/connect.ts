import type { Clock } from '../../clock.ts';
import type { ChainStep } from '../../desk/chain.ts';
import type { DeskRules } from '../../desk/clock.ts';
import { createBoard } from '../../desk/wecom/board.ts';
import { createDeskDigest } from '../../desk/wecom/digest.ts';
import { createKfPeople } from '../../desk/wecom/kf-desk.ts';
import { createKfHandover } from '../../desk/wecom/kf-handover.ts';
import type { Vault } from '../../privacy/vault.ts';
import type { Store } from '../../store/store.ts';
import { joinTelemetry, type Telemetry } from '../../telemetry/telemetry.ts';
import type { Channel } from '../channel.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { type AppChannel, createAppChannel } from './app/channel.ts';
import { createCallbackTransport } from './bot/callback-transport.ts';
import { createBotChannel } from './bot/channel.ts';
import { createBotFetch } from './bot/files.ts';
import { type BotShelf, createSocketTransport } from './bot/socket-transport.ts';
import type { WecomAppConfig, WecomBotConfig, WecomConfig } from './config.ts';
import { type Diary, errorsFor } from './diary.ts';
import { createHook } from './hooks.ts';
import { createKfChannel, type KfChannel } from './kf/channel.ts';
import type { KfShelf } from './kf/sync.ts';
import {
  createHttp,
  createTokenSource,
  GroupRobot,
  type StreamStore,
  WeComAppClient,
  WeComKfClient,
} from './sdk/index.ts';
import { wayOut } from './way-out.ts';

export type WecomDeps = {
  readonly publicUrl: string | undefined;
  readonly kfShelf: KfShelf;
  readonly botShelf: BotShelf;
  readonly streams: StreamStore;
  readonly diary: Diary;
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
  /** Says something in the staff's group; undefined without a robot. */
  readonly tell: Tell | undefined;
  readonly desk: WecomDeskDeps;
};

type Tell = (text: string, signal: AbortSignal) => Promise<void>;

/** What the union's desk needs of the server to be worked at in WeCom. */
export type WecomDeskDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly rules: DeskRules;
  readonly chain: readonly ChainStep[];
  readonly randomId: () => string;
  /** This process. */
  readonly holder: string;
};

export type Wecom = {
  readonly channels: readonly Channel[];
  /** Addresses that WeCom calls. */
  readonly hooks: readonly Hook[];
  /** The desk's places in WeCom, each until `signal` aborts. */
  readonly desks: readonly ((signal: AbortSignal) => Promise<void>)[];
};

type Hook = {
  readonly path: string;
  readonly channel: string;
  readonly handle: (request: Request) => Promise<Response>;
};

/** Callbacks of the app and of 微信客服: one address, because WeCom knows one per app. */
export const APP_HOOK = '/hooks/wecom/app';

/** Callbacks of the AI bot. */
export const BOT_HOOK = '/hooks/wecom/bot';

/** undefined without a robot to tell by. */
export function createWecomAlerts(
  { robotKey: key, ...way }: WecomConfig,
  clock: Clock,
  telemetry: Telemetry,
  diary: Diary,
): Alerts | undefined {
  if (key === undefined) return undefined;
  return createAlerts(new GroupRobot({ key, ...wayOut(way), clock }), clock, telemetry, diary);
}

/** Of 20 messages a minute; the rest is for alerts. */
const DESK_PER_MINUTE = 15;

/** A way to say something in the staff's group now; undefined without a robot. One for a process: it keeps the rate. */
export function createWecomTell({ robotKey: key, ...way }: WecomConfig, clock: Clock): Tell | undefined {
  if (key === undefined) return undefined;
  const robot = new GroupRobot({ key, ...wayOut(way), clock, perMinute: DESK_PER_MINUTE });
  return async (text, signal) => {
    await robot.sendText(text, { signal });
  };
}

/** Every part of WeCom that the configuration turns on. */
export function connectWecom(config: WecomConfig, given: WecomDeps): Wecom {
  const { diary } = given;
  const deps = { ...given, telemetry: joinTelemetry(given.telemetry, errorsFor(diary)) };
  const app = config.app === undefined ? NOTHING : connectApp(config, config.app, deps);
  const bot = config.bot === undefined ? NOTHING : connectBot(config, config.bot, deps);
  return {
    channels: [...app.channels, ...bot.channels],
    hooks: [...app.hooks, ...bot.hooks].map((hook) => keepingTime(hook, diary)),
    desks: [...app.desks, ...bot.desks, ...digests(deps)],
  };
}

const NOTHING: Wecom = { channels: [], hooks: [], desks: [] };

/** The morning's, into the staff's group. */
function digests({ clock, telemetry, desk, tell }: WecomDeps): Wecom['desks'] {
  if (tell === undefined) return [];
  const { store, holder, rules } = desk;
  return [createDeskDigest({ store, clock, telemetry, tell, holder, calendar: rules.calendar }).run];
}

/** Writes down when WeCom last called: that is how one knows from inside that an address can be reached. */
function keepingTime(hook: Hook, diary: Diary): Hook {
  return {
    ...hook,
    handle: async (request) => {
      const response = await hook.handle(request);
      if (response.ok) diary.called(hook.channel);
      return response;
    },
  };
}

function connectBot(config: WecomConfig, bot: WecomBotConfig, deps: WecomDeps): Wecom {
  const { publicUrl, clock, random, telemetry, streams, botShelf: shelf } = deps;
  if (bot.kind === 'websocket') {
    const transport = createSocketTransport({ bot, wsUrl: config.wsUrl, shelf, clock, random, telemetry });
    const fetch = createBotFetch({ encodingAESKey: undefined, origin: config.fileOrigin });
    return { channels: [createBotChannel(transport, publicUrl, fetch)], hooks: [], desks: [] };
  }
  const fetch = createBotFetch({ encodingAESKey: bot.encodingAESKey, origin: config.fileOrigin });
  const { transport, hook } = createCallbackTransport({
    bot,
    http: wayOut(config),
    streams,
    clock,
    telemetry,
  });
  return {
    channels: [createBotChannel(transport, publicUrl, fetch)],
    hooks: [{ path: BOT_HOOK, channel: 'wecom-bot', handle: hook }],
    desks: [],
  };
}

function connectApp(config: WecomConfig, app: WecomAppConfig, deps: WecomDeps): Wecom {
  const { clock, random, telemetry, publicUrl, kfShelf, desk } = deps;
  const http = createHttp(wayOut(config));
  const { corpId, secret: corpSecret, agentId, token, encodingAESKey } = app;
  // One token for both: WeCom counts how often an app asks for it.
  const tokens = createTokenSource({ http, corpId, corpSecret, clock, random });
  const shared = { corpId, corpSecret, http, tokens, clock, random };
  const client = new WeComAppClient({ ...shared, agentId, callback: { token, encodingAESKey } });
  const members = createAppChannel({ client, publicUrl, telemetry });
  const kfClient = new WeComKfClient(shared);
  const kfDesk = { ...desk, client: kfClient, clock, telemetry };
  const people = createKfPeople(kfDesk);
  const servicers = config.kfServicer === 'wecom';
  const customers = config.kf
    ? createKfChannel({ client: kfClient, shelf: kfShelf, people, publicUrl, servicers, clock, telemetry })
    : undefined;
  const handovers =
    customers !== undefined && servicers
      ? [createKfHandover({ ...kfDesk, channel: customers.channel }).run]
      : [];
  const board = createBoard({ ...desk, client, channel: members.channel, publicUrl, clock, telemetry });
  return {
    channels: [members.channel, ...(customers === undefined ? [] : [customers.channel])],
    hooks: [{ path: APP_HOOK, channel: 'wecom-app', handle: appHook(client, members, customers, telemetry) }],
    desks: [board.run, ...handovers],
  };
}

function appHook(
  client: WeComAppClient,
  members: AppChannel,
  customers: KfChannel | undefined,
  telemetry: Telemetry,
): (request: Request) => Promise<Response> {
  const door = {
    verifyUrl: (query: Record<string, string>) => client.verifyUrl(query),
    handle: (query: Record<string, string>, body: string) =>
      client.handleCallback(query, body, async (message) => {
        if (message.kind !== 'kf') await members.receive(message);
        else if (customers === undefined) telemetry.received('wecom-app', 'ignored', 'kf-off');
        else customers.ping(message.OpenKfId, message.Token);
        return undefined;
      }),
  };
  return createHook('wecom-app', door, telemetry);
}
