import { join } from 'node:path';
import type { z } from 'zod';
import { WECOM_SECRETS, type WecomConfig, wecomOf, wecomProblems } from './channels/wecom/config.ts';
import { configCopy } from './copy/config.ts';
import type { ChainStep } from './desk/chain.ts';
import type { Quiet } from './desk/quiet.ts';
import { type Environment, environmentSchema, type UrgentNumber } from './environment.ts';
import { findUnknownNames } from './unknown-names.ts';

const MB = 1024 * 1024;

/** Never shown, not even when they are wrong. */
const SECRET: readonly string[] = [
  'DATABASE_URL',
  'DATA_KEY',
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  ...WECOM_SECRETS,
];

export type TelegramConfig = {
  readonly token: string;
  /** No slash at its end. */
  readonly apiRoot: string;
  /** Telegram calls `url` (an https origin, without our path) and proves itself by `secret`. */
  readonly receive:
    | { readonly kind: 'polling' }
    | { readonly kind: 'webhook'; readonly url: string; readonly secret: string };
};

export type Config = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Addresses and networks of the proxies that stand before the server. */
  readonly proxies: readonly string[];
  readonly dataDir: string;
  /** Where the policy library lives; every process of one installation must see the same folder. */
  readonly libraryDir: string;
  /** Percentage points by which the answers may get worse before a second admin has to agree to a release. */
  readonly libraryMargin: number;
  /** undefined: an SQLite file in dataDir. */
  readonly databaseUrl: string | undefined;
  /** base64 of the 32 bytes; undefined: a file in dataDir. */
  readonly dataKey: string | undefined;
  /** An origin, no slash at its end. */
  readonly publicUrl: string | undefined;
  /** Where the codes on cards lead beside the site: Telegram's name of the bot, and WeCom's link of 微信客服. */
  readonly cards: { readonly telegramBot: string | undefined; readonly kfLink: string | undefined };
  /** undefined: the channel is off. */
  readonly telegram: TelegramConfig | undefined;
  /** undefined: nothing of WeCom is on. */
  readonly wecom: WecomConfig | undefined;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** Days, per kind of data. */
  readonly retain: {
    readonly messages: number;
    readonly memory: number;
    readonly evidence: number;
    readonly erasureProofs: number;
    readonly misses: number;
  };
  /** Counts of fewer than this are not shown in the figures for the union. */
  readonly insightK: number;
  /** Of what people send; bytes. */
  readonly files: { readonly maxBytes: number; readonly maxBytesPerPerson: number };
  /** The union's own promise to who hands something over, and how long a settled ticket waits for an answer. */
  readonly desk: {
    readonly replyHours: number;
    readonly urgentHours: number;
    readonly closeDays: number;
    readonly retainDays: number;
    /** To whom a ticket that nobody takes is carried, and when. */
    readonly chain: readonly ChainStep[];
    /** Hours in which staff hear of nothing that is not urgent; null for none. */
    readonly quiet: Quiet | null;
    /** Telegram's id of the staff's group, in which each ticket has a topic; undefined for none. */
    readonly telegramChat: string | undefined;
  };
  readonly sendTimeoutMs: number;
  /** Messages a minute, from where on the bot asks for patience. */
  readonly slowDown: { readonly person: number; readonly group: number };
  /** Folder of the facts that an admin keeps; undefined: the one beside the program. */
  readonly factsDir: string | undefined;
  /** Numbers to call in danger, in the order in which they are shown. */
  readonly urgent: readonly UrgentNumber[];
  /** What works but should be looked at, in plain sentences. */
  readonly warnings: readonly string[];
};

/** All problems at once, a line each: which variable, and what to write. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

/**
 * Blank values count as absent; names that are not ours are left alone, names that look like ours are warned of.
 * @throws BadConfig
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const text = value?.trim() ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...(parsed.success ? [] : fieldProblems(parsed.error, given)),
    ...webhookProblems(given),
    ...(given.DESK_TELEGRAM_CHAT !== undefined && given.TELEGRAM_BOT_TOKEN === undefined
      ? [configCopy.deskNeedsToken]
      : []),
    ...wecomProblems(given),
  ];
  const unknown = unknownNames(given);
  if (!parsed.success || problems.length > 0)
    throw new BadConfig(
      [configCopy.heading, ...[...problems, ...unknown].map((line) => `- ${line}`)].join('\n'),
    );
  return configOf(parsed.data, unknown);
}

function fieldProblems(error: z.ZodError, given: Readonly<Record<string, string>>): string[] {
  const wrong = new Set(error.issues.map((issue) => issue.path[0]));
  return environmentSchema
    .keyof()
    .options.filter((name) => wrong.has(name))
    .map((name) =>
      SECRET.includes(name)
        ? configCopy.secretProblem(name, given[name]?.length ?? 0, configCopy.hints[name])
        : configCopy.problem(name, given[name] ?? '', configCopy.hints[name]),
    );
}

/** Seen in the raw values, so that they are told together with what is wrong in one variable alone. */
function webhookProblems(given: Readonly<Record<string, string>>): string[] {
  if (given.TELEGRAM_MODE !== 'webhook') return [];
  return [
    ...(given.TELEGRAM_BOT_TOKEN === undefined ? [configCopy.modeNeedsToken] : []),
    // https://core.telegram.org/bots/api#setwebhook: the ports that Telegram calls.
    ...(/^https:\/\/[^/:]+(?::(?:443|80|88|8443))?\/?$/i.test(given.PUBLIC_URL ?? '')
      ? []
      : [configCopy.webhookNeedsUrl]),
    ...(given.TELEGRAM_WEBHOOK_SECRET === undefined ? [configCopy.webhookNeedsSecret] : []),
  ];
}

/** Told beside the problems as well: a name that is missing may be one that was misspelt. */
function unknownNames(given: Readonly<Record<string, string>>): string[] {
  return findUnknownNames(Object.keys(given), environmentSchema.keyof().options).map(({ name, nearest }) =>
    configCopy.unknownName(name, nearest),
  );
}

function configOf(env: Environment, unknown: readonly string[]): Config {
  return deepFreeze({
    host: env.HOST,
    port: env.PORT,
    proxies: env.TRUST_PROXY,
    dataDir: env.DATA_DIR,
    libraryDir: env.LIBRARY_DIR ?? join(env.DATA_DIR, 'library'),
    libraryMargin: env.LIBRARY_MARGIN,
    databaseUrl: env.DATABASE_URL,
    dataKey: env.DATA_KEY,
    publicUrl: env.PUBLIC_URL,
    cards: { telegramBot: env.TELEGRAM_BOT_NAME, kfLink: env.WECOM_KF_LINK },
    telegram: telegramOf(env),
    wecom: wecomOf(env),
    logLevel: env.LOG_LEVEL,
    retain: {
      messages: env.RETAIN_MESSAGES_DAYS,
      memory: env.RETAIN_MEMORY_DAYS,
      evidence: env.RETAIN_EVIDENCE_DAYS,
      erasureProofs: env.RETAIN_ERASURE_PROOFS_DAYS,
      misses: env.RETAIN_MISSES_DAYS,
    },
    insightK: env.INSIGHT_K,
    files: { maxBytes: env.MAX_FILE_MB * MB, maxBytesPerPerson: env.MAX_FILES_PER_PERSON_MB * MB },
    desk: {
      replyHours: env.DESK_FIRST_REPLY_HOURS,
      urgentHours: env.DESK_URGENT_HOURS,
      closeDays: env.DESK_CLOSE_DAYS,
      retainDays: env.RETAIN_TICKETS_DAYS,
      chain: env.DESK_ESCALATE,
      quiet: env.DESK_QUIET,
      telegramChat: env.DESK_TELEGRAM_CHAT,
    },
    sendTimeoutMs: env.SEND_TIMEOUT_SECONDS * 1000,
    slowDown: { person: env.SLOW_DOWN_PERSON_PER_MINUTE, group: env.SLOW_DOWN_GROUP_PER_MINUTE },
    factsDir: env.FACTS_DIR,
    urgent: env.URGENT_NUMBERS,
    warnings: [...warningsOf(env), ...unknown],
  });
}

function telegramOf(env: Environment): TelegramConfig | undefined {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    PUBLIC_URL: url,
    TELEGRAM_WEBHOOK_SECRET: secret,
  } = env;
  if (token === undefined) return undefined;
  const byWebhook = env.TELEGRAM_MODE === 'webhook' && url !== undefined && secret !== undefined;
  return { token, apiRoot, receive: byWebhook ? { kind: 'webhook', url, secret } : { kind: 'polling' } };
}

function warningsOf({ HOST: host, PUBLIC_URL: url }: Environment): string[] {
  return [
    ...(!isLoopback(host) && url === undefined ? [configCopy.openWithoutUrl(host)] : []),
    ...(url?.startsWith('http:') && !isLoopback(new URL(url).hostname) ? [configCopy.plainHttp] : []),
  ];
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.[\d.]+|\[?::1\]?)$/i.test(host);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
