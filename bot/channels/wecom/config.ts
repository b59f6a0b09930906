import { z } from 'zod';
import { wecomConfigCopy as copy } from '../../copy/wecom-config.ts';

/** The self-built app whose callbacks and token 微信客服 uses as well. */
export type WecomAppConfig = {
  readonly corpId: string;
  readonly secret: string;
  readonly agentId: string;
  readonly token: string;
  readonly encodingAESKey: string;
};

export type WecomBotConfig =
  | {
      readonly kind: 'callback';
      readonly token: string;
      readonly encodingAESKey: string;
      readonly id: string;
    }
  | { readonly kind: 'websocket'; readonly id: string; readonly secret: string };

export type WecomConfig = {
  /** No slash at its end. */
  readonly apiRoot: string;
  readonly wsUrl: string;
  /** The way out to qyapi, for an address that WeCom trusts; may hold a password. */
  readonly proxy: string | undefined;
  /** A further origin that the AI bot's files may come from. */
  readonly fileOrigin: string | undefined;
  readonly app: WecomAppConfig | undefined;
  /** People in WeChat are answered too; only with `app`. */
  readonly kf: boolean;
  /** Who answers there when a worker asks for a person: the desk, or servicers in WeCom's own client. */
  readonly kfServicer: 'desk' | 'wecom';
  readonly bot: WecomBotConfig | undefined;
  /** Key of the group robot that tells staff of trouble. */
  readonly robotKey: string | undefined;
};

const word = z.string().regex(/^[\w-]{1,128}$/);
/** https://developer.work.weixin.qq.com/document/path/90930 */
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/);
const callbackToken = z.string().regex(/^[A-Za-z0-9]{1,32}$/);

/** What the environment says of WeCom. */
export const wecomFields = {
  WECOM_CORP_ID: word.optional(),
  WECOM_APP_AGENT_ID: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  WECOM_APP_SECRET: word.optional(),
  WECOM_APP_TOKEN: callbackToken.optional(),
  WECOM_APP_AES_KEY: aesKey.optional(),
  WECOM_KF: z.enum(['on', 'off']).default('off'),
  WECOM_KF_SERVICER: z.enum(['desk', 'wecom']).default('desk'),
  WECOM_BOT_MODE: z.enum(['callback', 'websocket']).default('callback'),
  WECOM_BOT_ID: word.optional(),
  WECOM_BOT_SECRET: word.optional(),
  WECOM_BOT_TOKEN: callbackToken.optional(),
  WECOM_BOT_AES_KEY: aesKey.optional(),
  WECOM_ROBOT_KEY: word.optional(),
  WECOM_API_ROOT: z
    .url({ protocol: /^https?$/, hostname: /./ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://qyapi.weixin.qq.com'),
  // WeCom answers addresses that it trusts (60020): https://developer.work.weixin.qq.com/document/path/90313
  WECOM_PROXY: z.url({ protocol: /^https?$/, hostname: /./ }).optional(),
  WECOM_WS_URL: z.url({ protocol: /^wss?$/, hostname: /./ }).default('wss://openws.work.weixin.qq.com'),
  WECOM_FILE_ORIGIN: z
    .url({ protocol: /^https?$/, hostname: /./, abort: true })
    .transform((url) => new URL(url).origin)
    .optional(),
};
const environmentSchema = z.object(wecomFields);
export type WecomEnvironment = z.infer<typeof environmentSchema>;

/** Never shown, not even when they are wrong. */
export const WECOM_SECRETS: readonly string[] = [
  'WECOM_APP_SECRET',
  'WECOM_APP_TOKEN',
  'WECOM_APP_AES_KEY',
  'WECOM_BOT_SECRET',
  'WECOM_BOT_TOKEN',
  'WECOM_BOT_AES_KEY',
  'WECOM_ROBOT_KEY',
  'WECOM_PROXY',
];

const APP = [
  'WECOM_CORP_ID',
  'WECOM_APP_AGENT_ID',
  'WECOM_APP_SECRET',
  'WECOM_APP_TOKEN',
  'WECOM_APP_AES_KEY',
];
const BOT = {
  callback: ['WECOM_BOT_TOKEN', 'WECOM_BOT_AES_KEY'],
  websocket: ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
};

/** What is half said. */
export function wecomProblems(given: Readonly<Record<string, string>>): string[] {
  const missing = (names: readonly string[]) => names.filter((name) => given[name] === undefined);
  const half = (names: readonly string[]) =>
    missing(names).length > 0 && missing(names).length < names.length ? missing(names) : [];
  const bot = BOT[given.WECOM_BOT_MODE === 'websocket' ? 'websocket' : 'callback'];
  return [
    ...half(APP).map(copy.appNeeds),
    ...half(bot).map(copy.botNeeds),
    ...(given.WECOM_BOT_MODE === 'websocket' && missing(bot).length === bot.length
      ? [copy.modeNeedsBot]
      : []),
    ...(given.WECOM_BOT_MODE !== 'websocket' && isForgottenMode(given) ? [copy.botNeedsMode] : []),
    ...(given.WECOM_KF_SERVICER === 'wecom' && given.WECOM_KF !== 'on' ? [copy.servicerNeedsKf] : []),
    ...(given.WECOM_KF === 'on' && missing(APP).length === APP.length ? [copy.kfNeedsApp] : []),
  ];
}

/** The words of a long connection, and not a word of a callback: a bot that would stay silent without anybody being told. */
function isForgottenMode(given: Readonly<Record<string, string>>): boolean {
  const named = (names: readonly string[]) => names.some((name) => given[name] !== undefined);
  return named(BOT.websocket) && !named(BOT.callback);
}

/** undefined when nothing of WeCom is on. */
export function wecomOf(env: WecomEnvironment): WecomConfig | undefined {
  const app = appOf(env);
  const bot = botOf(env);
  const robotKey = env.WECOM_ROBOT_KEY;
  if (app === undefined && bot === undefined && robotKey === undefined) return undefined;
  const kf = app !== undefined && env.WECOM_KF === 'on';
  return {
    apiRoot: env.WECOM_API_ROOT,
    wsUrl: env.WECOM_WS_URL,
    proxy: env.WECOM_PROXY,
    fileOrigin: env.WECOM_FILE_ORIGIN,
    app,
    kf,
    kfServicer: env.WECOM_KF_SERVICER,
    bot,
    robotKey,
  };
}

function appOf(env: WecomEnvironment): WecomAppConfig | undefined {
  const {
    WECOM_CORP_ID: corpId,
    WECOM_APP_AGENT_ID: agentId,
    WECOM_APP_SECRET: secret,
    WECOM_APP_TOKEN: token,
    WECOM_APP_AES_KEY: encodingAESKey,
  } = env;
  if (corpId === undefined || agentId === undefined || secret === undefined) return undefined;
  if (token === undefined || encodingAESKey === undefined) return undefined;
  return { corpId, agentId, secret, token, encodingAESKey };
}

function botOf(env: WecomEnvironment): WecomBotConfig | undefined {
  const { WECOM_BOT_ID: id, WECOM_BOT_SECRET: secret, WECOM_BOT_TOKEN: token } = env;
  const { WECOM_BOT_AES_KEY: encodingAESKey } = env;
  if (env.WECOM_BOT_MODE === 'websocket')
    return id === undefined || secret === undefined ? undefined : { kind: 'websocket', id, secret };
  if (token === undefined || encodingAESKey === undefined) return undefined;
  return { kind: 'callback', token, encodingAESKey, id: id ?? '' };
}
