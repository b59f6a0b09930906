import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../bot/clock.ts';
import { parseConfig } from '../../bot/config.ts';
import { backupCopy } from '../../bot/copy/backup.ts';
import { telegramCopy } from '../../bot/copy/telegram.ts';
import { loadDeskRules } from '../../bot/desk/load-rules.ts';
import { createDesk } from '../../bot/desk/staff.ts';
import { loadLiveLibrary } from '../../bot/load.ts';
import { storeLocation } from '../../bot/paths.ts';
import { keyFile, openVault } from '../../bot/privacy/open-vault.ts';
import { startServer } from '../../bot/server.ts';
import { contentsOf, filesOf } from '../../bot/store/files.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { createFakeBotApi, type FakeBotApi } from '../fakes/bot-api/server.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';
import { runBeside } from '../run.ts';

const TOKEN = '7001:journey-token';
const WORKER = 5101;
/** Enough of a picture to be told from other files. */
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 3)]);
const WANG = { name: '王主任', role: 'agent' as const };
const healthSchema = z.object({
  release: z.string(),
  inbox: z.number(),
  outbox: z.record(z.string(), z.number()),
});

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** A server on a data folder, as `npm start` runs it, with one worker on Telegram and somebody at the desk. */
async function startOn(data: string, fake: FakeBotApi) {
  const config = parseConfig({
    ...{ DATA_DIR: data, PORT: '0', LOG_LEVEL: 'silent' },
    ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: fake.url() },
  });
  const live = await loadLiveLibrary(config);
  const server = await startServer(config, live.library, live);
  closing.push(server.stop);
  const store = await openStore(storeLocation(config));
  closing.push(store.close);
  const vault = await openVault(store, config);
  const rules = loadDeskRules(config.desk, undefined, live.library().assistant.articleOf);
  const health = async () => healthSchema.parse(await (await fetch(`${server.url}/health`)).json());
  const isIdle = async () => {
    const { inbox, outbox } = await health();
    return fake.pending() === 0 && inbox + (outbox.pending ?? 0) + (outbox.sending ?? 0) === 0;
  };
  return {
    stop: server.stop,
    desk: createDesk({ store, vault, clock: systemClock, rules, via: 'terminal' }),
    release: async () => (await health()).release,
    failed: async () => (await health()).outbox.failed,
    isIdle,
    /** What the bot answers, all messages in one. */
    say: async (text: string, fields: Readonly<Record<string, unknown>> = {}) => {
      const before = fake.sent().length;
      fake.users.say({ from: WORKER, text, fields });
      await fake.until(() => fake.sent().length > before, 120_000);
      await expect.poll(isIdle, { timeout: 120_000 }).toBe(true);
      return fake
        .sent()
        .slice(before)
        .map((sent) => sent.text)
        .join('\n');
    },
    /** What the worker sent, opened. */
    evidence: () =>
      store.transaction(async (tx) => {
        const { person } = await tx.selectFrom('tickets').select('person').executeTakeFirstOrThrow();
        const found: string[] = [];
        for (const { id } of await filesOf(tx, vault, person))
          found.push(Buffer.from((await contentsOf(tx, vault, person, id)) ?? []).toString('base64'));
        return found;
      }),
  };
}

describe('a machine that is lost', { timeout: 400_000 }, () => {
  it('is replaced by another: the worker and the desk find everything as it was', async () => {
    const folder = temporaryFolder();
    closing.push(folder.dispose);
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
    await publish(join(first, 'library'), MADE_UP);
    const fake = createFakeBotApi({ token: TOKEN });
    await fake.start();
    closing.push(fake.stop);

    const old = await startOn(first, fake);
    await old.say('/转人工');
    const id = /T-\d{4}-[2-9A-Z]{4}/.exec(await old.say('站长不给我结上个月的单钱'))?.[0] ?? '';
    expect(id).not.toBe('');
    await old.desk.act(id, { kind: 'claim' }, WANG);
    await old.say('/地区 甲川');
    const answer = await old.say('入职收押金合法吗');
    expect(answer).toContain('企业不得收取押金。');
    await old.say('', { text: undefined, photo: [fake.files.keep(JPEG)] });
    const progress = await old.say('我的进度');
    expect(progress).toContain(id);
    const [list, shown] = [await old.desk.list('live', WANG, 10), await old.desk.show(id, WANG)];
    const [release, evidence] = [await old.release(), await old.evidence()];
    expect(evidence.map((base64) => base64.length > 0)).toEqual([true]);

    const file = join(folder.path, 'backup');
    const run = (program: string, args: readonly string[], data: string) =>
      runBeside(program, args, { folder: folder.path, env: { DATA_DIR: data } });
    // Telegram takes nothing just now, so an answer waits.
    const down = { kind: 'refuse' as const, code: 500, description: 'Internal Server Error' };
    fake.faults.add({ method: 'sendMessage', times: 1_000, does: down });
    fake.users.say({ from: WORKER, text: '/隐私' });
    await expect.poll(old.failed, { timeout: 120_000 }).toBe(1);
    // The server runs meanwhile.
    const saved = await run('bot/backup.ts', [file], first);
    expect(saved).toMatchObject({ code: 0, stderr: '' });
    expect(saved.stdout).toContain(`密钥不在里面：它在 ${keyFile(first)}`);
    expect(saved.stdout).toContain(backupCopy.sameDisk);
    expect(saved.stdout).not.toContain(backupCopy.envApart);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = fake.sent().length;
    fake.faults.clear();
    await fake.until(() => fake.sent().length > before, 120_000);
    await expect.poll(old.isIdle, { timeout: 120_000 }).toBe(true);
    const delivered = fake.sent().slice(before);
    expect(delivered.map(({ text }) => text).join('')).not.toContain(telegramCopy.repeat);
    const again = await run('bot/backup.ts', [file], first);
    expect(again).toMatchObject({ code: 1, stdout: `${backupCopy.saving}\n` });
    expect(again.stderr).toContain('不会盖掉它');
    const checked = await run('bot/backup.ts', ['--check', file], first);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toContain(`1 张工单，文件库 ${release}`);
    await old.stop();

    mkdirSync(second);
    expect((await run('bot/restore.ts', [file], second)).stderr).toContain('密钥');
    copyFileSync(keyFile(first), keyFile(second));
    const restored = await run('bot/restore.ts', [file], second);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const at = /是 (\d{4}-\d\d-\d\d \d\d:\d\d)（北京时间）做的/.exec(checked.stdout)?.[1] ?? 'no time';
    expect(restored.stdout).toContain(`${at}（北京时间）`);
    expect(restored.stdout).toContain(backupCopy.next);

    const since = fake.sent().length;
    const anew = await startOn(second, fake);
    // It cannot know that the first server has said it since, and says so: once.
    await fake.until(() => fake.sent().length > since, 120_000);
    await expect.poll(anew.isIdle, { timeout: 120_000 }).toBe(true);
    expect(fake.sent().slice(since)).toHaveLength(delivered.length);
    for (const { text } of fake.sent().slice(since)) expect(text).toContain(telegramCopy.repeat);
    expect((await run('bot/restore.ts', [file], second)).stderr).toContain('已经有一个工友在用');
    expect(await anew.release()).toBe(release);
    expect(await anew.desk.list('live', WANG, 10)).toEqual(list);
    expect(await anew.desk.show(id, WANG)).toEqual(shown);
    expect(await anew.evidence()).toEqual(evidence);
    expect(await anew.say('我的进度')).toBe(progress);
    expect(await anew.say('入职收押金合法吗')).toBe(answer);
  });
});
