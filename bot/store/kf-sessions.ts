import type { KfSessionRow } from './schema.ts';
import type { Tx } from './store.ts';

export async function kfSession(tx: Tx, conversation: string): Promise<KfSessionRow | undefined> {
  return await tx
    .selectFrom('kf_sessions')
    .selectAll()
    .where('conversation', '=', conversation)
    .executeTakeFirst();
}

type Change = Pick<KfSessionRow, 'state'> &
  Partial<Pick<KfSessionRow, 'ticket' | 'staff' | 'tries' | 'due_at'>>;

/** What is not given of a new one is nothing, and of a known one as it was. */
export async function changeKfSession(
  tx: Tx,
  conversation: string,
  change: Change,
  now: number,
): Promise<void> {
  const fresh = { ticket: null, staff: null, tries: 0, due_at: now, ...change };
  await tx
    .insertInto('kf_sessions')
    .values({ conversation, ...fresh, updated_at: now })
    .onConflict((conflict) => conflict.column('conversation').doUpdateSet({ ...change, updated_at: now }))
    .execute();
}

/**
 * Changes it only as it was read: one that was taken back, erased or wanted anew meanwhile stays as it is now.
 * @returns whether it was so
 */
export async function changeKfSessionAsRead(
  tx: Tx,
  { conversation, state, ticket }: Pick<KfSessionRow, 'conversation' | 'state' | 'ticket'>,
  change: Change,
  now: number,
): Promise<boolean> {
  const changed = await tx
    .updateTable('kf_sessions')
    .set({ ...change, updated_at: now })
    .where('conversation', '=', conversation)
    .where('state', '=', state)
    .where('ticket', ticket === null ? 'is' : '=', ticket)
    .returning('conversation')
    .executeTakeFirst();
  return changed !== undefined;
}

/** Those that wait to be handed over, the longest waiting first. */
export async function kfSessionsWanted(tx: Tx, now: number): Promise<readonly KfSessionRow[]> {
  return await tx
    .selectFrom('kf_sessions')
    .selectAll()
    .where('state', '=', 'wanted')
    .where('due_at', '<=', now)
    .orderBy('updated_at')
    .orderBy('conversation')
    .limit(100)
    .execute();
}

/** What nobody has had for long is forgotten; at once where it belongs to nothing any more. */
export async function dropKfSessions(tx: Tx, before: number): Promise<void> {
  await tx
    .deleteFrom('kf_sessions')
    .where('state', '=', 'over')
    .where(({ eb, or }) => or([eb('updated_at', '<', before), eb('ticket', 'is', null)]))
    .execute();
}

/** Whoever speaks there wants to be forgotten: while a person has the conversation the bot must know that, and nothing else. */
export async function eraseKfSessions(tx: Tx, conversations: readonly string[]): Promise<void> {
  if (conversations.length === 0) return;
  await tx
    .deleteFrom('kf_sessions')
    .where('conversation', 'in', [...conversations])
    .where('state', 'in', ['wanted', 'over'])
    .execute();
  await tx
    .updateTable('kf_sessions')
    .set({ ticket: null, staff: null })
    .where('conversation', 'in', [...conversations])
    .execute();
}
