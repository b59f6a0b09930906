import type { Channel } from '../channels/channel.ts';
import type { Destination } from '../channels/message.ts';
import type { Reply } from '../conversation/turn.ts';
import { conversationCopy as copy } from '../copy/conversation.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Received } from '../store/inbox.ts';
import { answersTo, insertMessage } from '../store/outbox.ts';
import type { Tx } from '../store/store.ts';

export type Cause = {
  readonly channel: Channel;
  readonly conversation: string;
  readonly person: string | null;
  readonly inboxId: number;
  readonly inbound: Received;
};

/**
 * Puts what a turn says into the outbox, in the turn's own transaction: one row for each message of the platform, so that
 * a failure half-way repeats only what is missing. The answer to an edited question edits the answer that stands.
 * @returns the new rows' ids, in order
 */
export async function enqueue(
  tx: Tx,
  vault: Vault,
  cause: Cause,
  reply: Pick<Reply, 'say' | 'about' | 'answers'> & { readonly person?: Reply['person'] },
  randomId: () => string,
  now: number,
): Promise<readonly number[]> {
  const { channel, conversation, person, inboxId, inbound } = cause;
  const edited = inbound.content.kind === 'text' && inbound.content.edited && channel.capabilities.edits;
  const message = inbound.content.kind === 'text' ? inbound.message : null;
  const standing = edited && message !== null ? await answersTo(tx, conversation, message) : [];
  const to = destinationOf(inbound);
  const place = reply.person?.region ?? null;
  const payloads = reply.say.flatMap((outbound) => channel.encode({ ...outbound, place }, to));
  // A shorter answer leaves messages over: they must not go on saying what no longer holds.
  while (payloads.length > 0 && payloads.length < standing.length)
    payloads.push(
      ...channel.encode({ parts: [{ kind: 'text', text: copy.updated, style: 'quiet' }], buttons: [] }, to),
    );
  const ids: number[] = [];
  for (const [position, payload] of payloads.entries()) {
    const id = await insertMessage(
      tx,
      vault,
      {
        channel: channel.name,
        conversation,
        person,
        cause: inboxId,
        answers: reply.answers ?? message,
        payload,
        about: reply.about,
        replaces: standing[position] ?? null,
        key: randomId(),
      },
      now,
    );
    ids.push(id);
  }
  return ids;
}

export function destinationOf(inbound: Received): Destination {
  const { kind, topic, handle } = inbound;
  // In a group the answer hangs on what it answers: a question, or the bot's own question whose button was pressed.
  const replyTo = kind === 'group' ? inbound.message : null;
  return { kind, topic, replyTo, handle };
}
