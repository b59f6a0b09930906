import type { Clock } from '../clock.ts';
import { staffTerminalCopy as copy } from '../copy/staff-terminal.ts';
import { writeAudit } from '../desk/audit.ts';
import type { DeskRules } from '../desk/clock.ts';
import { createDesk } from '../desk/staff.ts';
import type { Vault } from '../privacy/vault.ts';
import { removeStaff } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { isLive, loadTicket } from '../store/tickets.ts';

type LeaveDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rules: DeskRules;
};

/**
 * Somebody leaves: nothing lets them in any more, and what they had in hand waits for others. May be repeated when it was
 * cut short. Tickets that they settled stay theirs until a worker opens one again.
 * @returns whether they were of the staff until now, and how many tickets went back
 */
export async function leaveStaff(
  deps: LeaveDeps,
  name: string,
): Promise<{ readonly removed: boolean; readonly tickets: number }> {
  const { store, clock } = deps;
  const removed = await store.transaction(async (tx) => {
    const gone = await removeStaff(tx, name, clock.now());
    if (gone)
      await writeAudit(tx, { at: clock.now(), staff: name, via: 'terminal', action: 'staff-removed' });
    return gone;
  });
  return { removed, tickets: await giveBack(deps, name) };
}

/**
 * What somebody who left still has: the server was stopped in the middle of it, or what they pressed last was let in before
 * and carried out after. Nobody else could take it.
 * @returns how many tickets went back
 */
export async function giveBackLeft(deps: LeaveDeps): Promise<number> {
  const rows = await deps.store.transaction((tx) =>
    tx.selectFrom('staff').select('name').where('removed_at', 'is not', null).orderBy('name').execute(),
  );
  let tickets = 0;
  for (const { name } of rows) tickets += await giveBack(deps, name);
  return tickets;
}

async function giveBack(deps: LeaveDeps, name: string): Promise<number> {
  const desk = createDesk({ ...deps, via: 'staff' });
  let tickets = 0;
  for (const id of await deps.store.transaction((tx) => inHandOf(tx, deps.vault, name))) {
    const command = { kind: 'transfer', to: null, words: copy.leftNote } as const;
    const applied = await desk.act(id, command, { name, role: 'supervisor' });
    if (applied.kind === 'done') tickets += 1;
  }
  return tickets;
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
