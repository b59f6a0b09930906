import type { FileFault } from '../channels/channel.ts';
import type { FileSource, Inbound } from '../channels/message.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import { bodyContext, CONTEXT, sealedSchema } from './files.ts';
import { sql } from './kysely.ts';
import type { FileRow } from './schema.ts';
import type { Store, Tx } from './store.ts';

/** In the words of the index files_wanted. */
const isWanted = sql<boolean>`state = 'wanted'`;

export type WantedFile = {
  readonly id: string;
  readonly channel: string;
  readonly person: string;
  readonly cause: number;
  readonly media: string;
  readonly source: FileSource;
  /** The try that this is, from 1. */
  readonly attempt: number;
  /** Until when the message waits for it. */
  readonly until: number;
};

/** One row for each file that a message brought; each is fetched by whoever claims it. */
export async function insertFiles(
  tx: Tx,
  vault: Vault,
  files: readonly { readonly id: string; readonly file: FileSource }[],
  row: Pick<FileRow, 'channel' | 'conversation' | 'person' | 'cause' | 'media'> & { readonly now: number },
): Promise<void> {
  const { now, ...fields } = row;
  for (const { id, file } of files) {
    const { source, name, mime, size, base64 } = file;
    const body = base64 === undefined ? null : Buffer.from(base64, 'base64');
    await tx
      .insertInto('files')
      .values({
        ...fields,
        id,
        state: 'wanted',
        sealed: vault.sealJson({ source, name }, CONTEXT),
        body: body && vault.sealBytes(body, bodyContext(id)),
        size: body?.length ?? size ?? 0,
        mime,
        run: null,
        attempts: 0,
        due_at: now,
        error: null,
        created_at: now,
        expires_at: now,
      })
      .execute();
  }
}

/** Files that nobody is fetching now; the longest waiting first. */
export async function filesToFetch(
  tx: Tx,
  channels: readonly string[],
  now: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('files')
    .select('id')
    .where(isWanted)
    .where('due_at', '<=', now)
    .where('channel', 'in', channels)
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Takes a file for one try; until `leaseUntil` nobody else does. The first try begins the time that its message waits.
 * @returns undefined when it is not to be fetched, or not now
 */
export async function claimFile(
  store: Store,
  tx: Tx,
  vault: Vault,
  id: string,
  { now, leaseUntil, waitUntil }: { now: number; leaseUntil: number; waitUntil: number },
): Promise<(WantedFile & { readonly body: Uint8Array | null }) | undefined> {
  const wanted = await tx.selectFrom('files').select('cause').where('id', '=', id).executeTakeFirst();
  if (wanted === undefined) return undefined;
  await lockCause(store, tx, wanted.cause);
  const row = await tx
    .updateTable('files')
    .set(({ eb }) => ({
      attempts: eb('attempts', '+', 1),
      due_at: leaseUntil,
      expires_at: eb.case().when('attempts', '=', 0).then(waitUntil).else(eb.ref('expires_at')).end(),
    }))
    .where('id', '=', id)
    .where(isWanted)
    .where('due_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.attempts === 1) await moveCause(tx, row.cause, waitUntil);
  const opened = openRow(vault, row);
  if (opened === undefined) {
    const error: FileFault = 'gone';
    await tx
      .updateTable('files')
      .set({ state: 'lost', error, body: null, size: 0 })
      .where('id', '=', id)
      .execute();
    if ((await wantedOf(tx, row.cause)).all === 0) await moveCause(tx, row.cause, now);
    return undefined;
  }
  const { source, name, body } = opened;
  return {
    ...{ id, channel: row.channel, person: row.person, cause: row.cause, media: row.media },
    source: { source, name, mime: row.mime, size: row.size === 0 ? null : row.size },
    attempt: row.attempts,
    until: row.expires_at,
    body,
  };
}

/** undefined: damaged, so nobody will ever know where it came from. */
function openRow(vault: Vault, { id, sealed, body }: Pick<FileRow, 'id' | 'sealed' | 'body'>) {
  try {
    const { source, name } = vault.openJson(sealed, CONTEXT, sealedSchema);
    return { source, name, body: body && vault.openBytes(body, bodyContext(id)) };
  } catch (error) {
    if (error instanceof BrokenSeal) return undefined;
    throw error;
  }
}

/** What became of a file, unless another try or its owner has decided that meanwhile. @returns whether it was kept */
export async function settleFile(
  tx: Tx,
  vault: Vault,
  file: WantedFile,
  became:
    | { readonly state: 'held'; readonly bytes: Uint8Array; readonly name: string; readonly mime: string }
    | { readonly state: 'lost'; readonly reason: FileFault },
  expiresAt: number,
): Promise<boolean> {
  const held = became.state === 'held' ? became : undefined;
  const result = await tx
    .updateTable('files')
    .set({
      state: became.state,
      // Where it came from is of no more use, and may be secret.
      sealed: vault.sealJson({ source: null, name: held?.name ?? file.source.name }, CONTEXT),
      body: held === undefined ? null : vault.sealBytes(held.bytes, bodyContext(file.id)),
      size: held?.bytes.length ?? 0,
      ...(held !== undefined && { mime: held.mime }),
      error: became.state === 'lost' ? became.reason : null,
      expires_at: expiresAt,
    })
    .where('id', '=', file.id)
    .where(isWanted)
    .where('attempts', '=', file.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Lets a claimed file be tried again from `dueAt`. @param given the try does not count: it was not made to its end */
export async function releaseFile(tx: Tx, file: WantedFile, dueAt: number, given: boolean): Promise<void> {
  await tx
    .updateTable('files')
    .set({ due_at: dueAt, ...(given && { attempts: file.attempt - 1 }) })
    .where('id', '=', file.id)
    .where(isWanted)
    .where('attempts', '=', file.attempt)
    .execute();
}

/** How many files of a message are still being fetched, and how many of them nobody has tried. */
export async function wantedOf(tx: Tx, cause: number): Promise<{ all: number; untried: number }> {
  const rows = await tx
    .selectFrom('files')
    .select('attempts')
    .where('cause', '=', cause)
    .where(isWanted)
    .execute();
  return { all: rows.length, untried: rows.filter(({ attempts }) => attempts === 0).length };
}

/** The message goes on without what is still not here. @returns how many those were */
export async function giveUpWanted(tx: Tx, cause: number, expiresAt: number): Promise<number> {
  const late: FileFault = 'late';
  const result = await tx
    .updateTable('files')
    .set({ state: 'lost', error: late, body: null, size: 0, expires_at: expiresAt })
    .where('cause', '=', cause)
    .where(isWanted)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** The next try is due at once: whoever was fetching is dead. */
export async function endAllFetches(tx: Tx): Promise<void> {
  await tx.updateTable('files').set({ due_at: 0, attempts: 0 }).where(isWanted).execute();
}

/** Locked before its files, as a turn and an erasure do, so that none waits for another in a circle. */
export async function lockCause(store: Store, tx: Tx, cause: number): Promise<void> {
  await store.locked(tx.selectFrom('inbox').select('id').where('id', '=', cause)).executeTakeFirst();
}

/** When the message that waits for its files goes on, unless it went on already. @returns its conversation */
export async function moveCause(tx: Tx, cause: number, dueAt: number): Promise<string | undefined> {
  const row = await tx
    .updateTable('inbox')
    .set({ due_at: dueAt })
    .where('id', '=', cause)
    .where('state', '=', 'accepted')
    .where('attempts', '=', 0)
    .returning('conversation')
    .executeTakeFirst();
  return row?.conversation;
}

/** Sources of what a message brought, taken out of it: they are sealed beside the files. */
export function withoutSources(inbound: Inbound): Inbound {
  if (inbound.content.kind !== 'media') return inbound;
  const files = inbound.content.files.map(({ name, mime, size }) => ({ source: null, name, mime, size }));
  return { ...inbound, content: { ...inbound.content, files } };
}
