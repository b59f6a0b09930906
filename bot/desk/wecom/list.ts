import { shortName } from '#knowledge';
import { formatChinaTime } from '../../china-time.ts';
import { deskCopy } from '../../copy/desk.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { TicketRow } from '../../store/schema.ts';

const copy = wecomDeskCopy.list;
/** One message of WeCom's app has 2048 bytes; a line has at most 150. */
const MOST = 10;

export type Listed = Pick<TicketRow, 'id' | 'alias' | 'kind' | 'region' | 'holder' | 'due_at' | 'urgent'> & {
  readonly late: boolean;
};

/** Tickets for staff, also before their whole group: what stands on a card, and no more. @param current the one at hand */
export function formatList(
  kind: 'mine' | 'unclaimed' | 'overdue',
  tickets: readonly Listed[],
  current: string | null,
): string {
  if (tickets.length === 0) return copy.none[kind];
  const lines = tickets.slice(0, MOST).map((ticket) => lineOf(ticket, kind, ticket.id === current));
  const rest = tickets.length - lines.length;
  return [
    copy[kind],
    ...lines,
    ...(rest > 0 ? [copy.rest(rest)] : []),
    ...(kind === 'unclaimed' ? [copy.claim] : []),
  ].join('\n');
}

function lineOf(
  { id, alias, kind, region, holder, due_at, late }: Listed,
  list: string,
  current: boolean,
): string {
  const place = region === null ? '' : shortName(region.split('/').at(-1) ?? '');
  const when = due_at === null ? '' : formatChinaTime(due_at);
  const parts = [
    id,
    alias,
    deskCopy.kind[kind],
    place,
    when === '' ? '' : late ? copy.late(when) : copy.due(when),
    list === 'overdue' ? (holder === null ? copy.nobody : copy.holder(holder)) : '',
    current ? copy.current : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
