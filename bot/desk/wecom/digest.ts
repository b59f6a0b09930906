import { formatChinaDay } from '../../china-time.ts';
import type { Clock } from '../../clock.ts';
import { wecomDeskCopy } from '../../copy/desk-wecom.ts';
import { createRounds } from '../../rounds.ts';
import { readCheckpoint, saveCheckpoint } from '../../store/checkpoints.ts';
import { underLease } from '../../store/leases.ts';
import type { TicketRow } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { isLive } from '../../store/tickets.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import { type Calendar, isWorkingDay } from '../working-calendar.ts';
import { countLines, countOpen } from './report.ts';

const copy = wecomDeskCopy.report;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHINA = 8 * 60 * MINUTE;
/** Minutes after midnight in China: a server that comes up in the afternoon says no good morning. */
const FROM = 8.5 * 60;
const TO = 11 * 60;
const LEASE = 'desk-digest';
const PLACE = 'desk';
/** Ids named in one line. */
const MOST_NAMED = 8;

export type DeskDigestDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly calendar: Calendar;
  /** Tells the staff's group; rejects when it could not. */
  readonly tell: (text: string, signal: AbortSignal) => Promise<void>;
  /** This process. */
  readonly holder: string;
};

export type DeskDigest = {
  /** Tells the group once in the morning of each working day. @returns whether it did now */
  readonly flush: () => Promise<boolean>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** What waits at the desk, told to the staff's group before the day begins: counts and numbers of tickets, of nobody a word. */
export function createDeskDigest({
  store,
  clock,
  telemetry,
  calendar,
  tell,
  holder,
}: DeskDigestDeps): DeskDigest {
  const flush = async (): Promise<boolean> => {
    const now = clock.now();
    const minutes = ((now + CHINA) % DAY) / MINUTE;
    if (minutes < FROM || minutes >= TO || !isWorkingDay(now, calendar)) return false;
    const today = formatChinaDay(now);
    const isTold = async () => (await readCheckpoint(store, PLACE, LEASE)) === today;
    if (await isTold()) return false;
    const told = await underLease(store, { name: LEASE, holder, ms: MINUTE, clock }, async () => {
      try {
        // Again, as another process may have told it.
        if (await isTold()) return false;
        const rows = await store.transaction((tx) =>
          tx
            .selectFrom('tickets')
            .select(['id', 'state', 'holder', 'due_at'])
            .where(isLive)
            .orderBy('due_at')
            .orderBy('id')
            .execute(),
        );
        await tell(formatDigest(rows, now), AbortSignal.timeout(15_000));
        await store.transaction((tx) => saveCheckpoint(tx, PLACE, { name: LEASE, value: today }, now));
        return true;
      } catch (error) {
        // A warning, which no alert is made of: a robot that does not work cannot tell of itself.
        telemetry.note('warn', 'desk-digest', { error: error instanceof Error ? error.name : 'error' });
        return false;
      }
    });
    return told ?? false;
  };
  const rounds = { every: MINUTE, stopped: 'desk-digest-stopped', work: flush };
  return { flush, run: createRounds({ clock, telemetry }, rounds) };
}

type Row = Pick<TicketRow, 'id' | 'state' | 'holder' | 'due_at'>;

export function formatDigest(tickets: readonly Row[], now: number): string {
  const counts = countOpen(tickets, now);
  if (counts.open === 0) return [copy.morning, copy.calm].join('\n');
  const open = tickets.filter(({ state }) => state !== 'resolved');
  const late = open.filter(({ due_at }) => due_at !== null && due_at < now);
  const free = open.filter((ticket) => ticket.holder === null && !late.includes(ticket));
  return [
    copy.morning,
    ...countLines(counts),
    ...(late.length === 0 ? [] : [copy.overdueOnes(idsOf(late))]),
    ...(free.length === 0 ? [] : [copy.unclaimedOnes(idsOf(free))]),
  ].join('\n');
}

function idsOf(rows: readonly Row[]): string {
  const ids = rows.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = rows.length - ids.length;
  return more > 0 ? copy.and(ids.join('、'), more) : ids.join('、');
}
