import { formatChinaDay } from '../china-time.ts';
import { deskCopy } from '../copy/desk.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Store } from '../store/store.ts';
import { withEvents } from '../store/tickets.ts';
import type { DeskRules } from './clock.ts';
import { type KeptPromise, promisesOf } from './promises.ts';

/** What was due in one month, of one kind, in one place. */
export type BreachRow = {
  /** YYYY-MM, of the time that was due. */
  readonly month: string;
  /** Region id; null where none is known. */
  readonly region: string | null;
  readonly kind: KeptPromise['kind'];
  /** In the words of the text, or the union's own promise. */
  readonly what: string;
  /** The article that it stands in; null for the union's own promise. */
  readonly article: string | null;
  readonly due: number;
  readonly kept: number;
  readonly broken: number;
};

/** Tickets read at once. */
const PAGE = 200;

/** What the desk promised and kept. @param month YYYY-MM; undefined for all that is kept */
export async function reportBreaches(
  { store, vault, rules }: { readonly store: Store; readonly vault: Vault; readonly rules: DeskRules },
  month: string | undefined,
  now: number,
): Promise<readonly BreachRow[]> {
  const promises: KeptPromise[] = [];
  for (let last = ''; ; ) {
    const page = await store.transaction(async (tx) => {
      const rows = await tx
        .selectFrom('tickets')
        .selectAll()
        .where('id', '>', last)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      return await Promise.all(rows.map((row) => withEvents(tx, vault, row)));
    });
    for (const stored of page) promises.push(...promisesOf(stored, rules, now));
    const end = page.at(-1);
    if (end === undefined) break;
    last = end.row.id;
  }
  return countBreaches(promises).filter((row) => month === undefined || row.month === month);
}

/** The newest month first. What is still open counts for nothing. */
export function countBreaches(promises: readonly KeptPromise[]): readonly BreachRow[] {
  const settled = promises.filter(({ state }) => state === 'kept' || state === 'broken');
  const groups = Map.groupBy(settled, ({ due: { at, what }, region, kind }) =>
    JSON.stringify([monthOf(at), region, kind, what === 'reply' ? null : [what.clock.article, what.step]]),
  );
  return [...groups.values()]
    .flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { due, region, kind } = first;
      const broken = all.filter(({ state }) => state === 'broken').length;
      return {
        month: monthOf(due.at),
        region,
        kind,
        what: due.what === 'reply' ? deskCopy.due.reply : due.what.step,
        article: due.what === 'reply' ? null : due.what.clock.article,
        due: all.length,
        kept: all.length - broken,
        broken,
      };
    })
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .toSorted((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1));
}

const monthOf = (at: number) => formatChinaDay(at).slice(0, 7);
const keyOf = ({ region, kind, article, what }: BreachRow) =>
  [region ?? '', kind, article ?? '', what].join('\u0000');
