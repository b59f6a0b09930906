import type { Clock } from '../clock.ts';
import { deskCopy } from '../copy/desk.ts';
import { createRounds } from '../rounds.ts';
import { underLease } from '../store/leases.ts';
import { loadsOf } from '../store/staff-loads.ts';
import type { Store, Tx } from '../store/store.ts';
import { isLive } from '../store/tickets.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type AlertRow, type DeskNotice, type NoticeRules, noticeOf } from './notice.ts';
import type { StaffAlerts } from './staff-alerts.ts';

const copy = deskCopy.alert;
const EVERY = 5_000;
/** Tickets told of in one message. */
const AT_ONCE = 100;
const LEASE = { name: 'desk-alerts', ms: 60_000 };
/** A group robot takes 2048 bytes; the last line says how many are left out. */
const MOST_BYTES = 1_950;

export type DeskAlertsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Tells the staff's group; rejects when it could not. undefined: nobody can be told, and the log alone knows. */
  readonly tell:
    | ((text: string, signal: AbortSignal, notices: readonly DeskNotice[]) => Promise<void>)
    | undefined;
  /** Writes to those who are named in a notice; undefined: the group alone is told. */
  readonly toStaff?: StaffAlerts;
  readonly rules: NoticeRules;
  /** This process. */
  readonly holder: string;
};

export type DeskAlerts = {
  /** Tells what is new, nearly due and overdue, as one message. @returns how many tickets it told of */
  readonly flush: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/**
 * Tells staff of tickets, by number, kind and place, never by a word of anybody's. What was told is written down behind the
 * telling: after a crash between them staff hear a thing twice, and nothing is kept from them.
 */
export function createDeskAlerts({
  store,
  clock,
  telemetry,
  tell,
  toStaff,
  rules,
  holder,
}: DeskAlertsDeps): DeskAlerts {
  /** What is wrong with one person's account keeps neither the others nor the group from hearing of it. */
  const tellStaff = async (
    toStaff: NonNullable<DeskAlertsDeps['toStaff']>,
    told: Parameters<typeof toStaff>[1],
  ): Promise<void> => {
    await store
      .transaction((tx) => toStaff(tx, told))
      .catch((error: unknown) =>
        telemetry.note('error', 'staff-alert', { error: error instanceof Error ? error.name : 'error' }),
      );
  };
  const flush = async (): Promise<number> => {
    const now = clock.now();
    if ((await toBeTold(store, rules, now)).length === 0) return 0;
    const told = await underLease(store, { ...LEASE, holder, clock }, async () => {
      try {
        // Again, as another process may have left them.
        const found = await toBeTold(store, rules, now);
        if (found.length === 0) return 0;
        const notices = found.map(({ notice }) => notice);
        // Before the group is told and whether or not it can be: each hears of it once.
        if (toStaff !== undefined) for (const told of found) await tellStaff(toStaff, { ...told, now });
        if (tell !== undefined) await tell(formatNotices(notices), AbortSignal.timeout(15_000), notices);
        for (const { ticket, level, urgent } of notices)
          telemetry.note('info', 'ticket-told', { ticket, level, urgent: urgent ? 1 : 0 });
        await store.transaction(async (tx) => {
          for (const { row, notice } of found) await markTold(tx, row, notice);
        });
        return found.length;
      } catch (error) {
        // A warning, which no alert is made of: a robot that does not work cannot tell of itself.
        telemetry.note('warn', 'desk-alert', { error: error instanceof Error ? error.name : 'error' });
        return 0;
      }
    });
    return told ?? 0;
  };
  const rounds = { every: EVERY, stopped: 'desk-alerts-stopped', work: flush };
  return { flush, run: createRounds({ clock, telemetry }, rounds) };
}

async function markTold(tx: Tx, row: AlertRow, { ticket, told, escalated }: DeskNotice): Promise<void> {
  await tx
    .updateTable('tickets')
    .set({ told, escalated })
    .where('id', '=', ticket)
    .where('told', '=', row.told)
    .where('escalated', '=', row.escalated)
    // Another time is due by now, or other hands have it: that is told of at the next look.
    .where('due_at', row.due_at === null ? 'is' : '=', row.due_at)
    .where('holder', row.holder === null ? 'is' : '=', row.holder)
    .execute();
}

/** For a group in which each ticket has a topic: there it is seen that one was opened, and it is not said again beside. */
export function tellBesideTopics(
  tell: (text: string, signal: AbortSignal) => Promise<void>,
): NonNullable<DeskAlertsDeps['tell']> {
  return async (_text, signal, notices) => {
    const rest = notices.filter(({ level }) => level !== 'opened');
    if (rest.length > 0) await tell(formatNotices(rest), signal);
  };
}

function formatNotices(notices: readonly DeskNotice[]): string {
  const lines: string[] = [];
  let bytes = 0;
  for (const { line } of notices) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MOST_BYTES) break;
    lines.push(line);
  }
  const left = notices.length - lines.length;
  return [...lines, ...(left > 0 ? [copy.rest(left)] : [])].join('\n');
}

/** What is to be told now, what is urgent first. Who should have a ticket is worked out only where there is something to tell. */
async function toBeTold(
  store: Store,
  rules: NoticeRules,
  now: number,
): Promise<readonly { readonly row: AlertRow; readonly notice: DeskNotice }[]> {
  return await store.transaction(async (tx) => {
    const rows: readonly AlertRow[] = await tx
      .selectFrom('tickets')
      .select([
        'id',
        'kind',
        'state',
        'region',
        'trade',
        'urgent',
        'due_at',
        'told',
        'holder',
        'danger_at',
        'escalated',
        'unclaimed_at',
      ])
      .where(isLive)
      .where(({ eb, or }) => or([eb('told', '<', 3), eb('holder', 'is', null)]))
      .orderBy('urgent', 'desc')
      .orderBy('opened_at')
      .execute();
    const due = rows.filter((row) => noticeOf(row, [], rules, now) !== undefined).slice(0, AT_ONCE);
    if (due.length === 0) return [];
    const staff = await loadsOf(tx);
    return due.flatMap((row) => {
      const notice = noticeOf(row, staff, rules, now);
      return notice === undefined ? [] : [{ row, notice }];
    });
  });
}
