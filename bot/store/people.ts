import { NEW_PERSON, type PersonMemory, personMemorySchema } from '../conversation/memory.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'people/sealed';

export type PersonIn = { readonly conversation: string; readonly person: string; readonly channel: string };

export async function loadPerson(tx: Tx, vault: Vault, where: PersonIn): Promise<PersonMemory> {
  const row = await tx
    .selectFrom('people')
    .select('sealed')
    .where('conversation', '=', where.conversation)
    .where('person', '=', where.person)
    .executeTakeFirst();
  return (row && readable(vault, row.sealed)) ?? NEW_PERSON;
}

/**
 * undefined for a memory that cannot be read: damaged, or written by another version of this program. It is forgotten: a
 * person who is asked for their place again is better off than one who is never answered again.
 */
function readable(vault: Vault, sealed: string): PersonMemory | undefined {
  try {
    return vault.openJson(sealed, CONTEXT, personMemorySchema);
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}

export async function savePerson(
  tx: Tx,
  vault: Vault,
  where: PersonIn,
  memory: PersonMemory,
  now: number,
): Promise<void> {
  const sealed = vault.sealJson(memory, CONTEXT);
  await tx
    .insertInto('people')
    .values({ ...where, sealed, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['conversation', 'person']).doUpdateSet({ sealed, updated_at: now }),
    )
    .execute();
}

/** Everything remembered of a person in all chats of a channel. */
export async function memoriesOf(
  tx: Tx,
  vault: Vault,
  person: string,
): Promise<readonly { conversation: string; memory: PersonMemory }[]> {
  const rows = await tx
    .selectFrom('people')
    .select(['conversation', 'sealed'])
    .where('person', '=', person)
    .execute();
  return rows.flatMap(({ conversation, sealed }) => {
    const memory = readable(vault, sealed);
    return memory === undefined ? [] : [{ conversation, memory }];
  });
}
