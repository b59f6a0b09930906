import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createFakeBotApi, type FakeBotApi, type FakeBotApiOptions } from '../fakes/bot-api/server.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { type Chance, createChance } from './chance.ts';
import { LIBRARY } from './questions.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const TOKEN = '7:crash';

/** A Telegram that outlives the servers under test, and a data folder with a release. */
export type Setting = {
  readonly chance: Chance;
  readonly folder: string;
  readonly fake: FakeBotApi;
  /** Starts the server; it is killed at the end if it still runs. */
  readonly start: (more?: Readonly<Record<string, string>>, inside?: readonly string[]) => ServerProcess;
  readonly close: () => Promise<void>;
};

export async function createSetting(
  env: Readonly<Record<string, string>> = {},
  options: Partial<FakeBotApiOptions> = {},
): Promise<Setting> {
  const chance = createChance();
  const { path, dispose } = temporaryFolder();
  await publish(join(path, 'library'), LIBRARY);
  // An answer that is still on its way when the server dies is what makes an outcome unknown.
  const fake = createFakeBotApi({ token: TOKEN, lag: () => chance.whole(0, 30), ...options });
  await fake.start();
  const started = new Set<ServerProcess>();
  return {
    chance,
    folder: path,
    fake,
    start: (more = {}, inside = []) => {
      const server = startServerProcess(
        path,
        {
          DATA_DIR: path,
          PORT: '0',
          TELEGRAM_BOT_TOKEN: TOKEN,
          TELEGRAM_API_ROOT: fake.url(),
          SEND_TIMEOUT_SECONDS: '3',
          SLOW_DOWN_PERSON_PER_MINUTE: '10000',
          SLOW_DOWN_GROUP_PER_MINUTE: '10000',
          ...env,
          ...more,
        },
        inside,
      );
      started.add(server);
      void server.ended.then(() => started.delete(server));
      return server;
    },
    close: async () => {
      for (const server of started) await server.kill();
      await fake.stop();
      dispose();
    },
  };
}

const healthSchema = z.looseObject({
  ok: z.boolean(),
  inbox: z.number(),
  outbox: z.record(z.enum(['pending', 'sending', 'failed', 'dead']), z.number()),
  channels: z.record(z.string(), z.string()),
});
export type Health = z.infer<typeof healthSchema>;

export async function healthOf(url: string): Promise<Health> {
  const response = await fetch(`${url}/health`);
  return healthSchema.parse(await response.json());
}

/** Asks again and again until it holds. @throws Error with `describe`'s words after `ms` */
export async function eventually(
  check: () => Promise<boolean> | boolean,
  describe: () => string,
  ms = 240_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`it did not happen in time: ${describe()}`);
    await pause(50);
  }
}

/** Resolves with the server's last word on health when it has nothing more to do. */
export async function drained(url: string, fake: Pick<FakeBotApi, 'pending'>): Promise<Health> {
  let health = await healthOf(url);
  const isDone = async () => {
    // In this order: what Telegram lets go of after the first look is seen by the second.
    const unconfirmed = fake.pending();
    health = await healthOf(url);
    const { pending, sending, failed } = health.outbox;
    return unconfirmed + health.inbox + pending + sending + failed === 0;
  };
  await eventually(isDone, () => JSON.stringify({ waiting: fake.pending(), ...health }));
  return health;
}
