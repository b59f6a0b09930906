import type { Staff } from '../../staff/staff.ts';
import type { StoredTicket } from '../../store/tickets.ts';
import { assign, type Candidate } from '../assignment.ts';
import type { ChainStep } from '../chain.ts';

/** Somebody has to take a ticket, and is asked to by one card. */
export type Offer = {
  /** The same for as long as the same people are asked for the same reason. */
  readonly round: string;
  readonly kind: 'opened' | 'handed' | 'reopened' | 'escalated';
};

const OVER = ['resolved', 'closed', 'merged', 'withdrawn'];

/** undefined while nobody has to take it: somebody has it, or it is over. */
export function offerOf({ ticket, row, events }: StoredTicket): Offer | undefined {
  if (OVER.includes(ticket.state)) return undefined;
  if (ticket.state === 'reopened') {
    const last = events.findLast(
      ({ kind }) => kind === 'resolved' || kind === 'confirmed' || kind === 'closed',
    );
    return { round: `again-${last?.seq ?? 0}`, kind: 'reopened' };
  }
  if (ticket.holder !== null) return undefined;
  const since = events.findLast(({ kind }) => kind === 'opened' || kind === 'transferred');
  const begun = `since-${since?.seq ?? 0}`;
  if (row.escalated > 0) return { round: `${begun}-step-${row.escalated}`, kind: 'escalated' };
  return {
    round: begun,
    kind: since?.kind === 'transferred' && ticket.meantFor !== null ? 'handed' : 'opened',
  };
}

/** Who is asked, by name: whoever it is meant for, those it falls to, or those of the chain's step. */
export function askedFor(
  { row, ticket }: StoredTicket,
  { kind }: Offer,
  staff: readonly Candidate[],
  chain: readonly Pick<ChainStep, 'role'>[],
): readonly string[] {
  const names = (all: readonly Staff[]) => all.map(({ name }) => name);
  if (kind === 'reopened' && ticket.holder !== null) return [ticket.holder];
  if (kind === 'handed' && ticket.meantFor !== null) return [ticket.meantFor];
  if (kind === 'escalated') {
    const role = chain[row.escalated - 1]?.role ?? 'admin';
    const leading = staff.filter((one) => one.role === role && !one.away);
    return names(leading.length > 0 ? leading : staff.filter(isLeader));
  }
  const fit = assign(row, staff);
  return names(fit.length > 0 ? fit : staff.filter(isLeader));
}

const isLeader = ({ role, away }: Staff) => role !== 'agent' && !away;
