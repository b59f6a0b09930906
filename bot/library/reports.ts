import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type Prepared, readPrepared, reportFile } from '#ingest/office';
import type { Clock } from '../clock.ts';

/** What is prepared and what is in force. */
const KEEP = 2;
/** A report of a country's laws takes a hundred megabytes: it is let go when nobody looks any more. ms */
const IDLE = 10 * 60_000;

export type Reports = {
  /** undefined where none is kept. */
  readonly read: (release: string) => Promise<Prepared | undefined>;
  /** Until the signal aborts: lets go what nobody has asked for lately. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

type Held = { readonly report: Promise<Prepared | undefined>; readonly written: string; asked: number };

/** Reports as they were read last: that of a large library takes a second to read, and each page asks for it. */
export function createReports({ root, clock }: { readonly root: string; readonly clock: Clock }): Reports {
  const held = new Map<string, Held>();
  const begin = (release: string, written: string): Held => {
    const report = readPrepared(root, release, () => setImmediate());
    report.catch(() => held.delete(release));
    return { report, written, asked: 0 };
  };
  return {
    read: async (release) => {
      const written = writtenAt(reportFile(root, release));
      if (written === undefined) return undefined;
      const known = held.get(release);
      const one = known?.written === written ? known : begin(release, written);
      one.asked = clock.now();
      // The last asked for stands last.
      held.delete(release);
      held.set(release, one);
      const [oldest] = held.keys();
      if (held.size > KEEP && oldest !== undefined) held.delete(oldest);
      return await one.report;
    },
    run: async (signal) => {
      while (!signal.aborted) {
        await clock.sleep(IDLE, signal);
        const before = clock.now() - IDLE;
        for (const [release, { asked }] of held) if (asked <= before) held.delete(release);
      }
    },
  };
}

/** Tells one writing from another: a file is never changed, another one is put in its place. */
function writtenAt(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && [found.ino, found.mtimeMs, found.size].join(' ');
}
