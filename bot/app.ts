import type { Accept, Channel } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import { createExclusive } from './conversation/exclusive.ts';
import type { LibraryDesk } from './conversation/library-desk.ts';
import { createReceiver } from './conversation/receiver.ts';
import { createSequencer } from './conversation/sequencer.ts';
import type { Library, Settings } from './conversation/turn.ts';
import { createTurns } from './conversation/turns.ts';
import { createPost } from './desk/letters.ts';
import { sweepTickets } from './desk/sweep.ts';
import { createFetcher } from './files/fetcher.ts';
import { sweepInsight } from './insight/sweep.ts';
import { createDelayedPost } from './outbox/delayed.ts';
import { createRelay } from './outbox/relay.ts';
import type { PaperPress } from './papers/press.ts';
import { sweep } from './privacy/retention.ts';
import type { Vault } from './privacy/vault.ts';
import { giveBackLeft } from './staff/leave.ts';
import { conversationsWithInbox } from './store/inbox.ts';
import { conversationsWithOutbox } from './store/outbox.ts';
import type { Store } from './store/store.ts';
import { filesToFetch } from './store/wanted-files.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export type AppDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly channels: readonly Channel[];
  /** The texts in force now. */
  readonly library: () => Library;
  readonly clock: Clock;
  /** In [0, 1), for jitter only. */
  readonly random: () => number;
  /** Url-safe, at least 96 bits, at most 40 characters. */
  readonly randomId: () => string;
  readonly telemetry: Telemetry;
  readonly settings: Settings;
  readonly press: PaperPress['render'];
  /** Where admins act on the library from a private chat; undefined: nowhere. */
  readonly office?: LibraryDesk | undefined;
  readonly sendTimeoutMs: number;
};

/** The whole bot, with no network and no clock of its own: what channels accept goes in, what they send comes out. */
export type App = {
  /** For the channel of this name; see Accept. */
  readonly accept: (channel: string) => Accept;
  /** Works until `signal` aborts, then finishes what is in its hands. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Works until nothing more is due, or until something cannot be done now. */
  readonly settle: () => Promise<void>;
};

/** How often the database is asked for work that nobody in this process knows of: left by a crash, or due again. */
const POLL_EVERY = 1_000;
const SWEEP_EVERY = 3_600_000;
/** Conversations taken up at one look. */
const AT_ONE_LOOK = 500;
/** Each may hold a few times the longest file in memory. */
const FETCHES_AT_ONCE = 4;
/** Turns are short and wait only for the database, deliveries wait for the network. */
const TURNS_AT_ONCE = 8;
export const DELIVERIES_AT_ONCE = 32;

export function createApp(deps: AppDeps): App {
  const { store, clock, telemetry } = deps;
  const channels = new Map(deps.channels.map((channel) => [channel.name, channel]));
  const names = [...channels.keys()];
  const exclusive = createExclusive();
  const takeTurn = createTurns({ ...deps, channels, exclusive });
  const deliver = createRelay({ ...deps, channels, exclusive, holder: deps.randomId() });

  let faults = 0;
  /** What the database refuses now is found again by the next look. */
  const guard = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      faults += 1;
      telemetry.note('error', `${what}-stopped`, { error: error instanceof Error ? error.name : 'error' });
    }
  };
  const deliveries = createSequencer(
    (key) =>
      guard('delivery', async () => {
        let result = await deliver(key);
        while (result?.more === true && result.conversation === key) result = await deliver(key);
        if (result?.more === true) deliveries.wake(result.conversation);
      }),
    DELIVERIES_AT_ONCE,
  );
  const turns = createSequencer(
    (key) =>
      guard('turn', async () => {
        let result = await takeTurn(key);
        for (; result !== undefined; result = await takeTurn(key)) {
          deliveries.wake(result.conversation);
          if (!result.more || result.conversation !== key) break;
        }
        if (result?.more === true) turns.wake(result.conversation);
      }),
    TURNS_AT_ONCE,
  );
  const stopping = new AbortController();
  const fetchFile = createFetcher({
    ...deps,
    channels,
    limits: deps.settings.files,
    stopping: stopping.signal,
  });
  const fetches = createSequencer(
    (file) =>
      guard('fetch', async () => {
        const conversation = await fetchFile(file);
        if (conversation !== undefined) turns.wake(conversation);
      }),
    FETCHES_AT_ONCE,
  );
  const receive = createReceiver({ ...deps, wake: turns.wake, wakeFile: fetches.wake });

  const post = createPost({ ...deps, channels, exclusive });
  const postDelayed = createDelayedPost({ ...deps, channels, exclusive });

  /** @returns how many conversations have something due */
  const look = async (): Promise<number> => {
    await post();
    await postDelayed();
    const found = await store.transaction(async (tx) => ({
      files: await filesToFetch(tx, names, clock.now(), AT_ONE_LOOK),
      inbox: await conversationsWithInbox(tx, names, clock.now(), AT_ONE_LOOK),
      outbox: await conversationsWithOutbox(tx, names, clock.now(), AT_ONE_LOOK),
    }));
    for (const file of found.files) fetches.wake(file);
    for (const key of found.inbox) turns.wake(key);
    for (const key of found.outbox) deliveries.wake(key);
    return found.files.length + found.inbox.length + found.outbox.length;
  };
  const idle = async () => {
    while (fetches.size() + turns.size() + deliveries.size() > 0) {
      await fetches.idle();
      await turns.idle();
      await deliveries.idle();
    }
  };

  return {
    accept: receive,
    run: async (signal) => {
      signal.addEventListener('abort', () => stopping.abort(), { once: true });
      if (signal.aborted) stopping.abort();
      let swept = Number.NEGATIVE_INFINITY;
      while (!signal.aborted) {
        await guard('look', async () => {
          await look();
          if (clock.now() - swept < SWEEP_EVERY) return;
          swept = clock.now();
          const { retain, desk } = deps.settings;
          const gone = {
            ...(await sweep(store, retain, swept)),
            ...(await sweepTickets(store, deps.vault, desk, swept)),
            ...(await sweepInsight(store, retain, swept)),
            ticketsGivenBack: await giveBackLeft({ ...deps, rules: desk.rules }),
          };
          if (Object.values(gone).some((count) => count > 0)) telemetry.note('info', 'swept', gone);
        });
        await clock.sleep(POLL_EVERY, signal);
      }
      await idle();
    },
    settle: async () => {
      const before = faults;
      do await idle();
      while ((await look()) > 0 && faults === before);
      await idle();
    },
  };
}
