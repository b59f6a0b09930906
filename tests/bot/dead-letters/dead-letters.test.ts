import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../../bot/store/open-store.ts';
import { startServerProcess } from '../../crash/server-process.ts';
import { createFakeBotApi } from '../../fakes/bot-api/server.ts';
import { describeWithPostgres, freshDatabase } from '../../postgres/database.ts';
import { type Ran, runBeside } from '../../run.ts';
import {
  addReceived,
  addToSend,
  type Installation,
  inDatabase,
  newInstallation,
  oldInstallation,
  photograph,
} from '../installation.ts';

let at: Installation;
beforeEach(async () => {
  at = await oldInstallation();
});
afterEach(() => at.dispose());

const run = (args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> =>
  runBeside('bot/dead-letters.ts', args, { folder: at.home, env: { DATA_DIR: at.data, ...env } });

const states = (table: 'inbox' | 'outbox'): unknown => {
  const database = new DatabaseSync(at.database);
  const rows = database.prepare(`select state, attempts, error from ${table} order by id`).all();
  database.close();
  return rows.map((row) => Object.values(row).join(' '));
};

/** inbox 1 answered, 2 and 3 set aside, 3 erased; outbox 1 sent, 2 and 3 dead. */
const withDeadLetters = () =>
  inDatabase(at, async (store) => {
    const late = Date.UTC(2026, 0, 15, 1, 30);
    await addReceived(store, { event: '1', state: 'done', done_at: 1 });
    await addReceived(store, {
      event: '2',
      state: 'failed',
      error: 'RangeError',
      attempts: 5,
      received_at: late,
    });
    await addReceived(store, { event: '3', state: 'failed', error: 'BrokenSeal', attempts: 5, sealed: null });
    await addToSend(store, { key: '1', state: 'sent' });
    const blocked = '403 Forbidden: bot was blocked by the user';
    await addToSend(store, { key: '2', state: 'dead', error: blocked, attempts: 1, created_at: late + 1 });
    await addToSend(store, {
      key: '3',
      state: 'dead',
      error: 'unknown-twice: NoAnswer ECONNRESET',
      channel: 'web',
    });
  });

describe('dead-letters', { timeout: 60_000 }, () => {
  it('lists what only a person can help, the newest first, in columns, and changes nothing', async () => {
    await withDeadLetters();
    const before = photograph(at.data);
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 6)).toEqual([
      '办不了的消息，新的在前，共 4 条：',
      '方向  编号  渠道      时间（北京）      试过  原因                            再试',
      '发    2     Telegram  2026-01-15 09:30  1 次  对方拉黑了机器人                可以',
      '收    2     Telegram  2026-01-15 09:30  5 次  程序出错（RangeError）          可以',
      '收    3     Telegram  1970-01-01 08:00  5 次  解不开：密钥换过，或者内容坏了  内容已删',
      '发    3     网页      1970-01-01 08:00  0 次  两次都不知道送到没有            可以',
    ]);
    expect(stdout).toContain('retry all');
    expect(photograph(at.data)).toEqual(before);
  });

  it('retries one, and leaves the others', async () => {
    await withDeadLetters();
    expect((await run(['retry', 'out', '2'])).stdout).toContain('1 条放回去了');
    expect(states('outbox')).toEqual(['sent 0 ', 'pending 0 ', 'dead 0 unknown-twice: NoAnswer ECONNRESET']);
    expect((await run(['retry', 'in', '2'])).code).toBe(0);
    expect(states('inbox')).toEqual(['done 0 ', 'accepted 0 ', 'failed 5 BrokenSeal']);
  });

  it('retries all that still have their words', async () => {
    await withDeadLetters();
    expect((await run(['retry', 'all'])).stdout).toContain('3 条放回去了');
    expect(states('inbox')).toEqual(['done 0 ', 'accepted 0 ', 'failed 5 BrokenSeal']);
    expect(states('outbox')).toEqual(['sent 0 ', 'pending 0 ', 'pending 0 ']);
    expect((await run(['retry', 'all'])).stdout).toContain('没有能再试的');
  });

  it.each([['1'], ['3'], ['99']])('says that there is no received message %s to be retried', async (id) => {
    await withDeadLetters();
    const { code, stdout, stderr } = await run(['retry', 'in', id]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`“收” ${id} 号`);
  });

  it('says how it is used when it is asked for something else, and does nothing', async () => {
    await withDeadLetters();
    const before = photograph(at.data);
    const { code, stdout, stderr } = await run(['retry', 'everything']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/用法[\s\S]*retry out 7/);
    expect(photograph(at.data)).toEqual(before);
  });

  it('says that there are none, and makes no database to say so', async () => {
    expect((await run()).stdout).toContain('没有办不了的消息');
    const empty = newInstallation();
    for (const args of [[], ['retry', 'all']]) {
      const { code, stdout } = await run(args, { DATA_DIR: empty.data });
      expect({ code, stdout }).toEqual({ code: 0, stdout: '还没有数据库，也就没有办不了的消息。\n' });
    }
    expect(existsSync(empty.data)).toBe(false);
    empty.dispose();
  });

  it.each([
    ['a newer program wrote', "insert into kysely_migration values ('900-later', '2030')", /新版本的程序/],
    ['is still an old one', 'delete from kysely_migration', /先启动一次工友/],
  ])('leaves a database alone that %s', async (_, change, words) => {
    const database = new DatabaseSync(at.database);
    database.exec(change);
    database.close();
    const before = photograph(at.data);
    for (const args of [[], ['retry', 'all']]) {
      const { code, stderr } = await run(args);
      expect(code).toBe(1);
      expect(stderr).toMatch(words);
    }
    expect(photograph(at.data)).toEqual(before);
  });

  it('says plainly that the database file is damaged', async () => {
    writeFileSync(at.database, 'not a database '.repeat(1000));
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^数据库文件坏了/);
  });

  it('works beside a running server, which delivers what was retried', async () => {
    const token = '7001:test-token';
    const fake = createFakeBotApi({ token });
    await fake.start();
    const env = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: fake.url() };
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0', ...env });
    const url = await server.ready;
    try {
      const refuse = { kind: 'refuse' as const, code: 400, description: 'Bad Request: not today' };
      fake.faults.add({ method: 'sendMessage', times: 1000, does: refuse });
      fake.users.say({ from: 42, text: '入职收押金合法吗' });
      await expect.poll(() => deadIn(`${url}/health`), { timeout: 20_000 }).toBeGreaterThan(0);
      expect((await run()).stdout).toMatch(/发 +1 +Telegram .*平台不收（400 Bad Request: not today）/);
      fake.faults.clear();
      expect(fake.sent()).toEqual([]);
      expect((await run(['retry', 'all'])).code).toBe(0);
      await fake.until(() => fake.sent('message').length > 0);
      await expect.poll(() => deadIn(`${url}/health`), { timeout: 20_000 }).toBe(0);
      expect((await run()).stdout).toContain('没有办不了的消息');
    } finally {
      await server.stop();
      await fake.stop();
    }
  });
});

async function deadIn(url: string): Promise<number> {
  const health = z.object({ outbox: z.object({ dead: z.number() }) });
  return health.parse(await (await fetch(url)).json()).outbox.dead;
}

await describeWithPostgres('dead-letters on PostgreSQL', () => {
  it('lists and retries', { timeout: 60_000 }, async () => {
    const { url, drop } = await freshDatabase();
    const store = await openStore({ kind: 'postgres', url });
    await addToSend(store, { key: '1', state: 'dead', error: 'left' });
    await store.close();
    const env = { DATABASE_URL: url };
    expect((await run([], env)).stdout).toMatch(/发 +1 .*机器人被移出去了/);
    expect((await run(['retry', 'out', '1'], env)).stdout).toContain('1 条放回去了');
    expect((await run([], env)).stdout).toContain('没有办不了的消息');
    await drop();
  });
});
