import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRelease, openRelease } from '#knowledge';
import { createChance } from '../crash/chance.ts';
import { anArticle, publish, releaseInput, temporaryFolder } from '../fixtures.ts';
import { NODE, RUN_ENV } from '../run.ts';
import { PROGRAM } from './publish-and-die.ts';

const OLD = '企业不得收取押金。';
const NEW = '企业不得收取押金或者保证金。';
const SEED = 20260115;
const run = promisify(execFile);

/** Publishes `text` into `root` in a process that dies before its `call`-th change of the disk; 0 lets it live. */
async function publishIn(
  root: string,
  text: string,
  call: number,
): Promise<{ killed: boolean; said: string }> {
  try {
    const { stdout } = await run(NODE, [PROGRAM, root, text, `${call}`], { env: RUN_ENV });
    return { killed: false, said: stdout };
  } catch (error) {
    if (error instanceof Error && 'signal' in error && error.signal === 'SIGKILL')
      return { killed: true, said: '' };
    throw error;
  }
}

/** What a reader that starts now finds: the text of the release in force, or the reason why there is none. */
function inForce(root: string): string {
  try {
    return openRelease(currentRelease(root) ?? '').article(0).text;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const before = temporaryFolder();
let changes = 0;
beforeAll(async () => {
  await publish(before.path, releaseInput({ articles: [anArticle('a/1', OLD)] }));
  const trial = temporaryFolder();
  cpSync(before.path, trial.path, { recursive: true });
  changes = Number((await publishIn(trial.path, NEW, 0)).said);
  trial.dispose();
}, 600_000);
afterAll(before.dispose);

/** The state of a copy of the library after a crash at each of `calls`. */
async function afterCrashes(text: string, calls: readonly number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const one = async (call: number) => {
    const copy = temporaryFolder();
    cpSync(before.path, copy.path, { recursive: true });
    const { killed } = await publishIn(copy.path, text, call);
    found.set(call, killed ? inForce(copy.path) : 'was not killed');
    // Whatever was left behind must not hinder the next try.
    if (call % 5 === 0) {
      await publish(copy.path, releaseInput({ articles: [anArticle('a/1', NEW)] }));
      expect(inForce(copy.path)).toBe(NEW);
    }
    copy.dispose();
  };
  for (let i = 0; i < calls.length; i += 4) await Promise.all(calls.slice(i, i + 4).map(one));
  return found;
}

/** As many points as are asked of a publish, wherever they fall, and all of the last ones, where the switch happens. */
const POINTS = 50;
const points = (): number[] => {
  const chance = createChance(SEED);
  const last = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((left) => changes - left);
  const found = new Set([1, ...last]);
  while (found.size < Math.min(POINTS, changes)) found.add(chance.whole(1, changes));
  return [...found].sort((x, y) => x - y);
};

describe('a crash while a release is published', () => {
  it('leaves exactly the old or exactly the new one at any of fifty points, and the next publish works', async () => {
    const found = await afterCrashes(NEW, points());
    expect(found.size).toBe(Math.min(POINTS, changes));
    for (const [call, text] of found)
      expect([OLD, NEW], `before change ${call} of ${changes} (seed ${SEED})`).toContain(text);
    expect(found.get(1)).toBe(OLD);
    // The record has its number; only what stood aside is to be cleared away.
    expect(found.get(changes)).toBe(NEW);
  }, 600_000);

  it('leaves the old one when the same release is published again', async () => {
    const found = await afterCrashes(OLD, [changes - 5, changes - 4, changes - 3, changes - 2, changes]);
    for (const [call, text] of found)
      expect(text, `before change ${call} of about ${changes}`).toMatch(
        /^企业不得收取押金。|^was not killed/,
      );
  }, 600_000);
});
