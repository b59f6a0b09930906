import { afterAll, expect, it } from 'vitest';
import { READ_LIMITS } from '../../../ingest/read/limits.ts';
import { startReadingThread } from '../../../ingest/read/reading-thread.ts';
import { fixture } from './fixtures.ts';

const SCRIPT = new URL('../../../ingest/read/read-worker.ts', import.meta.url);
const thread = startReadingThread(READ_LIMITS, SCRIPT);
afterAll(() => thread.end());

/** One of 15,500 mutated PDFs: pdf.js lets a promise of a broken object fail with nobody listening. */
it('a thread outlives what a library forgets to catch', async () => {
  const read = (path: string) => thread.read(fixture(path), 'x', new AbortController().signal);
  expect(await read('damaged/forgotten-promise.pdf')).toMatchObject({ kind: 'refused', code: 'damaged' });
  expect(await read('own/numbered.pdf')).toMatchObject({ kind: 'document', format: 'pdf' });
});
