import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  openRelease,
  type Release,
  type ReleaseManifest,
  releaseFolder,
  reviewedInstruments,
  UnusableRelease,
} from '#knowledge/build';
import { assemble } from '../build/assemble.ts';
import { buildRelease } from '../build/release.ts';
import { write } from '../publish/durable.ts';
import { createSourceStore } from '../sources/source-store.ts';
import { readSources } from '../sources/sources.ts';
import { readChecks, toEvalLine } from './checks.ts';
import { compareReleases } from './diff.ts';
import { runGate } from './gate.ts';
import type { Preparation, PreparationProgress } from './preparation.ts';
import type { Prepared, PreparedSummary, ReleaseDiff } from './prepared.ts';
import { reportFile } from './prepared.ts';
import { proposeAnswers, withoutQuestions } from './proposals.ts';
import { reportFiles, reportInstruments } from './report-sources.ts';

/** More proposals than a person will ever look through are not kept; the likeliest are. */
const MOST_PROPOSALS = 2_000;
/** Nor are matters sought for more articles than that: a whole country's law would take minutes. */
const MOST_ARTICLES = 1_500;

/**
 * Builds a release beside the others and finds out what an admin has to know before it is published. Nothing is in force
 * by that. Its report stands in `reports/<id>.json` when this resolves.
 * @throws UnreadableFile, LostText, MissingSource
 */
export async function prepare(
  job: Preparation,
  onProgress: (progress: PreparationProgress) => void,
): Promise<PreparedSummary> {
  const { manifest, reported } = await build(job, onProgress);
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
  const prepared: Prepared = {
    format: 'gongyou-prepared/1',
    release: manifest.id,
    against: job.against,
    counts: manifest.counts,
    ...reported,
    diff,
    gate,
    proposals: proposalsFor(next, diff, job.dropped),
  };
  save(job.root, prepared);
  return summaryOf(prepared);
}

type Reported = Pick<Prepared, 'files' | 'instruments' | 'broken'>;

/** What was parsed is gone from memory when this returns: for many articles it is more than both releases opened. */
async function build(
  job: Preparation,
  onProgress: (progress: PreparationProgress) => void,
): Promise<{ readonly manifest: ReleaseManifest; readonly reported: Reported }> {
  const { files, input, broken, brokenOwn } = assemble({
    knowledge: readSources(job.knowledge),
    sources: job.sources,
    text: createSourceStore(job.root).text,
    onProgress: ({ stage, done, total }) => onProgress({ stage, done, total }),
  });
  const reported: Reported = {
    files: reportFiles({ files, sources: job.sources }),
    instruments: reportInstruments({ files, sources: job.sources, matters: input.matters }),
    broken: [
      ...broken.map((link) => ({ ...link, own: false })),
      ...brokenOwn.map((link) => ({ ...link, own: true })),
    ],
  };
  return { manifest: await buildRelease(job.root, input), reported };
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

function proposalsFor(
  release: Release,
  { articles }: ReleaseDiff,
  dropped: Preparation['dropped'],
): Prepared['proposals'] {
  const changed = new Set(articles.flatMap(({ id }) => id ?? []));
  const read = reviewedInstruments(release.matters);
  const instrumentOf = (id: string) => release.article(release.positionOf(id) ?? -1).instrument;
  // Whoever went through a text has left without questions what asks for none; what is new or unread waits for somebody.
  const wanted = withoutQuestions({ release }).filter((id) => changed.has(id) || !read.has(instrumentOf(id)));
  // What changed comes first: it is what the person who looks at this has brought.
  const first = (id: string) => (changed.has(id) ? 0 : 1);
  const ordered = wanted.toSorted((a, b) => first(a) - first(b));
  const unwanted = new Set(dropped.map(({ article, matter }) => `${article} ${matter}`));
  return proposeAnswers({ release, articles: ordered.slice(0, MOST_ARTICLES) })
    .filter(({ article, matter }) => !unwanted.has(`${article} ${matter}`))
    .sort((a, b) => first(a.article) - first(b.article) || b.likeness - a.likeness)
    .slice(0, MOST_PROPOSALS);
}

function save(root: string, prepared: Prepared): void {
  mkdirSync(join(root, 'reports'), { recursive: true });
  const home = reportFile(root, prepared.release);
  const aside = join(dirname(home), `.${prepared.release}-${process.pid}`);
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
