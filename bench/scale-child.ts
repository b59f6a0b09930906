/** Opens a release and asks it everything, alone in its process, so that time and memory are the product's own. */

import { performance } from 'node:perf_hooks';
import { createRetriever, openRelease } from '#knowledge';
import { timeEach } from './measure.ts';

const start = performance.now();
const release = openRelease(process.argv[2] ?? '');
const loadMs = performance.now() - start;
const retriever = createRetriever(release);
const questions = release.matters.flatMap((matter) => matter.questions.slice(0, 2));
const times = timeEach(questions, 1, (question) =>
  retriever.find(release.reader.read(question), null, '2026-01-15'),
);
process.stdout.write(
  JSON.stringify({ loadMs, rss: process.memoryUsage.rss(), p50: times.p50, p99: times.p99 }),
);
