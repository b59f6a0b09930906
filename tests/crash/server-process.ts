import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NODE, RUN_ENV } from '../run.ts';
import { ROOT } from '../shared.ts';

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** The real server, bot/main.ts, in a process of its own. */
export type ServerProcess = {
  readonly pid: number;
  /** Its address, once it said that it is ready; undefined when it ended before. */
  readonly ready: Promise<string | undefined>;
  readonly ended: Promise<Ended>;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<Ended>;
  /** SIGTERM; resolves when it is gone. */
  readonly stop: () => Promise<Ended>;
  /** What it wrote to its standard output. */
  readonly said: () => string;
  /** What it wrote to its standard error. */
  readonly complaints: () => string;
};

/**
 * @param folder where it is started; no .env is there
 * @param inside words before the command, for a server in a world of its own
 */
export function startServerProcess(
  folder: string,
  env: Readonly<Record<string, string>>,
  inside: readonly string[] = [],
): ServerProcess {
  const [program = NODE, ...args] = [...inside, NODE, join(ROOT, 'bot/main.ts')];
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...RUN_ENV, LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complained = (complained + chunk).slice(-10_000);
  });
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, signal: child.signalCode }));
  const ready = new Promise<string | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined && said.includes('\n')) resolve(url);
    });
    void ended.then(() => resolve(undefined));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    said: () => said,
    complaints: () => complained,
  };
}
