import { statSync } from 'node:fs';
import { z } from 'zod';
import { formatChinaTime } from '../china-time.ts';
import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { operatorCopy } from '../copy/operator.ts';
import { countTickets } from '../desk/staff.ts';
import { databaseFile, storeLocation } from '../paths.ts';
import { countWaiting } from '../store/count-waiting.ts';
import { listDeadLetters } from '../store/dead-letters.ts';
import { readBackupState } from '../store/last-backup.ts';
import { lookAtStore, type StoreLook } from '../store/look-at-store.ts';
import { allStaff } from '../store/staff.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

const copy = doctorCopy.database;

type Where = Pick<Config, 'dataDir' | 'databaseUrl'>;

/** What there is of the database, or why it cannot be looked at. */
export async function lookAtDatabase(where: Where): Promise<StoreLook | StoreUnavailable> {
  try {
    return await lookAtStore(storeLocation(where));
  } catch (error) {
    if (error instanceof StoreUnavailable) return error;
    throw error;
  }
}

export async function checkDatabase(
  where: Where,
  look: StoreLook | StoreUnavailable,
): Promise<readonly Finding[]> {
  if (look instanceof StoreUnavailable) return [unavailable(where, look)];
  if (look.kind === 'none') return [ok(copy.none)];
  if (look.kind === 'unfinished') return [warn(copy.unfinished, copy.unfinishedAdvice)];
  const { store, schema, isWhole } = look;
  const place = ok(placeOf(where));
  if (!(await isWhole())) return [place, bad(copy.damaged, copy.damagedAdvice)];
  const whole = store.dialect === 'sqlite' ? [ok(copy.whole)] : [];
  if (schema.unknown.length > 0)
    return [place, ...whole, bad(copy.schemaNew(schema.unknown.join('、')), copy.schemaNewAdvice)];
  // The counts ask for tables as this program knows them.
  if (schema.missing.length > 0)
    return [place, ...whole, warn(copy.schemaOld(schema.missing.join('、')), copy.schemaOldAdvice)];
  return [place, ...whole, ok(copy.schemaCurrent), ...(await checkWaiting(store))];
}

async function checkWaiting(store: Store): Promise<readonly Finding[]> {
  const { inbox, outbox } = await countWaiting(store);
  const { pending, sending, failed } = outbox;
  const most = 1000;
  const dead = (await listDeadLetters(store, most)).length;
  return [
    ok(copy.waiting(inbox, pending + sending + failed, failed)),
    ...(await checkDesk(store)),
    ...(await checkStaff(store)),
    await checkBackup(store),
    ...(dead > 0 ? [warn(copy.dead(dead < most ? `${dead}` : `${most} 多`), copy.deadAdvice)] : []),
  ];
}

async function checkDesk(store: Store): Promise<readonly Finding[]> {
  const { open, unclaimed, overdue, undelivered } = await countTickets(store, Date.now());
  if (open + undelivered === 0) return [ok(copy.noTickets)];
  return [
    overdue > 0
      ? warn(copy.overdue(open, unclaimed, overdue), copy.overdueAdvice)
      : ok(copy.tickets(open, unclaimed)),
    ...(undelivered > 0 ? [ok(copy.undelivered(undelivered))] : []),
  ];
}

async function checkStaff(store: Store): Promise<readonly Finding[]> {
  const { all, linked } = await store.transaction(async (tx) => ({
    all: await allStaff(tx),
    linked: await tx.selectFrom('staff_accounts').select('staff').distinct().execute(),
  }));
  if (all.length === 0) return [{ ...ok(copy.noStaff), advice: copy.noStaffAdvice }];
  const admins = all.filter(({ role }) => role === 'admin').length;
  const away = all.filter((one) => one.away).length;
  const names = new Set(linked.map(({ staff }) => staff));
  const unlinked = all.filter(({ name }) => !names.has(name)).length;
  return [
    admins === 0
      ? warn(copy.noAdmin(all.length), copy.noAdminAdvice)
      : ok(copy.staff(all.length, admins, away)),
    ...(unlinked > 0 ? [{ ...ok(copy.unlinked(unlinked)), advice: copy.unlinkedAdvice }] : []),
  ];
}

async function checkBackup(store: Store): Promise<Finding> {
  const { at, late } = await store.transaction((tx) => readBackupState(tx, Date.now()));
  const text = at === null ? copy.neverBackedUp : copy.backedUp(formatChinaTime(at));
  if (late) return warn(text, copy.backupAdvice);
  return at === null ? { ...ok(text), advice: copy.backupAdvice } : ok(text);
}

/** Host and database only: user, password and parameters may be secret. */
function formatDatabase(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function placeOf({ dataDir, databaseUrl }: Where): string {
  if (databaseUrl !== undefined) return copy.postgres(formatDatabase(databaseUrl));
  const file = databaseFile(dataDir);
  const MB = 1024 ** 2;
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return `${copy.file(file)}，${(size / MB).toFixed(1)} MB`;
}

function unavailable({ databaseUrl }: Where, { reason, cause }: StoreUnavailable): Finding {
  if (reason === 'broken' && databaseUrl === undefined) return bad(copy.damaged, copy.damagedAdvice);
  if (reason !== 'unreachable' || databaseUrl === undefined) return bad(operatorCopy.problem.store[reason]);
  return bad(copy.postgresLost(formatDatabase(databaseUrl)), copy.postgresAdvice[faultOfServer(cause)]);
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: 28 invalid authorization, 3D000 invalid catalog name. */
function faultOfServer(cause: unknown): keyof typeof copy.postgresAdvice {
  const parsed = z.object({ code: z.string() }).safeParse(cause);
  const code = parsed.success ? parsed.data.code : '';
  if (/^28...$/.test(code)) return 'user';
  return code === '3D000' ? 'name' : 'network';
}
