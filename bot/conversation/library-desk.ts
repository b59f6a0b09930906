import type { Prepared } from '#ingest/office';
import type { Publication } from '#knowledge';
import type { Outbound } from '../channels/message.ts';
import type { Clock } from '../clock.ts';
import type { By } from '../library/acting.ts';
import type { FileOutcome, GivenFile } from '../library/intake.ts';
import type { LibraryOffice } from '../library/office.ts';
import type { Pressed } from '../library/press.ts';
import { isRefused, type OfficeRefusal, type Refused } from '../library/refused.ts';
import type { OfficeState } from '../library/state.ts';
import type { Vault } from '../privacy/vault.ts';
import { insertDelayed } from '../store/delayed.ts';
import type { PersonIn } from '../store/people.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

/** What an admin wants of the library in a chat. `pressed`: what was shown, so that nothing else is put in force. */
export type LibraryAct =
  | { readonly kind: 'look' }
  | { readonly kind: 'publish'; readonly pressed: Pressed; readonly why: string }
  | { readonly kind: 'agree'; readonly pressed: Pressed; readonly why: string }
  | { readonly kind: 'rollback'; readonly release: string; readonly inForce: number; readonly why: string }
  | { readonly kind: 'reindex' }
  | { readonly kind: 'prepare'; readonly version: number }
  | { readonly kind: 'files'; readonly files: readonly GivenFile[] };

/** The library as an admin is shown it. */
export type LibraryView = {
  readonly state: OfficeState;
  /** Of what is prepared; undefined when nothing is, or when it is not kept. */
  readonly report: Prepared | undefined;
  /** The last publication of each release that can be gone back to, newest first. */
  readonly kept: readonly Publication[];
};

/** What came of it. */
export type LibraryTold =
  | { readonly kind: 'view'; readonly view: LibraryView }
  /** `already`: it was in force before this press, perhaps by the same press before a crash. */
  | { readonly kind: 'published'; readonly publication: Publication; readonly already: boolean }
  | { readonly kind: 'agreed' }
  | { readonly kind: 'started' }
  /** Somebody prepares now; null when they have just ended. */
  | { readonly kind: 'busy'; readonly preparing: OfficeState['preparing'] }
  | { readonly kind: 'files'; readonly version: number; readonly files: readonly FileOutcome[] }
  | { readonly kind: 'refused'; readonly refused: OfficeRefusal }
  /** A fault of the program or of the folder. */
  | { readonly kind: 'broken' };

/**
 * Carries out what an admin wants, outside of any transaction. It may be wanted again after a crash: then it says that it
 * is done.
 * @throws StoreUnavailable
 */
export type LibraryDesk = (order: {
  readonly by: By;
  readonly act: LibraryAct;
  readonly where: PersonIn;
}) => Promise<LibraryTold>;

export type LibraryDeskDeps = {
  readonly office: Pick<
    LibraryOffice,
    | 'state'
    | 'report'
    | 'publications'
    | 'publish'
    | 'secondYes'
    | 'rollback'
    | 'reindex'
    | 'prepare'
    | 'watch'
    | 'addFiles'
  >;
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly telemetry: Pick<Telemetry, 'note'>;
  readonly randomId: () => string;
  /** What is said when a preparation begun from a chat is over. */
  readonly sayOver: (view: LibraryView) => Outbound;
};

/** As many releases are kept to go back to. */
const KEPT = 8;
/** What is not heard within a day is asked for with /状态. */
const TOLD_FOR = 24 * 3_600_000;

export function createLibraryDesk(deps: LibraryDeskDeps): LibraryDesk {
  const { office, telemetry } = deps;
  return async ({ by, act, where }) => {
    try {
      switch (act.kind) {
        case 'look':
          return { kind: 'view', view: await lookAt(office) };
        case 'publish':
          return await switched(office, act.pressed.release, office.publish(by, act.pressed, act.why));
        case 'rollback':
          return await switched(office, act.release, office.rollback(by, act, act.why));
        case 'agree': {
          const outcome = await office.secondYes(by, act.pressed, act.why);
          return isRefused(outcome) ? { kind: 'refused', ...outcome } : { kind: 'agreed' };
        }
        case 'reindex':
          return await begin(deps, where, () => office.reindex(by));
        case 'prepare':
          return await begin(deps, where, () => office.prepare(by, act.version));
        case 'files': {
          const outcome = await office.addFiles(by, act.files);
          return isRefused(outcome) ? { kind: 'refused', ...outcome } : { kind: 'files', ...outcome };
        }
      }
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const what = error instanceof Error ? error.name : 'error';
      telemetry.note('error', 'library-act-threw', { act: act.kind, error: what });
      return { kind: 'broken' };
    }
  };
}

async function lookAt(office: LibraryDeskDeps['office']): Promise<LibraryView> {
  const state = await office.state();
  const { prepared, inForce } = state;
  const kept = new Map<string, Publication>();
  for (const one of await office.publications()) if (!kept.has(one.release)) kept.set(one.release, one);
  return {
    state,
    report: prepared === null ? undefined : await office.report(prepared.release),
    kept: [...kept.values()].slice(0, KEPT).filter(({ release }) => release !== inForce.release),
  };
}

/** A press that comes again, or after somebody else's, finds the release in force: that is what was wanted. */
async function switched(
  office: LibraryDeskDeps['office'],
  release: string,
  pressing: Promise<Publication | Refused>,
): Promise<LibraryTold> {
  const outcome = await pressing;
  if (!isRefused(outcome)) return { kind: 'published', publication: outcome, already: false };
  const { refused } = outcome;
  if (refused === 'not-admin') return { kind: 'refused', refused };
  const [inForce] = await office.publications();
  if (inForce?.release === release) return { kind: 'published', publication: inForce, already: true };
  return { kind: 'refused', refused };
}

/** Whoever began it hears in the same chat when it is over. */
async function begin(
  deps: LibraryDeskDeps,
  where: PersonIn,
  start: () => Promise<{ readonly started: true } | Refused>,
): Promise<LibraryTold> {
  const { office, telemetry } = deps;
  let began = false;
  let over = false;
  const tell = () =>
    tellOver(deps, where).catch((error: unknown) => {
      const what = error instanceof Error ? error.name : 'error';
      telemetry.note('error', 'library-not-told', { error: what });
    });
  // Before it begins: a short one may be over before its beginning is told.
  const stop = office.watch((progress) => {
    if (progress !== null) return;
    stop();
    over = true;
    if (began) void tell();
  });
  const outcome = await start();
  if (isRefused(outcome)) {
    stop();
    const { refused } = outcome;
    if (refused !== 'busy') return { kind: 'refused', refused };
    return { kind: 'busy', preparing: (await office.state()).preparing };
  }
  began = true;
  if (over) void tell();
  return { kind: 'started' };
}

async function tellOver(deps: LibraryDeskDeps, where: PersonIn): Promise<void> {
  const { office, store, vault, clock, randomId, sayOver } = deps;
  const outbound = sayOver(await lookAt(office));
  const now = clock.now();
  const told = { key: `library-${randomId()}`, at: now, until: now + TOLD_FOR, outbound };
  await store.transaction((tx) => insertDelayed(tx, vault, where, told, now));
}
