import { deskCopy as copy } from '../copy/desk.ts';
import type { Vault } from '../privacy/vault.ts';
import type { Received } from '../store/inbox.ts';
import { insertRating } from '../store/ratings.ts';
import type { Tx } from '../store/store.ts';
import { ticketOfLetter } from '../store/ticket-letters.ts';
import {
  type Applied,
  applyToTicket,
  emptyTicket,
  heldTickets,
  loadTicket,
  type Owner,
  openTicket,
  type StoredTicket,
  sameElsewhere,
  ticketsOf,
} from '../store/tickets.ts';
import type { DeskRules } from './clock.ts';
import { exportTicket } from './export.ts';
import { ratingOf } from './rating.ts';
import { type Command, isOver } from './ticket.ts';
import type { WorkerOutcome, WorkerTickets } from './worker-tickets.ts';
import { summarise } from './worker-view.ts';

export type TicketRecordsDeps = {
  readonly vault: Vault;
  readonly rules: DeskRules;
  readonly randomId: () => string;
  /** ms since 1970 */
  readonly now: number;
};

/** The tickets of one person, in one turn's transaction. Other people's ids do nothing. */
export function createTicketRecords(
  tx: Tx,
  { vault, rules, randomId, now }: TicketRecordsDeps,
  owner: Owner,
  inbound: Pick<Received, 'kind' | 'quoted'>,
): WorkerTickets {
  const writing = { vault, rules, now };
  const summaryOf = ({ ticket, row }: StoredTicket) => summarise(ticket, row, rules);
  const outcomeOf = (applied: Applied): WorkerOutcome => {
    switch (applied.kind) {
      case 'done':
        return { kind: 'done', ticket: summaryOf(applied.stored) };
      case 'unknown':
        return applied;
      case 'illegal':
        return { kind: 'illegal', why: refusalOf(applied.move.illegal) };
      case 'stale':
        return { kind: 'illegal', why: copy.refused.other };
    }
  };
  const act = async (id: string, command: Command): Promise<WorkerOutcome> => {
    const stored = await loadTicket(tx, vault, id);
    if (stored === undefined || stored.row.person !== owner.person) return { kind: 'unknown' };
    const wish = { id, expected: null, command, by: { kind: 'worker' as const }, via: owner.channel };
    let applied = await applyToTicket(tx, writing, wish);
    // Staff wrote at the same moment: the worker's word goes behind theirs.
    for (let again = 0; applied.kind === 'stale' && again < 3; again++)
      applied = await applyToTicket(tx, writing, wish);
    return outcomeOf(applied);
  };
  return {
    open: async (draft) => {
      // The union's words would be read by everybody in the group.
      if (inbound.kind === 'group') throw new RangeError('a ticket is opened in a private chat');
      const stored = await openTicket(tx, writing, { owner, draft, randomId });
      let summary = summaryOf(stored);
      for (const other of await sameElsewhere(tx, stored.row)) {
        const flagged = await applyToTicket(tx, writing, {
          id: stored.row.id,
          expected: null,
          command: { kind: 'flag', other },
          by: { kind: 'system' },
          via: owner.channel,
        });
        if (flagged.kind === 'done') summary = summaryOf(flagged.stored);
      }
      return summary;
    },
    mine: async () => (await ticketsOf(tx, vault, owner.person)).map(summaryOf),
    exported: async () => (await ticketsOf(tx, vault, owner.person)).map(exportTicket),
    say: async (id, words, files = [], danger = false) => {
      return act(await whereItWent(tx, vault, owner.person, id), { kind: 'say', words, files, danger });
    },
    held: async () => (await heldTickets(tx, owner))[0] ?? null,
    handBack: async () => {
      const held = await heldTickets(tx, owner);
      for (const { id } of held) await act(id, { kind: 'hand-back' });
      return held.length;
    },
    rate: async (id, stars) => {
      const outcome = await act(id, { kind: 'rate' });
      if (outcome.kind !== 'done') return outcome;
      const stored = await loadTicket(tx, vault, id);
      if (stored !== undefined) await insertRating(tx, ratingOf(stored, stars, randomId(), now));
      return outcome;
    },
    confirm: (id, solved) => act(id, { kind: solved ? 'confirm' : 'reopen' }),
    withdraw: async (id) => {
      const outcome = await act(id, { kind: 'withdraw', erased: false });
      if (outcome.kind === 'done') await emptyTicket(tx, id);
      return outcome;
    },
    findDuplicate: async (kind, topic) => {
      const all = await ticketsOf(tx, vault, owner.person);
      const same = all.find(
        ({ ticket, row }) =>
          !isOver(ticket) && row.kind === kind && (topic === null || ticket.draft?.topic === topic),
      );
      return same === undefined ? null : summaryOf(same);
    },
    quoted: async () =>
      inbound.quoted?.own === true
        ? await ticketOfLetter(tx, owner.conversation, inbound.quoted.message)
        : null,
  };
}

/** Where words for a ticket belong: a ticket of one's own that was merged into another of one's own has gone there. */
async function whereItWent(tx: Tx, vault: Vault, person: string, id: string): Promise<string> {
  const seen = new Set<string>();
  let into = id;
  for (;;) {
    seen.add(into);
    const next = (await loadTicket(tx, vault, into))?.ticket.mergedInto ?? null;
    if (next === null || seen.has(next)) return into;
    const target = await loadTicket(tx, vault, next);
    if (target?.row.person !== person) return into;
    into = next;
  }
}

function refusalOf(name: string): string {
  return name in copy.refused ? copy.refused[name as keyof typeof copy.refused] : copy.refused.other;
}
