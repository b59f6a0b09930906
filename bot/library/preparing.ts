import { NotPrepared, type PreparationProgress, type Preparer } from '#ingest/office';
import { type LibrarySources, readKeptSources } from '#knowledge';
import { formatChinaDay } from '../china-time.ts';
import type { Clock } from '../clock.ts';
import { libraryOfficeCopy } from '../copy/library-office.ts';
import type { TellStaff } from '../desk/staff-alerts.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { allStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Acting, By } from './acting.ts';
import { type DraftBody, isSameSources, lockDraft, readDraft, saveDraft } from './draft.ts';
import { endLeftBehind, HOME, isPreparing, PREPARE_LEASE } from './left-behind.ts';
import { readOwnQuestions } from './own-questions.ts';
import { isRefused, type Refused } from './refused.ts';

/** Whoever prepares and dies lets others prepare after this long; ms. */
const LEASE = 60_000;
const RENEW = 20_000;
const CANCELLED = { kind: 'cancelled', file: null, code: '', detail: '' } as const;
const BROKEN = { kind: 'broken', file: null, code: '', detail: '' } as const;

export type Preparing = {
  readonly start: (
    by: By,
    kind: 'draft' | 'reindex',
    version: number | null,
  ) => Promise<{ readonly started: true } | Refused>;
  readonly cancel: (by: By) => Promise<{ readonly cancelled: boolean } | Refused>;
  /** null while nothing is prepared in this process. */
  readonly progress: () => PreparationProgress | null;
  readonly watch: (listener: (progress: PreparationProgress | null) => void) => () => void;
  /** Looks, until the signal aborts, whether whoever prepared died. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type PreparingDeps = {
  readonly acting: Acting;
  readonly store: Store;
  readonly clock: Clock;
  readonly preparer: Preparer;
  readonly root: string;
  readonly knowledge: string;
  /** Percentage points. */
  readonly margin: number;
  readonly telemetry: Pick<Telemetry, 'note'>;
  readonly tellStaff: TellStaff;
  readonly randomId: () => string;
};

type Started = {
  readonly by: By;
  readonly kind: 'draft' | 'reindex';
  readonly version: number;
  readonly seq: number;
  readonly against: string;
  readonly sources: LibrarySources;
  readonly own: Parameters<Preparer['prepare']>[0]['own'];
  readonly dropped: DraftBody['dropped'];
  readonly holder: string;
};

/** Prepares one release at a time, in all processes together; what comes of it stands with the draft. */
export function createPreparing(deps: PreparingDeps): Preparing {
  const { acting, store, clock, preparer, randomId } = deps;
  const listeners = new Set<(progress: PreparationProgress | null) => void>();
  let current: { readonly ending: AbortController; progress: PreparationProgress | null } | undefined;
  let running: Promise<void> = Promise.resolve();
  let closed = false;

  const tell = (progress: PreparationProgress | null) => {
    for (const listener of listeners) listener(progress);
  };

  const noted = (error: unknown) => {
    const what = error instanceof Error ? error.name : 'unknown';
    deps.telemetry.note('error', 'library-not-prepared', { error: what });
  };

  const work = async (started: Started, ending: AbortController): Promise<void> => {
    const renewing = new AbortController();
    const renewal = keepLease(deps, started.holder, renewing.signal, () => ending.abort());
    const outcome = await prepareOnce(deps, started, ending.signal, (progress) => {
      if (current !== undefined) current.progress = progress;
      tell(progress);
    }).catch((error: unknown): Outcome => {
      // Not even a process could be begun. Whoever waits is told, and the lease is not held for ever.
      noted(error);
      return { summary: null, failed: BROKEN };
    });
    renewing.abort();
    await renewal;
    // The program stops: whoever looks next writes down that this died, and tells who began it.
    if (closed && outcome.summary === null) {
      listeners.clear();
      return await dropLease(store, PREPARE_LEASE, started.holder);
    }
    await finish(deps, started, outcome);
  };

  return {
    start: async (by, kind, version) => {
      if (closed || current !== undefined) return { refused: 'busy' };
      const ending = new AbortController();
      current = { ending, progress: null };
      const holder = randomId();
      const lease = { name: PREPARE_LEASE, holder, ms: LEASE, now: clock.now() };
      const letGo = () => dropLease(store, PREPARE_LEASE, holder);
      try {
        const got = await takeLease(store, lease);
        const begun = got ? await begin(deps, by, kind, version, holder) : { refused: 'busy' as const };
        if (isRefused(begun)) {
          if (got) await letGo();
          current = undefined;
          return begun;
        }
        running = work(begun, ending)
          .catch(noted)
          .finally(() => {
            current = undefined;
            tell(null);
          });
        return { started: true };
      } catch (error) {
        await letGo().catch(() => {});
        current = undefined;
        throw error;
      }
    },
    cancel: (by) =>
      acting.onDraft(by, null, async (tx, { version, body }) => {
        if (current !== undefined) current.ending.abort();
        else if (await isPreparing(tx, body, clock.now()))
          // Another process works: it ends when it sees that nobody waits for it any more.
          await saveDraft(tx, { version, body: { ...body, preparing: null, failed: CANCELLED } }, null);
        else return { cancelled: false };
        return { cancelled: true };
      }),
    progress: () => current?.progress ?? null,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    run: async (signal) => {
      while (!signal.aborted) {
        // Not while this one works: whoever cannot renew a lease for a while is not dead.
        if (current === undefined) await endLeftBehind(deps).catch(noted);
        await clock.sleep(LEASE, signal);
      }
    },
    close: async () => {
      closed = true;
      current?.ending.abort();
      await running;
      await preparer.close();
    },
  };
}

async function begin(
  { acting, clock, root }: PreparingDeps,
  by: By,
  kind: Started['kind'],
  version: number | null,
  holder: string,
): Promise<Started | Refused> {
  return await acting.onDraft(by, version, async (tx, draft) => {
    const inForce = acting.inForce();
    const before = acting.sourcesInForce();
    // Of a damaged release there is nothing to make anew: somebody has to go back to another.
    if (kind === 'reindex' && readKeptSources(root)?.publication.release !== inForce.release)
      return { refused: 'release-unusable' };
    const sources = kind === 'reindex' ? before : (draft.body.sources ?? before);
    if (kind === 'draft' && isSameSources(sources, before)) return { refused: 'unchanged' };
    const own = (await readOwnQuestions(tx)).map(({ id, question, region, expect, gold, mustQuote }) => ({
      ...{ id, question, region, expect },
      gold: [...gold],
      mustQuote: [...mustQuote],
    }));
    const preparing = { by: by.name, at: clock.now(), holder };
    await saveDraft(tx, { version: draft.version, body: { ...draft.body, preparing, failed: null } }, null);
    await acting.note(tx, by, 'library-prepare', [kind, `${draft.version}`]);
    const { version: seen, body } = draft;
    const { seq, release } = inForce;
    return { by, kind, version: seen, seq, against: release, sources, own, dropped: body.dropped, holder };
  });
}

type Outcome = Pick<DraftBody, 'failed'> & {
  readonly summary: NonNullable<DraftBody['prepared']>['summary'] | null;
};

async function prepareOnce(
  { preparer, knowledge, root, margin, clock }: PreparingDeps,
  { sources, against, own, dropped }: Started,
  signal: AbortSignal,
  onProgress: (progress: PreparationProgress) => void,
): Promise<Outcome> {
  const today = formatChinaDay(clock.now());
  try {
    const job = { knowledge, root, sources, against, own, margin, today, dropped };
    return { summary: await preparer.prepare(job, { onProgress, signal }), failed: null };
  } catch (error) {
    if (!(error instanceof NotPrepared)) throw error;
    const { reason, refusal } = error;
    const { file, code, detail } = refusal ?? { file: null, code: '', detail: '' };
    return { summary: null, failed: { kind: reason, file, code, detail } };
  }
}

/** What came of it, if nobody else prepares by now. */
async function finish(
  { store, clock, tellStaff }: PreparingDeps,
  started: Started,
  outcome: Outcome,
): Promise<void> {
  const { holder, kind, by, seq } = started;
  await store.transaction(async (tx) => {
    const { version, body } = await lockDraft(store, tx);
    if (body.preparing?.holder !== holder) return;
    const { summary, failed } = outcome;
    const prepared =
      summary === null
        ? body.prepared
        : {
            release: summary.release,
            kind,
            // What is made of the sources in force does not age with the draft.
            version: kind === 'reindex' ? version : started.version,
            ...{ seq, by: by.name, at: clock.now(), summary },
          };
    const second = summary === null ? body.second : null;
    await saveDraft(tx, { version, body: { ...body, preparing: null, failed, prepared, second } }, null);
    if (summary?.fell !== true || prepared?.version !== version) return;
    await tellStaff(tx, {
      to: await otherAdmins(tx, by.name),
      event: `library-second ${summary.release} ${seq}`,
      text: libraryOfficeCopy.news.second(by.name),
      ...{ path: HOME, now: clock.now() },
    });
  });
  await dropLease(store, PREPARE_LEASE, holder);
}

/** Who can say the second yes; those who are away only where nobody else can. */
async function otherAdmins(tx: Tx, name: string): Promise<readonly string[]> {
  const others = (await allStaff(tx)).filter((one) => one.role === 'admin' && one.name !== name);
  const here = others.filter(({ away }) => !away);
  return (here.length > 0 ? here : others).map((one) => one.name);
}

/** Holds the lease while work goes on; whoever loses it must stop, and whoever is not waited for. */
async function keepLease(
  { store, clock }: PreparingDeps,
  holder: string,
  signal: AbortSignal,
  lost: () => void,
): Promise<void> {
  for (;;) {
    await clock.sleep(RENEW, signal);
    if (signal.aborted) return;
    try {
      const lease = { name: PREPARE_LEASE, holder, ms: LEASE, now: clock.now() };
      if (!(await takeLease(store, lease))) return lost();
      const { preparing } = (await store.transaction(readDraft)).body;
      if (preparing?.holder !== holder) return lost();
    } catch {
      // The database is away for a moment; the next round tries again.
    }
  }
}
