import { shortName } from '#knowledge';
import { formatChinaTime } from '../china-time.ts';
import type { Clock } from '../clock.ts';
import { deskCopy } from '../copy/desk.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import type { TicketRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { isLive } from '../store/tickets.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

const copy = deskCopy.alert;
const HOUR = 3_600_000;
/** How long before it is due staff are reminded. */
const SOON = HOUR;
const EVERY = 5_000;
const LEASE = 'desk-alerts';
/** A group robot takes 2048 bytes; a line has at most 120. */
const LINES = 15;

export type DeskAlertsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Tells the staff's group; rejects when it could not. undefined: nobody can be told, and the log alone knows. */
  readonly tell: ((text: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** This process. */
  readonly holder: string;
};

export type DeskAlerts = {
  /** Tells what is new, nearly due and overdue, as one message. @returns how many tickets it told of */
  readonly flush: () => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

type Row = Pick<TicketRow, 'id' | 'kind' | 'region' | 'urgent' | 'due_at' | 'told'>;

/**
 * Tells staff of tickets, by number, kind and place, never by a word of anybody's. What was told is written down behind the
 * telling: after a crash between them staff hear a thing twice, and nothing is kept from them.
 */
export function createDeskAlerts({ store, clock, telemetry, tell, holder }: DeskAlertsDeps): DeskAlerts {
  const flush = async (): Promise<number> => {
    const now = clock.now();
    if ((await waiting(store, now)).length === 0) return 0;
    if (!(await takeLease(store, { name: LEASE, holder, ms: 60_000, now }))) return 0;
    try {
      // Again, as another process may have left them.
      const rows = await waiting(store, now);
      if (rows.length === 0) return 0;
      const lines = rows.slice(0, LINES).map((row) => lineOf(row, now));
      if (rows.length > LINES) lines.push(copy.rest(rows.length - LINES));
      if (tell !== undefined) await tell(lines.join('\n'), AbortSignal.timeout(15_000));
      for (const row of rows) {
        const told = levelOf(row, now);
        telemetry.note('info', 'ticket-told', { ticket: row.id, level: told, urgent: row.urgent });
        await store.transaction((tx) =>
          tx
            .updateTable('tickets')
            .set({ told })
            .where('id', '=', row.id)
            .where('told', '<', told)
            // Another time is due by now: that one is told of at the next look.
            .where('due_at', row.due_at === null ? 'is' : '=', row.due_at)
            .execute(),
        );
      }
      return rows.length;
    } catch (error) {
      // A warning, which no alert is made of: a robot that does not work cannot tell of itself.
      telemetry.note('warn', 'desk-alert', { error: error instanceof Error ? error.name : 'error' });
      return 0;
    } finally {
      await dropLease(store, LEASE, holder).catch(() => {});
    }
  };
  return {
    flush,
    run: async (signal) => {
      while (!signal.aborted) {
        await flush().catch((error: unknown) =>
          telemetry.note('error', 'desk-alerts-stopped', {
            error: error instanceof Error ? error.name : 'error',
          }),
        );
        await clock.sleep(EVERY, signal);
      }
    },
  };
}

async function waiting(store: Store, now: number): Promise<readonly Row[]> {
  const rows = await store.transaction((tx) =>
    tx
      .selectFrom('tickets')
      .select(['id', 'kind', 'region', 'urgent', 'due_at', 'told'])
      .where(isLive)
      .where(({ eb, or, and }) =>
        or([
          eb('told', '=', 0),
          and([eb('told', '<', 2), eb('due_at', '<=', now + SOON)]),
          and([eb('told', '<', 3), eb('due_at', '<=', now)]),
        ]),
      )
      .orderBy('urgent', 'desc')
      .orderBy('opened_at')
      .limit(100)
      .execute(),
  );
  return rows;
}

/** See TicketRow.told. */
function levelOf({ due_at }: Row, now: number): number {
  if (due_at === null) return 1;
  if (due_at <= now) return 3;
  return due_at <= now + SOON ? 2 : 1;
}

function lineOf(row: Row, now: number): string {
  const what = copy.what(row.id, deskCopy.kind[row.kind], placeOf(row.region));
  const when = row.due_at === null ? '' : formatChinaTime(row.due_at);
  if (row.due_at !== null && row.due_at <= now) return copy.overdue(what, when);
  if (row.told === 0) return row.urgent === 1 ? copy.urgent(what) : copy.opened(what);
  return copy.soon(what, when);
}

const placeOf = (region: string | null) => (region === null ? '' : shortName(region.split('/').at(-1) ?? ''));
