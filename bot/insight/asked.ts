import type { Answer } from '#knowledge';
import { createCover } from '../desk/cover.ts';
import { BRANDS, parsePlatform } from '../guides/understand/index.ts';
import type { Vault } from '../privacy/vault.ts';
import { insertMiss, isMissReason } from '../store/misses.ts';
import type { QuestionCountRow } from '../store/schema.ts';
import type { Tx } from '../store/store.ts';
import { tallyBrand, tallyQuestion } from '../store/tallies.ts';
import { monthOf, weekOf } from './months.ts';
import { keepPeople } from './people.ts';

/** What is counted of a question that was dealt with. */
export type Asked = {
  /** The asker's own words; '' where they are somebody else's. */
  readonly words: string;
  readonly answer: Pick<Answer, 'status' | 'reason'> & { readonly region: readonly string[] };
  /** Ids of the matters it is about, the likeliest first. */
  readonly matters: readonly string[];
};

export type AskedDeps = {
  readonly vault: Vault;
  readonly randomId: () => string;
  /** ms since 1970 */
  readonly now: number;
};

/** As much of a question is kept; characters. */
const MOST_WORDS = 200;

export function outcomeOf({ status, reason }: Asked['answer']): QuestionCountRow['outcome'] {
  if (status === 'answer') return 'answer';
  if (status === 'ask_region') return 'ask';
  return reason === 'no_local_rule' ? 'silent' : 'abstain';
}

/** Counts a question and keeps its words where nobody could answer, in the turn's transaction. */
export async function keepAsked(
  tx: Tx,
  { vault, randomId, now }: AskedDeps,
  { channel, person }: { readonly channel: string; readonly person: string },
  { words, answer, matters }: Asked,
): Promise<void> {
  const month = monthOf(now);
  const region = regionOf(answer.region);
  const { reason } = answer;
  const outcome = outcomeOf(answer);
  await tallyQuestion(tx, {
    ...{ month, region, channel, outcome },
    matter: matters[0] ?? '',
    reason: reason ?? '',
  });
  const at = { outcome, region, channel, matter: matters[0] ?? '' };
  await keepPeople(tx, vault, 'question', { person, now, at });
  const brand = brandIn(words);
  if (brand !== null && outcome !== 'ask') await keepBrand(tx, vault, { brand, region, person, now });
  if (!isMissReason(reason)) return;
  // Read by those who lead, before anybody claimed anything: as little of who asked as a group may read.
  const kept = createCover(null, [])(words).text.trim().slice(0, MOST_WORDS);
  if (kept !== '')
    await insertMiss(tx, vault, { id: randomId(), month, person, at: now }, { words: kept, region, reason });
}

/** Somebody named a platform, in a question or in a ticket. */
export async function keepBrand(
  tx: Tx,
  vault: Vault,
  {
    brand,
    region,
    person,
    now,
  }: { readonly brand: string; readonly region: string; readonly person: string; readonly now: number },
): Promise<void> {
  const week = weekOf(now);
  const key = vault.blind('brand-week', week, brand, person);
  await tallyBrand(tx, { week, brand, region }, { key, at: now });
}

/** '' for none and for several that are compared. */
function regionOf(regions: readonly string[]): string {
  const [one = '', ...more] = regions;
  return more.length === 0 ? one : '';
}

/** The one platform of the table that the words name; null for none, for several, and for a name that two bear. */
function brandIn(words: string): string | null {
  if (words === '') return null;
  const heard = parsePlatform(words);
  if (heard?.kind !== 'understood') return null;
  const ids = new Set(heard.readings.map(({ brand }) => brand));
  const [one] = ids;
  return ids.size === 1 && BRANDS.some(({ id }) => id === one) ? (one ?? null) : null;
}
