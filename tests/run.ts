import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
