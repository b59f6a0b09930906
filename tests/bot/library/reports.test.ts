import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Prepared } from '#ingest/office';
import { createReports, type Reports } from '../../../bot/library/reports.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../fixtures.ts';

const [A, B, C] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'];
let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let reports: Reports;
beforeEach(() => {
  folder = temporaryFolder();
  clock = createManualClock();
  reports = createReports({ root: folder.path, clock });
  mkdirSync(join(folder.path, 'reports'));
});
afterEach(() => folder.dispose());

const fileOf = (release: string) => join(folder.path, 'reports', `${release}.json`);
/** As a preparation writes it: beside, and then in its place. */
function write(release: string, articles: number): void {
  const report: Prepared = {
    ...{ format: 'gongyou-prepared/1', release, against: null },
    counts: { instruments: 1, articles, matters: 0, questions: 0 },
    ...{ files: [], instruments: [], proposals: [], broken: [] },
    diff: { from: null, to: release, instruments: [], articles: [] },
    gate: { margin: 1, sets: [], fell: false, falls: [], worse: [], better: [], missed: [] },
  };
  const aside = join(folder.path, 'reports', '.aside');
  writeFileSync(aside, JSON.stringify(report));
  renameSync(aside, fileOf(release));
}
const articles = async (release: string) => (await reports.read(release))?.counts.articles;

describe('reports of releases', () => {
  it('are read once, and again when they were written again', async () => {
    write(A, 1);
    const first = await reports.read(A);
    expect(first?.counts.articles).toBe(1);
    expect(await reports.read(A)).toBe(first);
    write(A, 2);
    expect(await articles(A)).toBe(2);
    rmSync(fileOf(A));
    expect(await reports.read(A)).toBeUndefined();
  });

  it('are none where none is kept, or a damaged one', async () => {
    expect(await reports.read(A)).toBeUndefined();
    writeFileSync(fileOf(A), '{"format":');
    expect(await reports.read(A)).toBeUndefined();
    write(A, 3);
    expect(await articles(A)).toBe(3);
    const whole = JSON.parse(readFileSync(fileOf(A), 'utf8'));
    for (const part of [
      { instruments: [{}] },
      { diff: { ...whole.diff, articles: [{ kind: 'lost' }] } },
      { format: 'gongyou-prepared/0' },
    ]) {
      writeFileSync(fileOf(A), JSON.stringify({ ...whole, ...part }));
      expect(await reports.read(A)).toBeUndefined();
    }
  });

  it('are read once by all who ask at the same time', async () => {
    write(A, 1);
    const [one, other] = await Promise.all([reports.read(A), reports.read(A)]);
    expect(one?.counts.articles).toBe(1);
    expect(other).toBe(one);
  });

  it('are held for the last two', async () => {
    for (const [i, release] of [A, B, C].entries()) write(release, i);
    const [a, b] = [await reports.read(A), await reports.read(B)];
    expect(await reports.read(A)).toBe(a);
    await reports.read(C);
    expect(await reports.read(A)).toBe(a);
    expect(await reports.read(B)).not.toBe(b);
    expect(await reports.read(B)).toEqual(b);
  });

  it('are let go when nobody asks any more', async () => {
    write(A, 1);
    write(B, 1);
    const ending = new AbortController();
    const running = reports.run(ending.signal);
    const a = await reports.read(A);
    clock.advance(5 * 60_000);
    const b = await reports.read(B);
    clock.advance(5 * 60_000);
    ending.abort();
    await running;
    expect(await reports.read(B)).toBe(b);
    expect(await reports.read(A)).not.toBe(a);
  });
});
