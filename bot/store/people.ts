import { NEW_PERSON, type PersonMemory, personMemorySchema } from '../conversation/memory.ts';
import type { Vault } from '../privacy/vault.ts';
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
  return row === undefined ? NEW_PERSON : vault.openJson(row.sealed, CONTEXT, personMemorySchema);
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
  return rows.map((row) => ({
    conversation: row.conversation,
    memory: vault.openJson(row.sealed, CONTEXT, personMemorySchema),
  }));
}
