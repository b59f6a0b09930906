import { parentPort } from 'node:worker_threads';
import { UnreadableFile } from '#knowledge/text';
import { readDocument } from './read-document.ts';
import { type Job, jobSchema, type Result } from './read-job.ts';

/** The other side of createReader: one file in; its text, or what was packed in it, out. */
parentPort?.on('message', (message: unknown) => {
  answer(jobSchema.parse(message))
    .then((result) => parentPort?.postMessage(result))
    .catch((error: unknown) => setImmediate(() => raise(error)));
});

// pdf.js forgets promises of broken objects. What it then answers is awaited above; a forgotten one ends no thread.
process.on('unhandledRejection', () => undefined);

/** A fault of our own ends the thread. */
function raise(error: unknown): never {
  throw error;
}

async function answer({ id, name, bytes, limits }: Job): Promise<Result> {
  try {
    const read = await readDocument(bytes, name, limits);
    if ('packed' in read) return { kind: 'archive', id, packed: read.packed, skipped: read.skipped };
    return { kind: 'document', id, format: read.format, text: read.text, notes: read.notes };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { kind: 'refused', id, code: error.code, detail: error.detail };
  }
}
