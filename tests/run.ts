import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './shared.ts';

/** The Node that the repository pins, whichever one runs the tests. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

/**
 * What every program of a test is started with. What Node compiled is kept between starts and between runs, keyed by the
 * source: compiling is most of such a program's time.
 */
export const RUN_ENV = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled-for-tests'),
};

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a program of the repository in `folder` with only the environment that the test gives. */
export function runProgram(
  program: string,
  args: readonly string[],
  { folder, env = {}, input = '' }: { folder: string; env?: Record<string, string>; input?: string },
): Ran {
  const { status, stdout, stderr } = spawnSync(NODE, [join(ROOT, program), ...args], {
    cwd: folder,
    env: { ...RUN_ENV, ...env },
    input,
    encoding: 'utf8',
    timeout: 240_000,
  });
  return { code: status, stdout, stderr };
}

/** The same while this process goes on: for a program that calls a server which the test itself runs. */
export async function runBeside(
  program: string,
  args: readonly string[],
  { folder, env = {} }: { folder: string; env?: Record<string, string> },
): Promise<Ran> {
  const child = spawn(NODE, [join(ROOT, program), ...args], {
    cwd: folder,
    env: { ...RUN_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}
