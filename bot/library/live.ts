import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import {
  openReleaseGently,
  publicationFile,
  publicationNumbers,
  type Release,
  readPublication,
  releaseFolder,
  UnusableRelease,
} from '#knowledge';
import { backoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { Library } from '../conversation/turn.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { InForce } from './open-library.ts';

/** How often the next number is looked for. ms */
const LOOK = 500;
/** Every so many looks the folder is listed: a number may have been left out by a restored backup. */
const LIST_EVERY = 120;
/** Longer than any turn holds a release. ms */
const RETIRE_AFTER = 120_000;
/** Work in one go, before questions that came in the meantime. ms */
const PIECE = 6;
/** Pauses between tries to open what could not be opened. ms */
const RETRY = { first: 1_000, most: 60_000 };

/** A publication that this process could not take over; it goes on with the one before. */
export type Behind = {
  readonly publication: number;
  /** unusable: damaged, missing, or of another program. other: a fault of this machine. */
  readonly reason: 'unusable' | 'other';
  readonly tries: number;
};

export type LibraryState = {
  /** What answers now. */
  readonly release: string;
  readonly publication: number;
  readonly behind: Behind | null;
};

/** The library in force, exchanged while it is used. */
export type LiveLibrary = {
  readonly library: () => Library;
  /** What answers now, to look into. It may be closed two minutes after it was exchanged: ask anew each time. */
  readonly release: () => Release;
  readonly state: () => LibraryState;
  /** Follows the publications until the signal aborts. */
  readonly run: (signal: AbortSignal, telemetry: Pick<Telemetry, 'note'>) => Promise<void>;
};

/**
 * Follows what is published in `root` without a restart. A new release is opened and checked beside the one that answers,
 * in pieces between which questions are answered; then one assignment exchanges them.
 * @param load what else depends on the release; when it throws, the exchange does not take place
 */
export function createLiveLibrary(options: {
  readonly root: string;
  readonly opened: InForce;
  readonly library: Library;
  readonly load: (release: Release, before: Library) => Promise<Library>;
  readonly clock: Clock;
  readonly random: () => number;
}): LiveLibrary {
  const { root, load, clock, random } = options;
  let { library } = options;
  let { release, publication } = options.opened;
  let behind: (Behind & { readonly again: number }) | null = null;
  // Only what gives the file back: a release that nobody looks into any more need not stay in memory until then.
  let retired: { readonly close: () => void; readonly at: number }[] = [];

  const loadWarm = async (opened: Release, breathe: () => Promise<void>): Promise<Library> => {
    const next = await load(opened, library);
    await next.assistant.warmUp(breathe);
    return next;
  };

  const exchange = async (newest: number): Promise<void> => {
    const { release: id } = readPublication(root, newest);
    if (id !== release.manifest.id) {
      const breathe = createBreath(clock);
      const opened = await openReleaseGently(releaseFolder(root, id), breathe);
      const next = await loadWarm(opened, breathe).catch((error: unknown) => {
        opened.close();
        throw error;
      });
      retired.push({ close: release.close, at: clock.now() + RETIRE_AFTER });
      release = opened;
      library = next;
    }
    publication = newest;
    behind = null;
  };

  const follow = async (newest: number, telemetry: Pick<Telemetry, 'note'>): Promise<void> => {
    const before = behind?.publication === newest ? behind : null;
    if (before !== null && clock.now() < before.again) return;
    try {
      await exchange(newest);
      telemetry.note('info', 'library-exchanged', { publication, release: release.manifest.id });
    } catch (error) {
      const tries = (before?.tries ?? 0) + 1;
      const again = clock.now() + backoff(tries, random, RETRY.first, RETRY.most);
      const reason = error instanceof UnusableRelease ? 'unusable' : 'other';
      behind = { publication: newest, reason, tries, again };
      // Once is enough: what comes of it stands in the health of the process.
      if (before === null) telemetry.note('error', 'library-not-exchanged', { publication: newest, reason });
    }
  };

  const retire = (): void => {
    const now = clock.now();
    for (const { close, at } of retired) if (at <= now) close();
    retired = retired.filter(({ at }) => at > now);
  };

  return {
    library: () => library,
    release: () => release,
    state: () => ({
      release: release.manifest.id,
      publication,
      behind: behind && { publication: behind.publication, reason: behind.reason, tries: behind.tries },
    }),
    run: async (signal, telemetry) => {
      for (let look = 0; !signal.aborted; look++) {
        const newest = newestAfter(root, publication, look);
        if (newest !== undefined) await follow(newest, telemetry);
        retire();
        await clock.sleep(LOOK, signal);
      }
    },
  };
}

/** The newest publication after `publication`. One look at a file tells that there is none, nearly always. */
function newestAfter(root: string, publication: number, look: number): number | undefined {
  if (!existsSync(publicationFile(root, publication + 1)) && look % LIST_EVERY !== 0) return undefined;
  try {
    const newest = publicationNumbers(root)[0] ?? 0;
    return newest > publication ? newest : undefined;
  } catch {
    // A shared folder that is away for a moment: what is open goes on answering.
    return undefined;
  }
}

/** Lets everything that waits go first, whenever a piece of work has taken its time. */
function createBreath(clock: Clock): () => Promise<void> {
  let begun = clock.now();
  return async () => {
    if (clock.now() - begun < PIECE) return;
    await setImmediate();
    begun = clock.now();
  };
}
