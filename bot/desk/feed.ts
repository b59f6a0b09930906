import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { lastChange, readChanges } from '../store/ticket-changes.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Actor, ChangeKind } from './ticket-event.ts';

/** Something happened to a ticket, whoever did it and in whichever process. No word of anybody's. */
export type TicketChange = {
  /** To go on from; grows, with gaps. */
  readonly cursor: number;
  readonly ticket: string;
  /** Number of the event within its ticket. */
  readonly seq: number;
  readonly kind: ChangeKind;
  readonly by: Actor;
  /** The place it was done in. */
  readonly via: string;
  /** ms since 1970 */
  readonly at: number;
};

export type DeskFeed = {
  /** In the order of the cursor, from the next change on. @returns ends it */
  readonly onChange: (listener: (change: TicketChange) => void) => () => void;
  /** Looks at once; for who has just written. */
  readonly nudge: () => void;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const EVERY = 1_000;
const AT_ONE_LOOK = 500;

/**
 * What happens at the desk, while this process lives: for screens that are looked at. A place that must miss nothing keeps
 * a cursor of its own and reads on from it (changesSince).
 */
export function createDeskFeed({
  store,
  clock,
  telemetry,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}): DeskFeed {
  const listeners = new Set<(change: TicketChange) => void>();
  let wake = new AbortController();
  const tell = (change: TicketChange) => {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        // One screen that fails keeps nothing from the others.
        telemetry.note('error', 'desk-listener', { error: error instanceof Error ? error.name : 'error' });
      }
    }
  };
  const look = async (cursor: number): Promise<number> => {
    const changes = await changesSince(store, clock, cursor, AT_ONE_LOOK);
    changes.forEach(tell);
    return changes.at(-1)?.cursor ?? cursor;
  };
  return {
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nudge: () => wake.abort(),
    run: async (signal) => {
      let cursor: number | undefined;
      while (!signal.aborted) {
        wake = new AbortController();
        try {
          cursor = cursor === undefined ? await endOfChanges(store) : await look(cursor);
        } catch (error) {
          telemetry.note('error', 'desk-feed', { error: error instanceof Error ? error.name : 'error' });
        }
        await clock.sleep(EVERY, AbortSignal.any([signal, wake.signal]));
      }
    },
  };
}

/** Where a place begins that wants nothing of what was. */
export const endOfChanges = (store: Store): Promise<number> => store.transaction(lastChange);

/**
 * What happened after `cursor`, oldest first; nothing is left out and nothing comes twice to who goes on from the last
 * cursor. 0: from the first change that is kept.
 */
export const changesSince = (
  store: Store,
  clock: Clock,
  cursor: number,
  limit = AT_ONE_LOOK,
): Promise<readonly TicketChange[]> =>
  store.transaction((tx) => readChanges(tx, store.dialect, { cursor, limit, now: clock.now() }));
