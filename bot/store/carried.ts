import type { Vault } from '../privacy/vault.ts';
import type { Tx } from './store.ts';

const CONTEXT = 'carried/sealed';

export async function insertCarried(
  tx: Tx,
  vault: Vault,
  row: { token: string; channel: string; person: string | null; words: string; expiresAt: number },
): Promise<void> {
  const { token, channel, person, words, expiresAt } = row;
  await tx
    .insertInto('carried')
    .values({ token, channel, person, sealed: vault.seal(words, CONTEXT), expires_at: expiresAt })
    .execute();
}

/** null when the token is unknown, somebody else's, of another channel, or too old. */
export async function findCarried(
  tx: Tx,
  vault: Vault,
  { channel, person, token, now }: { channel: string; person: string; token: string; now: number },
): Promise<string | null> {
  const row = await tx
    .selectFrom('carried')
    .select('sealed')
    .where('token', '=', token)
    .where('channel', '=', channel)
    .where('person', '=', person)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : vault.open(row.sealed, CONTEXT);
}
