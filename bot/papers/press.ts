import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { CardJob } from '../cards/card.ts';
import type { Paper, PaperFormat } from './paper.ts';
import { formatFileName } from './words.ts';

export type PaperFile = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array };

/** Why no file came of a paper. `time` and `memory`: it is too much for one file. The text in the chat is there anyway. */
export class PaperNotMade extends Error {
  override readonly name = 'PaperNotMade';
  readonly reason: 'time' | 'memory' | 'broken' | 'aborted' | 'closed';

  constructor(reason: PaperNotMade['reason']) {
    super(`No file could be made of the paper: ${reason}. Send the paper as text.`);
    this.reason = reason;
  }
}

/** Makes files of papers in a thread of its own, one after the other, so that no paper can stop the bot. */
export type PaperPress = {
  /**
   * A paper that waits for its turn is given up at its turn; the one being made, at once.
   * @throws PaperNotMade
   */
  readonly render: (paper: Paper, format: PaperFormat, signal?: AbortSignal) => Promise<PaperFile>;
  /** A card or a book of them, in the same queue. @throws PaperNotMade */
  readonly renderCard: (card: CardJob, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Ends the thread. What is being made, and what comes later, is refused. */
  readonly close: () => Promise<void>;
  /** A thread is there: it ends by itself some time after its last paper. */
  readonly running: () => boolean;
};

export type PressLimits = {
  /** ms for one paper, the start of the thread included */
  readonly time: number;
  /** MB of JavaScript objects; the fonts lie outside of it */
  readonly memory: number;
  /** ms without a paper until the thread ends and its memory is free */
  readonly idle: number;
};

const LIMITS: PressLimits = { time: 30_000, memory: 256, idle: 60_000 };

const MIME = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

const resultSchema = z.strictObject({ id: z.int(), bytes: z.instanceof(Uint8Array) });

/** @param script what runs in the thread */
export function createPaperPress(
  limits: Partial<PressLimits> = {},
  script = new URL('./press-worker.ts', import.meta.url),
): PaperPress {
  const { time, memory, idle } = { ...LIMITS, ...limits };
  let worker: Worker | undefined;
  let resting: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let jobs = 0;
  const closing = new AbortController();

  const open = (): Worker => {
    clearTimeout(resting);
    worker ??= start();
    return worker;
  };
  const start = (): Worker => {
    // It needs no secrets, and what a library prints of a paper goes nowhere.
    const made = new Worker(script, {
      env: {},
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    made.stderr.resume();
    const gone = () => {
      if (worker === made) worker = undefined;
    };
    // Between two papers nobody listens: a thread that breaks then is only replaced.
    made.on('error', gone).on('exit', gone);
    made.unref();
    return made;
  };
  const end = async (): Promise<void> => {
    clearTimeout(resting);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const rest = () => {
    resting = setTimeout(() => void end(), idle);
    resting.unref();
  };

  const make = async (work: Work, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    if (closing.signal.aborted) throw new PaperNotMade('closed');
    if (signal?.aborted === true) throw new PaperNotMade('aborted');
    jobs += 1;
    try {
      const bytes = await ask(open(), { ...work, id: jobs }, { time, signal, closing: closing.signal });
      rest();
      return bytes;
    } catch (error) {
      await end();
      throw error;
    }
  };

  const inTurn = (work: Work, signal: AbortSignal | undefined): Promise<Uint8Array> => {
    const made = queue.then(() => make(work, signal));
    queue = made.catch(() => undefined);
    return made;
  };

  return {
    render: async (paper, format, signal) => ({
      bytes: await inTurn({ paper, format }, signal),
      name: formatFileName(paper, format),
      mime: MIME[format],
    }),
    renderCard: (card, signal) => inTurn({ card }, signal),
    async close() {
      closing.abort();
      await queue;
      await end();
    },
    running: () => worker !== undefined,
  };
}

type Work = { readonly paper: Paper; readonly format: PaperFormat } | { readonly card: CardJob };
type Job = Work & { readonly id: number };
type Bounds = {
  readonly time: number;
  readonly signal: AbortSignal | undefined;
  readonly closing: AbortSignal;
};

/** One paper to the thread and its file back. What the thread says of an error is dropped: it may hold a person's words. */
function ask(worker: Worker, job: Job, { time, signal, closing }: Bounds): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off('message', heard).off('error', broken).off('exit', left);
      signal?.removeEventListener('abort', aborted);
      closing.removeEventListener('abort', closed);
      worker.unref();
      act();
    };
    const fail = (reason: PaperNotMade['reason']) => settle(() => reject(new PaperNotMade(reason)));
    const heard = (message: unknown) => {
      const result = resultSchema.safeParse(message);
      if (!result.success || result.data.id !== job.id) return fail('broken');
      settle(() => resolve(result.data.bytes));
    };
    const broken = (error: unknown) => fail(isOutOfMemory(error) ? 'memory' : 'broken');
    const left = () => fail('broken');
    const aborted = () => fail('aborted');
    const closed = () => fail('closed');
    const timer = setTimeout(() => fail('time'), time);
    worker.on('message', heard).on('error', broken).on('exit', left);
    signal?.addEventListener('abort', aborted, { once: true });
    closing.addEventListener('abort', closed, { once: true });
    worker.ref();
    worker.postMessage(job);
  });
}

/** https://nodejs.org/api/errors.html#err_worker_out_of_memory */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
