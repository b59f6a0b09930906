import type { Clock } from '../../clock.ts';
import { consoleCopy } from '../../copy/console.ts';
import { deskCopy } from '../../copy/desk.ts';
import { changesSince, type DeskFeed, type TicketChange } from '../../desk/feed.ts';
import { isWithinReach } from '../../desk/reach.ts';
import type { Staff } from '../../staff/staff.ts';
import { placedTickets } from '../../store/queue.ts';
import type { Store, Tx } from '../../store/store.ts';
import { lastChange } from '../../store/ticket-changes.ts';

/** A change as a page is told of it: nothing that its ticket's row in the list does not say. */
export type SeenChange = {
  readonly cursor: number;
  readonly ticket: string;
  readonly seq: number;
  /** In words: 认领. */
  readonly what: string;
  /** In words: a name, 工友. */
  readonly who: string;
};

/** Told of changes in the order of their cursors. */
type Listener = { readonly staff: Staff; readonly tell: (changes: readonly SeenChange[]) => void };

export type Live = {
  /** The last change there is: where a page that is made now goes on from. */
  readonly end: (tx: Tx) => Promise<number>;
  /** What somebody may know of that came after `cursor`. `whole`: too much to list, the page is to be read anew. */
  readonly since: (
    staff: Staff,
    cursor: number,
  ) => Promise<{
    readonly cursor: number;
    readonly whole: boolean;
    readonly changes: readonly SeenChange[];
  }>;
  /** @returns ends it */
  readonly listen: (listener: Listener) => () => void;
  readonly nudge: () => void;
};

export type LiveDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly feed: Pick<DeskFeed, 'onChange' | 'nudge'>;
  /** Changes that are listed one by one; default 500. */
  readonly most?: number;
};

/** What is new at the desk, to each who may open the ticket; looked up once for all of them. */
export function createLive({ store, clock, feed, most = 500 }: LiveDeps): Live {
  const listeners = new Set<Listener>();
  let waiting: TicketChange[] = [];
  let telling = false;

  const placesOf = (changes: readonly TicketChange[]) =>
    store.transaction((tx) => placedTickets(tx, [...new Set(changes.map(({ ticket }) => ticket))]), 'own');

  const tellAll = async () => {
    if (telling) return;
    telling = true;
    try {
      while (waiting.length > 0) {
        const changes = waiting;
        waiting = [];
        const places = await placesOf(changes);
        const seen = changes.map(seenOf);
        for (const { staff, tell } of listeners) {
          const theirs = seen.filter(({ ticket }) => {
            const placed = places.get(ticket);
            return placed !== undefined && isWithinReach(staff, placed);
          });
          if (theirs.length > 0) tell(theirs);
        }
      }
    } catch {
      // The store is away. A page looks at everything once a minute.
    } finally {
      telling = false;
    }
  };

  let stop: (() => void) | undefined;
  return {
    end: lastChange,
    since: async (staff, cursor) => {
      const changes = await changesSince(store, clock, cursor, most);
      if (changes.length === most)
        return { cursor: await store.transaction(lastChange), whole: true, changes: [] };
      const places = await placesOf(changes);
      const mine = changes.filter(({ ticket }) => {
        const placed = places.get(ticket);
        return placed !== undefined && isWithinReach(staff, placed);
      });
      return { cursor: changes.at(-1)?.cursor ?? cursor, whole: false, changes: mine.map(seenOf) };
    },
    listen: (listener) => {
      listeners.add(listener);
      stop ??= feed.onChange((change) => {
        waiting.push(change);
        // What the feed finds at one look goes out as one piece.
        queueMicrotask(() => void tellAll());
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    nudge: feed.nudge,
  };
}

function seenOf({ cursor, ticket, seq, kind, by }: TicketChange): SeenChange {
  const who = by.kind === 'staff' ? by.name : consoleCopy.ticket.by[by.kind];
  return { cursor, ticket, seq, what: deskCopy.event[kind], who };
}
