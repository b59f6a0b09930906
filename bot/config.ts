import { join } from 'node:path';
import { z } from 'zod';
import {
  WECOM_SECRETS,
  type WecomConfig,
  wecomFields,
  wecomOf,
  wecomProblems,
} from './channels/wecom/config.ts';
import { configCopy } from './copy/config.ts';
import { wecomConfigCopy } from './copy/wecom-config.ts';
import { type ChainStep, parseChain } from './desk/chain.ts';
import { parseQuiet, type Quiet } from './desk/quiet.ts';
import { LOOPBACK, parseProxies } from './http/caller.ts';
import { parseKey } from './privacy/key-file.ts';
import { findUnknownNames } from './unknown-names.ts';

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
const days = whole(1, 36_500);
const MB = 1024 * 1024;
const address = z.url({ protocol: /^https?$/, hostname: /./, abort: true });
const withoutSlash = (url: string) => url.replace(/\/+$/, '');

/** A number to call in danger, and whose it is. */
const urgentSchema = z.strictObject({
  number: z.string().regex(/^\d[\d-]{1,14}\d$/),
  name: z.string().min(1).max(12),
});
export type UrgentNumber = z.infer<typeof urgentSchema>;

/** 120=急救,110=报警; what is no pair of them fails the schema behind it. */
function parseUrgentNumbers(text: string): { number: string; name: string }[] {
  const pairs = text.split(/[,，、]/).map((pair) => {
    const [number = '', name = '', ...more] = pair.split(/[=＝]/).map((part) => part.trim());
    return { number, name: more.length > 0 ? '' : name };
  });
  return pairs.some(({ number }, at) => pairs.findIndex((other) => other.number === number) < at)
    ? []
    : pairs;
}

/** The environment the server reads; every name stands in .env.example. */
export const environmentSchema = z.object({
  HOST: z
    .string()
    .regex(/^(?:[\w.-]+|[\da-f:.]+)$/i)
    .default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  TRUST_PROXY: z
    .string()
    .default(LOOPBACK.join(','))
    .refine((text) => parseProxies(text) !== undefined)
    .transform((text) => parseProxies(text) ?? []),
  DATA_DIR: z.string().default('./data'),
  LIBRARY_DIR: z.string().optional(),
  LIBRARY_MARGIN: whole(0, 100).default(1),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
  DATA_KEY: z
    .string()
    .refine((text) => parseKey(text) !== undefined)
    .optional(),
  /** An origin: our links begin at its root. */
  PUBLIC_URL: address
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`)
    .transform((url) => new URL(url).origin)
    .optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/)
    .optional(),
  TELEGRAM_API_ROOT: address.transform(withoutSlash).default('https://api.telegram.org'),
  TELEGRAM_MODE: z.enum(['polling', 'webhook']).default('polling'),
  // https://core.telegram.org/bots/api#setwebhook allows 1 character; 16 cannot be guessed.
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .optional(),
  // https://core.telegram.org/bots/features#creating-a-new-bot
  TELEGRAM_BOT_NAME: z
    .string()
    .regex(/^@?[A-Za-z]\w{3,31}$/)
    .transform((name) => name.replace('@', ''))
    .optional(),
  ...wecomFields,
  // https://developer.work.weixin.qq.com/document/path/94665
  WECOM_KF_LINK: z
    .url({ protocol: /^https$/, hostname: /./ })
    .max(300)
    .optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  RETAIN_MESSAGES_DAYS: days.default(30),
  RETAIN_MEMORY_DAYS: days.default(180),
  RETAIN_EVIDENCE_DAYS: days.default(180),
  RETAIN_ERASURE_PROOFS_DAYS: days.default(1095),
  RETAIN_TICKETS_DAYS: days.default(365),
  RETAIN_MISSES_DAYS: days.default(90),
  INSIGHT_K: whole(2, 1000).default(5),
  DESK_FIRST_REPLY_HOURS: whole(1, 720).default(24),
  DESK_URGENT_HOURS: whole(1, 720).default(2),
  DESK_CLOSE_DAYS: whole(1, 365).default(14),
  DESK_ESCALATE: z
    .string()
    .default('2h=supervisor,due=admin')
    .refine((text) => parseChain(text) !== undefined)
    .transform((text) => parseChain(text) ?? []),
  DESK_QUIET: z
    .string()
    .default('22:00-07:00')
    .refine((text) => parseQuiet(text) !== undefined)
    .transform((text) => parseQuiet(text) ?? null),
  // https://core.telegram.org/bots/api#chat: topics are only in supergroups, whose ids begin so.
  DESK_TELEGRAM_CHAT: z
    .string()
    .regex(/^-100\d{5,13}$/)
    .optional(),
  MAX_FILE_MB: whole(1, 100).default(20),
  MAX_FILES_PER_PERSON_MB: whole(1, 100_000).default(200),
  SEND_TIMEOUT_SECONDS: whole(1, 600).default(20),
  FACTS_DIR: z.string().optional(),
  URGENT_NUMBERS: z
    .string()
    .default('120=急救,110=报警,12351=工会热线,12333=人社热线')
    .transform((text) => parseUrgentNumbers(text))
    .pipe(z.array(urgentSchema).min(1)),
  SLOW_DOWN_PERSON_PER_MINUTE: whole(1, 10_000).default(12),
  SLOW_DOWN_GROUP_PER_MINUTE: whole(1, 10_000).default(15),
});
type Environment = z.infer<typeof environmentSchema>;

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

/** What the start prints: a line per matter, no secrets. */
export function formatConfigSummary(config: Config): string {
  const { summary } = configCopy;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return [
    summary.page(`http://${host}:${config.port}`),
    ...(config.publicUrl === undefined ? [] : [summary.publicUrl(config.publicUrl)]),
    config.databaseUrl === undefined
      ? summary.sqlite(config.dataDir)
      : summary.postgres(formatDatabase(config.databaseUrl), config.dataDir),
    summary.key(config.dataKey !== undefined),
    summary.telegram[config.telegram?.receive.kind ?? 'off'],
    wecomSummary(config.wecom),
    summary.retain(config.retain),
    ...config.warnings,
  ].join('\n');
}

/** Host and database only: user, password and parameters may be secret. */
export function formatDatabase(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function wecomSummary(wecom: WecomConfig | undefined): string {
  const { summary } = wecomConfigCopy;
  if (wecom === undefined) return summary.off;
  const on = {
    app: wecom.app !== undefined,
    kf: wecom.kf,
    bot: wecom.bot !== undefined,
    robot: wecom.robotKey !== undefined,
  };
  const parts = Object.entries(summary.parts).filter(([name]) =>
    Object.entries(on).some(([n, is]) => n === name && is),
  );
  return summary.on(parts.map(([, label]) => label).join('、'));
}
