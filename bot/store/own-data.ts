import type { PersonRecords } from '../conversation/turn.ts';
import { BrokenSeal, type Vault } from '../privacy/vault.ts';
import { bindTries } from './console.ts';
import { openInbound } from './inbox.ts';
import { isWaiting } from './outbox.ts';
import { memoriesOf } from './people.ts';
import { dropShifts } from './shifts.ts';
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

/** '' for what has no words, and for what cannot be read. */
function wordsOf(vault: Vault, sealed: string): string {
  try {
    const { content } = openInbound(vault, sealed);
    if (content.kind === 'text') return content.text;
    return content.kind === 'media' ? content.caption : '';
  } catch (error) {
    if (error instanceof BrokenSeal) return '';
    throw error;
  }
}

/**
 * Erases a person's words, memory and what was said to them, in every chat of the channel. Rows that guard against a
 * repeated event stay, empty and nobody's. What waits to be delivered is not delivered any more.
 * @param upTo the inbox row that asks for it: what the person says after that is a new beginning
 * @param tickets how many were withdrawn and emptied before (desk/sweep.ts)
 */
export async function erasePerson(
  tx: Tx,
  {
    person,
    channel,
    proof,
    upTo,
    tickets = 0,
    now,
  }: { person: string; channel: string; proof: string; upTo: number; tickets?: number; now: number },
): Promise<void> {
  // First, because it waits for the turns of this person that are under way elsewhere (holdInbound), and all that they
  // leave behind is seen below.
  const said = await tx
    .updateTable('inbox')
    .set({ sealed: null, person: NOBODY })
    .where('person', '=', person)
    .where('id', '<=', upTo)
    .executeTakeFirst();
  await tx
    .updateTable('outbox')
    .set({ state: 'dead', error: 'erased' })
    .where('person', '=', person)
    .where(({ eb, or }) => or([eb('cause', '<=', upTo), eb('cause', 'is', null)]))
    .where(isWaiting)
    .execute();
  const heard = await tx
    .updateTable('outbox')
    .set({ sealed: null, person: NOBODY, answers: null })
    .where('person', '=', person)
    // What staff wrote was caused by no message.
    .where(({ eb, or }) => or([eb('cause', '<=', upTo), eb('cause', 'is', null)]))
    .executeTakeFirst();
  const people = await tx.deleteFrom('people').where('person', '=', person).executeTakeFirst();
  const carried = await tx.deleteFrom('carried').where('person', '=', person).executeTakeFirst();
  const files = await tx
    .deleteFrom('files')
    .where('person', '=', person)
    .where('cause', '<=', upTo)
    .executeTakeFirst();
  const runs = await tx.deleteFrom('guide_runs').where('person', '=', person).executeTakeFirst();
  const delayed = await tx.deleteFrom('delayed').where('person', '=', person).executeTakeFirst();
  const shifts = await dropShifts(tx, person);
  // Somebody of the staff is asked for a new code; their name stays in what they did.
  const account = await tx.deleteFrom('staff_accounts').where('person', '=', person).executeTakeFirst();
  await tx.deleteFrom('console_tries').where('who', '=', bindTries(person)).execute();
  const rows =
    tickets +
    Number(said.numUpdatedRows) +
    Number(heard.numUpdatedRows) +
    Number(people.numDeletedRows) +
    Number(carried.numDeletedRows) +
    Number(files.numDeletedRows) +
    Number(runs.numDeletedRows) +
    Number(delayed.numDeletedRows) +
    Number(account.numDeletedRows) +
    shifts;
  await tx.insertInto('erasures').values({ id: proof, channel, at: now, rows }).execute();
}
