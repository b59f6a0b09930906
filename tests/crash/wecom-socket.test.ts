import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wecomCopy as copy } from '../../bot/copy/wecom.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { createFakeOpenWs } from '../fakes/openws/server.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { createChance } from './chance.ts';
import { KINDS, kindOf, LIBRARY, questionOf } from './questions.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { eventually, healthOf } from './setting.ts';

const BOT = { botId: 'aibCrash', secret: 'secret-of-the-bot-that-nobody-sees' };
const KILLS = 15;
/** So many that nobody comes near the 30 messages a minute that a chat may have. */
const PEOPLE = 60;

type Asked = { readonly user: string; readonly kind: number };

const streamSchema = z.object({
  msgtype: z.literal('stream'),
  stream: z.object({ finish: z.boolean(), content: z.string() }),
});
const pushSchema = z.object({ msgtype: z.literal('markdown'), markdown: z.object({ content: z.string() }) });

async function createSetting() {
  const chance = createChance();
  const { path, dispose } = temporaryFolder();
  await publish(join(path, 'library'), LIBRARY);
  const fake = createFakeOpenWs(BOT);
  await fake.start();
  const key = randomBytes(32).toString('base64');
  const started = new Set<ServerProcess>();
  const asked = new Map<string, Asked>();
  const counts = new Map<string, number>();

  /** By somebody taken by chance, if the bot is there: to nobody WeCom hands nothing. */
  const ask = (): string | undefined => {
    if (!fake.connections().live) return undefined;
    const user = `member${chance.whole(1, PEOPLE)}`;
    const n = counts.get(user) ?? 0;
    counts.set(user, n + 1);
    // Now and then one that can be answered only by a message of its own, in a chat that WeCom knows already.
    const reqId = n > 0 && chance.next() < 0.3 ? askOnce(user, n) : fake.people.text(user, questionOf(n));
    asked.set(reqId, { user, kind: n % KINDS });
    return reqId;
  };
  /** Under a req_id that WeCom takes no answer to. */
  const askOnce = (user: string, n: number): string => {
    const reqId = `stale_${user}_${n}`;
    const body = {
      ...{ msgid: reqId, aibotid: BOT.botId, chattype: 'single', from: { userid: user } },
      ...{ msgtype: 'text', text: { content: questionOf(n) } },
    };
    fake.sendRaw(JSON.stringify({ cmd: 'aibot_msg_callback', headers: { req_id: reqId }, body }));
    return reqId;
  };

  /** What a person reads as answers to each question, and what is wrong with it. */
  const judge = () => {
    const answered = new Set<string>();
    const faults: string[] = [];
    let repeats = 0;
    const streams = new Map<string, { finish: boolean; content: string }>();
    for (const { reqId, body } of fake.sent()) {
      const frame = streamSchema.safeParse(body);
      if (frame.success) streams.set(reqId, frame.data.stream);
    }
    for (const [reqId, { finish, content }] of streams) {
      const question = asked.get(reqId);
      // Whoever dies in that moment has said so of a question that it could not keep.
      if (!finish && content === copy.looking) continue;
      if (!finish) faults.push(`${reqId} is left with ${content}`);
      else if (question === undefined || kindOf(content) !== question.kind)
        faults.push(`${reqId} asked for ${question?.kind} and reads ${content}`);
      else answered.add(reqId);
    }
    /** Of each person: what came in a message of its own. */
    const told = new Map<string, string>();
    for (const { conversation, cmd, body } of fake.sent()) {
      if (cmd !== 'aibot_send_msg') continue;
      const pushed = pushSchema.safeParse(body);
      // What offers a choice comes as a card, whose words are judged as those of any answer.
      const content = pushed.success ? pushed.data.markdown.content : JSON.stringify(body);
      const kind = kindOf(content);
      // A card that only offers something answers nothing; whoever waits for an answer still waits.
      if (!pushed.success && kind === undefined) continue;
      const marked = content.startsWith(copy.repeated);
      // The newest: one before it may be lost.
      const [open] = [...asked].findLast(
        ([reqId, one]) => one.user === conversation && one.kind === kind && !answered.has(reqId),
      ) ?? [undefined];
      if (marked && told.get(conversation) === content.slice(copy.repeated.length).trim()) repeats++;
      else if (open !== undefined) answered.add(open);
      else faults.push(`${conversation} reads again, or unasked: ${content}`);
      told.set(conversation, marked ? content.slice(copy.repeated.length).trim() : content);
    }
    return { answered, faults, repeats };
  };

  return {
    ...{ chance, fake, ask, asked, judge },
    launch: async () => {
      const server = startServerProcess(path, {
        ...{ DATA_DIR: path, PORT: '0', DATA_KEY: key, SEND_TIMEOUT_SECONDS: '3' },
        ...{ WECOM_BOT_MODE: 'websocket', WECOM_BOT_ID: BOT.botId, WECOM_BOT_SECRET: BOT.secret },
        ...{ WECOM_WS_URL: fake.url(), SLOW_DOWN_PERSON_PER_MINUTE: '10000' },
      });
      started.add(server);
      void server.ended.then(() => started.delete(server));
      const url = await server.ready;
      if (url === undefined) throw new Error(`did not start: ${server.complaints()}`);
      await eventually(
        () => fake.connections().live,
        () => server.complaints(),
      );
      return { server, url };
    },
    /** How many messages a server has ever kept. Only while none runs. */
    kept: async () => {
      const store = await openStore({ kind: 'file', file: join(path, 'gongyou.db') });
      try {
        return await store.transaction(async (tx) => {
          const rows = await tx.selectFrom('inbox').select('id').where('channel', '=', 'wecom-bot').execute();
          return rows.length;
        });
      } finally {
        await store.close();
      }
    },
    close: async () => {
      for (const server of started) await server.kill();
      await fake.stop();
      dispose();
    },
  };
}

describe('a server that has the AI bot’s long connection and is killed', () => {
  it('answers all that it kept, none twice without its mark; only what it had no time to keep is lost', async () => {
    const { chance, fake, ask, asked, judge, launch, kept, close } = await createSetting();
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const { server } = await launch();
        // However slow the machine is, each life keeps something.
        const first = ask() ?? '';
        await eventually(
          () => judge().answered.has(first),
          () => `${first} in life ${kill}; CRASH_SEED=${chance.seed}`,
        );
        // An answer whose acknowledgement never comes is what makes an outcome unknown, in a stream and in a message.
        fake.faults.add({ cmd: 'aibot_respond_msg', times: 2, does: { kind: 'hold' } });
        fake.faults.add({ cmd: 'aibot_send_msg', does: { kind: 'hold' } });
        for (let burst = chance.whole(1, 4); burst > 0; burst--) {
          for (let count = chance.whole(1, 6); count > 0; count--) ask();
          await pause(chance.whole(0, 150));
        }
        await server.kill();
        await fake.until(() => !fake.connections().live);
        fake.faults.clear();
        fake.release();
      }
      const last = await launch();
      const safe = Array.from({ length: 20 }, ask).filter((reqId) => reqId !== undefined);
      expect(safe).toHaveLength(20);
      let health = await healthOf(last.url);
      const unanswered = () => {
        const { answered } = judge();
        return safe.filter((reqId) => !answered.has(reqId));
      };
      const isDone = async () => {
        health = await healthOf(last.url);
        const { inbox, outbox } = health;
        const waiting = inbox + (outbox.pending ?? 0) + (outbox.sending ?? 0) + (outbox.failed ?? 0);
        return waiting === 0 && unanswered().length === 0;
      };
      const state = () =>
        JSON.stringify({ ...health, unanswered: unanswered(), faults: judge().faults, seed: chance.seed });
      await eventually(isDone, state, 300_000);
      expect((await healthOf(last.url)).outbox.dead).toBe(0);
      expect(await last.server.stop()).toEqual({ code: 0, signal: null });

      const { answered, faults, repeats } = judge();
      expect(faults).toEqual([]);
      const lost = [...asked.keys()].filter((reqId) => !answered.has(reqId));
      console.log(
        `AI bot, long connection: ${asked.size} questions over ${KILLS} kills, ${lost.length} not kept in time, ` +
          `${repeats} repeats, each marked (CRASH_SEED=${chance.seed})`,
      );
      // Each is a row on disk: nothing that was kept is without its answer.
      expect(answered.size).toBe(await kept());
      // A load that did not load would prove nothing.
      expect(answered.size).toBeGreaterThan(KILLS * 2);
    } finally {
      await close();
    }
  }, 600_000);
});
