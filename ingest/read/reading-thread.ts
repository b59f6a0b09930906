import { Worker } from 'node:worker_threads';
import type { UnreadableCode } from '#knowledge/text';
import type { ReadLimits } from './limits.ts';
import { type Result, resultSchema } from './read-job.ts';
import { refuse } from './refuse.ts';

/** How often a thread is asked for its memory, ms. */
const LOOK = 100;
const MB = 1024 * 1024;

export type ReadingThread = {
  /** @throws UnreadableFile; the thread is of no use afterwards */
  readonly read: (bytes: Uint8Array, name: string, signal: AbortSignal) => Promise<Result>;
  readonly end: () => Promise<void>;
};

/** A thread without secrets, and with bounds on time, objects and buffers. What a library prints goes nowhere. */
export function startReadingThread(limits: ReadLimits, script: URL): ReadingThread {
  const worker = new Worker(script, {
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory, stackSizeMb: 4 },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  // Between two files nobody listens.
  worker.on('error', () => undefined);
  worker.unref();
  let jobs = 0;
  return {
    read: (bytes, name, signal) => ask(worker, { id: ++jobs, bytes, name, limits }, signal),
    end: async () => void (await worker.terminate()),
  };
}

type Question = {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: ReadLimits;
};

function ask(worker: Worker, question: Question, signal: AbortSignal): Promise<Result> {
  const { id, name, limits } = question;
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      clearInterval(watch);
      worker.off('message', heard).off('error', broken).off('exit', left);
      signal.removeEventListener('abort', aborted);
      worker.unref();
      act();
    };
    const fail = (code: UnreadableCode) => settle(() => reject(refuse(name, code)));
    const heard = (message: unknown) => {
      const result = resultSchema.safeParse(message);
      if (!result.success || result.data.id !== id) fail('damaged');
      else settle(() => resolve(result.data));
    };
    const broken = (error: unknown) => fail(isOutOfMemory(error) ? 'memory' : 'damaged');
    const left = () => fail('damaged');
    const aborted = () => fail('aborted');
    const timer = setTimeout(() => fail('time'), limits.time);
    const watch = setInterval(() => {
      void sizeOf(worker).then((size) => {
        if (size > limits.total * MB) fail('memory');
      });
    }, LOOK);
    watch.unref();
    worker.on('message', heard).on('error', broken).on('exit', left);
    signal.addEventListener('abort', aborted, { once: true });
    worker.ref();
    worker.postMessage(question);
  });
}

/** Bytes of objects and buffers: buffers lie outside of what resourceLimits bound. https://nodejs.org/api/worker_threads.html#workergetheapstatistics */
async function sizeOf(worker: Worker): Promise<number> {
  try {
    const { total_heap_size, external_memory } = await worker.getHeapStatistics();
    return total_heap_size + external_memory;
  } catch {
    return 0;
  }
}

/** https://nodejs.org/api/errors.html#err_worker_out_of_memory */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
