import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { APP_HOOK } from '../../bot/channels/wecom/connect.ts';
import { createFakeQyapi, type FakeQyapi } from '../fakes/qyapi/server.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { type Chance, createChance } from './chance.ts';
import { KINDS, kindOf, LIBRARY, questionOf } from './questions.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { eventually, type Health, healthOf } from './setting.ts';

const CORP = 'ww1436e0e65a779aee';
const AGENT = '1000002';
const SECRET = 'secret-of-the-app-0123456789';
const CALLBACK = {
  token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
  encodingAESKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
};
const KF = 'wkCrashAccount';
/** Questions without an answer: more would measure only how slow the machine is. */
const MOST_WAITING = 60;

/** A qyapi that outlives the servers under test, a data folder with a release, and customers who ask. */
export type WecomSetting = {
  readonly chance: Chance;
  readonly fake: FakeQyapi;
  readonly start: () => ServerProcess;
  /** Where WeCom calls from now on. */
  readonly callAt: (url: string) => void;
  /** So many questions at once, each by a customer taken by chance, as far as not too many wait. */
  readonly ask: (count: number) => void;
  readonly asked: () => number;
  /** Asks now and then until the signal aborts. */
  readonly trickle: (signal: AbortSignal) => Promise<void>;
  /** Waits until a server at `url` has fetched and answered everything. */
  readonly drained: (url: string) => Promise<Health>;
  /** What is not one answer to each question of a customer, in their order; empty when all is well. */
  readonly faults: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function createWecomSetting(env: Readonly<Record<string, string>> = {}): Promise<WecomSetting> {
  const chance = createChance();
  const { path, dispose } = temporaryFolder();
  await publish(join(path, 'library'), LIBRARY);
  // An answer that is still on its way when the server dies is what makes an outcome unknown.
  const fake = createFakeQyapi({
    ...{ corpId: CORP, apps: [{ agentId: AGENT, secret: SECRET }], kfAgentId: AGENT },
    lag: () => chance.whole(0, 30),
  });
  fake.kf.addAccount({ open_kfid: KF });
  fake.kf.syncsWithoutToken = 1_000_000;
  // A call to a server that is dead is lost, and the next start must find what it was about.
  fake.callbacks.retries = 0;
  await fake.start();
  const key = randomBytes(32).toString('base64');
  const started = new Set<ServerProcess>();
  const counts = new Map<string, number>();
  const total = () => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const waiting = () => total() - fake.delivered('kf').length;

  const answersTo = (customer: string) =>
    fake.delivered('kf').filter((delivery) => delivery.customer === customer);
  const ask = (count: number) => {
    for (let i = 0; i < count && waiting() < MOST_WAITING; i++) {
      const customer = `wmCustomer${chance.whole(1, 25)}`;
      const before = counts.get(customer) ?? 0;
      // Five messages may follow a customer's last: more questions at once would have to wait for another.
      if (before - answersTo(customer).length >= 5) continue;
      counts.set(customer, before + 1);
      fake.kf.say({
        open_kfid: KF,
        customer,
        message: { msgtype: 'text', text: { content: questionOf(before) } },
      });
    }
  };

  return {
    ...{ chance, fake, ask, asked: total },
    start: () => {
      const server = startServerProcess(path, {
        ...{ DATA_DIR: path, PORT: '0', DATA_KEY: key, SEND_TIMEOUT_SECONDS: '3' },
        ...{ WECOM_CORP_ID: CORP, WECOM_APP_AGENT_ID: AGENT, WECOM_APP_SECRET: SECRET, WECOM_KF: 'on' },
        ...{ WECOM_APP_TOKEN: CALLBACK.token, WECOM_APP_AES_KEY: CALLBACK.encodingAESKey },
        ...{ WECOM_API_ROOT: fake.url(), SLOW_DOWN_PERSON_PER_MINUTE: '10000', ...env },
      });
      started.add(server);
      void server.ended.then(() => started.delete(server));
      return server;
    },
    callAt: (url) => fake.setCallback(AGENT, { url: `${url}${APP_HOOK}`, ...CALLBACK }),
    trickle: async (signal) => {
      while (!signal.aborted) {
        ask(1);
        await pause(40 * chance.next(), undefined, { signal }).catch(() => undefined);
      }
    },
    drained: async (url) => {
      let health = await healthOf(url);
      const isDone = async () => {
        health = await healthOf(url);
        const { pending, sending, failed, dead } = health.outbox;
        return waiting() - dead <= 0 && health.inbox + pending + sending + failed === 0;
      };
      await eventually(isDone, () => JSON.stringify({ waiting: waiting(), ...health }), 300_000);
      return health;
    },
    faults: () =>
      [...counts].flatMap(([customer, count]) => {
        const got = answersTo(customer).map(({ message }) => kindOf(JSON.stringify(message)));
        const want = Array.from({ length: count }, (_, n) => n % KINDS);
        return JSON.stringify(got) === JSON.stringify(want)
          ? []
          : [`${customer}: wanted ${want.join(' ')} and got ${got.map((kind) => kind ?? '?').join(' ')}`];
      }),
    close: async () => {
      for (const server of started) await server.kill();
      await fake.stop();
      dispose();
    },
  };
}
