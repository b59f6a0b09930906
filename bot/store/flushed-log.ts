/**
 * Which commits are on disk. A commit is written to the log at once and counts when the log was flushed after it; one
 * flush serves all that were written before it began, and others go on being written meanwhile.
 */
export type FlushedLog = {
  /** A commit stands in the log. */
  readonly wrote: () => void;
  /** Before anything is begun that could not be kept any more. @throws LogNotFlushed */
  readonly check: () => void;
  /** Resolves when all that was written until now is on disk. @throws LogNotFlushed */
  readonly kept: () => Promise<void>;
};

/**
 * The system could not flush. What it had in hand may be lost without another word, and a second try would say that all is
 * well: from here on nothing is held for kept until the program starts anew and reads the file.
 * https://wiki.postgresql.org/wiki/Fsync_Errors
 */
export class LogNotFlushed extends Error {
  override readonly name = 'LogNotFlushed';
}

/** @param onFailed told once, when nothing can be held for kept any more */
export function createFlushedLog(flush: () => Promise<void>, onFailed: () => void = () => {}): FlushedLog {
  let written = 0;
  let flushed = 0;
  let failed: LogNotFlushed | undefined;
  let running: Promise<void> | undefined;
  const run = async () => {
    const upTo = written;
    try {
      await flush();
      flushed = upTo;
    } catch (error) {
      failed = new LogNotFlushed('the log could not be flushed', { cause: error });
      onFailed();
    } finally {
      running = undefined;
    }
  };
  const check = () => {
    if (failed !== undefined) throw failed;
  };
  return {
    check,
    wrote: () => {
      written += 1;
    },
    kept: async () => {
      const wanted = written;
      // A flush that is under way may have begun before what is wanted was written: then the next one counts.
      while (flushed < wanted && failed === undefined) {
        running ??= run();
        await running;
      }
      check();
    },
  };
}
