import { createDesk, type Desk } from '../../../bot/desk/staff.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import type { Vault } from '../../../bot/privacy/vault.ts';
import { ensureConversation } from '../../../bot/store/conversations.ts';
import type { Store } from '../../../bot/store/store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { DESK } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { draft } from '../desk/drafts.ts';

let count = 0;

/** Hands in a ticket of somebody who does not exist. @returns its id */
export async function handIn(
  store: Store,
  vault: Vault,
  { person, now, ...given }: Partial<TicketDraft> & { readonly person?: string; readonly now: number },
): Promise<string> {
  const who = person ?? `worker-${++count}`;
  const stored = await store.transaction(async (tx) => {
    const conversation = await ensureConversation(tx, vault, {
      channel: 'c',
      kind: 'private',
      chat: who,
      now,
    });
    const owner = { channel: 'c', conversation, person: who };
    const writing = { vault, rules: DESK.rules, now };
    return await openTicket(tx, writing, {
      owner,
      draft: draft(given),
      randomId: () => `made-up-${++count}`,
    });
  });
  return stored.row.id;
}

/** What somebody of the staff does in another place, at one time. */
export const deskAt = (store: Store, vault: Vault, now: number, via = 'terminal'): Desk =>
  createDesk({ store, vault, clock: createManualClock(now), rules: DESK.rules, via });
