import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BadConfig, parseConfig } from '../../bot/config.ts';
import { environmentSchema } from '../../bot/environment.ts';
import { ROOT } from '../shared.ts';

const TOKEN = '123456:not-a-real-token';
const SECRET = 'not-a-real-secret-0123456789';
const KEY = Buffer.alloc(32, 3).toString('base64');
const WEBHOOK = {
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_MODE: 'webhook',
  TELEGRAM_WEBHOOK_SECRET: SECRET,
  PUBLIC_URL: 'https://gongyou.example.org',
};
const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8');

function problemsOf(env: Record<string, string>): string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof BadConfig) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing: a web chat on this computer and an SQLite file', () => {
    expect(parseConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      proxies: ['127.0.0.1', '::1'],
      dataDir: './data',
      libraryDir: 'data/library',
      libraryMargin: 1,
      databaseUrl: undefined,
      dataKey: undefined,
      publicUrl: undefined,
      cards: { telegramBot: undefined, kfLink: undefined },
      telegram: undefined,
      logLevel: 'info',
      retain: { messages: 30, memory: 180, evidence: 180, erasureProofs: 1095, misses: 90 },
      insightK: 5,
      files: { maxBytes: 20_971_520, maxBytesPerPerson: 209_715_200 },
      desk: {
        replyHours: 24,
        urgentHours: 2,
        closeDays: 14,
        retainDays: 365,
        chain: [
          { after: 2, role: 'supervisor' },
          { after: 'due', role: 'admin' },
        ],
        quiet: { from: 1320, to: 420 },
      },
      sendTimeoutMs: 20_000,
      slowDown: { person: 12, group: 15 },
      factsDir: undefined,
      urgent: [
        { number: '120', name: '急救' },
        { number: '110', name: '报警' },
        { number: '12351', name: '工会热线' },
        { number: '12333', name: '人社热线' },
      ],
      warnings: [],
    });
  });

  it('takes every value that is given', () => {
    expect(
      parseConfig({
        ...WEBHOOK,
        HOST: '::',
        PORT: '0',
        TRUST_PROXY: '10.0.0.5，172.20.0.0/24',
        DATA_DIR: '/srv/gongyou',
        LIBRARY_DIR: '/srv/texts',
        LIBRARY_MARGIN: '3',
        DATABASE_URL: 'postgresql://u:p@db:5432/g',
        DATA_KEY: KEY,
        TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
        TELEGRAM_BOT_NAME: '@gongyou_bot',
        WECOM_KF_LINK: 'https://work.weixin.qq.com/kfid/kfc1',
        LOG_LEVEL: 'warn',
        RETAIN_MESSAGES_DAYS: '1',
        RETAIN_MEMORY_DAYS: '2',
        RETAIN_EVIDENCE_DAYS: '9',
        MAX_FILE_MB: '7',
        MAX_FILES_PER_PERSON_MB: '8',
        RETAIN_ERASURE_PROOFS_DAYS: '3',
        RETAIN_MISSES_DAYS: '8',
        INSIGHT_K: '6',
        RETAIN_TICKETS_DAYS: '100',
        DESK_FIRST_REPLY_HOURS: '8',
        DESK_URGENT_HOURS: '1',
        DESK_CLOSE_DAYS: '7',
        DESK_ESCALATE: '1h=supervisor, due＝admin',
        DESK_QUIET: 'off',
        SEND_TIMEOUT_SECONDS: '4',
        SLOW_DOWN_PERSON_PER_MINUTE: '5',
        SLOW_DOWN_GROUP_PER_MINUTE: '6',
        FACTS_DIR: '/srv/facts',
        URGENT_NUMBERS: ' 120 = 急救，0000-000000＝假想区工会、12345=假想热线',
      }),
    ).toEqual({
      host: '::',
      port: 0,
      proxies: ['10.0.0.5', '172.20.0.0/24'],
      dataDir: '/srv/gongyou',
      libraryDir: '/srv/texts',
      libraryMargin: 3,
      databaseUrl: 'postgresql://u:p@db:5432/g',
      dataKey: KEY,
      publicUrl: 'https://gongyou.example.org',
      cards: { telegramBot: 'gongyou_bot', kfLink: 'https://work.weixin.qq.com/kfid/kfc1' },
      telegram: {
        token: TOKEN,
        apiRoot: 'http://127.0.0.1:8081',
        receive: { kind: 'webhook', url: 'https://gongyou.example.org', secret: SECRET },
      },
      logLevel: 'warn',
      retain: { messages: 1, memory: 2, evidence: 9, erasureProofs: 3, misses: 8 },
      insightK: 6,
      files: { maxBytes: 7_340_032, maxBytesPerPerson: 8_388_608 },
      desk: {
        replyHours: 8,
        urgentHours: 1,
        closeDays: 7,
        retainDays: 100,
        chain: [
          { after: 1, role: 'supervisor' },
          { after: 'due', role: 'admin' },
        ],
        quiet: null,
      },
      sendTimeoutMs: 4000,
      slowDown: { person: 5, group: 6 },
      factsDir: '/srv/facts',
      urgent: [
        { number: '120', name: '急救' },
        { number: '0000-000000', name: '假想区工会' },
        { number: '12345', name: '假想热线' },
      ],
      warnings: [],
    });
  });

  it('takes blanks for nothing and leaves other variables alone', () => {
    const blank = Object.fromEntries(environmentSchema.keyof().options.map((name) => [name, ' ']));
    expect(parseConfig({ ...blank, HOME: '/root' })).toEqual(parseConfig({}));
  });

  it('polls with a token alone', () => {
    expect(parseConfig({ TELEGRAM_BOT_TOKEN: TOKEN }).telegram).toEqual({
      token: TOKEN,
      apiRoot: 'https://api.telegram.org',
      receive: { kind: 'polling' },
    });
  });

  it.each(['120', '急救=120', '120=', '=急救', '120=急救=报警', '120=急救,', '120=急救,120=报警', '12=太短'])(
    'refuses numbers for danger that nobody could call: %s',
    (URGENT_NUMBERS) => {
      expect(problemsOf({ URGENT_NUMBERS })).toEqual([expect.stringMatching(/URGENT_NUMBERS.*号码=名字/)]);
    },
  );

  it('reads an address with a slash at its end', () => {
    expect(parseConfig({ PUBLIC_URL: 'https://gongyou.example.org:8443/' }).publicUrl).toBe(
      'https://gongyou.example.org:8443',
    );
  });

  it('cannot be changed afterwards, nor can its parts', () => {
    const config = parseConfig(WEBHOOK);
    for (const part of [config, config.retain, config.slowDown, config.warnings, config.telegram?.receive])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

describe('a wrong value is named with what to write', () => {
  it.each([
    ['HOST', 'http://0.0.0.0'],
    ['HOST', '电脑'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'mysql://u:p@db/g'],
    ['DATABASE_URL', './data/bot.sqlite'],
    ['DATA_KEY', 'abc'],
    ['PUBLIC_URL', 'gongyou.example.org'],
    ['PUBLIC_URL', 'ftp://gongyou.example.org'],
    ['PUBLIC_URL', 'https://gongyou.example.org/chat'],
    ['PUBLIC_URL', 'https://gongyou.example.org/?a=1'],
    ['PUBLIC_URL', 'https://user:pass@gongyou.example.org'],
    ['TELEGRAM_BOT_TOKEN', 'my bot'],
    ['TELEGRAM_API_ROOT', 'api.telegram.org'],
    ['TELEGRAM_MODE', 'push'],
    ['TELEGRAM_BOT_NAME', 'https://t.me/gongyou_bot'],
    ['WECOM_KF_LINK', 'kfc1'],
    ['TELEGRAM_WEBHOOK_SECRET', 'short'],
    ['TELEGRAM_WEBHOOK_SECRET', 'sixteen letters with blanks'],
    ['LOG_LEVEL', 'loud'],
    ['RETAIN_MESSAGES_DAYS', '0'],
    ['RETAIN_MEMORY_DAYS', '36501'],
    ['RETAIN_ERASURE_PROOFS_DAYS', '1.5'],
    ['RETAIN_TICKETS_DAYS', '0'],
    ['DESK_FIRST_REPLY_HOURS', '721'],
    ['DESK_URGENT_HOURS', '-1'],
    ['DESK_CLOSE_DAYS', '366'],
    ['DESK_ESCALATE', '2h=boss'],
    ['DESK_QUIET', '22:00-22:00'],
    ['SEND_TIMEOUT_SECONDS', '601'],
    ['SLOW_DOWN_PERSON_PER_MINUTE', 'many'],
    ['SLOW_DOWN_GROUP_PER_MINUTE', '0'],
  ])('%s=%s', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^- ${name}\\b.*请写`));
  });

  it('the staff’s group on Telegram is a supergroup, and needs a bot', () => {
    expect(problemsOf({ TELEGRAM_BOT_TOKEN: '1:a', DESK_TELEGRAM_CHAT: '-1234567890' })).toHaveLength(1);
    expect(problemsOf({ DESK_TELEGRAM_CHAT: '-1001234567890' })[0]).toContain('TELEGRAM_BOT_TOKEN');
  });

  it('all at once, and what does not go together with them', () => {
    const problems = problemsOf({
      PORT: 'x',
      LOG_LEVEL: 'x',
      TELEGRAM_MODE: 'webhook',
      PUBLIC_URL: 'http://a.example',
    });
    expect(problems).toHaveLength(5);
    expect(problems.join('\n')).toMatch(/PORT.*LOG_LEVEL.*BOT_TOKEN.*PUBLIC_URL.*WEBHOOK_SECRET/s);
  });

  it.each([
    ['TELEGRAM_WEBHOOK_SECRET', ''],
    ['TELEGRAM_BOT_TOKEN', ''],
    ['PUBLIC_URL', ''],
    ['PUBLIC_URL', 'http://gongyou.example.org'],
    ['PUBLIC_URL', 'https://gongyou.example.org:3000'],
  ])('a webhook does not work with %s=%s', (name, value) => {
    const problems = problemsOf({ ...WEBHOOK, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  it.each(['DATABASE_URL', 'DATA_KEY', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'])(
    '%s is not repeated: it may be nearly right',
    (name) => {
      expect(problemsOf({ [name]: 'geheim!' }).join()).not.toContain('geheim');
    },
  );
});

describe('a warning is given', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', 'box.local'])(
    'for HOST=%s without an address for others',
    (host) => {
      expect(parseConfig({ HOST: host }).warnings).toHaveLength(1);
      expect(parseConfig({ HOST: host }).warnings[0]).toMatch(/PUBLIC_URL/);
      expect(parseConfig({ HOST: host, PUBLIC_URL: 'https://a.example' }).warnings).toEqual([]);
    },
  );

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('not for HOST=%s', (host) => {
    expect(parseConfig({ HOST: host }).warnings).toEqual([]);
  });

  it('for an address that anybody on the way can read', () => {
    expect(parseConfig({ PUBLIC_URL: 'http://a.example' }).warnings).toHaveLength(1);
    expect(parseConfig({ PUBLIC_URL: 'http://localhost:3000' }).warnings).toEqual([]);
  });
});

describe('.env.example', () => {
  it('has the names that are read and no others', () => {
    expect(Object.keys(parseEnv(EXAMPLE)).sort()).toEqual([...environmentSchema.keyof().options].sort());
  });

  it('shows the values that an absent line means', () => {
    expect(parseConfig(parseEnv(EXAMPLE))).toEqual(parseConfig({}));
  });

  it('has a comment above every name, in both languages', () => {
    const lines = EXAMPLE.split('\n');
    const names = lines.flatMap((line, i) => (/^[A-Z_]+=/.test(line) ? [lines[i - 1] ?? ''] : []));
    expect(names.filter((comment) => !/^# .*[a-z]{3}.*\p{Script=Han}{2}/u.test(comment))).toEqual([]);
  });
});
