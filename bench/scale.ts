/** A library of 55,347 articles: building it, opening it, asking it, beside MiniSearch on the same passages and tokens. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { z } from 'zod';
import { NO_SOURCES, releaseFolder, tokens } from '#knowledge/build';
import { buildRelease } from '../ingest/build/release.ts';
import { readSources } from '../ingest/sources/sources.ts';
import { line, ms, timeEach, timeOnce } from './measure.ts';
import { readStard } from './stard-corpus.ts';

const childSchema = z.object({ loadMs: z.number(), rss: z.number(), p50: z.number(), p99: z.number() });
/** MiniSearch takes about a tenth of a second a question here: fewer are enough for its median. */
const PEER_QUESTIONS = 60;

export async function benchScale(): Promise<void> {
  console.log('scale: a release of 55,347 articles');
  const corpus = readStard();
  if (corpus === undefined) {
    console.log('  SKIPPED: ../shared is not on this machine');
    return;
  }
  const root = mkdtempSync(join(tmpdir(), 'gongyou-scale-'));
  try {
    const { matters, lexicon, divisions } = readSources('knowledge');
    const built = await timeOnce(() =>
      buildRelease(root, { ...corpus, matters, lexicon, divisions, sources: NO_SOURCES }),
    );
    line('build of the whole release, with its question vectors', ms(built.ms), '≤ 30000 ms');
    const folder = releaseFolder(root, built.value.id);
    const size = built.value.files.reduce((sum, file) => sum + file.size, 0);
    line('size on disk', `${(size / 2 ** 20).toFixed(0)} MiB`);
    const child = spawnSync(process.execPath, ['bench/scale-child.ts', folder], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    const opened = childSchema.parse(JSON.parse(child.stdout));
    line('load in a fresh process', ms(opened.loadMs), '≤ 300 ms');
    line(
      'resident memory of that process, after the questions',
      `${(opened.rss / 2 ** 20).toFixed(0)} MiB`,
      '≤ 300 MB',
    );
    line('query p50 / p99', `${ms(opened.p50)} / ${ms(opened.p99)}`, 'p99 ≤ 8 ms');
    const titles = new Map(corpus.instruments.map(({ id, title }) => [id, title]));
    const peer = new MiniSearch({
      fields: ['title', 'heading', 'text'],
      tokenize: tokens,
      processTerm: (term) => term,
    });
    const added = await timeOnce(() =>
      peer.addAll(
        corpus.articles.map(({ id, instrument, path, text }) => ({
          id,
          title: titles.get(instrument),
          heading: path.join(' '),
          text,
        })),
      ),
    );
    const theirs = timeEach(corpus.questions.slice(0, PEER_QUESTIONS), 1, ({ text }) => peer.search(text));
    line(
      'MiniSearch 7.2.0: build, query p50 / p99',
      `${ms(added.ms)}, ${ms(theirs.p50)} / ${ms(theirs.p99)}`,
    );
    line(
      'ratio of p50, of p99',
      `${(theirs.p50 / opened.p50).toFixed(0)}×, ${(theirs.p99 / opened.p99).toFixed(0)}×`,
      '≥ 30×',
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}
