import type { PreparationProgress, Prepared, PreparedSummary } from '#ingest/office';
import {
  type LibrarySources,
  type Publication,
  readManifest,
  releaseFolder,
  UnusableRelease,
} from '#knowledge';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Acting } from './acting.ts';
import { type Draft, type DraftBody, isSameSources, readDraft } from './draft.ts';
import { DIED, isPreparing } from './left-behind.ts';
import type { Reports } from './reports.ts';

/** What the last preparation came to, while nothing newer stands in its place. */
export type PreparedRelease = {
  readonly release: string;
  /** reindex: the sources in force, with this program's own questions and lexicon. */
  readonly kind: 'draft' | 'reindex';
  /** The draft's version that it was made of; the press carries it. */
  readonly version: number;
  readonly by: string;
  readonly at: number;
  /** Figures of the gate, and how many instruments and articles are other than in force. */
  readonly summary: PreparedSummary;
  /** It was made of the draft as it is by this program, compared with what is in force, and is kept: it can be published. */
  readonly isCurrent: boolean;
  /** Somebody else's yes to a fall. */
  readonly second: { readonly by: string; readonly why: string } | null;
};

export type OfficeState = {
  readonly inForce: Publication;
  readonly draft: {
    readonly version: number;
    /** It says something else than what is in force. */
    readonly changed: boolean;
    readonly sources: LibrarySources;
    /** Who changed it last, and when; null while nobody has. */
    readonly by: string | null;
    readonly at: number | null;
  };
  /** Someone prepares a release now; `progress` is null where another process does it. */
  readonly preparing: {
    readonly by: string;
    readonly since: number;
    readonly progress: PreparationProgress | null;
  } | null;
  /** Why the last preparation came to nothing; until the next one begins. */
  readonly failed: PreparationFailure | null;
  readonly prepared: PreparedRelease | null;
};

/**
 * refused: the texts cannot be made a release; `file`, `code` and `detail` say why, and are empty for the other kinds. died: so
 * did the process.
 */
export type PreparationFailure = NonNullable<DraftBody['failed']>;

export type StateDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly acting: Pick<Acting, 'inForce' | 'sourcesInForce'>;
  /** The library's folder. */
  readonly root: string;
};

/** @param progress of what this process prepares; null for nothing */
export async function readState(
  { store, clock, acting, root }: StateDeps,
  progress: PreparationProgress | null,
): Promise<OfficeState> {
  const { draft, lives } = await store.transaction(async (tx) => {
    const draft = await readDraft(tx);
    return { draft, lives: await isPreparing(tx, draft.body, clock.now()) };
  });
  const { version, body, by, at } = draft;
  const inForce = acting.inForce();
  const before = acting.sourcesInForce();
  const sources = body.sources ?? before;
  return {
    inForce,
    draft: { version, changed: !isSameSources(sources, before), sources, by, at },
    preparing:
      body.preparing !== null && lives ? { by: body.preparing.by, since: body.preparing.at, progress } : null,
    failed: body.preparing !== null && !lives ? DIED : body.failed,
    prepared:
      body.prepared === null || isPublished(body.prepared, inForce)
        ? null
        : shownPrepared(root, draft, body.prepared, inForce),
  };
}

/** It is in force since, though the press could not be written down with the draft any more. */
const isPublished = ({ release, seq }: NonNullable<DraftBody['prepared']>, inForce: Publication): boolean =>
  release === inForce.release && seq !== inForce.seq;

function shownPrepared(
  root: string,
  { version, body }: Draft,
  { seq, ...prepared }: NonNullable<DraftBody['prepared']>,
  inForce: Publication,
): PreparedRelease {
  const isCurrent = prepared.version === version && seq === inForce.seq && isKept(root, prepared.release);
  return { ...prepared, isCurrent, second: body.second };
}

/** It may have been cleared away since, or the program may be another by now. */
function isKept(root: string, release: string): boolean {
  try {
    readManifest(releaseFolder(root, release));
    return true;
  } catch (error) {
    if (error instanceof UnusableRelease) return false;
    throw error;
  }
}

/** Without the proposals that somebody took or did not want. */
export async function readReport(
  { store, reports }: { readonly store: Store; readonly reports: Pick<Reports, 'read'> },
  release: string,
): Promise<Prepared | undefined> {
  if (!/^[0-9a-f]{12}$/.test(release)) return undefined;
  const report = await reports.read(release);
  if (report === undefined) return undefined;
  const { body } = await store.transaction(readDraft);
  const settled = [...body.dropped, ...(body.sources?.answers ?? [])];
  const isOpen = ({ article, matter }: Prepared['proposals'][number]) =>
    !settled.some((one) => one.article === article && one.matter === matter);
  return { ...report, proposals: report.proposals.filter(isOpen) };
}
