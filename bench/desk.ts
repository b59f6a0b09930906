/** The console under load: 1,000 open tickets, 50 of the staff looking, 200 workers writing; beside a bare page. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ingest } from '#ingest';
import { type Plan, type Result, resultSchema } from './desk-plan.ts';
import { type SeededAgent, seedDesk } from './desk-seed.ts';
import { line, ms } from './measure.ts';

const TICKETS = 1_000;
const AGENTS = 50;
const WORKERS = 200;
/** The worst that people do. A page reads itself anew no sooner than after so long, however much happens. ms */
const BETWEEN_LOOKS = 1_500;
/** A worker who types, reads the answer and types again. ms */
const BETWEEN_WORDS = 10_000;
const WARM = 8_000;
const MEASURED = 30_000;
/** Without a pause: what the server can do, and what one request costs it. */
const SATURATED = { warm: 2_000, measured: 8_000 };
const AT_ONCE = 8;

const QUIET = { readers: [], streams: [], writers: { count: 0, between: 0, rounds: null } };
/** More at once from one visitor is told to wait. */
const BURST = 6;

export async function benchDesk(): Promise<void> {
  const rates = `each of ${AGENTS} looks every ${BETWEEN_LOOKS / 1000} s and listens, each of ${WORKERS} writes every ${BETWEEN_WORDS / 1000} s`;
  console.log(`desk: ${TICKETS} open tickets; ${rates}; SQLite, nothing told before it is flushed`);
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-bench-'));
  try {
    await ingest({ knowledge: 'knowledge', root: join(folder, 'library') });
    const agents = await seedDesk(folder, { agents: AGENTS, tickets: TICKETS });
    await withServer('bench/desk-child.ts', [join(folder, 'bare.db')], folder, async (bare) => {
      await measureBare(bare);
      const measure = async (url: string) => {
        await measurePeople({ url, bare }, agents);
        await measureWithoutPause(url, agents);
      };
      // Questions of one worker that come without a pause would be told to slow down.
      const env = { SLOW_DOWN_PERSON_PER_MINUTE: '10000' };
      await withServer('bot/main.ts', [], folder, measure, env);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Asks = Plan['readers'][number]['asks'];

const bareReaders = (count: number, between: number) =>
  Array.from({ length: count }, () => ({ cookie: '', asks: [{ what: 'bare', path: '/' }], between }));

async function measureBare(url: string): Promise<void> {
  const full = await load({ ...QUIET, url, ...SATURATED, readers: bareReaders(AT_ONCE, 0) });
  line(`bare Hono page, one row of SQLite, without a pause, ${AT_ONCE} at once`, cost(full, 'bare'));
}

const LIST: Asks = ['live', 'mine'].map((show) => ({ what: 'list', path: `/console?show=${show}` }));
const ticketsOf = ({ tickets }: SeededAgent): Asks =>
  tickets.map((id) => ({ what: 'ticket', path: `/console/tickets/${id}` }));
/** Two looks at the list, one at a ticket of one's own. */
const bothOf = (agent: SeededAgent): Asks => ticketsOf(agent).flatMap((ticket) => [...LIST, ticket]);

const readersOf = (agents: readonly SeededAgent[], asksOf: (agent: SeededAgent) => Asks, between: number) =>
  agents.map((agent) => ({ cookie: agent.cookie, asks: asksOf(agent), between }));
const WRITERS = { count: WORKERS, between: BETWEEN_WORDS, rounds: null };

/** The bare page is asked at the same time: what it takes longer than alone, the machine took from both. */
async function measurePeople(
  { url, bare }: { readonly url: string; readonly bare: string },
  agents: readonly SeededAgent[],
): Promise<void> {
  const time = { warm: WARM, measured: MEASURED };
  const beside = load({ ...QUIET, ...time, url: bare, readers: bareReaders(AGENTS, BETWEEN_LOOKS) });
  const people = await load({
    ...time,
    url,
    readers: readersOf(agents, bothOf, BETWEEN_LOOKS),
    streams: agents.map(({ cookie }) => ({ cookie, path: '/console/stream?since=0' })),
    writers: WRITERS,
  });
  line('the list: p50 / p95 / p99', spread(people, 'list'), 'p95 ≤ 200 ms');
  line('a ticket, each look written down: p50 / p95 / p99', spread(people, 'ticket'), 'p95 ≤ 200 ms');
  line('a worker’s words, kept: p50 / p95 / p99', spread(people, 'words'));
  line('changes told to streams', `${people.heard}`);
  line('the bare page, asked at the same time: p50 / p95 / p99', spread(await beside, 'bare'));
  const share = (cpu: number) => `${((100 * cpu) / people.elapsed).toFixed(0)} %`;
  const [busy = 0] = loadavg();
  line(
    'of one core: the server; the load itself',
    `${share(people.serverCpu)}; ${share(people.ownCpu)} (load average ${busy.toFixed(1)})`,
  );
}

async function measureWithoutPause(url: string, agents: readonly SeededAgent[]): Promise<void> {
  const few = agents.slice(0, AT_ONCE);
  const lists = await load({ ...QUIET, url, ...SATURATED, readers: readersOf(few, () => LIST, 0) });
  line(`  without a pause: the list, ${AT_ONCE} at once`, cost(lists, 'list'));
  const tickets = await load({ ...QUIET, url, ...SATURATED, readers: readersOf(few, ticketsOf, 0) });
  line(`  without a pause: tickets, ${AT_ONCE} at once`, cost(tickets, 'ticket'));
  const writers = { count: WORKERS, between: 0, rounds: BURST };
  const words = await load({ ...QUIET, url, warm: 0, measured: MEASURED, writers });
  line(`  without a pause: ${WORKERS} workers, until all are answered`, cost(words, 'words'));
  const readers = readersOf(agents, bothOf, 0);
  const all = await load({ ...QUIET, url, ...SATURATED, readers, writers: WRITERS });
  const figure = `${spread(all, 'list')}, ${rate(all, 'list', 'ticket')}`;
  line(`  without a pause: ${AGENTS} of the staff, workers as above; the list`, figure);
}

function spread({ times }: Result, what: string): string {
  const sorted = (times[what] ?? []).toSorted((a, b) => a - b);
  const at = (share: number) => ms(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} (${sorted.length})`;
}

const count = ({ times }: Result, ...what: readonly string[]) =>
  what.reduce((sum, name) => sum + (times[name]?.length ?? 0), 0);

const rate = (result: Result, ...what: readonly string[]) =>
  `${((1000 * count(result, ...what)) / result.elapsed).toFixed(0)}/s`;

const cost = (result: Result, what: string) =>
  `${rate(result, what)}, ${(result.serverCpu / count(result, what)).toFixed(2)} ms of CPU each`;

/** Runs a plan in a process of its own. */
async function load(plan: Plan): Promise<Result> {
  const child = spawn(process.execPath, ['bench/desk-load.ts'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  return resultSchema.parse(JSON.parse(await text(child.stdout)));
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
      env: {
        PATH: process.env.PATH,
        DATA_DIR: folder,
        PORT: '0',
        LOG_LEVEL: 'error',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${program} did not start`)));
    const [said] = z
      .tuple([z.instanceof(Buffer)])
      .parse(await Promise.race([once(child.stdout, 'data'), gone]));
    return await use(/http:\/\/[\d.:]+/.exec(said.toString())?.[0] ?? '');
  } finally {
    const ended = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await ended;
  }
}
