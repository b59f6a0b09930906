import type { Vault } from '../privacy/vault.ts';
import { dropKfSessions, eraseKfSessions } from '../store/kf-sessions.ts';
import type { Store, Tx } from '../store/store.ts';
import { sweepCopies } from '../store/ticket-copies.ts';
import { applyToTicket, emptyTicket, isLive, loadTicket, ticketsOf } from '../store/tickets.ts';
import { actOnTicket } from './act.ts';
import type { DeskRules } from './clock.ts';

const DAY = 24 * 3_600_000;
/** Files of a ticket in work are kept at least this much longer at each sweep. */
const FILES_AHEAD = 30 * DAY;
/** For so long staff may say nothing to a worker whose bot they keep quiet; then it is given back. */
const SILENCE = 8 * 3_600_000;
/** Where servicers of 微信客服 are: nothing of a ticket stands there. */
const KF_PLACE = 'wecom-kf';
/** Stands where the keys stood; no key looks like it. */
const NOBODY = 'erased';

export type DeskSettings = {
  readonly rules: DeskRules;
  /** Days after which a settled ticket that nobody answered is closed. */
  readonly closeDays: number;
  /** Days for which a ticket is kept that is over. One in work is kept as long as it takes. */
  readonly retainDays: number;
};

/** Closes what nobody answered, keeps the evidence of what is in work, and deletes what is long over. @returns how many */
export async function sweepTickets(
  store: Store,
  vault: Vault,
  { rules, closeDays, retainDays }: DeskSettings,
  now: number,
): Promise<{ readonly ticketsClosed: number; readonly tickets: number }> {
  return await store.transaction(async (tx) => {
    const live = await tx.selectFrom('tickets').select(['id', 'state', 'updated_at']).where(isLive).execute();
    let ticketsClosed = 0;
    for (const { id, state, updated_at } of live) {
      await keepFiles(tx, vault, id, now);
      await giveBackBot(tx, { vault, rules, now }, id);
      if (state !== 'resolved' || updated_at >= now - closeDays * DAY) continue;
      const command = { kind: 'close' as const };
      const wish = { id, expected: null, command, by: { kind: 'system' as const }, via: 'sweep' };
      const applied = await applyToTicket(tx, { vault, rules, now }, wish);
      if (applied.kind === 'done') ticketsClosed += 1;
    }
    const old = await tx
      .selectFrom('tickets')
      .select('id')
      .where('state', 'in', ['closed', 'merged', 'withdrawn'])
      .where('updated_at', '<', now - retainDays * DAY)
      .execute();
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) {
      await tx.deleteFrom('ticket_letters').where('ticket', 'in', ids).execute();
      // Without its ticket nobody could find a draft again whose owner wants everything erased.
      await tx.deleteFrom('desk_drafts').where('ticket', 'in', ids).execute();
      await tx.deleteFrom('ticket_events').where('ticket', 'in', ids).execute();
      await tx.deleteFrom('tickets').where('id', 'in', ids).execute();
    }
    await dropKfSessions(tx, now - DAY);
    // The others are dropped by their places, once what stands there is gone.
    await tx
      .deleteFrom('ticket_places')
      .where('place', '=', KF_PLACE)
      .where('ticket', 'not in', tx.selectFrom('tickets').select('id'))
      .execute();
    await sweepCopies(tx);
    return { ticketsClosed, tickets: ids.length };
  });
}

/** Staff took the word and went home: nobody is left with a silent bot. */
async function giveBackBot(
  tx: Tx,
  writing: { readonly vault: Vault; readonly rules: DeskRules; readonly now: number },
  id: string,
): Promise<void> {
  const stored = await loadTicket(tx, writing.vault, id);
  if (stored === undefined || stored.ticket.heldSince === null) return;
  const last = stored.events.findLast(({ by, kind }) => by.kind === 'staff' && kind !== 'noted');
  if (last !== undefined && last.at > writing.now - SILENCE) return;
  const command = { kind: 'hand-back' as const };
  await actOnTicket(tx, writing, { id, expected: null, command, by: { kind: 'system' }, via: 'sweep' });
}

async function keepFiles(tx: Tx, vault: Vault, id: string, now: number): Promise<void> {
  const stored = await loadTicket(tx, vault, id);
  const said = stored?.events.flatMap(({ change }) => (change?.kind === 'said' ? change.files : [])) ?? [];
  const files = [...(stored?.ticket.draft?.files ?? []), ...said];
  if (stored === undefined || files.length === 0) return;
  await tx
    .updateTable('files')
    .set({ expires_at: now + FILES_AHEAD })
    .where('id', 'in', files)
    .where('person', '=', stored.row.person)
    .where('state', '!=', 'wanted')
    .where('expires_at', '<', now + FILES_AHEAD)
    .execute();
}

/**
 * Withdraws and empties every ticket of a person, and cuts it off from them: staff see that it was withdrawn, and no more.
 * @returns how many
 */
export async function eraseTickets(
  tx: Tx,
  vault: Vault,
  { rules }: Pick<DeskSettings, 'rules'>,
  { person, channel, now }: { person: string; channel: string; now: number },
): Promise<number> {
  const all = await ticketsOf(tx, vault, person);
  await eraseKfSessions(tx, [...new Set(all.map(({ row }) => row.conversation))]);
  for (const { row } of all) {
    const command = { kind: 'withdraw' as const, erased: true };
    const wish = { id: row.id, expected: null, command, by: { kind: 'worker' as const }, via: channel };
    let applied = await applyToTicket(tx, { vault, rules, now }, wish);
    // Staff wrote at the same moment.
    for (let again = 0; applied.kind === 'stale' && again < 3; again++)
      applied = await applyToTicket(tx, { vault, rules, now }, wish);
    await emptyTicket(tx, row.id);
    await tx
      .updateTable('tickets')
      .set({ person: NOBODY, conversation: NOBODY, region: null })
      .where('id', '=', row.id)
      .execute();
  }
  return all.length;
}
