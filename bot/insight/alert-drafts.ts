import { citationHead, quoted, UnknownMatter } from '#knowledge';
import type { Clock } from '../clock.ts';
import type { Library } from '../conversation/turn.ts';
import { insightCopy } from '../copy/insight.ts';
import { createRounds } from '../rounds.ts';
import { underLease } from '../store/leases.ts';
import type { AlertDraftRow } from '../store/schema.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { lastWeeks } from './months.ts';
import { createNames } from './names.ts';
import { findSpikes, type Spike, WEEKS_BEFORE } from './spikes.ts';

const copy = insightCopy.alerts;
/** 发布风险提示 where a platform is in trouble. */
const MATTER = 'platform-abnormal-risk-warning';
/** Fewer people than this are no sign of anything, whatever may be shown. */
const LEAST = 5;
const EVERY = 10 * 60_000;
const LEASE = { name: 'insight-alerts', ms: 60_000 };

export type InsightAlertsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Pick<Telemetry, 'note'>;
  readonly library: () => Pick<Library, 'assistant'>;
  /** Counts of fewer are not shown. */
  readonly k: number;
  readonly randomId: () => string;
  /** Tells the staff's group; rejects when it could not. undefined: nobody can be told. */
  readonly tell: ((text: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** This process. */
  readonly holder: string;
};

export type InsightAlerts = {
  /** Drafts a 风险提示 for each platform that is new among the spikes, and tells staff that it is there. @returns how many */
  readonly look: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** A draft is all that comes of it: a person reads it, writes it anew, and sends it elsewhere or not at all. */
export function createInsightAlerts(deps: InsightAlertsDeps): InsightAlerts {
  const { store, clock, telemetry, holder } = deps;
  const look = async (): Promise<number> => {
    const made = await draftSpikes(deps);
    await underLease(store, { ...LEASE, holder, clock }, () =>
      tellStaff(deps).catch((error: unknown) =>
        // A warning, which no alert is made of: a robot that does not work cannot tell of itself.
        telemetry.note('warn', 'insight-alert', { error: error instanceof Error ? error.name : 'error' }),
      ),
    );
    return made;
  };
  return { look, run: createRounds(deps, { every: EVERY, stopped: 'insight-alerts-stopped', work: look }) };
}

async function draftSpikes({ store, clock, library, k, randomId }: InsightAlertsDeps): Promise<number> {
  const now = clock.now();
  const weeks = lastWeeks(now, WEEKS_BEFORE + 1);
  const week = weeks.at(-1) ?? '';
  return await store.transaction(async (tx) => {
    const counts = await tx
      .selectFrom('brand_weeks')
      .select(['week', 'brand', 'region', 'count'])
      .where('week', 'in', [...weeks])
      .execute();
    let made = 0;
    for (const spike of findSpikes(counts, weeks, Math.max(LEAST, k))) {
      const text = draftOf(spike, week, library(), k);
      const { brand, region, count, usual } = spike;
      const row = { id: randomId().slice(0, 10), week, brand, region, count, usual: Math.round(usual) };
      const fresh = await tx
        .insertInto('alert_drafts')
        .values({ ...row, text, staff: null, created_at: now, updated_at: now, told_at: null })
        .onConflict((conflict) => conflict.columns(['week', 'brand']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (fresh !== undefined) made += 1;
    }
    return made;
  });
}

/** By the platform's name and the week: no word of anybody's, and no number. */
async function tellStaff({ store, clock, library, tell }: InsightAlertsDeps): Promise<void> {
  const rows = await store.transaction((tx) =>
    tx.selectFrom('alert_drafts').select(['id', 'brand', 'week']).where('told_at', 'is', null).execute(),
  );
  if (rows.length === 0) return;
  const names = createNames(library());
  const lines = rows.map(({ brand, week }) => copy.tell(names.brand(brand), week));
  if (tell !== undefined) await tell(lines.join('\n'), AbortSignal.timeout(15_000));
  const ids = rows.map(({ id }) => id);
  await store.transaction((tx) =>
    tx.updateTable('alert_drafts').set({ told_at: clock.now() }).where('id', 'in', ids).execute(),
  );
}

function draftOf(
  { brand, count, usual, region }: Spike,
  week: string,
  library: Pick<Library, 'assistant'>,
  k: number,
): string {
  const names = createNames(library);
  return [
    ...copy.text(names.brand(brand), week, count),
    usual < k ? copy.usualFew(k) : copy.usual(usual),
    ...(region === '' ? [] : [copy.region(names.region(region)), clauseIn(library, region)]),
    copy.why,
  ].join('\n');
}

function clauseIn({ assistant }: Pick<Library, 'assistant'>, region: string): string {
  try {
    const [citation] = assistant.clausesOf(MATTER, region);
    return citation === undefined ? copy.noClause : copy.clause(citationHead(citation), quoted(citation));
  } catch (error) {
    // A library of other texts need not know the matter.
    if (error instanceof UnknownMatter) return copy.noClause;
    throw error;
  }
}

export type AlertDraft = Pick<AlertDraftRow, 'id' | 'week' | 'brand' | 'text' | 'staff' | 'updated_at'>;

/** The newest first. */
export async function alertDrafts(tx: Tx): Promise<readonly AlertDraft[]> {
  return await tx
    .selectFrom('alert_drafts')
    .select(['id', 'week', 'brand', 'text', 'staff', 'updated_at'])
    .orderBy('week', 'desc')
    .orderBy('brand')
    .limit(50)
    .execute();
}

/** @returns false when there is no such draft */
export async function rewriteAlert(
  tx: Tx,
  {
    id,
    text,
    staff,
    at,
  }: { readonly id: string; readonly text: string; readonly staff: string; readonly at: number },
): Promise<boolean> {
  const row = await tx
    .updateTable('alert_drafts')
    .set({ text, staff, updated_at: at })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
