import type { Candidate } from '../desk/assignment.ts';
import type { TicketRow } from './schema.ts';
import { allStaff } from './staff.ts';
import type { Tx } from './store.ts';
import { isLive } from './tickets.ts';

/** The staff with what they have to do, and what they have had to do. */
export async function loadsOf(tx: Tx): Promise<readonly Candidate[]> {
  const staff = await allStaff(tx);
  const live = await tx
    .selectFrom('tickets')
    .select(['holder', ({ fn }) => fn.countAll<number>().as('count')])
    .where(isLive)
    .where('state', '!=', 'resolved')
    .where('holder', 'is not', null)
    .groupBy('holder')
    .execute();
  const had = await tx
    .selectFrom('tickets')
    .select(['holder', 'kind', ({ fn }) => fn.countAll<number>().as('count')])
    .where('holder', 'is not', null)
    .groupBy(['holder', 'kind'])
    .execute();
  const loads = new Map(live.map(({ holder, count }) => [holder, Number(count)]));
  return staff.map((one) => ({
    ...one,
    load: loads.get(one.name) ?? 0,
    kinds: new Map<TicketRow['kind'], number>(
      had.filter(({ holder }) => holder === one.name).map(({ kind, count }) => [kind, Number(count)]),
    ),
  }));
}
