import { z } from 'zod';
import type { Vault } from '../privacy/vault.ts';
import type { WecomCardRow } from './schema.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'wecom_cards/sealed';
const sealedSchema = z.object({ users: z.array(z.string()), code: z.string().nullable() });

const COLUMNS = ['ticket', 'round', 'task', 'sealed', 'code_at', 'state', 'tries'] as const;

/** A card that offers a ticket. */
export type WecomCard = Omit<WecomCardRow, 'id' | 'sealed' | 'code_at'> & {
  /** Userids of those who get it. */
  readonly users: readonly string[];
  /** Changes it once, for 72 hours; a secret. */
  readonly code: { readonly value: string; readonly at: number } | null;
};

function toCard(vault: Vault, { sealed, code_at, ...row }: Omit<WecomCardRow, 'id'>): WecomCard {
  const { users, code } = vault.openJson(sealed, CONTEXT, sealedSchema);
  return { ...row, users, code: code === null || code_at === null ? null : { value: code, at: code_at } };
}

/** Oldest first. */
export async function cardsOf(tx: Tx, vault: Vault, ticket: string): Promise<readonly WecomCard[]> {
  const rows = await tx
    .selectFrom('wecom_cards')
    .select(COLUMNS)
    .where('ticket', '=', ticket)
    .orderBy('id')
    .execute();
  return rows.map((row) => toCard(vault, row));
}

export async function cardOfTask(tx: Tx, vault: Vault, task: string): Promise<WecomCard | undefined> {
  const row = await tx.selectFrom('wecom_cards').select(COLUMNS).where('task', '=', task).executeTakeFirst();
  return row === undefined ? undefined : toCard(vault, row);
}

/** Does nothing where this round has its card. */
export async function addCard(
  tx: Tx,
  vault: Vault,
  { ticket, round, task, users }: Pick<WecomCard, 'ticket' | 'round' | 'task' | 'users'>,
): Promise<void> {
  const sealed = vault.sealJson({ users, code: null }, CONTEXT);
  await tx
    .insertInto('wecom_cards')
    .values({ ticket, round, task, sealed, code_at: null, state: 'wanted', tries: 0 })
    .onConflict((conflict) => conflict.columns(['ticket', 'round']).doNothing())
    .execute();
}

export async function changeCard(
  tx: Tx,
  vault: Vault,
  { task, users, ...card }: WecomCard,
  change: Partial<Pick<WecomCard, 'state' | 'tries' | 'code'>>,
): Promise<void> {
  const code = change.code === undefined ? card.code : change.code;
  await tx
    .updateTable('wecom_cards')
    .set({
      state: change.state ?? card.state,
      tries: change.tries ?? card.tries,
      code_at: code?.at ?? null,
      sealed: vault.sealJson({ users, code: code?.value ?? null }, CONTEXT),
    })
    .where('task', '=', task)
    .execute();
}

export async function dropCards(tx: Tx, ticket: string): Promise<void> {
  await tx.deleteFrom('wecom_cards').where('ticket', '=', ticket).execute();
}
