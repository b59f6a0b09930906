import { parentPort } from 'node:worker_threads';
import { UnreadableFile } from '#knowledge/text';
import { readDocument } from './read-document.ts';
import { type Job, jobSchema, type Result } from './read-job.ts';

/** The other side of createReader: one file in; its text, or what was packed in it, out. */
parentPort?.on('message', (message: unknown) => {
  void answer(jobSchema.parse(message)).then((result) => parentPort?.postMessage(result));
});

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
