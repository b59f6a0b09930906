import type { PersonRecords } from '../conversation/turn.ts';
import type { Vault } from '../privacy/vault.ts';
import { openInbound } from './inbox.ts';
import { isWaiting } from './outbox.ts';
import { memoriesOf } from './people.ts';
import type { Tx } from './store.ts';

/** Stands where a person's key stood; no key looks like it. */
const NOBODY = 'erased';

/** Everything that is kept of a person, by chat. */
export async function everythingOf(tx: Tx, vault: Vault, person: string): Promise<PersonRecords> {
  const memories = new Map(
    (await memoriesOf(tx, vault, person)).map((row) => [row.conversation, row.memory]),
  );
  const inbox = await tx
    .selectFrom('inbox')
    .select(['conversation', 'sealed', 'received_at'])
    .where('person', '=', person)
    .orderBy('id')
    .execute();
  const replies = await tx
    .selectFrom('outbox')
    .select(({ fn }) => ['conversation', fn.countAll<number>().as('count')])
    .where('person', '=', person)
    .groupBy('conversation')
    .execute();
  const chats = new Set([...memories.keys(), ...inbox.map((row) => row.conversation)]);
  return {
    chats: [...chats].map((conversation) => ({
      memory: memories.get(conversation) ?? null,
      said: inbox
        .filter((row) => row.conversation === conversation && row.sealed !== null)
        .flatMap((row) => {
          const words = row.sealed === null ? '' : wordsOf(vault, row.sealed);
          return words === '' ? [] : [{ at: row.received_at, words }];
        }),
      replies: Number(replies.find((row) => row.conversation === conversation)?.count ?? 0),
    })),
  };
}

function wordsOf(vault: Vault, sealed: string): string {
  const { content } = openInbound(vault, sealed);
  if (content.kind === 'text') return content.text;
  return content.kind === 'media' ? content.caption : '';
}

/**
 * Erases a person's words, memory and what was said to them, in every chat of the channel. Rows that guard against a
 * repeated event stay, empty and nobody's. What waits to be delivered is not delivered any more.
 * @returns how many rows were emptied or deleted
 */
export async function erasePerson(
  tx: Tx,
  { person, channel, proof, now }: { person: string; channel: string; proof: string; now: number },
): Promise<void> {
  const counts = [
    await tx
      .updateTable('outbox')
      .set({ state: 'dead', error: 'erased' })
      .where('person', '=', person)
      .where(isWaiting)
      .executeTakeFirst(),
    await tx
      .updateTable('outbox')
      .set({ sealed: null, person: NOBODY, answers: null })
      .where('person', '=', person)
      .executeTakeFirst(),
    await tx
      .updateTable('inbox')
      .set({ sealed: null, person: NOBODY })
      .where('person', '=', person)
      .executeTakeFirst(),
  ];
  const deleted = [
    await tx.deleteFrom('people').where('person', '=', person).executeTakeFirst(),
    await tx.deleteFrom('carried').where('person', '=', person).executeTakeFirst(),
  ];
  const rows =
    counts.slice(1).reduce((sum, result) => sum + Number(result.numUpdatedRows), 0) +
    deleted.reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
  await tx.insertInto('erasures').values({ id: proof, channel, at: now, rows }).execute();
}
