import { z } from 'zod';
import { wecomFields } from './channels/wecom/config.ts';
import { parseChain } from './desk/chain.ts';
import { parseQuiet } from './desk/quiet.ts';
import { LOOPBACK, parseProxies } from './http/caller.ts';
import { parseKey } from './privacy/key-file.ts';

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
const days = whole(1, 36_500);
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
export type Environment = z.infer<typeof environmentSchema>;
