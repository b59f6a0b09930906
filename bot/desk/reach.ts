import type { Staff } from '../staff/staff.ts';
import { type ExpressionBuilder, sql } from '../store/kysely.ts';
import type { Schema, TicketRow } from '../store/schema.ts';

type Placed = Pick<TicketRow, 'region' | 'trade'>;

/**
 * Whether a ticket lies in what somebody answers for. Where the ticket does not say, or says no more than the province of
 * their city, it does: somebody has to take it.
 */
export function isInArea({ regions, trades }: Pick<Staff, 'regions' | 'trades'>, ticket: Placed): boolean {
  const { region, trade } = ticket;
  const near = (own: string) =>
    region === own || region?.startsWith(`${own}/`) === true || own.startsWith(`${region}/`);
  const place = regions.length === 0 || region === null || regions.some(near);
  return place && (trades.length === 0 || trade === null || trades.includes(trade));
}

/**
 * Which tickets somebody may open at all, in whichever place: all of them for those who lead; for an agent what nobody has
 * yet, what is theirs, and what lies in their area. What is shown inside is another question (view.ts).
 */
export function isWithinReach(staff: Staff, ticket: Placed & Pick<TicketRow, 'holder'>): boolean {
  if (staff.role !== 'agent') return true;
  return ticket.holder === null || ticket.holder === staff.name || isInArea(staff, ticket);
}

type Where = (eb: ExpressionBuilder<Schema, 'tickets'>) => ReturnType<typeof sql<boolean>>;

/** The same as isInArea for a query. */
export function inArea({ regions, trades }: Pick<Staff, 'regions' | 'trades'>): Where {
  const above = regions.flatMap((id) => {
    const parts = id.split('/');
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  });
  return ({ eb, or, and }) => {
    const place = or([
      eb('region', 'is', null),
      ...(above.length === 0 ? [] : [eb('region', 'in', above)]),
      ...regions.map((own) => eb('region', 'like', `${own}/%`)),
    ]);
    const trade = or([
      eb('trade', 'is', null),
      ...(trades.length === 0 ? [] : [eb('trade', 'in', [...trades])]),
    ]);
    const both = and([...(regions.length === 0 ? [] : [place]), ...(trades.length === 0 ? [] : [trade])]);
    return sql<boolean>`${both}`;
  };
}

/** The same as isWithinReach for a query. */
export function withinReach(staff: Staff): Where {
  if (staff.role !== 'agent') return () => sql<boolean>`true`;
  return (builder) => {
    const { eb, or } = builder;
    const theirs = or([eb('holder', 'is', null), eb('holder', '=', staff.name), inArea(staff)(builder)]);
    return sql<boolean>`${theirs}`;
  };
}
