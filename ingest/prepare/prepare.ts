import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  openRelease,
  openTexts,
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
import { askSets, type QuestionSet, runGate, underNewIds } from './gate.ts';
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
  const sets: readonly QuestionSet[] = [
    { name: 'built-in', lines: readChecks(job.knowledge) },
    { name: 'own', lines: job.own.map(toEvalLine) },
  ];
  onProgress({ stage: 'compare', done: 0, total: 1 });
  const diff =
    usable(() => compareTexts(job, manifest.id)) ?? compareTexts({ ...job, against: null }, manifest.id);
  const onAsked = countAsked(job, sets, onProgress);
  const before = askOld(job, sets, onAsked);
  const next = openRelease(releaseFolder(job.root, manifest.id));
  const after = askSets(next, underNewIds(sets, diff), job.today, onAsked);
  const gate = runGate({ before, after, margin: job.margin });
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

/** Tells now and then how many questions have been asked, of both releases together. */
function countAsked(
  { against }: Preparation,
  sets: readonly QuestionSet[],
  onProgress: (progress: PreparationProgress) => void,
): () => void {
  const lines = sets.reduce((sum, set) => sum + set.lines.length, 0);
  const total = against === null ? lines : lines * 2;
  let done = 0;
  onProgress({ stage: 'check', done, total });
  return () => {
    done += 1;
    if (done % 50 === 0) onProgress({ stage: 'check', done, total });
  };
}

function compareTexts({ root, against }: Preparation, id: string): ReleaseDiff {
  const next = openTexts(releaseFolder(root, id));
  const old = against === null ? undefined : openTexts(releaseFolder(root, against));
  try {
    return compareReleases(old, next);
  } finally {
    next.close();
    old?.close();
  }
}

/** How the release in force answers; it is closed before the next is opened. */
function askOld({ root, against, today }: Preparation, sets: readonly QuestionSet[], onAsked: () => void) {
  return usable(() => {
    if (against === null) return undefined;
    const release = openRelease(releaseFolder(root, against));
    try {
      return askSets(release, sets, today, onAsked);
    } finally {
      release.close();
    }
  });
}

/** A release in force that this program cannot read is like none, so that a library can be mended. */
function usable<T>(read: () => T): T | undefined {
  try {
    return read();
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
  try {
    write(aside, JSON.stringify(prepared));
    renameSync(aside, home);
  } finally {
    rmSync(aside, { force: true });
  }
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
