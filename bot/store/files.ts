import { z } from 'zod';
import { jsonSchema } from '../channels/message.ts';
import type { KeptFile } from '../conversation/turn.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import { sql } from './kysely.ts';
import { openMessage } from './outbox.ts';
import type { Tx } from './store.ts';

/** How a file's row is sealed; how one comes here stands in wanted-files.ts. */
export const CONTEXT = 'files/sealed';
export const sealedSchema = z.object({ source: jsonSchema, name: z.string() });
/** So that contents that were moved to another row do not open. */
export const bodyContext = (id: string) => `files/body/${id}`;

/** Everything but the contents, which are read only when they are asked for by name. */
const COLUMNS = [
  ...(['id', 'channel', 'person', 'cause', 'state', 'media', 'sealed', 'size', 'mime', 'run'] as const),
  ...(['attempts', 'due_at', 'error', 'created_at', 'expires_at'] as const),
] as const;

/** Bytes that a person's files take up. */
export async function bytesOf(tx: Tx, person: string): Promise<number> {
  const row = await tx
    .selectFrom('files')
    .select(({ fn }) => fn.sum<number | null>('size').as('bytes'))
    .where('person', '=', person)
    .where('state', 'in', ['held', 'kept'])
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

/** A person's files, oldest first; contents left out. */
export async function filesOf(tx: Tx, vault: Vault, person: string): Promise<readonly KeptFile[]> {
  const rows = await tx
    .selectFrom('files')
    .select(COLUMNS)
    .where('person', '=', person)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    cause: row.cause,
    state: row.state,
    media: row.media,
    name: nameIn(vault, row.sealed),
    mime: row.mime,
    size: row.size,
    at: row.created_at,
    run: row.run,
    reason: row.error,
  }));
}

/** '' when it cannot be read: one damaged row must not hide the others. */
function nameIn(vault: Vault, sealed: string): string {
  try {
    return vault.openJson(sealed, CONTEXT, sealedSchema).name;
  } catch (error) {
    if (error instanceof BrokenSeal) return '';
    throw error;
  }
}

/** null: not this person's, or not here. @throws BrokenSeal */
export async function contentsOf(
  tx: Tx,
  vault: Vault,
  person: string,
  id: string,
): Promise<Uint8Array | null> {
  const row = await tx
    .selectFrom('files')
    .select('body')
    .where('id', '=', id)
    .where('person', '=', person)
    .where('state', 'in', ['held', 'kept'])
    .executeTakeFirst();
  return row?.body ? vault.openBytes(row.body, bodyContext(id)) : null;
}

/** Only what is here can be kept. @returns how many were */
export async function keepFiles(
  tx: Tx,
  person: string,
  ids: readonly string[],
  run: string | null,
  expiresAt: number,
): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await tx
    .updateTable('files')
    .set({ state: 'kept', run, expires_at: expiresAt })
    .where('person', '=', person)
    .where('id', 'in', ids)
    .where('state', 'in', ['held', 'kept'])
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Deletes files, and the copies that were given back and still lie with the answers. @returns how many files there were */
export async function dropFiles(
  tx: Tx,
  vault: Vault,
  person: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  for (const id of ids) {
    const contents = await contentsOf(tx, vault, person, id).catch((error: unknown) => {
      if (error instanceof BrokenSeal) return null;
      throw error;
    });
    if (contents !== null) await forgetCopies(tx, vault, person, contents);
  }
  const result = await tx
    .deleteFrom('files')
    .where('person', '=', person)
    .where('id', 'in', ids)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

async function forgetCopies(tx: Tx, vault: Vault, person: string, contents: Uint8Array): Promise<void> {
  const copy = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength).toString('base64');
  const rows = await tx
    .selectFrom('outbox')
    .select(['id', 'sealed', 'state'])
    .where('person', '=', person)
    // Only what is long enough to hold it has to be opened.
    .where(sql<boolean>`length(sealed) > ${copy.length}`)
    .execute();
  for (const { id, sealed, state } of rows) {
    if (sealed === null || !holds(vault, sealed, copy)) continue;
    const waits = state !== 'sent' && state !== 'dead';
    const change = waits ? ({ sealed: null, state: 'dead', error: 'erased' } as const) : { sealed: null };
    await tx.updateTable('outbox').set(change).where('id', '=', id).execute();
  }
}

function holds(vault: Vault, sealed: string, copy: string): boolean {
  try {
    return JSON.stringify(openMessage(vault, sealed).payload).includes(copy);
  } catch (error) {
    if (error instanceof BrokenSeal) return false;
    throw error;
  }
}
