import { shortName } from '#knowledge';
import { IDLE_MS } from '../../console/session.ts';
import { staffTerminalCopy as copy } from '../../copy/staff-terminal.ts';
import { formatTable } from '../../format-table.ts';
import { allStaff } from '../../store/staff.ts';
import type { Tx } from '../../store/store.ts';

/** A line per person under a line of headings; '' for nobody. Of accounts it tells the channel, never the id. */
export async function formatStaff(tx: Tx, now: number): Promise<string> {
  const all = await allStaff(tx);
  if (all.length === 0) return '';
  const rows: string[][] = [];
  for (const { name, role, regions, trades, away } of all) {
    const accounts = await tx
      .selectFrom('staff_accounts')
      .select('channel')
      .where('staff', '=', name)
      .execute();
    const passkeys = await tx.selectFrom('passkeys').select('id').where('staff', '=', name).execute();
    const sessions = await tx
      .selectFrom('console_sessions')
      .select('id')
      .where('staff', '=', name)
      .where('expires_at', '>', now)
      .where('seen_at', '>', now - IDLE_MS)
      .execute();
    rows.push([
      name,
      copy.role[role],
      regions.map((id) => shortName(id.split('/').at(-1) ?? id)).join('、') || copy.all,
      trades.join('、') || copy.all,
      away ? copy.away : copy.there,
      accounts
        .map(({ channel }) => channel)
        .sort()
        .join('、') || '—',
      String(passkeys.length),
      String(sessions.length),
    ]);
  }
  return formatTable([copy.columns, ...rows]);
}
