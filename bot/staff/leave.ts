import type { Clock } from '../clock.ts';
import { staffTerminalCopy as copy } from '../copy/staff-terminal.ts';
import { writeAudit } from '../desk/audit.ts';
import type { DeskRules } from '../desk/clock.ts';
import { createDesk } from '../desk/staff.ts';
import type { Vault } from '../privacy/vault.ts';
import { removeStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { isLive, loadTicket } from '../store/tickets.ts';

/**
 * Somebody leaves: nothing lets them in any more, and what they had in hand waits for others. May be repeated when it was
 * cut short. Tickets that they settled stay theirs until a worker opens one again.
 * @returns whether they were of the staff until now, and how many tickets went back
 */
export async function leaveStaff(
  deps: { readonly store: Store; readonly vault: Vault; readonly clock: Clock; readonly rules: DeskRules },
  name: string,
): Promise<{ readonly removed: boolean; readonly tickets: number }> {
  const { store, vault, clock } = deps;
  const removed = await store.transaction(async (tx) => {
    const gone = await removeStaff(tx, name, clock.now());
    if (gone)
      await writeAudit(tx, { at: clock.now(), staff: name, via: 'terminal', action: 'staff-removed' });
    return gone;
  });
  const desk = createDesk({ ...deps, via: 'staff' });
  let tickets = 0;
  for (const id of await store.transaction((tx) => inHandOf(tx, vault, name))) {
    const command = { kind: 'transfer', to: null, words: copy.leftNote } as const;
    const applied = await desk.act(id, command, { name, role: 'supervisor' });
    if (applied.kind === 'done') tickets += 1;
  }
  return { removed, tickets };
}

/** What they hold and what was handed to them; not what is settled. */
async function inHandOf(tx: Tx, vault: Vault, name: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('tickets')
    .select(['id', 'holder'])
    .where(isLive)
    .where('state', '!=', 'resolved')
    .where(({ eb, or }) => or([eb('holder', '=', name), eb('state', '=', 'transferred')]))
    .orderBy('opened_at')
    .execute();
  const ids: string[] = [];
  for (const { id, holder } of rows) {
    const mine = holder === name || (await loadTicket(tx, vault, id))?.ticket.meantFor === name;
    if (mine) ids.push(id);
  }
  return ids;
}
