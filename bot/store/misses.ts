import { z } from 'zod';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'misses/sealed';

/** Of all the reasons for no answer, those that a text, a lay question or a word could take away. */
const missReasonSchema = z.enum(['not_understood', 'no_local_rule', 'not_reviewed']);

/** What got no answer; the words have no personal numbers in them. */
const missSchema = z.object({
  words: z.string(),
  /** Region id; '' for none. */
  region: z.string(),
  reason: missReasonSchema,
});
export type MissWords = z.infer<typeof missSchema>;

export const isMissReason = (reason: string | null): reason is MissWords['reason'] =>
  missReasonSchema.safeParse(reason).success;

export type Miss = MissWords & { readonly id: string; readonly month: string; readonly owner: string };

/** Found again only by whoever has the person's key and the vault's, one month at a time. */
const ownerKey = (vault: Vault, month: string, person: string) => vault.blind('miss', month, person);

export async function insertMiss(
  tx: Tx,
  vault: Vault,
  { id, month, person, at }: { id: string; month: string; person: string; at: number },
  words: MissWords,
): Promise<void> {
  const sealed = vault.sealJson(words, CONTEXT);
  await tx
    .insertInto('misses')
    .values({ id, month, owner: ownerKey(vault, month, person), sealed, at })
    .execute();
}

/** The newest first. What cannot be read is left out. */
export async function allMisses(tx: Tx, vault: Vault): Promise<readonly Miss[]> {
  const rows = await tx
    .selectFrom('misses')
    .select(['id', 'month', 'owner', 'sealed'])
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ sealed, ...row }) => {
    try {
      return [{ ...row, ...vault.openJson(sealed, CONTEXT, missSchema) }];
    } catch (error) {
      if (error instanceof BrokenSeal) return [];
      throw error;
    }
  });
}

/** Those of one person. */
export async function missesOf(tx: Tx, vault: Vault, person: string): Promise<readonly Miss[]> {
  const owners = await ownersOf(tx, vault, person);
  return (await allMisses(tx, vault)).filter(({ owner }) => owners.includes(owner));
}

/** @returns how many there were */
export async function eraseMisses(tx: Tx, vault: Vault, person: string): Promise<number> {
  const owners = await ownersOf(tx, vault, person);
  if (owners.length === 0) return 0;
  const gone = await tx.deleteFrom('misses').where('owner', 'in', owners).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** What the person is called in each month of which anything is kept. */
async function ownersOf(tx: Tx, vault: Vault, person: string): Promise<string[]> {
  const months = await tx.selectFrom('misses').select('month').distinct().execute();
  return months.map(({ month }) => ownerKey(vault, month, person));
}
