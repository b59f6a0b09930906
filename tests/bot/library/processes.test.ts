import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listPublications } from '#knowledge';
import { buildRelease } from '../../../ingest/build/release.ts';
import { anArticle, publish, releaseInput, temporaryFolder, writePublication } from '../../fixtures.ts';
import { PROGRAM as PUBLISHER } from '../../ingest/publish-in-turn.ts';
import { NODE, RUN_ENV } from '../../run.ts';
import { PROGRAM as FOLLOWER } from './follow-library.ts';

const ROUNDS = 40;
const textOf = (n: number) => `企业不得收取押金${n}。`;
const input = (n: number) => releaseInput({ articles: [anArticle('a/1', textOf(n))] });

type Running = {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that it prints. */
  readonly line: () => Promise<string>;
};

let folder: ReturnType<typeof temporaryFolder>;
let running: Running[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const { child } of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  running = [];
  folder.dispose();
});

function start(program: string, ...args: readonly string[]): Running {
  const child = spawn(NODE, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: RUN_ENV });
  // At once: what a program says before anybody asks for its lines would be lost.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const one = { child, line: async () => String((await lines.next()).value) };
  running.push(one);
  return one;
}

describe('several processes on one library', () => {
  it('that publish at the same time: one of them is first at each number, and the other is told', async () => {
    const { id } = await buildRelease(folder.path, input(1));
    const both = ['王芳', '李强'].map((name) => start(PUBLISHER, folder.path, id, `${ROUNDS}`, name));
    for (const { line } of both) expect(await line()).toBe('ready');
    for (const { child } of both) child.stdin.write('go\n');
    const own = await Promise.all(both.map(async ({ line }) => JSON.parse(await line())));
    expect(own.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: ROUNDS }, (_, i) => i + 1));
    for (const { seq, by } of listPublications(folder.path))
      expect(own[by === '王芳' ? 0 : 1], `${seq}`).toContain(seq);
  }, 400_000);

  it('that answer: each takes over what is published, and keeps what it has when the next is damaged', async () => {
    await publish(folder.path, input(1));
    const both = [start(FOLLOWER, folder.path), start(FOLLOWER, folder.path)];
    const said = async () =>
      (await Promise.all(both.map(({ line }) => line()))).map((line) => JSON.parse(line));
    const each = (state: object) => [state, state];
    expect(await said()).toEqual(each({ text: textOf(1), publication: 1, behind: null }));
    await publish(folder.path, input(2));
    expect(await said()).toEqual(each({ text: textOf(2), publication: 2, behind: null }));
    const { id } = await buildRelease(folder.path, input(3));
    writeFileSync(join(folder.path, 'releases', id, 'articles.idx'), 'damaged');
    writePublication(folder.path, 3, { release: id });
    expect(await said()).toEqual(each({ text: textOf(2), publication: 2, behind: 3 }));
    // One that is well goes before it.
    await publish(folder.path, input(4));
    expect(await said()).toEqual(each({ text: textOf(4), publication: 4, behind: null }));
  }, 400_000);
});
