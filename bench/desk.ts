/** The console under load: 1,000 open tickets, 50 of the staff looking, 200 workers writing; beside a bare page. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ingest } from '#ingest';
import { systemClock } from '../bot/clock.ts';
import { parseConfig } from '../bot/config.ts';
import { createDesk } from '../bot/desk/staff.ts';
import { TICKET_KINDS } from '../bot/desk/ticket-draft.ts';
import { PLAIN_CALENDAR } from '../bot/desk/working-calendar.ts';
import { storeLocation } from '../bot/paths.ts';
import { openVault } from '../bot/privacy/open-vault.ts';
import { randomId, randomToken } from '../bot/random-id.ts';
import { insertSession } from '../bot/store/console.ts';
import { ensureConversation } from '../bot/store/conversations.ts';
import { openStore } from '../bot/store/open-store.ts';
import { addStaff } from '../bot/store/staff.ts';
import { openTicket } from '../bot/store/tickets.ts';
import { line, ms } from './measure.ts';

const TICKETS = 1_000;
const AGENTS = 50;
const WORKERS = 200;
/** How long is measured, after as long to warm up as WARM says. ms */
const MEASURED = 30_000;
const WARM = 8_000;
/** A screen reads itself anew at most every second and a half; somebody opens a page. ms */
const BETWEEN_LOOKS = 1_500;
/** A worker who types, reads the answer and types again. ms */
const BETWEEN_WORDS = 30_000;
const REGIONS = ['山东省/淄博市', '江西省/南昌市', '云南省/昆明市', '吉林省/长春市', null];
const TRADES = ['外卖', '快递', '网约车', null];

export async function benchDesk(): Promise<void> {
  console.log(
    `desk: ${TICKETS} open tickets, ${AGENTS} of the staff looking, ${WORKERS} workers writing every ${BETWEEN_WORDS / 1000} s, SQLite, ${MEASURED / 1000} s`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-bench-'));
  try {
    await ingest({ knowledge: 'knowledge', root: join(folder, 'library') });
    const bare = await withServer('bench/desk-child.ts', [join(folder, 'bare.db')], folder, async (url) => {
      const times = createTimes();
      await forAWhile(times, () =>
        Array.from({ length: AGENTS }, (_, i) => look(() => times.get('bare', `${url}/`, ''), i)),
      );
      return times.of('bare');
    });
    line('bare Hono page, one row of SQLite: p50 / p95 / p99', figures(bare));
    const { tickets, cookies } = await seed(folder);
    const env = { SLOW_DOWN_PERSON_PER_MINUTE: '1000' };
    await withServer('bot/main.ts', [], folder, (url) => measure(url, tickets, cookies), env);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(url: string, tickets: readonly string[], cookies: readonly string[]): Promise<void> {
  const times = createTimes();
  let heard = 0;
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => openWorker(url)));
  await forAWhile(times, (signal) => [
    ...cookies.map((cookie, i) =>
      look(async (round) => {
        const at = tickets[(i + round * 7) % tickets.length];
        if (round % 3 === 0) return times.get('ticket', `${url}/console/tickets/${at}`, cookie);
        return times.get('queue', `${url}/console?show=${round % 3 === 1 ? 'live' : 'mine'}`, cookie);
      }, i),
    ),
    ...cookies.map((cookie) => listen(`${url}/console/stream?since=0`, cookie, signal, () => heard++)),
    ...workers.map((write, i) => look((round) => write(times, round), i * 4, BETWEEN_WORDS)),
  ]);
  line('the list: p50 / p95 / p99', figures(times.of('queue')), 'p95 ≤ 200 ms');
  line('a ticket, each look written down: p50 / p95 / p99', figures(times.of('ticket')), 'p95 ≤ 200 ms');
  line('a worker’s words, kept: p50 / p95 / p99', figures(times.of('words')));
  line('changes told to streams', `${heard}`);
}

/** Tickets in work with a conversation each, half of them in somebody's hands, and logins for the staff. */
async function seed(folder: string): Promise<{ readonly tickets: string[]; readonly cookies: string[] }> {
  const config = parseConfig({ DATA_DIR: folder });
  const store = await openStore(storeLocation(config));
  try {
    const vault = await openVault(store, config);
    const rules = { replyHours: 24, urgentHours: 2, clocks: [], calendar: PLAIN_CALENDAR };
    const desk = createDesk({ store, vault, clock: systemClock, rules, via: 'console' });
    const now = Date.now();
    const tickets: string[] = [];
    const cookies: string[] = [];
    for (let i = 0; i < AGENTS; i++) {
      const token = randomToken();
      await store.transaction(async (tx) => {
        await addStaff(tx, { name: `坐席${i}`, role: 'agent', regions: [], trades: [] }, now);
        await insertSession(tx, {
          ...{ hash: vault.sign('console-session', token), id: randomId(), staff: `坐席${i}`, how: 'link' },
          ...{ browser: '', created_at: now, seen_at: now, expires_at: now + 3_600_000 },
        });
      });
      cookies.push(`gongyou-console=${token}`);
    }
    for (let i = 0; i < TICKETS; i++) {
      const person = `bench-${i}`;
      const { row } = await store.transaction(async (tx) => {
        const channel = 'web';
        const conversation = await ensureConversation(tx, vault, {
          channel,
          kind: 'private',
          chat: person,
          now,
        });
        const draft = {
          kind: TICKET_KINDS[i % TICKET_KINDS.length] ?? 'question',
          urgent: i % 50 === 0,
          region: REGIONS[i % REGIONS.length] ?? null,
          trade: TRADES[i % TRADES.length] ?? null,
          ...{
            topic: '想找工会的人',
            matters: [],
            citations: [],
            files: [],
            anonymous: false,
            contact: null,
          },
          answers: [{ label: '想说的话', value: '站长不给我结上个月的单钱', personal: true }],
          transcript: Array.from({ length: 6 }, (_, at) => ({
            from: at % 2 === 0 ? ('worker' as const) : ('bot' as const),
            at: now,
            words: '站长说平台没打款，让我再等等',
          })),
          consentAt: now,
        };
        const writing = { vault, rules, now: now - (i % 40) * 3_600_000 };
        return await openTicket(tx, writing, { owner: { channel, conversation, person }, draft, randomId });
      });
      tickets.push(row.id);
      if (i % 2 === 0) continue;
      const viewer = { name: `坐席${i % AGENTS}`, role: 'agent' as const };
      await desk.act(row.id, { kind: 'claim' }, viewer);
      for (let note = 0; note < 6; note++)
        await desk.act(row.id, { kind: 'note', words: '打过电话，没有人接，明天再打' }, viewer);
    }
    return { tickets, cookies };
  } finally {
    await store.close();
  }
}

/** Somebody at the chat page with a ticket of their own; then each word goes into it or asks something. */
async function openWorker(url: string): Promise<(times: Times, round: number) => Promise<void>> {
  const page = await fetch(`${url}/?here`);
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const csrf = /data-csrf="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const said = ['/转人工', '站长不给我结上个月的单钱'];
  return (times, round) => {
    const text = said[round] ?? (round % 2 === 0 ? `/补充 第${round}句` : '在淄博，工资拖欠了找谁');
    return times.get('words', `${url}/chat/messages`, cookie, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf': csrf },
      body: JSON.stringify({ id: randomUUID(), text }),
    });
  };
}

type Times = {
  /** Asks, reads to the end, and keeps how long that took while it is measured. @throws for an answer that is none */
  readonly get: (what: string, url: string, cookie: string, more?: RequestInit) => Promise<void>;
  readonly of: (what: string) => readonly number[];
  readonly begin: () => void;
};

function createTimes(): Times {
  const kept = new Map<string, number[]>();
  let begun = false;
  return {
    begin: () => {
      begun = true;
    },
    get: async (what, url, cookie, more = {}) => {
      const start = performance.now();
      const response = await fetch(url, {
        ...more,
        headers: { accept: 'text/html', cookie, ...more.headers },
        redirect: 'manual',
      });
      await response.arrayBuffer();
      if (response.status >= 300) throw new Error(`${what}: ${response.status}`);
      if (begun) kept.set(what, [...(kept.get(what) ?? []), performance.now() - start]);
    },
    of: (what) => (kept.get(what) ?? []).toSorted((a, b) => a - b),
  };
}

let over = new AbortController();

/** Everybody begins; what is kept begins when they are warm. */
async function forAWhile(
  times: Times,
  begin: (signal: AbortSignal) => readonly Promise<void>[],
): Promise<void> {
  over = new AbortController();
  const all = begin(over.signal);
  const failed = Promise.all(all);
  await Promise.race([failed, pause(WARM)]);
  times.begin();
  await Promise.race([failed, pause(MEASURED)]);
  over.abort();
  await failed;
}

/** Again and again until it is over, not all at the same moment. */
async function look(
  step: (round: number) => Promise<void>,
  offset: number,
  between = BETWEEN_LOOKS,
): Promise<void> {
  const { signal } = over;
  await pause((offset * 37) % between);
  for (let round = 0; !signal.aborted; round++) {
    const start = performance.now();
    await step(round);
    const rest = between - (performance.now() - start);
    if (rest > 0) await pause(rest, undefined, { signal }).catch(() => undefined);
  }
}

async function listen(url: string, cookie: string, signal: AbortSignal, hear: () => void): Promise<void> {
  try {
    const response = await fetch(url, { headers: { cookie }, signal });
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const _ of chunk.matchAll(/^event: change$/gm)) hear();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function figures(sorted: readonly number[]): string {
  const at = (share: number) => ms(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} (${sorted.length})`;
}

async function withServer<T>(
  program: string,
  args: readonly string[],
  folder: string,
  use: (url: string) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const child: ChildProcess & { stdout: NodeJS.ReadableStream } = spawn(
    process.execPath,
    [resolve(program), ...args],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [said] = z.tuple([z.instanceof(Buffer)]).parse(await once(child.stdout, 'data'));
    return await use(/http:\/\/[\d.:]+/.exec(said.toString())?.[0] ?? '');
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}
