/**
 * The load on the console, in a process of its own: it shares the machine with the server, so it does little more than
 * write to sockets and read to the end.
 *   node bench/desk-load.ts < plan.json
 */

import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { planSchema, type Result } from './desk-plan.ts';

const plan = planSchema.parse(await json(process.stdin));
const agent = new Agent({ keepAlive: true });
const over = new AbortController();
const times: Record<string, number[]> = {};
let measuring = false;
let heard = 0;

type Sent = {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The answer's head; its body flows. */
function send(path: string, { method = 'GET', headers, body }: Sent, signal?: AbortSignal) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      `${plan.url}${path}`,
      { agent, method, headers, ...(signal && { signal }) },
      resolve,
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

/** Asks, reads to the end, keeps how long it took. @throws for an answer that is none */
async function ask(what: string, path: string, sent: Sent): Promise<void> {
  const start = performance.now();
  const response = await send(path, sent);
  await new Promise((resolve, reject) => {
    response.once('end', resolve).once('error', reject).resume();
  });
  const { statusCode = 0 } = response;
  if (statusCode >= 300) throw new Error(`${what}: ${statusCode}`);
  if (!measuring) return;
  times[what] = times[what] ?? [];
  times[what].push(performance.now() - start);
}

/** Again and again until it is over; people are not at their screens all at the same moment. */
async function again(
  step: (round: number) => Promise<void>,
  { share, between, rounds }: { share: number; between: number; rounds: number | null },
): Promise<void> {
  const { signal } = over;
  const wait = (ms: number) => (ms > 0 ? pause(ms, undefined, { signal }).catch(() => undefined) : undefined);
  await wait(share * between);
  for (let round = 0; !signal.aborted && round !== rounds; round++) {
    const start = performance.now();
    await step(round);
    await wait(between - (performance.now() - start));
  }
}

function read({ cookie, asks, between }: (typeof plan.readers)[number], nth: number): Promise<void> {
  return again(
    async (round) => {
      const next = asks[(nth + round) % asks.length];
      if (next !== undefined) await ask(next.what, next.path, { headers: { accept: 'text/html', cookie } });
    },
    { share: nth / plan.readers.length, between, rounds: null },
  );
}

async function listen(path: string, cookie: string): Promise<void> {
  try {
    const response = await send(path, { headers: { cookie } }, over.signal);
    for await (const chunk of response.setEncoding('utf8'))
      heard += String(chunk).split('event: change').length - 1;
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
}

/** Somebody at the chat page with a ticket of their own; then each word goes into it or asks something. */
async function openWriter(): Promise<(round: number) => Promise<void>> {
  const page = await send('/?here', { headers: {} });
  const cookie = (page.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  const csrf = /data-csrf="([^"]+)"/.exec(await textOf(page))?.[1] ?? '';
  const headers = { 'content-type': 'application/json', 'x-csrf': csrf, cookie };
  const say = (text: string) =>
    ask('words', '/chat/messages', {
      method: 'POST',
      headers,
      body: JSON.stringify({ id: randomUUID(), text }),
    });
  await say('/转人工');
  await say('站长不给我结上个月的单钱');
  return async (round) => {
    await say(round % 2 === 0 ? `/补充 第${round}句` : '在淄博，工资拖欠了找谁');
  };
}

/** A figure of the server's own, in seconds or pieces. */
async function metric(name: string): Promise<number> {
  const text = await textOf(await send('/metrics', { headers: {} }));
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
}

const serverCpu = async () => (await metric('process_cpu_seconds_total')) * 1000;
const ownCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function untilAnswered(): Promise<void> {
  while (plan.writers.count > 0 && (await metric('gongyou_inbox_waiting')) > 0) await pause(50);
}

const writers = [];
for (let i = 0; i < plan.writers.count; i++) writers.push(await openWriter());
await untilAnswered();
const before = { server: 0, own: 0, at: 0 };
const begin = async () => {
  before.server = await serverCpu();
  before.own = ownCpu();
  before.at = performance.now();
  measuring = true;
  heard = 0;
};
if (plan.warm === 0) await begin();
const all = Promise.all([
  ...plan.readers.map((reader, i) => read(reader, i)),
  ...plan.streams.map(({ path, cookie }) => listen(path, cookie)),
  ...writers.map((write, i) => again(write, { ...plan.writers, share: i / writers.length })),
]);
await Promise.race([all, pause(plan.warm)]);
if (!measuring) await begin();
await Promise.race([all, pause(plan.measured)]);
const own = ownCpu() - before.own;
over.abort();
await all;
await untilAnswered();
const result: Result = {
  times,
  heard,
  elapsed: performance.now() - before.at,
  serverCpu: (await serverCpu()) - before.server,
  ownCpu: own,
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));
