import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Look, Preparation, PreparationProgress, UnderstoodInstrument } from './preparation.ts';
import type { PreparedSummary } from './prepared.ts';
import { type PreparationRefusal, type Report, reportSchema, type Task } from './preparer-messages.ts';

/** Nothing was made. */
export class NotPrepared extends Error {
  override readonly name = 'NotPrepared';
  readonly reason: 'refused' | 'time' | 'memory' | 'broken' | 'cancelled';
  /** Of `refused` only. */
  readonly refusal: PreparationRefusal | undefined;

  constructor(reason: NotPrepared['reason'], refusal?: PreparationRefusal, cause?: unknown) {
    super(
      `no release was prepared: ${refusal === undefined ? reason : `${refusal.file ?? ''} ${refusal.code}`}`,
      { cause },
    );
    this.reason = reason;
    this.refusal = refusal;
  }
}

/** Prepares releases in a process of its own, so that neither its work nor its memory is the bot's. */
export type Preparer = {
  /** @throws NotPrepared */
  readonly prepare: (
    job: Preparation,
    options?: { onProgress?: (progress: PreparationProgress) => void; signal?: AbortSignal },
  ) => Promise<PreparedSummary>;
  /** What one file of the store holds. @throws NotPrepared */
  readonly look: (job: Look, signal?: AbortSignal) => Promise<readonly UnderstoodInstrument[]>;
  /** Ends what runs. */
  readonly close: () => Promise<void>;
};

export type PreparerLimits = {
  /** ms for a release, and for a look at a file */
  readonly time: number;
  readonly lookTime: number;
  /** MB of JavaScript objects; indexes and files lie outside of them */
  readonly memory: number;
};
const LIMITS: PreparerLimits = { time: 900_000, lookTime: 60_000, memory: 512 };

/** Behind whoever answers questions: https://nodejs.org/api/os.html#ossetprioritypid-priority */
const BACKGROUND = 10;
/** So much of what a process that broke down said is looked at. */
const LAST_WORDS = 4_000;

/** @param script what runs in the process */
export function createPreparer(
  limits: Partial<PreparerLimits> = {},
  script = new URL('./prepare-child.ts', import.meta.url),
): Preparer {
  const { time, lookTime, memory } = { ...LIMITS, ...limits };
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  const run = async (task: Task, ms: number, heard: (report: Report) => void, signal?: AbortSignal) => {
    const signals = [closing.signal, ...(signal === undefined ? [] : [signal])];
    const done = runChild({ task, ms, memory, script, heard, signal: AbortSignal.any(signals) });
    running.add(done);
    try {
      return await done;
    } catch (error) {
      // A system with no memory or no files left begins no process at all.
      throw error instanceof NotPrepared ? error : new NotPrepared('broken', undefined, error);
    } finally {
      running.delete(done);
    }
  };

  return {
    prepare: async (job, { onProgress, signal } = {}) => {
      const report = await run(
        { kind: 'prepare', job },
        time,
        (one) => {
          if (one.kind === 'progress') onProgress?.(one.progress);
        },
        signal,
      );
      if (report.kind !== 'prepared') throw new NotPrepared('broken');
      return report.summary;
    },
    look: async (job, signal) => {
      const report = await run({ kind: 'look', job }, lookTime, () => undefined, signal);
      if (report.kind !== 'understood') throw new NotPrepared('broken');
      return report.instruments;
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

type Run = {
  readonly task: Task;
  readonly ms: number;
  readonly memory: number;
  readonly script: URL;
  readonly heard: (report: Report) => void;
  readonly signal: AbortSignal;
};

/** One process, from its start until it is gone. @returns its last report @throws NotPrepared */
async function runChild({ task, ms, memory, script, heard, signal }: Run): Promise<Report> {
  if (signal.aborted) throw new NotPrepared('cancelled');
  // It needs no secrets, and nothing of it is inherited: not even flags of a debugger.
  const child = fork(script, [], {
    env: {},
    // Young objects in a small space: a little slower, and tens of megabytes less beside a bot that answers.
    execArgv: [`--max-old-space-size=${memory}`, '--max-semi-space-size=4'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.pid !== undefined) lower(child.pid);
  return new Promise((resolve, reject) => {
    let last: Report | undefined;
    let said = '';
    let why: NotPrepared['reason'] | undefined;
    const end = (reason: NotPrepared['reason']) => {
      why ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end('time'), ms);
    const cancel = () => end('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-LAST_WORDS);
    });
    child.on('message', (message) => {
      const report = reportSchema.safeParse(message);
      if (!report.success) return end('broken');
      if (report.data.kind !== 'progress') last = report.data;
      heard(report.data);
    });
    // A process that could not be started emits no close.
    const gone = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      if (why === undefined && last?.kind === 'refused')
        return reject(new NotPrepared('refused', last.refusal));
      if (why === undefined && last !== undefined && last.kind !== 'broken') return resolve(last);
      const reason = why ?? (isOutOfMemory(said) ? 'memory' : 'broken');
      reject(new NotPrepared(reason, undefined, said === '' ? undefined : said));
    };
    child.on('error', gone).on('close', gone);
    send(child, task, () => end('broken'));
  });
}

function send(child: ChildProcess, task: Task, failed: () => void): void {
  child.send(task, (error) => {
    if (error !== null) failed();
  });
}

/** A process that is gone already, or a system that does not allow it, is no reason to stop. */
function lower(pid: number): void {
  try {
    setPriority(pid, BACKGROUND);
  } catch {
    // It works as fast as anything else.
  }
}

/** What V8 prints as it gives up. */
function isOutOfMemory(said: string): boolean {
  return /heap out of memory|Reached heap limit|Allocation failed/.test(said);
}
