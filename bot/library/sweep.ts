import { pruneLibrary } from '#ingest/office';
import { currentPublication, readReleaseSources, releaseFolder } from '#knowledge';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { readDraft } from './draft.ts';

const EVERY = 6 * 3_600_000;

/** Clears away, now and then, what nobody can go back to. What the draft is made of stays. */
export function createLibrarySweep({
  root,
  store,
  clock,
  telemetry,
}: {
  readonly root: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Pick<Telemetry, 'note'>;
}): { readonly sweep: () => Promise<void>; readonly run: (signal: AbortSignal) => Promise<void> } {
  const sweep = async (): Promise<void> => {
    try {
      const { body } = await store.transaction(readDraft);
      const { releases, sources } = pruneLibrary(root, {
        now: clock.now(),
        sources: hashesOf(body.sources, root),
        prepared: body.prepared?.release,
      });
      if (releases.length > 0 || sources > 0)
        telemetry.note('info', 'library-swept', { releases: releases.length, sources });
    } catch (error) {
      // What lies there longer does no harm.
      telemetry.note('warn', 'library-not-swept', { error: error instanceof Error ? error.name : 'error' });
    }
  };
  return {
    sweep,
    run: async (signal) => {
      for (;;) {
        await clock.sleep(EVERY, signal);
        if (signal.aborted) return;
        await sweep();
      }
    },
  };
}

/** What the draft names; a draft that is as what is in force needs that. */
function hashesOf(sources: Awaited<ReturnType<typeof readDraft>>['body']['sources'], root: string): string[] {
  const current = currentPublication(root);
  const files =
    sources?.files ??
    (current === undefined ? [] : readReleaseSources(releaseFolder(root, current.release)).files);
  return files.map(({ sha256 }) => sha256);
}
