import type { Outbound } from '../channels/message.ts';
import { openLetters, queueRange, sendLetters } from '../desk/letters.ts';
import { sendDelayed } from '../outbox/delayed.ts';
import { type Cause, destinationOf, enqueue } from '../outbox/enqueue.ts';
import type { Vault } from '../privacy/vault.ts';
import { callOffDelayed, dueDelayed, insertDelayed, queueDelayed } from '../store/delayed.ts';
import type { Store, Tx } from '../store/store.ts';
import type { Reply } from './turn.ts';

export type SpeakDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly randomId: () => string;
};

/**
 * What staff wrote meanwhile, and what has become due, goes before the answer: some channels can speak at no other time.
 * Where a platform takes few messages for each question they are one with the answer.
 */
export async function speak(deps: SpeakDeps, tx: Tx, cause: Cause, reply: Reply, now: number): Promise<void> {
  const { store, vault, randomId } = deps;
  const { channel, conversation, person, inboxId, inbound } = cause;
  if (person === null || inbound.kind === 'group') {
    await enqueue(tx, vault, cause, reply, randomId, now);
    return;
  }
  const whose = { conversation, person, channel: channel.name };
  for (const key of reply.callOff ?? []) await callOffDelayed(tx, whose, key);
  const letters = await openLetters(store, tx, vault, whose, channel);
  const due = await dueDelayed(store, tx, vault, whose, now);
  for (const one of reply.later ?? []) await insertDelayed(tx, vault, whose, one, now);
  if (letters.length + due.length > 0 && channel.capabilities.perTurn !== null) {
    const all = [...[...letters, ...due].map(({ outbound }) => outbound), ...reply.say];
    const say: Outbound[] = [
      { parts: all.flatMap(({ parts }) => parts), buttons: all.flatMap(({ buttons }) => buttons) },
    ];
    const ids = await enqueue(tx, vault, cause, { ...reply, say }, randomId, now);
    for (const { letter } of letters) await queueRange(tx, letter, ids);
    // It cannot be taken out of the answer again.
    for (const { id } of due) await queueDelayed(tx, id, []);
    return;
  }
  const to = destinationOf(inbound);
  await sendLetters(tx, vault, { letters, channel, to, cause: inboxId, randomId, now });
  await sendDelayed(tx, vault, { due, channel, conversation, to, cause: inboxId, randomId, now });
  await enqueue(tx, vault, cause, reply, randomId, now);
}
