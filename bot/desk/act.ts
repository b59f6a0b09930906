import type { Tx } from '../store/store.ts';
import { insertLetter } from '../store/ticket-letters.ts';
import { type Applied, applyToTicket } from '../store/tickets.ts';
import type { Actor, ChangeKind } from './ticket-event.ts';

type Writing = Parameters<typeof applyToTicket>[1];
type Wish = Parameters<typeof applyToTicket>[2];

/** What the worker is told of, by whom it was done. What they did themselves they were answered at once. */
const TOLD: Readonly<Partial<Record<ChangeKind, readonly Actor['kind'][]>>> = {
  replied: ['staff'],
  resolved: ['staff'],
  reopened: ['staff'],
  merged: ['staff'],
  taken: ['staff'],
  'handed-back': ['staff', 'system'],
};

/** Changes a ticket, and leaves a letter for each change of it that its worker is told of. */
export async function actOnTicket(tx: Tx, writing: Writing, wish: Wish): Promise<Applied> {
  let applied = await applyToTicket(tx, writing, wish);
  // Somebody was first: what is wished is held against the ticket as it is now.
  for (let again = 0; applied.kind === 'stale' && wish.expected === null && again < 3; again++)
    applied = await applyToTicket(tx, writing, wish);
  if (applied.kind !== 'done') return applied;
  const { row, events } = applied.stored;
  const owner = { channel: row.channel, conversation: row.conversation, person: row.person };
  for (const { seq, kind, by } of events.slice(-applied.made))
    if (TOLD[kind]?.includes(by.kind) === true)
      await insertLetter(tx, { owner, ticket: row.id, seq, now: writing.now });
  return applied;
}
