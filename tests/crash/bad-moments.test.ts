import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../postgres/create-database.ts';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';
import { startPostgres } from '../postgres/server.ts';
import { judge } from './judge.ts';
import { createLoad } from './load.ts';
import { createSetting, drained, eventually, healthOf, type Setting } from './setting.ts';

let setting: Setting | undefined;
afterEach(async () => {
  await setting?.close();
  setting = undefined;
});

/** Kills a first start at its most delicate, starts again and asks one question. @returns whether the first was ready */
async function dieOnceAndAnswer(
  { chance, fake, start, folder }: Setting,
  { name, env, delicate }: { name: string; env: Record<string, string>; delicate: () => Promise<boolean> },
): Promise<boolean> {
  const data = join(folder, name);
  mkdirSync(data);
  symlinkSync(join(folder, 'library'), join(data, 'library'));
  const all = { ...env, DATA_DIR: data };
  const first = start(all);
  let ready = false;
  void first.ready.then((url) => {
    ready = url !== undefined;
  });
  while (!ready && !(await delicate())) await pause(1);
  await pause(chance.whole(0, 60));
  await first.kill();
  const wasReady = ready;
  const second = start(all);
  const url = await second.ready;
  expect(url, second.complaints()).toBeDefined();
  // A question of the round before may come again: its server had a folder of its own, and may not have said goodbye.
  await drained(url ?? '', fake);
  const load = createLoad(fake, chance, { people: 1, groups: 0 });
  const before = fake.sent().length;
  load.burst(1);
  await drained(url ?? '', fake);
  expect(judge(fake.sent().slice(before), load.asked()).faults).toEqual([]);
  expect(await second.stop()).toEqual({ code: 0, signal: null });
  return wasReady;
}

describe('a first start that is killed while it makes tables and keys', () => {
  it('leaves nothing that the next start minds: an SQLite file', async () => {
    setting = await createSetting();
    const late: boolean[] = [];
    for (let round = 0; round < 8; round++) {
      const name = `first-${round}`;
      const file = join(setting.folder, name, 'gongyou.db');
      late.push(await dieOnceAndAnswer(setting, { name, env: {}, delicate: async () => existsSync(file) }));
    }
    expect(late).toContain(false);
  }, 600_000);
});

await describeWithPostgres('a first start on PostgreSQL that is killed while it makes tables', () => {
  it('leaves nothing that the next start minds', async () => {
    setting = await createSetting();
    const late: boolean[] = [];
    for (let round = 0; round < 4; round++) {
      const { url, drop } = await freshDatabase();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const delicate = async () => {
        const others = 'datname = current_database() and pid <> pg_backend_pid()';
        const { rowCount } = await client.query(`select 1 from pg_stat_activity where ${others}`);
        return rowCount !== 0;
      };
      late.push(
        await dieOnceAndAnswer(setting, { name: `first-${round}`, env: { DATABASE_URL: url }, delicate }),
      );
      await client.end();
      await drop();
    }
    expect(late).toContain(false);
  }, 600_000);
});

/** A file system of 16 MB in the server's own namespace, which ends with it; 12 MB of it are taken. */
const SMALL_DISK = [
  ...['unshare', '--map-root-user', '--mount', 'sh', '-c'],
  'mount -t tmpfs -o size=16m tmpfs "$DATA_DIR" && cp -r "$LIBRARY" "$DATA_DIR/library" && ' +
    'head -c 12000000 /dev/zero >"$DATA_DIR/ballast" && exec "$@"',
  'sh',
];
const CAN_MOUNT =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!CAN_MOUNT) console.warn('SKIPPED a disk that fills under load: no file system may be mounted here');

describe('a disk that fills under load', () => {
  it.runIf(CAN_MOUNT)(
    'takes no more, says so, and loses nothing it confirmed when there is room again',
    async () => {
      setting = await createSetting();
      const { chance, fake, folder, start } = setting;
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      const server = start({ DATA_DIR: disk, LIBRARY: join(folder, 'library') }, SMALL_DISK);
      const url = (await server.ready) ?? '';
      const load = createLoad(fake, chance, { people: 30, groups: 3 });
      const enough = new AbortController();
      const trickle = load.trickle(300, enough.signal);
      let health = await healthOf(url);
      const isDown = async () => {
        health = await healthOf(url);
        return health.channels.telegram === 'down';
      };
      await eventually(isDown, () => JSON.stringify(health));
      // Told to come again, it keeps what is not on disk.
      load.burst(20);
      expect(fake.pending()).toBeGreaterThan(0);
      enough.abort();
      await trickle;
      rmSync(join(`/proc/${server.pid}/root`, disk, 'ballast'));
      const { outbox, channels } = await drained(url, fake);
      const { asked, repeats, faults } = judge(fake.sent(), load.asked());
      console.log(
        `a full disk: ${repeats} repeats of ${asked} replies, each marked (CRASH_SEED=${chance.seed})`,
      );
      expect(faults).toEqual([]);
      expect(outbox.dead).toBe(0);
      expect(channels.telegram).toBe('ready');
      expect(await server.stop()).toEqual({ code: 0, signal: null });
    },
    600_000,
  );
});

await describeWithPostgres('a PostgreSQL that crashes and comes back under load', () => {
  it('costs no answer: the server lives through it', async (test) => {
    const postgres = await startPostgres();
    const { restart } = postgres;
    if (restart === undefined) return test.skip('the PostgreSQL of TEST_DATABASE_URL is not ours to crash');
    try {
      const { url } = await createDatabase(postgres.url);
      setting = await createSetting({ DATABASE_URL: url });
      const { chance, fake, start } = setting;
      const server = start();
      const address = (await server.ready) ?? '';
      const load = createLoad(fake, chance, { people: 30, groups: 3 });
      const enough = new AbortController();
      const trickle = load.trickle(60, enough.signal);
      for (let crash = 0; crash < 3; crash++) {
        const before = fake.sent().length;
        await eventually(
          () => fake.sent().length > before + 20,
          () => `answers: ${fake.sent().length - before}; ${server.complaints()}`,
        );
        await restart();
      }
      enough.abort();
      await trickle;
      const { outbox } = await drained(address, fake);
      const { asked, repeats, faults } = judge(fake.sent(), load.asked());
      console.log(
        `a crashing PostgreSQL: ${repeats} repeats of ${asked} replies, each marked (CRASH_SEED=${chance.seed})`,
      );
      expect(faults).toEqual([]);
      expect(outbox.dead).toBe(0);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await setting?.close();
      setting = undefined;
      await postgres.stop();
    }
  }, 600_000);
});
