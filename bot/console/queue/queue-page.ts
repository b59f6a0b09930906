import type { Clock } from '../../clock.ts';
import { backupCopy } from '../../copy/backup.ts';
import { consoleCopy as copy } from '../../copy/console.ts';
import { writeAudit } from '../../desk/audit.ts';
import { type Html, html } from '../../http/html.ts';
import { type BackupState, readBackupState } from '../../store/last-backup.ts';
import { queueHeads, queuePage } from '../../store/queue.ts';
import { changeStaff } from '../../store/staff.ts';
import type { Store } from '../../store/store.ts';
import { EVERY_ROLE } from '../access.ts';
import type { Console, Visit } from '../console.ts';
import { keysHtml } from '../keys-html.ts';
import type { Live } from '../live/live.ts';
import { liveHtml } from '../live/live-html.ts';
import { queueHtml } from './queue-html.ts';
import { parseQueueQuery } from './wish.ts';

/** Tickets on one page of the list. */
const PAGE = 50;
/** ms */
const DAY = 24 * 3_600_000;

export type QueueDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly live: Live;
};

/** /console: what there is to do, and whether one is there to do it. */
export function addQueue(console: Console, deps: QueueDeps): void {
  console.page({
    method: 'get',
    path: '/console',
    roles: EVERY_ROLE,
    menu: { label: copy.queue.title, order: 0 },
    handle: (visit) => showQueue(deps, visit),
  });
  console.page({
    method: 'post',
    path: '/console/away',
    roles: EVERY_ROLE,
    handle: (visit) => setAway(deps, visit),
  });
}

async function showQueue({ store, clock, live }: QueueDeps, visit: Visit): Promise<Response> {
  const { staff, csrf } = visit;
  const query = parseQueueQuery(visit.c.req.query(), staff);
  const now = clock.now();
  const offset = (query.page - 1) * PAGE;
  const { tickets, backup, ...rest } = await store.transaction(
    async (tx) => ({
      tickets: await queuePage(tx, staff, query.wish, { now, limit: PAGE + 1, offset }),
      ...(await queueHeads(tx, staff, query.wish, now)),
      since: await live.end(tx),
      backup: staff.role === 'admin' ? await readBackupState(tx, now) : undefined,
    }),
    'own',
  );
  const shown = tickets.slice(0, PAGE);
  const parts = {
    ...rest,
    query,
    tickets: shown,
    more: tickets.length > PAGE,
    staff,
    csrf,
    now,
    notice: backupHtml(backup, now),
  };
  const body = html`${queueHtml(parts)}${liveHtml({ since: rest.since, ticket: '', csrf })}${keysHtml('queue')}`;
  return visit.page({ title: copy.queue.title, body, scripts: ['queue.js'] });
}

/** Only admins can do something about it. */
function backupHtml(backup: BackupState | undefined, now: number): Html {
  if (backup === undefined || !backup.late) return html``;
  const { at } = backup;
  const text = at === null ? backupCopy.never : backupCopy.old(Math.floor((now - at) / DAY));
  return html`<p class="notice">${text}</p>`;
}

async function setAway({ store, clock }: QueueDeps, visit: Visit): Promise<Response> {
  const away = visit.body.away === '1';
  const { name } = visit.staff;
  await store.transaction(async (tx) => {
    await changeStaff(tx, name, { away });
    const fields = [away ? 'away' : 'back'];
    await writeAudit(tx, { at: clock.now(), staff: name, via: 'console', action: 'staff-changed', fields });
  });
  return visit.c.redirect('/console', 303);
}
