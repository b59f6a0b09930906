import type { Staff } from '../staff/staff.ts';
import type { TicketRow } from '../store/schema.ts';

/** Somebody of the staff with what they have to do. */
export type Candidate = Staff & {
  /** Tickets in their hands that are not over. */
  readonly load: number;
  /** Tickets of each kind that they have had. */
  readonly kinds: ReadonlyMap<TicketRow['kind'], number>;
};

type Asked = Pick<TicketRow, 'kind' | 'region' | 'trade'>;

const ROLES = ['agent', 'supervisor', 'admin'] as const;

/**
 * Who should have a ticket, the best first: whose place is nearest and covers the worker's, whose trade it is, who has the
 * least to do, who knows such matters. Agents before supervisors, and those before admins; nobody who is away, and nobody
 * who answers for other places alone. [] when there is nobody.
 */
export function assign(ticket: Asked, staff: readonly Candidate[]): readonly Candidate[] {
  for (const role of ROLES) {
    const fit = staff.filter((one) => one.role === role && !one.away && covers(one, ticket));
    if (fit.length > 0) return fit.toSorted((a, b) => compare(ticket, a, b));
  }
  return [];
}

function covers({ regions, trades }: Staff, { region, trade }: Asked): boolean {
  const here = regions.length === 0 || regions.some((one) => isIn(region, one));
  return here && (trades.length === 0 || trade === null || trades.includes(trade));
}

const isIn = (region: string | null, wider: string) =>
  region !== null && (region === wider || region.startsWith(`${wider}/`));

function compare(ticket: Asked, a: Candidate, b: Candidate): number {
  return (
    nearness(b, ticket) - nearness(a, ticket) ||
    Number(b.trades.length > 0) - Number(a.trades.length > 0) ||
    a.load - b.load ||
    (b.kinds.get(ticket.kind) ?? 0) - (a.kinds.get(ticket.kind) ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** Levels of the narrowest place of theirs in which the worker's lies; 0 for the whole country. */
function nearness({ regions }: Staff, { region }: Asked): number {
  return Math.max(0, ...regions.filter((one) => isIn(region, one)).map((one) => one.split('/').length));
}
