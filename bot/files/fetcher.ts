import { backoff } from '../backoff.ts';
import type { Channel, Fetched, FileFault } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../privacy/vault.ts';
import { bytesOf } from '../store/files.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import {
  claimFile,
  lockCause,
  moveCause,
  releaseFile,
  settleFile,
  type WantedFile,
  wantedOf,
} from '../store/wanted-files.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { nameFile } from './name-file.ts';
import { sniffType } from './sniff-type.ts';

export type FileLimits = {
  /** Of one file. */
  readonly maxBytes: number;
  /** Of all files of one person together. */
  readonly maxBytesPerPerson: number;
};

export type FetcherDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly random: () => number;
  readonly limits: FileLimits;
  /** Aborts when the program ends: what is under way is left to the next one. */
  readonly stopping: AbortSignal;
};

/** A message waits for its files so long from their first try, and then goes on without them. */
export const WAIT_MS = 30_000;
/** One try. Shorter than the wait, so that a process that dies leaves time for another. */
const TRY_MS = 18_000;
/** What a channel may take to heed its signal. */
const HEED_MS = 1_000;
/** A fetcher silent for so long is dead. */
const LEASE_MS = TRY_MS + HEED_MS + 2_000;
/** Held and undecided, or lost: how long it can still be asked after. */
export const UNDECIDED_MS = 24 * 3_600_000;

/**
 * Fetches one file. Claim and outcome are two transactions with the try between them, as in the relay; the claim is for a
 * time, and the outcome counts only while the claim does. With the last file of a message its turn is due.
 * @returns the conversation whose message need wait no longer; undefined when none
 */
export function createFetcher(deps: FetcherDeps): (id: string) => Promise<string | undefined> {
  const { store, vault, clock, telemetry } = deps;
  return async (id) => {
    const now = clock.now();
    const file = await store.transaction((tx) =>
      claimFile(store, tx, vault, id, { now, leaseUntil: now + LEASE_MS, waitUntil: now + WAIT_MS }),
    );
    if (file === undefined) return undefined;
    const fetched = file.body === null ? await attempt(deps, file) : gotAlready(file, file.body);
    const reason = 'reason' in fetched ? fetched.reason : undefined;
    const settled = await keepTrying(deps, () => settle(deps, file, fetched));
    if (settled.how !== undefined) telemetry.fetched(file.channel, settled.how, settled.reason ?? reason);
    return settled.conversation;
  };
}

const gotAlready = ({ source }: WantedFile, bytes: Uint8Array): Fetched => ({
  kind: 'got',
  bytes,
  mime: source.mime,
  name: source.name,
});

async function attempt(deps: FetcherDeps, { channel, source, until }: WantedFile): Promise<Fetched> {
  const { clock, channels, limits, stopping } = deps;
  if (source.size !== null && source.size > limits.maxBytes) return { kind: 'too-large' };
  const fetch = channels.get(channel)?.fetch;
  if (fetch === undefined) return { kind: 'gone', reason: 'gone' };
  const over = new AbortController();
  const giveUp = new AbortController();
  const end = () => giveUp.abort();
  stopping.addEventListener('abort', end);
  if (stopping.aborted) end();
  const most = Math.max(1, Math.min(TRY_MS, until - clock.now()));
  // A channel that does not heed its signal must not hold the message, or the end of the program, for ever.
  const late = clock.sleep(most, over.signal).then(async (): Promise<Fetched> => {
    end();
    await clock.sleep(HEED_MS, over.signal);
    return { kind: 'later', reason: 'late', afterMs: null };
  });
  try {
    return await Promise.race([fetch(source.source, limits.maxBytes, giveUp.signal), late]);
  } catch {
    // A channel that throws breaks its contract.
    return { kind: 'later', reason: 'unreachable', afterMs: null };
  } finally {
    over.abort();
    stopping.removeEventListener('abort', end);
  }
}

type Settled = {
  /** undefined: another try or its owner has decided. */
  readonly how: 'held' | 'lost' | 'later' | undefined;
  readonly reason?: FileFault;
  readonly conversation: string | undefined;
};

async function settle(deps: FetcherDeps, file: WantedFile, fetched: Fetched): Promise<Settled> {
  const { store, vault, clock, limits, random, stopping } = deps;
  return store.transaction(async (tx): Promise<Settled> => {
    await lockCause(store, tx, file.cause);
    const now = clock.now();
    if (fetched.kind === 'later') {
      if (stopping.aborted) {
        await releaseFile(tx, file, now, true);
        return { how: undefined, conversation: undefined };
      }
      const next = now + (fetched.afterMs ?? backoff(file.attempt, random));
      if (next < file.until) {
        await releaseFile(tx, file, next, false);
        return { how: 'later', conversation: undefined };
      }
    }
    const became = judge(fetched, limits, await bytesOf(tx, file.person));
    const kept =
      became.kind === 'held'
        ? await settleFile(tx, vault, file, { state: 'held', ...named(became, file) }, now + UNDECIDED_MS)
        : await settleFile(tx, vault, file, { state: 'lost', reason: became.reason }, now + UNDECIDED_MS);
    const { all } = await wantedOf(tx, file.cause);
    return {
      how: kept ? became.kind : undefined,
      ...(became.kind === 'lost' && { reason: became.reason }),
      conversation: all === 0 ? await moveCause(tx, file.cause, now) : undefined,
    };
  });
}

type Judged =
  | { readonly kind: 'held'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'lost'; readonly reason: FileFault };

function judge(fetched: Fetched, limits: FileLimits, before: number): Judged {
  if (fetched.kind === 'too-large') return { kind: 'lost', reason: 'too-large' };
  if (fetched.kind !== 'got') return { kind: 'lost', reason: fetched.reason };
  const { bytes, name } = fetched;
  if (bytes.length === 0) return { kind: 'lost', reason: 'empty' };
  if (bytes.length > limits.maxBytes) return { kind: 'lost', reason: 'too-large' };
  if (before + bytes.length > limits.maxBytesPerPerson) return { kind: 'lost', reason: 'full' };
  return { kind: 'held', bytes, name };
}

function named({ bytes, name }: Extract<Judged, { kind: 'held' }>, { source, media }: WantedFile) {
  const mime = sniffType(bytes);
  return { bytes, mime, name: nameFile(name === '' ? source.name : name, media, mime) };
}

/** The try is over and its outcome must be kept: while the store is unavailable, that is asked again and again. */
async function keepTrying<T>({ clock, random, telemetry }: FetcherDeps, keep: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await keep();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries > 10) throw error;
      telemetry.note('error', 'file-not-kept', { reason: error.reason, attempt: tries });
      await clock.sleep(backoff(tries, random, 100, 2_000));
    }
  }
}
