import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openRelease, type Release, releaseFolder, UnusableRelease } from '#knowledge/build';
import { assemble } from './assemble.ts';
import { readChecks, toEvalLine } from './checks.ts';
import { compareReleases } from './diff.ts';
import { write } from './durable.ts';
import { runGate } from './gate.ts';
import type { Preparation, PreparationProgress } from './preparation.ts';
import type { Prepared, PreparedSummary } from './prepared.ts';
import { reportFile } from './prepared.ts';
import { proposeAnswers, withoutQuestions } from './proposals.ts';
import { buildRelease } from './release.ts';
import { reportFiles, reportInstruments } from './report-sources.ts';
import { createSourceStore } from './source-store.ts';
import { readSources } from './sources.ts';

/** More proposals than a person will ever look through are not kept; the likeliest are. */
const MOST_PROPOSALS = 2_000;

/**
 * Builds a release beside the others and finds out what an admin has to know before it is published. Nothing is in force
 * by that. Its report stands in `reports/<id>.json` when this resolves.
 * @throws UnreadableFile, LostText, MissingSource
 */
export async function prepare(
  job: Preparation,
  onProgress: (progress: PreparationProgress) => void,
): Promise<PreparedSummary> {
  const knowledge = readSources(job.knowledge);
  const assembled = assemble({
    knowledge,
    sources: job.sources,
    text: createSourceStore(job.root).text,
    onProgress: ({ stage, done, total }) => onProgress({ stage, done, total }),
  });
  const manifest = await buildRelease(job.root, assembled.input);
  const next = openRelease(releaseFolder(job.root, manifest.id));
  const old = openOld(job);
  onProgress({ stage: 'compare', done: 0, total: 1 });
  const diff = compareReleases(old, next);
  const gate = runGate({
    before: old,
    after: next,
    diff,
    sets: [
      { name: 'built-in', lines: readChecks(job.knowledge) },
      { name: 'own', lines: job.own.map(toEvalLine) },
    ],
    margin: job.margin,
    today: job.today,
    onProgress: (done, total) => onProgress({ stage: 'check', done, total }),
  });
  onProgress({ stage: 'propose', done: 0, total: 1 });
  const { files, input, broken, brokenOwn } = assembled;
  const prepared: Prepared = {
    format: 'gongyou-prepared/1',
    release: manifest.id,
    against: job.against,
    counts: manifest.counts,
    files: reportFiles({ files, sources: job.sources }),
    instruments: reportInstruments({ files, sources: job.sources, matters: input.matters }),
    diff,
    gate,
    proposals: proposalsFor(next, job.dropped),
    broken: [
      ...broken.map((link) => ({ ...link, own: false })),
      ...brokenOwn.map((link) => ({ ...link, own: true })),
    ],
  };
  save(job.root, prepared);
  return summaryOf(prepared);
}

/** The release in force; one that this program cannot read is like none, so that a library can be mended. */
function openOld({ root, against }: Preparation): Release | undefined {
  if (against === null) return undefined;
  try {
    return openRelease(releaseFolder(root, against));
  } catch (error) {
    if (error instanceof UnusableRelease) return undefined;
    throw error;
  }
}

function proposalsFor(release: Release, dropped: Preparation['dropped']): Prepared['proposals'] {
  const unwanted = new Set(dropped.map(({ article, matter }) => `${article} ${matter}`));
  return proposeAnswers({ release, articles: withoutQuestions({ release }) })
    .filter(({ article, matter }) => !unwanted.has(`${article} ${matter}`))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST_PROPOSALS);
}

function save(root: string, prepared: Prepared): void {
  mkdirSync(join(root, 'reports'), { recursive: true });
  const home = reportFile(root, prepared.release);
  const aside = `${home}.${process.pid}`;
  write(aside, JSON.stringify(prepared));
  renameSync(aside, home);
}

function summaryOf({ release, against, gate, diff, proposals }: Prepared): PreparedSummary {
  return {
    release,
    against,
    fell: gate.fell,
    falls: gate.falls,
    figures: gate.sets,
    worse: gate.worse.length,
    better: gate.better.length,
    instruments: diff.instruments.length,
    articles: diff.articles.length,
    proposals: proposals.length,
  };
}
