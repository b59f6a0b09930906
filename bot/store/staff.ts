import { z } from 'zod';
import type { Vault } from '../privacy/vault.ts';
import {
  STAFF_CHANNELS,
  STAFF_ROLES,
  type Staff,
  type StaffAccount,
  type StaffChannel,
} from '../staff/staff.ts';
import { personKey } from './keys.ts';
import type { StaffRow } from './schema.ts';
import type { Store, Tx } from './store.ts';
import { dropCopies } from './ticket-copies.ts';

const CONTEXT = 'staff_accounts/sealed';
const listSchema = z.array(z.string());
const rowSchema = z.object({ role: z.enum(STAFF_ROLES) });
const accountSchema = z.object({ id: z.string(), chat: z.string().nullable() });
const channelSchema = z.enum(STAFF_CHANNELS);

/** undefined for a row that gives no rights: whatever role is not ours is none. */
function toStaff(row: StaffRow): Staff | undefined {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success || row.removed_at !== null) return undefined;
  const { name, regions, trades, away } = row;
  return {
    name,
    role: parsed.data.role,
    regions: listSchema.parse(JSON.parse(regions)),
    trades: listSchema.parse(JSON.parse(trades)),
    away: away === 1,
  };
}

/** undefined also for somebody who was removed. */
export async function findStaff(tx: Tx, name: string): Promise<Staff | undefined> {
  const row = await tx.selectFrom('staff').selectAll().where('name', '=', name).executeTakeFirst();
  return row === undefined ? undefined : toStaff(row);
}

/** The same, and nobody changes them before the end of the transaction. */
export async function lockStaff(store: Store, tx: Tx, name: string): Promise<Staff | undefined> {
  const row = await store
    .locked(tx.selectFrom('staff').selectAll().where('name', '=', name))
    .executeTakeFirst();
  return row === undefined ? undefined : toStaff(row);
}

/** By name. */
export async function allStaff(tx: Tx): Promise<readonly Staff[]> {
  const rows = await tx
    .selectFrom('staff')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.flatMap((row) => toStaff(row) ?? []);
}

/** Whose account this is, by the key under which the inbox knows it. */
export async function staffOfPerson(tx: Tx, channel: string, person: string): Promise<Staff | undefined> {
  const row = await tx
    .selectFrom('staff_accounts')
    .innerJoin('staff', 'staff.name', 'staff_accounts.staff')
    .selectAll('staff')
    .where('staff_accounts.channel', '=', channel)
    .where('staff_accounts.person', '=', person)
    .executeTakeFirst();
  return row === undefined ? undefined : toStaff(row);
}

export async function accountsOf(tx: Tx, vault: Vault, name: string): Promise<readonly StaffAccount[]> {
  const rows = await tx
    .selectFrom('staff_accounts')
    .selectAll()
    .where('staff', '=', name)
    .orderBy('channel')
    .orderBy('created_at')
    .execute();
  return rows.map(({ channel, sealed }) => ({
    channel: channelSchema.parse(channel),
    ...vault.openJson(sealed, CONTEXT, accountSchema),
  }));
}

/** Somebody of this name did something here, or was of the staff: tickets and the audit tell of them by nothing else. */
export async function isNameUsed(tx: Tx, name: string): Promise<boolean> {
  const found = await Promise.all([
    tx.selectFrom('staff').select('name').where('name', '=', name).limit(1).executeTakeFirst(),
    tx.selectFrom('desk_audit').select('id').where('staff', '=', name).limit(1).executeTakeFirst(),
    tx.selectFrom('ticket_events').select('id').where('staff', '=', name).limit(1).executeTakeFirst(),
    tx.selectFrom('tickets').select('id').where('holder', '=', name).limit(1).executeTakeFirst(),
  ]);
  return found.some((row) => row !== undefined);
}

/** Adds somebody, or takes them in again under the name that they had. @returns false when they are there already */
export async function addStaff(
  tx: Tx,
  { name, role, regions, trades }: Omit<Staff, 'away'>,
  now: number,
): Promise<boolean> {
  if ((await findStaff(tx, name)) !== undefined) return false;
  const values = {
    role,
    regions: JSON.stringify(regions),
    trades: JSON.stringify(trades),
    away: 0,
    removed_at: null,
  };
  await tx
    .insertInto('staff')
    .values({ name, ...values, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute();
  return true;
}

/** @returns false when there is nobody of this name */
export async function changeStaff(
  tx: Tx,
  name: string,
  change: Partial<Omit<Staff, 'name'>>,
): Promise<boolean> {
  const { role, regions, trades, away } = change;
  const row = await tx
    .updateTable('staff')
    .set({
      ...(role !== undefined && { role }),
      ...(regions !== undefined && { regions: JSON.stringify(regions) }),
      ...(trades !== undefined && { trades: JSON.stringify(trades) }),
      ...(away !== undefined && { away: away ? 1 : 0 }),
    })
    .where('name', '=', name)
    .where('removed_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns whose the account is when it is somebody else's: it is not taken from them */
export async function linkAccount(
  tx: Tx,
  vault: Vault,
  {
    name,
    channel,
    id,
    chat,
    now,
  }: { name: string; channel: StaffChannel; id: string; chat: string | null; now: number },
): Promise<string | undefined> {
  const person = personKey(vault, channel, id);
  const sealed = vault.sealJson({ id, chat }, CONTEXT);
  const row = await tx
    .insertInto('staff_accounts')
    .values({ channel, person, staff: name, sealed, created_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['channel', 'person'])
        .doUpdateSet({ sealed })
        .where('staff_accounts.staff', '=', name),
    )
    .returning('staff')
    .executeTakeFirst();
  if (row !== undefined) return undefined;
  return (await staffOfPerson(tx, channel, person))?.name ?? '';
}

/** @returns whether there was such an account */
export async function unlinkAccount(
  tx: Tx,
  vault: Vault,
  { name, channel, id }: { name: string; channel: StaffChannel; id: string },
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('staff_accounts')
    .where('channel', '=', channel)
    .where('person', '=', personKey(vault, channel, id))
    .where('staff', '=', name)
    .returning('staff')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Nothing lets them in any more; the name stays, because tickets and the audit bear it. */
export async function removeStaff(tx: Tx, name: string, now: number): Promise<boolean> {
  const row = await tx
    .updateTable('staff')
    .set({ removed_at: now })
    .where('name', '=', name)
    .where('removed_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  for (const table of ['staff_accounts', 'console_links', 'console_sessions', 'passkeys'] as const)
    await tx.deleteFrom(table).where('staff', '=', name).execute();
  await dropCopies(tx, name, null);
  return row !== undefined;
}
