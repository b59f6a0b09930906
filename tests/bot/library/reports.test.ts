import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
const articles = (release: string) => reports.read(release)?.counts.articles;

describe('reports of releases', () => {
  it('are read once, and again when they were written again', () => {
    write(A, 1);
    const first = reports.read(A);
    expect(first?.counts.articles).toBe(1);
    expect(reports.read(A)).toBe(first);
    write(A, 2);
    expect(articles(A)).toBe(2);
    rmSync(fileOf(A));
    expect(reports.read(A)).toBeUndefined();
  });

  it('are none where none is kept, or a damaged one', () => {
    expect(reports.read(A)).toBeUndefined();
    writeFileSync(fileOf(A), '{"format":');
    expect(reports.read(A)).toBeUndefined();
    write(A, 3);
    expect(articles(A)).toBe(3);
  });

  it('are held for the last two', () => {
    for (const [i, release] of [A, B, C].entries()) write(release, i);
    const [a, b] = [reports.read(A), reports.read(B)];
    expect(reports.read(A)).toBe(a);
    reports.read(C);
    expect(reports.read(A)).toBe(a);
    expect(reports.read(B)).not.toBe(b);
    expect(reports.read(B)).toEqual(b);
  });

  it('are let go when nobody asks any more', async () => {
    write(A, 1);
    write(B, 1);
    const ending = new AbortController();
    const running = reports.run(ending.signal);
    const a = reports.read(A);
    clock.advance(5 * 60_000);
    const b = reports.read(B);
    clock.advance(5 * 60_000);
    ending.abort();
    await running;
    expect(reports.read(B)).toBe(b);
    expect(reports.read(A)).not.toBe(a);
  });
});
