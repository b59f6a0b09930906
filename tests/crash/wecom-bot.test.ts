import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BOT_HOOK } from '../../bot/channels/wecom/connect.ts';
import { wecomCopy as copy } from '../../bot/copy/wecom.ts';
import { type CallbackRequest, createAibotCaller, postTo } from '../fakes/aibot-callback/caller.ts';
import { createFakeQyapi } from '../fakes/qyapi/server.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';
import { createChance } from './chance.ts';
import { KINDS, kindOf, LIBRARY, questionOf } from './questions.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { eventually, healthOf } from './setting.ts';

const BOT = {
  ...{ token: 'crashToken', botId: 'aibCrash' },
  encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const PEOPLE = 8;
/** WeCom asks again and again for six minutes; a test does not wait that long. */
const PATIENCE_MS = 300_000;

const streamSchema = z.object({
  stream: z.object({ id: z.string(), finish: z.boolean(), content: z.string() }),
});

async function createSetting(env: Readonly<Record<string, string>>) {
  const chance = createChance();
  const { path, dispose } = temporaryFolder();
  await publish(join(path, 'library'), LIBRARY);
  const fake = createFakeQyapi({ corpId: 'wwCrash', apps: [] });
  await fake.start();
  const key = randomBytes(32).toString('base64');
  const started = new Set<ServerProcess>();
  /** Where the servers are; undefined while one is dead. */
  const urls: (string | undefined)[] = [];
  let turn = 0;
  /** Of the newest callback's response_url. */
  let code = '';

  /** To one of the servers that live, again and again until one answers: the same callback, as WeCom repeats it. */
  const deliver = async (request: CallbackRequest) => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      const url = urls[turn++ % urls.length];
      const response =
        url === undefined ? undefined : await postTo(`${url}${BOT_HOOK}`)(request).catch(() => undefined);
      if (response?.status === 200) return response;
      await pause(20);
    }
    throw new Error('no server answered');
  };
  const caller = createAibotCaller({
    ...BOT,
    deliver,
    responseUrl: () => {
      code = fake.aibot.issue();
      return `${fake.url()}/cgi-bin/aibot/response?response_code=${code}`;
    },
  });
  /** Callbacks that were answered in their streams. */
  const inStream = new Set<string>();
  /** What came by the callback's own address. */
  const posted = (by: string) =>
    fake.delivered('aibot').flatMap((one) => (one.code === by ? [JSON.stringify(one.message)] : []));

  /** What somebody reads in the end: the one whole text in the chat. */
  const ask = async (user: string, words: string): Promise<string> => {
    const asked = caller.text(user, words);
    const own = code;
    let { reply } = await asked;
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      const { stream } = streamSchema.parse(reply);
      const [late] = posted(own);
      if (stream.finish && stream.content !== copy.late) {
        inStream.add(own);
        return stream.content;
      }
      if (stream.finish && late !== undefined) return late;
      // WeCom asks about once a second.
      await pause(100);
      if (!stream.finish) ({ reply } = await caller.poll(stream.id, user));
    }
    throw new Error(`the stream was never ended: ${JSON.stringify([reply, posted(own)])}`);
  };

  return {
    ...{ chance, urls },
    /** Answers that came by response_url, and of those such as had come in the stream, or twice. */
    late: () => {
      const codes = fake.delivered('aibot').map((one) => one.code);
      const twice = codes.filter((one, at) => inStream.has(one) || codes.indexOf(one) !== at);
      return { count: codes.length, twice };
    },
    launch: async (place: number): Promise<ServerProcess> => {
      const server = startServerProcess(path, {
        ...{ DATA_DIR: path, PORT: '0', DATA_KEY: key, SEND_TIMEOUT_SECONDS: '2' },
        ...{ WECOM_BOT_ID: BOT.botId, WECOM_BOT_TOKEN: BOT.token, WECOM_BOT_AES_KEY: BOT.encodingAESKey },
        ...{ WECOM_API_ROOT: fake.url(), SLOW_DOWN_PERSON_PER_MINUTE: '10000', ...env },
      });
      started.add(server);
      void server.ended.then(() => started.delete(server));
      urls[place] = await server.ready;
      if (urls[place] === undefined) throw new Error(`did not start: ${server.complaints()}`);
      return server;
    },
    /** People who ask one question after the other until the signal aborts. @returns what was not as it should be */
    people: async (enough: AbortSignal) => {
      const faults: string[] = [];
      let asked = 0;
      const live = async (user: string) => {
        for (let n = 0; !enough.aborted; n++) {
          asked++;
          const content = await ask(user, questionOf(n)).catch(String);
          if (kindOf(content) !== n % KINDS)
            faults.push(`${user} asked ${questionOf(n)} and read ${content}`);
          await pause(chance.whole(0, 60));
        }
      };
      await Promise.all(Array.from({ length: PEOPLE }, (_, at) => live(`member${at}`)));
      return { asked, faults };
    },
    close: async () => {
      for (const server of started) await server.kill();
      await fake.stop();
      dispose();
    },
  };
}

async function survive(env: Readonly<Record<string, string>>, servers: number, kills: number): Promise<void> {
  const setting = await createSetting(env);
  const { chance, urls, launch } = setting;
  try {
    const running: ServerProcess[] = [];
    for (let place = 0; place < servers; place++) running.push(await launch(place));
    const enough = new AbortController();
    const living = setting.people(enough.signal);
    for (let kill = 0; kill < kills; kill++) {
      await pause(chance.whole(200, 1500));
      const place = kill % servers;
      await running[place]?.kill();
      running[place] = await launch(place);
    }
    enough.abort();
    const { asked, faults } = await living;
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(PEOPLE * 3);
    await eventually(
      async () => {
        const { inbox, outbox } = await healthOf(urls[0] ?? '');
        return inbox + (outbox.pending ?? 0) + (outbox.sending ?? 0) + (outbox.failed ?? 0) === 0;
      },
      () => 'something still waits',
    );
    const late = setting.late();
    console.log(
      `AI bot: ${asked} questions to ${servers} servers, ${kills} kills, ${late.count} answers by response_url ` +
        `(CRASH_SEED=${chance.seed})`,
    );
    expect(late.twice).toEqual([]);
    expect((await healthOf(urls[0] ?? '')).outbox.dead).toBe(0);
    for (const server of running) expect(await server.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await setting.close();
  }
}

describe('a server that answers the AI bot’s callbacks and is killed', () => {
  it(
    'gives each question its one answer, in the stream that was opened for it',
    () => survive({}, 1, 6),
    600_000,
  );
});

await describeWithPostgres('two servers on one PostgreSQL that share the AI bot’s streams', () => {
  it('give each question its one answer, whichever is asked, while one is always being killed', async () => {
    const { url, drop } = await freshDatabase();
    try {
      await survive({ DATABASE_URL: url }, 2, 6);
    } finally {
      await drop();
    }
  }, 600_000);
});
