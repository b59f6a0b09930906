/** Messages through the whole path (durable inbox, answer, outbox) beside a bare grammY bot, on one fake Bot API server. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ingest } from '#ingest';
import { line } from './measure.ts';

const TOKEN = '7:bench';
const CHATS = 500;
const COUNT = 5_000;
/** Memory is looked at after each of these, as often as MEMORY_LOOKS says. */
const MEMORY_STEP = 20_000;
const MEMORY_LOOKS = 5;
/** Messages that one request puts into the fake. */
const BATCH = 500;

const QUESTIONS = readFileSync('knowledge/checks/dev-a.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((text) => z.object({ region: z.string().nullable(), question: z.string() }).parse(JSON.parse(text)))
  .map(({ region, question }) => (region === null ? question : `在${region}，${question}`));

export async function benchChannel(): Promise<void> {
  console.log(
    `channel: Telegram by polling, ${COUNT} messages of ${CHATS} private chats, SQLite flushed at each commit`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-bench-'));
  try {
    await ingest({ knowledge: 'knowledge', root: join(folder, 'library') });
    const bare = await withFake((fake) => measureEcho(fake));
    line('bare grammY bot that says each message back', `${bare.toFixed(0)} messages/s`);
    await withFake(async (fake) => {
      const { perSecond, memory } = await measureServer(fake, folder);
      line('whole path: kept, answered, delivered', `${perSecond.toFixed(0)} messages/s`);
      line('ratio to the bare bot', (perSecond / bare).toFixed(2), '≥ 0.5');
      for (const [i, rss] of memory.entries())
        line(`resident memory after ${(i + 1) * MEMORY_STEP} messages`, `${(rss / 2 ** 20).toFixed(0)} MB`);
      const [first = 0] = memory;
      const slope = ((memory.at(-1) ?? 0) - first) / (MEMORY_LOOKS - 1);
      line(
        `slope after the first ${MEMORY_STEP}`,
        `${(slope / 2 ** 20).toFixed(1)} MB per ${MEMORY_STEP}`,
        'flat',
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Messages a second. */
async function measureEcho(fake: Fake): Promise<number> {
  const bot = spawn(process.execPath, ['bench/channel-child.ts', TOKEN, fake.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(bot.stdout, 'data');
    await fake.say(0, CHATS);
    await until(async () => (await fake.state()).sent === CHATS);
    const start = performance.now();
    await fake.say(CHATS, COUNT);
    await until(async () => (await fake.state()).sent === CHATS + COUNT);
    return (COUNT / (performance.now() - start)) * 1000;
  } finally {
    await end(bot);
  }
}

/** Messages a second, and bytes of resident memory after each step. */
async function measureServer(fake: Fake, folder: string): Promise<{ perSecond: number; memory: number[] }> {
  const server = spawn(process.execPath, [resolve('bot/main.ts')], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' },
      ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: fake.url },
      ...{ SLOW_DOWN_PERSON_PER_MINUTE: '10000', SLOW_DOWN_GROUP_PER_MINUTE: '10000' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [said] = z.tuple([z.instanceof(Buffer)]).parse(await once(server.stdout, 'data'));
    const url = /http:\/\/[\d.:]+/.exec(said.toString())?.[0] ?? '';
    const idle = () => until(async () => (await fake.state()).pending === 0 && (await isIdle(url)));
    await fake.say(0, CHATS);
    await idle();
    const start = performance.now();
    await fake.say(CHATS, COUNT);
    await idle();
    const perSecond = (COUNT / (performance.now() - start)) * 1000;
    const memory: number[] = [];
    for (let asked = CHATS + COUNT; memory.length < MEMORY_LOOKS; asked = memory.length * MEMORY_STEP) {
      await fake.say(asked, (memory.length + 1) * MEMORY_STEP - asked);
      await idle();
      memory.push(residentOf(server));
    }
    return { perSecond, memory };
  } finally {
    await end(server);
  }
}

const healthSchema = z.looseObject({
  inbox: z.number(),
  outbox: z.looseObject({ pending: z.number(), sending: z.number(), failed: z.number() }),
});

async function isIdle(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health`);
  const { inbox, outbox } = healthSchema.parse(await response.json());
  return inbox + outbox.pending + outbox.sending + outbox.failed === 0;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

type Fake = {
  readonly url: string;
  /** `count` messages, from the `first`th on, each in the next chat. */
  readonly say: (first: number, count: number) => Promise<void>;
  readonly state: () => Promise<{ pending: number; sent: number }>;
};

/** The fake in its own process, so that its work is in neither figure. */
async function withFake<T>(use: (fake: Fake) => Promise<T>): Promise<T> {
  const program = spawn(process.execPath, ['tests/fakes/bot-api/main.ts', '--token', TOKEN], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [said] = z.tuple([z.instanceof(Buffer)]).parse(await once(program.stdout, 'data'));
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(said.toString()));
    const say = async (first: number, count: number) => {
      for (let done = 0; done < count; done += BATCH) {
        const steps = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => {
          const at = first + done + i;
          return { do: 'say', from: 1000 + (at % CHATS), text: QUESTIONS[at % QUESTIONS.length] };
        });
        const response = await fetch(`${url}/control/do`, { method: 'POST', body: JSON.stringify(steps) });
        await response.body?.cancel();
      }
    };
    const state = async () => {
      const response = await fetch(`${url}/control/state`);
      return z.object({ pending: z.number(), sent: z.number() }).parse(await response.json());
    };
    return await use({ url, say, state });
  } finally {
    await end(program);
  }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await pause(100);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
