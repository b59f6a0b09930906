import { formatChinaDay } from '../china-time.ts';
import { BRANDS } from '../guides/understand/platforms.ts';
import type { RatingRow } from '../store/schema.ts';
import type { StoredTicket } from '../store/tickets.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** Stars as they are kept: a month, a place and a platform, and nothing that leads back to whose they are. */
export function ratingOf({ row, ticket }: StoredTicket, stars: number, id: string, now: number): RatingRow {
  const brand = ticket.draft === null ? null : brandOf(ticket.draft);
  return { id, kind: row.kind, brand, region: row.region, month: formatChinaDay(now).slice(0, 7), stars };
}

/** The platform that the answers name; null where they name none, or more than one. */
export function brandOf({ answers }: Pick<TicketDraft, 'answers'>): string | null {
  const words = answers.map(({ value }) => value);
  const named = BRANDS.filter(({ name }) => words.some((value) => value.includes(name)));
  // 美团优选 is not 美团.
  const [one, ...more] = named.filter(
    ({ name }) => !named.some((other) => other.name !== name && other.name.includes(name)),
  );
  return one !== undefined && more.length === 0 ? one.id : null;
}
