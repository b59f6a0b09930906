import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ingest } from '#ingest';
import { checkRelease, currentPublication, openRelease, releaseFolder } from '#knowledge';
import { createChance } from '../crash/chance.ts';
import { temporaryFolder } from '../fixtures.ts';
import { NODE, RUN_ENV } from '../run.ts';
import { openCrashAdmin } from './crash-admin.ts';
import { PROGRAM } from './publish-and-die.ts';
import { writeKnowledge } from './small-knowledge.ts';

const SEED = 20260115;
/** Kills of a publish, wherever they fall, among them each of the last ones, where the switch happens. */
const POINTS = 50;
const LAST = 20;
/** Kills of a publish of what was in force before. */
const AGAIN = 8;
/** Beyond what a process that died held for a while; ms. */
const LATER = 3_600_000;
/** After every so many kills the way is gone to its end. */
const EVERY = 5;

const run = promisify(execFile);
const changesSchema = z.array(z.string());

/** The way from handing over a text to its publication in a process that dies before its `call`-th change; 0 lets it live. */
async function publishIn(folder: string, call: number): Promise<readonly string[] | 'killed'> {
  try {
    const { stdout } = await run(NODE, [PROGRAM, folder, `${call}`], { env: RUN_ENV });
    return changesSchema.parse(JSON.parse(stdout));
  } catch (error) {
    if (error instanceof Error && 'signal' in error && error.signal === 'SIGKILL') return 'killed';
    throw error;
  }
}

/** A folder with what is in force in it, and what a publish there changes. */
type Ground = {
  readonly folder: string;
  readonly old: string;
  readonly next: string;
  readonly seq: number;
  readonly changes: readonly string[];
};

const first = temporaryFolder();
const second = temporaryFolder();
let fresh: Ground;
let again: Ground;

const rootOf = (folder: string) => join(folder, 'library');
const inForce = (folder: string) => {
  const publication = currentPublication(rootOf(folder));
  if (publication === undefined) throw new Error('nothing is in force');
  return publication;
};
function copied(from: string): ReturnType<typeof temporaryFolder> {
  const copy = temporaryFolder();
  cpSync(from, copy.path, { recursive: true });
  return copy;
}

/** Goes the whole way once in a copy. */
async function groundOf(folder: string): Promise<Ground> {
  const { release: old, seq } = inForce(folder);
  const trial = copied(folder);
  const changes = await publishIn(trial.path, 0);
  const { release: next } = inForce(trial.path);
  trial.dispose();
  if (changes === 'killed' || next === old) throw new Error('nothing was published');
  return { folder, old, next, seq, changes };
}

beforeAll(async () => {
  await ingest({ knowledge: writeKnowledge(first.path), root: rootOf(first.path) });
  await (await openCrashAdmin(first.path)).close();
  fresh = await groundOf(first.path);
  cpSync(first.path, second.path, { recursive: true });
  const admin = await openCrashAdmin(second.path);
  await admin.publish();
  await admin.rollback(fresh.old);
  await admin.close();
  again = await groundOf(second.path);
}, 600_000);
afterAll(() => {
  first.dispose();
  second.dispose();
});

/** `count` different ones of all points, with each of the last ones. */
function pointsOf({ changes }: Ground, count: number, last: number): number[] {
  const chance = createChance(SEED);
  const points = new Set(Array.from({ length: last }, (_, left) => changes.length - left));
  while (points.size < count) points.add(chance.whole(1, changes.length));
  return [...points].sort((a, b) => a - b);
}

/** Kills a publish at one point and looks at what it left: who reads finds the one release or the other, whole. */
async function killAt(ground: Ground, call: number): Promise<'old' | 'next'> {
  const copy = copied(ground.folder);
  try {
    const at = `before change ${call} of ${ground.changes.length}, ${ground.changes[call - 1]}`;
    expect(await publishIn(copy.path, call), at).toBe('killed');
    const { release, seq, by, why } = inForce(copy.path);
    const isNext = seq > ground.seq;
    expect(release, at).toBe(isNext ? ground.next : ground.old);
    await checkRelease(releaseFolder(rootOf(copy.path), release), async () => undefined);
    openRelease(releaseFolder(rootOf(copy.path), release)).close();
    const admin = await openCrashAdmin(copy.path, LATER);
    try {
      const { draft, preparing } = await admin.office.state();
      expect(preparing, at).toBeNull();
      // What is in force is no change any more, also where the database did not hear of it; and it says by whom and why.
      if (isNext)
        expect([seq, by !== '', why !== '', draft.changed], at).toEqual([ground.seq + 1, true, true, false]);
      if (call % EVERY === 0) {
        const made = isNext ? await admin.rollback(ground.old) : await admin.publish();
        expect(made, at).toMatchObject({ release: isNext ? ground.old : ground.next, seq: seq + 1 });
      }
    } finally {
      await admin.close();
    }
    return isNext ? 'next' : 'old';
  } finally {
    copy.dispose();
  }
}

async function killAtEach(ground: Ground, points: readonly number[]): Promise<void> {
  const link = ground.changes.indexOf('link') + 1;
  const waiting = [...points];
  const one = async () => {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift())
      expect(await killAt(ground, call), `killed before change ${call}, the link is ${link}`).toBe(
        call <= link ? 'old' : 'next',
      );
  };
  await Promise.all([one(), one()]);
}

describe('a crash between a text that is handed over and its publication', () => {
  it('may come before the making, writing and flushing of files, the switch, and each row and commit', () => {
    const kinds = new Set(fresh.changes);
    for (const kind of ['mkdir', 'open', 'write', 'fsync', 'rename', 'link', 'commit', 'datasync'])
      expect(kinds).toContain(kind);
    expect(fresh.changes.filter((kind) => kind === 'link')).toHaveLength(1);
    const press = fresh.changes.slice(-LAST);
    expect(press).toContain('link');
    expect(press.indexOf('update library_draft set')).toBeLessThan(press.indexOf('link'));
    expect(press.lastIndexOf('commit')).toBeGreaterThan(press.indexOf('link'));
    expect(fresh.changes.length).toBeGreaterThan(POINTS * 2);
  });

  it('leaves exactly the old or exactly the new release at any of fifty points, and the way goes on from there', async () => {
    await killAtEach(fresh, pointsOf(fresh, POINTS, LAST));
  }, 600_000);

  it('leaves them where the same release was in force before, too', async () => {
    expect(again.next).toBe(fresh.next);
    await killAtEach(again, pointsOf(again, AGAIN, 1));
  }, 600_000);
});
