import { type GuideRun, runDataSchema } from '../guides/run.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import type { PersonIn } from './people.ts';
import type { GuideRunRow } from './schema.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'guide_runs/sealed';

/** undefined for a run that is not there, is somebody else's, or cannot be read. */
export async function loadRun(
  tx: Tx,
  vault: Vault,
  person: string,
  id: string,
): Promise<GuideRun | undefined> {
  const row = await tx
    .selectFrom('guide_runs')
    .selectAll()
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst();
  return row && readable(vault, row);
}

/** Newest first; those that were left too. */
export async function runsOf(tx: Tx, vault: Vault, person: string): Promise<readonly GuideRun[]> {
  const rows = await tx
    .selectFrom('guide_runs')
    .selectAll()
    .where('person', '=', person)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.flatMap((row) => readable(vault, row) ?? []);
}

export async function saveRun(
  tx: Tx,
  vault: Vault,
  owner: PersonIn,
  run: GuideRun,
  now: number,
): Promise<void> {
  const { id, guide, version, state, data } = run;
  const sealed = vault.sealJson(data, CONTEXT);
  await tx
    .insertInto('guide_runs')
    .values({ id, ...owner, guide, version, state, sealed, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ version, state, sealed, updated_at: now }))
    .execute();
}

function readable(vault: Vault, row: GuideRunRow): GuideRun | undefined {
  const { id, guide, version, state, sealed, updated_at: updatedAt } = row;
  try {
    return { id, guide, version, state, data: vault.openJson(sealed, CONTEXT, runDataSchema), updatedAt };
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}
