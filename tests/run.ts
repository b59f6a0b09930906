import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './shared.ts';

/** The Node that the repository pins, whichever one runs the tests. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a program of the repository in `folder` with only the environment that the test gives. */
export function runProgram(
  program: string,
  args: readonly string[],
  { folder, env = {}, input = '' }: { folder: string; env?: Record<string, string>; input?: string },
): Ran {
  const { status, stdout, stderr } = spawnSync(NODE, [join(ROOT, program), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    input,
    encoding: 'utf8',
    timeout: 60_000,
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
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}
