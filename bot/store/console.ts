import type { ConsoleLinkRow, ConsoleSessionRow } from './schema.ts';
import type { Tx } from './store.ts';

const DAY = 24 * 3_600_000;

/** Keeps the hash of something that may be used once, and forgets what is over. */
export async function insertLink(
  tx: Tx,
  link: Pick<ConsoleLinkRow, 'hash' | 'kind' | 'staff'>,
  { now, forMs }: { now: number; forMs: number },
): Promise<void> {
  await tx.deleteFrom('console_links').where('expires_at', '<=', now).execute();
  await tx
    .insertInto('console_links')
    .values({ ...link, created_at: now, expires_at: now + forMs })
    .execute();
}

/** Uses it up: of two who come at once, one gets it. undefined for what is unknown, used or over. */
export async function takeLink(
  tx: Tx,
  { hash, kind, now }: { hash: string; kind: ConsoleLinkRow['kind']; now: number },
): Promise<{ readonly staff: string } | undefined> {
  const row = await tx
    .deleteFrom('console_links')
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .returning(['staff', 'expires_at'])
    .executeTakeFirst();
  return row === undefined || row.expires_at <= now ? undefined : { staff: row.staff };
}

/** A session that counts now: neither over nor left alone for `idleMs`. */
export async function findSession(
  tx: Tx,
  { hash, now, idleMs }: { hash: string; now: number; idleMs: number },
): Promise<ConsoleSessionRow | undefined> {
  return await tx
    .selectFrom('console_sessions')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .where('seen_at', '>', now - idleMs)
    .executeTakeFirst();
}

/** The newest first. */
export async function sessionsOf(
  tx: Tx,
  staff: string,
  { now, idleMs }: { now: number; idleMs: number },
): Promise<readonly ConsoleSessionRow[]> {
  return await tx
    .selectFrom('console_sessions')
    .selectAll()
    .where('staff', '=', staff)
    .where('expires_at', '>', now)
    .where('seen_at', '>', now - idleMs)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();
}

export async function insertSession(tx: Tx, session: ConsoleSessionRow): Promise<void> {
  await tx.deleteFrom('console_sessions').where('expires_at', '<=', session.created_at).execute();
  await tx.insertInto('console_sessions').values(session).execute();
}

export async function touchSession(tx: Tx, hash: string, now: number): Promise<void> {
  await tx.updateTable('console_sessions').set({ seen_at: now }).where('hash', '=', hash).execute();
}

/** @param id the session's; null for all of theirs @returns how many were ended */
export async function endSessions(tx: Tx, staff: string, id: string | null): Promise<number> {
  let query = tx.deleteFrom('console_sessions').where('staff', '=', staff);
  if (id !== null) query = query.where('id', '=', id);
  return (await query.returning('id').execute()).length;
}

/** Under which codes are counted that one account tries. */
export const bindTries = (person: string) => `bind:${person}`;

/** What is over: nobody is signed in by it, and nothing is counted by it any more. @returns how many rows */
export async function sweepConsole(tx: Tx, now: number): Promise<number> {
  const gone = [
    await tx.deleteFrom('console_links').where('expires_at', '<=', now).executeTakeFirst(),
    await tx.deleteFrom('console_sessions').where('expires_at', '<=', now).executeTakeFirst(),
    await tx
      .deleteFrom('console_tries')
      .where('at', '<', now - DAY)
      .executeTakeFirst(),
  ];
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}

/** Counts an attempt. @returns false when `who` has had `most` of them within `withinMs` */
export async function countTry(
  tx: Tx,
  who: string,
  { most, withinMs, now }: { most: number; withinMs: number; now: number },
): Promise<boolean> {
  await tx
    .deleteFrom('console_tries')
    .where('who', '=', who)
    .where('at', '<=', now - withinMs)
    .execute();
  const { count } = await tx
    .selectFrom('console_tries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('who', '=', who)
    .executeTakeFirstOrThrow();
  if (Number(count) >= most) return false;
  await tx.insertInto('console_tries').values({ who, at: now }).execute();
  return true;
}
