import type { Clock } from '../clock.ts';
import { libraryOfficeCopy } from '../copy/library-office.ts';
import type { TellStaff } from '../desk/staff-alerts.ts';
import type { Store, Tx } from '../store/store.ts';
import { type DraftBody, lockDraft, readDraft, saveDraft } from './draft.ts';

export const PREPARE_LEASE = 'library-prepare';
/** Where admins see the library. */
export const HOME = '/console/library';
export const DIED = { kind: 'died', file: null, code: '', detail: '' } as const;

/** Whether somebody prepares what the draft says: who died while preparing holds no lease any more. */
export async function isPreparing(tx: Tx, { preparing }: DraftBody, now: number): Promise<boolean> {
  if (preparing === null) return false;
  const lease = await tx
    .selectFrom('leases')
    .select('holder')
    .where('name', '=', PREPARE_LEASE)
    .where('until', '>', now)
    .executeTakeFirst();
  return lease?.holder === preparing.holder;
}

export type LeftBehindDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly tellStaff: TellStaff;
};

/** Writes down that a preparation died with its process, once, and tells who began it. */
export async function endLeftBehind({ store, clock, tellStaff }: LeftBehindDeps): Promise<void> {
  const now = clock.now();
  const isLeft = async (tx: Tx, body: DraftBody) =>
    body.preparing !== null && !(await isPreparing(tx, body, now));
  // A look first: nearly always there is nothing, and nobody who works on the draft should wait for that.
  if (!(await store.transaction(async (tx) => isLeft(tx, (await readDraft(tx)).body), 'own'))) return;
  await store.transaction(async (tx) => {
    const { version, body } = await lockDraft(store, tx);
    const { preparing } = body;
    if (preparing === null || !(await isLeft(tx, body))) return;
    await saveDraft(tx, { version, body: { ...body, preparing: null, failed: DIED } }, null);
    await tellStaff(tx, {
      to: [preparing.by],
      event: `library-died ${preparing.holder}`,
      text: libraryOfficeCopy.news.died,
      ...{ path: HOME, now },
    });
  });
}
