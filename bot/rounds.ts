import type { Clock } from './clock.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/**
 * Work that is done again and again until it is stopped. A round that throws is noted by the error's name, and the next one
 * comes all the same.
 * @param round.every ms between the end of one and the beginning of the next
 * @param round.stopped what is noted when one throws
 */
export function createRounds(
  { clock, telemetry }: { readonly clock: Clock; readonly telemetry: Pick<Telemetry, 'note'> },
  round: { readonly every: number; readonly stopped: string; readonly work: () => Promise<unknown> },
): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    while (!signal.aborted) {
      await round
        .work()
        .catch((error: unknown) =>
          telemetry.note('error', round.stopped, { error: error instanceof Error ? error.name : 'error' }),
        );
      await clock.sleep(round.every, signal);
    }
  };
}
