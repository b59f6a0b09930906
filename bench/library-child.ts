/**
 * library-child ROOT GIVEN: a process that answers from the library in ROOT while it publishes, as the office does, the laws
 * and then one more text that GIVEN lists. The build is the office's own, in a process of its own.
 */

import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createPreparer, publishRelease, readChecks } from '#ingest/office';
import { type LibrarySources, librarySourcesSchema, readReleaseSources, releaseFolder } from '#knowledge';
import type { LiveLibrary } from '../bot/library/live.ts';
import { loadLiveLibrary } from '../bot/load.ts';
import { line, ms } from './measure.ts';
import { watchMemory } from './watch-memory.ts';

/** A question every so often, whether the one before is answered or not. ms */
const PACE = 120;
/** Until the questions have been asked once, and then to know what they usually take. ms */
const WARM = 60_000;
const BEFORE = 60_000;
const { files } = librarySourcesSchema.shape;

async function main(): Promise<void> {
  const [root = '', list = ''] = process.argv.slice(2);
  const { laws, more } = z.object({ laws: files, more: files }).parse(JSON.parse(readFileSync(list, 'utf8')));
  const leaving = new AbortController();
  const live = await loadLiveLibrary({ libraryDir: root, factsDir: undefined });
  const running = live.run(leaving.signal, { note: () => {} });
  const asking = askAll(live);
  const adding = (added: typeof laws) => (sources: LibrarySources) => ({
    ...sources,
    files: [...sources.files, ...added],
  });
  const first = await publish(root, live, adding(laws));
  line(`${laws.length} different files: prepared, published and in force`, ms(first.ms), '≤ 90000 ms');
  for (const [stage, took] of first.stages) line(`  of which ${stage}`, ms(took));
  line('  processor time of the process that builds', ms(first.cpu));
  line('  resident memory of all processes, at most', mib(first.peak), '≤ 1024 MiB');
  line('  longest pause of the process that answers', ms(first.pause));
  const articles = live
    .library()
    .pages.instruments()
    .reduce((sum, { count }) => sum + count, 0);
  line('  articles in force', `${articles}`);

  // From here on the library is as large before as after: the same questions cost the same.
  await pause(WARM);
  asking.mark('settled');
  await pause(BEFORE);
  asking.mark('during');
  const second = await publish(root, live, adding(more));
  await pause(2_000);
  asking.mark('after');
  const { failed, times } = await asking.end();
  line('one more text: prepared, published and in force', ms(second.ms));
  for (const [stage, took] of second.stages) line(`  of which ${stage}`, ms(took));
  line('  resident memory of all processes, at most', mib(second.peak), '≤ 1024 MiB');
  line('  longest pause of the process that answers', ms(second.pause));
  const [before, during] = [times('settled'), times('during')];
  line('questions before: p50 / p99 / longest', `${ms(before.p50)} / ${ms(before.p99)} / ${ms(before.max)}`);
  line('questions during build and switch', `${ms(during.p50)} / ${ms(during.p99)} / ${ms(during.max)}`);
  line('ratio of p99', `${(during.p99 / before.p99).toFixed(2)}×`, '≤ 2×');
  line('questions without an answer', `${failed} of ${before.runs + during.runs}`, '0');
  leaving.abort();
  await running;
}

type Published = {
  readonly ms: number;
  readonly cpu: number;
  readonly peak: number;
  /** The longest time in which nothing else could be done, ms. */
  readonly pause: number;
  readonly stages: readonly (readonly [string, number])[];
};

/** From the wish to the moment at which the release answers. */
async function publish(
  root: string,
  live: LiveLibrary,
  change: (sources: LibrarySources) => LibrarySources,
): Promise<Published> {
  const preparer = createPreparer();
  const memory = watchMemory(process.pid);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  const { release, publication } = live.state();
  const stages = new Map<string, number>();
  let last = { stage: 'start of the process', at: start };
  const enter = (stage: string) => {
    const now = performance.now();
    stages.set(last.stage, (stages.get(last.stage) ?? 0) + now - last.at);
    last = { stage, at: now };
  };
  const prepared = await preparer.prepare(
    {
      ...{ knowledge: 'knowledge', root, against: release, own: [], margin: 2, today: '2026-01-15' },
      sources: change(readReleaseSources(releaseFolder(root, release))),
      dropped: [],
    },
    { onProgress: ({ stage }) => enter(stage) },
  );
  enter('switch');
  publishRelease(root, {
    ...{ release: prepared.release, by: 'bench', why: '', kind: 'publish', expect: publication },
    at: new Date().toISOString(),
  });
  while (live.state().release !== prepared.release) {
    if (live.state().behind !== null) throw new Error('the release could not be opened');
    await pause(20);
  }
  enter('end');
  await preparer.close();
  const { peak, cpu } = memory.end();
  delay.disable();
  const longest = delay.max / 1e6;
  return { ms: performance.now() - start, cpu, peak, pause: longest, stages: [...stages] };
}

/** Asks on and on, at a steady pace. A question's time begins when it is due: what makes it wait counts. */
function askAll(live: LiveLibrary) {
  const questions = readChecks('knowledge');
  const marks = new Map<string, number[]>();
  let times: number[] = [];
  let failed = 0;
  let over = false;
  const running = (async () => {
    let due = performance.now();
    for (let n = 0; !over; n++) {
      due += PACE;
      await pause(Math.max(0, due - performance.now()));
      const asked = questions[n % questions.length];
      if (asked === undefined) throw new Error('there are no questions');
      try {
        const { assistant } = live.library();
        const region = asked.region === null ? null : (assistant.placeOf(asked.region)?.id ?? null);
        const { answer } = assistant.ask({ question: asked.question, region });
        if (answer.status === 'answer' && answer.citations.length === 0) failed++;
      } catch {
        failed++;
      }
      times.push(performance.now() - due);
    }
  })();
  return {
    mark: (name: string) => {
      times = [];
      marks.set(name, times);
    },
    end: async () => {
      over = true;
      await running;
      return {
        failed,
        times: (name: string) => {
          const all = [...(marks.get(name) ?? [])].sort((a, b) => a - b);
          const at = (share: number) =>
            all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN;
          return { p50: at(0.5), p99: at(0.99), max: all.at(-1) ?? Number.NaN, runs: all.length };
        },
      };
    },
  };
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

await main();
