import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ingest } from '#ingest';
import { createPreparer, createSourceStore, NotPrepared, readPrepared } from '#ingest/office';
import { currentPublication, type LibrarySources, readReleaseSources, releaseFolder } from '#knowledge';
import type { Preparation, PreparationProgress } from '../../../ingest/prepare/preparation.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { writeKnowledge } from '../small-knowledge.ts';

const TEXT =
  '正定县劳动者权益保障办法\n正政规〔2025〕3号\n\n第一条 企业不得收取押金。\n\n第二条 本办法自2025年3月1日起施行。\n';
const home = temporaryFolder();
const root = join(home.path, 'library');
afterAll(() => home.dispose());

// Outside of a hook, because those are timed.
const knowledge = writeKnowledge(home.path);
await ingest({ knowledge, root });
const against = currentPublication(root)?.release ?? '';
const sha256 = createSourceStore(root).keep(new TextEncoder().encode(TEXT), TEXT);
const before = readReleaseSources(releaseFolder(root, against));
const file = { file: '正定.txt', sha256, format: 'txt' as const, shipped: false, facts: [] };
const sources: LibrarySources = { ...before, files: [...before.files, file] };
const job: Preparation = {
  ...{ knowledge, root, sources, against, own: [], margin: 1, today: '2026-01-15', dropped: [] },
};

/** A child of a test's own making. */
function script(name: string, code: string): URL {
  const file = join(home.path, `${name}.ts`);
  writeFileSync(file, code);
  return new URL(`file://${file}`);
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'made',
    (error: unknown) => (error instanceof NotPrepared ? error.reason : error),
  );

describe('a release in a process of its own', { timeout: 60_000 }, () => {
  it('is built, reported and not in force', async () => {
    const preparer = createPreparer();
    const stages: PreparationProgress['stage'][] = [];
    const summary = await preparer.prepare(job, { onProgress: ({ stage }) => stages.push(stage) });
    expect([...new Set(stages)]).toEqual(['parse', 'index', 'compare', 'check', 'propose']);
    expect(summary).toMatchObject({ against: job.against, fell: false, instruments: 1, articles: 2 });
    expect(currentPublication(root)?.release).toBe(job.against);
    const report = await readPrepared(root, summary.release);
    expect(report?.diff.instruments).toMatchObject([{ kind: 'added', id: 'zhengding-measures' }]);
    expect(report?.instruments.at(-1)).toMatchObject({
      ...{ file: '正定.txt', kind: 'measures', nth: 1, level: 'county' },
      facts: { from: { value: '2025-03-01', source: 'printed', by: null } },
      outline: [
        { label: '第一条', opening: '企业不得收取押金。', strength: 'prohibited', hasQuestions: false },
        {},
      ],
      warnings: [],
    });
    expect(report?.files.at(-1)?.owners).toHaveProperty('article');
    await preparer.close();
  });

  it('is built beside a release of which an article is damaged, so that a library can be mended', async () => {
    const articles = join(releaseFolder(root, against), 'articles.jsonl');
    const whole = readFileSync(articles);
    writeFileSync(articles, Buffer.from(whole).fill('x', 0, 8));
    const preparer = createPreparer();
    try {
      const { release } = await preparer.prepare(job);
      expect((await readPrepared(root, release))?.diff.from).toBeNull();
    } finally {
      writeFileSync(articles, whole);
      await preparer.close();
    }
  });

  it('looks at one file', async () => {
    const preparer = createPreparer();
    expect(await preparer.look({ knowledge, root, file })).toMatchObject([
      { kind: 'measures', nth: 1, number: '正政规〔2025〕3号', articles: 2, warnings: 0 },
    ]);
    await preparer.close();
    expect(await reasonOf(preparer.look({ knowledge, root, file }))).toBe('cancelled');
  });

  it('tells which file cannot be made a release of', async () => {
    const preparer = createPreparer();
    const text = '\n';
    const bytes = new TextEncoder().encode(text);
    const empty = { ...file, file: '空.txt', sha256: createSourceStore(root).keep(bytes, text) };
    const files = [...sources.files, empty];
    const failing = preparer.prepare({ ...job, sources: { ...sources, files } });
    await expect(failing).rejects.toMatchObject({ reason: 'refused', refusal: { file: '空.txt' } });
    const gone = { ...empty, sha256: createHash('sha256').update('nowhere').digest('hex') };
    const missing = preparer.prepare({ ...job, sources: { ...sources, files: [gone] } });
    await expect(missing).rejects.toMatchObject({ reason: 'refused', refusal: { code: 'missing-source' } });
    await preparer.close();
  });

  it.each([
    ['broken', 'exits without a word', 'process.exit(3)'],
    ['broken', 'says what no report is', "process.on('message', () => process.send?.({ kind: 'hello' }))"],
    ['broken', 'throws', "throw new Error('away')"],
    [
      'memory',
      'takes more than it may',
      'const a = []; for (;;) a.push(Array.from({ length: 1e5 }, () => ({})))',
    ],
  ])('is %s when its process %s', async (reason, name, code) => {
    const preparer = createPreparer({ memory: 64 }, script(name.replaceAll(' ', '-'), code));
    expect(await reasonOf(preparer.prepare(job))).toBe(reason);
    await preparer.close();
  });

  it('is broken where not even a process can be begun', async () => {
    // Of all that makes it so, what a test can bring about.
    const preparer = createPreparer({}, new URL('https://gongyou.example/child.ts'));
    expect(await reasonOf(preparer.prepare(job))).toBe('broken');
    expect(await reasonOf(preparer.look({ knowledge, root, file }))).toBe('broken');
    await preparer.close();
  });

  it('is given up when its time is over, when somebody says so, and with the preparer', async () => {
    const forever = script(
      'forever',
      "process.on('message', () => process.send?.({ kind: 'progress', progress: { stage: 'parse', done: 0, total: 1 } }))",
    );
    const hasty = createPreparer({ time: 50 }, forever);
    expect(await reasonOf(hasty.prepare(job))).toBe('time');
    const preparer = createPreparer({}, forever);
    const ending = new AbortController();
    const onProgress = () => ending.abort();
    expect(await reasonOf(preparer.prepare(job, { onProgress, signal: ending.signal }))).toBe('cancelled');
    let begun = () => {};
    const running = new Promise<void>((resolve) => (begun = resolve));
    const last = reasonOf(preparer.prepare(job, { onProgress: () => begun() }));
    await running;
    await preparer.close();
    expect(await last).toBe('cancelled');
  });

  it('ends with whoever asked for it, also when they are killed', async () => {
    const told = join(home.path, 'child-pid');
    const child = script(
      'orphan',
      `import { writeFileSync } from 'node:fs';
       process.once('disconnect', () => process.exit());
       process.on('message', () => { writeFileSync(${JSON.stringify(told)}, String(process.pid)); process.send?.({ kind: 'progress', progress: { stage: 'parse', done: 0, total: 1 } }); });`,
    );
    const parent = script(
      'parent',
      `import { createPreparer } from ${JSON.stringify(join(import.meta.dirname, '../../../ingest/prepare/preparer.ts'))};
       createPreparer({}, new URL(${JSON.stringify(child.href)})).prepare(${JSON.stringify(job)}, { onProgress: () => process.kill(process.pid, 'SIGKILL') }).catch(() => {});`,
    );
    const started = spawn(process.execPath, [parent.pathname], { stdio: 'ignore' });
    await new Promise((resolve) => started.once('exit', resolve));
    const pid = Number(readFileSync(told, 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that nobody waits for stays as a zombie where no init takes it up.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
