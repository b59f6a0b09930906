import type { Vault } from '../privacy/vault.ts';
import { peopleCounts, peopleKeys, tallyPeople } from '../store/people-counts.ts';
import type { PeopleCountRow } from '../store/schema.ts';
import type { Tx } from '../store/store.ts';
import { lastMonths, monthOf } from './months.ts';
import { cityOf } from './names.ts';

/** At least so many different people stand behind a figure of one month; `at`: on which axes it stands where. */
export type PeopleFact = {
  readonly month: string;
  readonly at: Readonly<Record<string, string>>;
  readonly people: number;
};

type Topic = PeopleCountRow['topic'];

/** By what the boards part each topic, within a month; [] is the month as a whole. */
const FIGURES: Readonly<Record<Topic, readonly (readonly string[])[]>> = {
  question: [[], ['outcome'], ['region'], ['matter'], ['channel'], ['matter', 'region']],
  ticket: [[], ['region'], ['kind'], ['brand'], ['kind', 'region']],
  guide: [[], ['guide'], ['ended'], ['guide', 'ended']],
};

/**
 * Counts a person once a month for every figure that this belongs to, so that nobody makes a figure large by asking often.
 * @param at where it stands on the axes of its topic; a region as it is, with what lies in it
 */
export async function keepPeople(
  tx: Tx,
  vault: Vault,
  topic: Topic,
  {
    person,
    now,
    at,
  }: { readonly person: string; readonly now: number; readonly at: Readonly<Record<string, string>> },
): Promise<void> {
  const month = monthOf(now);
  const placeOf = (axis: string) => (axis === 'region' ? cityOf(at[axis] ?? '') : (at[axis] ?? ''));
  for (const axes of FIGURES[topic]) {
    const [first = '', second = ''] = axes.map(placeOf);
    const cell = { topic, month, axis: axes.join(' '), first, second };
    await tallyPeople(tx, cell, { key: seenKey(vault, cell, person), at: now });
  }
}

/** Found again only by whoever has the person's key and the vault's, one figure and one month at a time. */
const seenKey = (
  vault: Vault,
  { topic, month, axis, first, second }: Omit<PeopleCountRow, 'people'>,
  person: string,
) => vault.blind('people-seen', topic, month, axis, first, second, person);

export async function loadPeople(
  tx: Tx,
  topic: Topic,
  months: readonly string[],
): Promise<readonly PeopleFact[]> {
  const rows = await peopleCounts(tx, months);
  return rows
    .filter((row) => row.topic === topic)
    .map(({ month, axis, first, second, people }) => {
      const [one, other] = axis.split(' ');
      const at = { ...(one ? { [one]: first } : {}), ...(other ? { [other]: second } : {}) };
      return { month, people, at };
    });
}

/** The person is counted no more, in any figure of the months in which they can still be found. */
export async function erasePeople(tx: Tx, vault: Vault, person: string, now: number): Promise<void> {
  const cells = await peopleCounts(tx, lastMonths(now, 3));
  await peopleKeys.drop(tx, new Map(cells.map((cell) => [seenKey(vault, cell, person), cell])));
}
