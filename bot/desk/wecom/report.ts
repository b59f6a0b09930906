import { formatChinaDay, formatChinaTime } from '../../china-time.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import type { TicketRow } from '../../store/schema.ts';

const copy = wecomDeskCopy.report;

type Row = Pick<TicketRow, 'state' | 'holder' | 'due_at'>;

export type Counts = {
  readonly open: number;
  readonly unclaimed: number;
  readonly overdue: number;
  /** Due by the end of the day, and not overdue. */
  readonly today: number;
};

const OVER = ['resolved', 'closed', 'merged', 'withdrawn'];

/** What waits at the desk; what is resolved waits for its worker. @param now ms since 1970 */
export function countOpen(tickets: readonly Row[], now: number): Counts {
  const open = tickets.filter(({ state }) => !OVER.includes(state));
  const day = formatChinaDay(now);
  return {
    open: open.length,
    unclaimed: open.filter(({ holder }) => holder === null).length,
    overdue: open.filter(({ due_at }) => due_at !== null && due_at < now).length,
    today: open.filter(({ due_at }) => due_at !== null && due_at >= now && formatChinaDay(due_at) === day)
      .length,
  };
}

/** 报表: how many wait, and nothing of any of them. */
export function formatReport(tickets: readonly Row[], now: number): string {
  return [copy.head(formatChinaTime(now)), ...countLines(countOpen(tickets, now))].join('\n');
}

export function countLines({ open, unclaimed, overdue, today }: Counts): readonly string[] {
  return [copy.open(open), copy.unclaimed(unclaimed), copy.overdue(overdue), copy.today(today)];
}
