import { type Shift, shiftSchema } from '../guides/shift/shift.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import type { PersonIn } from './people.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'shifts/sealed';

/** A person's shifts in all chats of the channel, oldest first; what cannot be read is left out. */
export async function shiftsOf(tx: Tx, vault: Vault, person: string): Promise<readonly Shift[]> {
  const rows = await tx
    .selectFrom('shifts')
    .select('sealed')
    .where('person', '=', person)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ sealed }) => readable(vault, sealed) ?? []);
}

export async function saveShift(
  tx: Tx,
  vault: Vault,
  owner: PersonIn,
  shift: Shift,
  now: number,
): Promise<void> {
  const { id } = shift;
  const sealed = vault.sealJson(shift, CONTEXT);
  await tx
    .insertInto('shifts')
    .values({ id, ...owner, sealed, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed, updated_at: now }))
    .execute();
}

/** @returns how many there were */
export async function dropShifts(tx: Tx, person: string): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('shifts').where('person', '=', person).executeTakeFirst();
  return Number(numDeletedRows);
}

function readable(vault: Vault, sealed: string): Shift | undefined {
  try {
    return vault.openJson(sealed, CONTEXT, shiftSchema);
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}
