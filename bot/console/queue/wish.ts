import { z } from 'zod';
import { TICKET_KINDS } from '../../desk/ticket-draft.ts';
import { parseTicketId } from '../../desk/ticket-id.ts';
import type { Staff } from '../../staff/staff.ts';
import { QUEUE_SHOWS, type QueueWish } from '../../store/queue.ts';

/** As the address of the list holds it. */
const querySchema = z.object({
  show: z.enum(QUEUE_SHOWS).catch('live'),
  kind: z.enum(TICKET_KINDS).nullable().catch(null),
  region: z.string().max(60).optional().catch(undefined),
  id: z.string().max(40).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type QueueQuery = { readonly wish: QueueWish; readonly page: number };

/** Whoever answers for certain places sees those first, unless they say otherwise. */
export function parseQueueQuery(query: Readonly<Record<string, string>>, staff: Staff): QueueQuery {
  const { show, kind, region, id, page } = querySchema.parse(query);
  return { wish: { show, kind, region: regionOf(region, staff), id: idOf(id) }, page };
}

function regionOf(given: string | undefined, staff: Staff): QueueWish['region'] {
  if (given === 'own' || (given === undefined && hasArea(staff))) return { kind: 'own' };
  return given === undefined || given === '' ? null : { kind: 'id', id: given };
}

export const hasArea = ({ regions, trades }: Staff): boolean => regions.length > 0 || trades.length > 0;

/** Whole ids as they are printed; parts as far as an id can hold them. */
function idOf(typed: string): string {
  return (
    parseTicketId(typed) ??
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z-]/g, '')
  );
}

/** The address of the list, with one thing changed. */
export function queuePath(
  { wish, page }: QueueQuery,
  change: Partial<QueueWish> & { page?: number },
): string {
  const next = { ...wish, page, ...change };
  const { region } = next;
  const query = new URLSearchParams({
    ...(next.show !== 'live' && { show: next.show }),
    ...(next.kind !== null && { kind: next.kind }),
    region: region === null ? '' : region.kind === 'own' ? 'own' : region.id,
    ...(next.id !== '' && { id: next.id }),
    ...(next.page > 1 && { page: String(next.page) }),
  });
  return `/console?${query}`;
}
