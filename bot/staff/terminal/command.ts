import { parseArgs } from 'node:util';
import { isStaffName, STAFF_CHANNELS, STAFF_ROLES, type StaffChannel, type StaffRole } from '../staff.ts';

/** Names of regions and trades as they were typed; [] for all. */
type Scope = { readonly regions: readonly string[]; readonly trades: readonly string[] };
type Account = { readonly channel: StaffChannel; readonly id: string };

/** What somebody at the server asks of the list of staff. */
export type StaffCommand =
  | { readonly kind: 'list' }
  | ({
      readonly kind: 'add';
      readonly name: string;
      readonly role: StaffRole;
      readonly again: boolean;
    } & Scope)
  | { readonly kind: 'role'; readonly name: string; readonly role: StaffRole }
  | ({ readonly kind: 'scope'; readonly name: string } & Scope)
  | { readonly kind: 'away' | 'back' | 'invite' | 'link-for' | 'remove'; readonly name: string }
  | ({ readonly kind: 'link' | 'unlink'; readonly name: string } & Account);

/** undefined for anything that is not exactly a command; 'bad-role' for a role that is not ours. */
export function parseStaffCommand(args: readonly string[]): StaffCommand | 'bad-role' | undefined {
  const parsed = read(args);
  if (parsed === undefined) return undefined;
  const { role: wanted, regions, trades, again, rest } = parsed;
  const [kind = 'list', name, ...more] = rest;
  const scoped = regions.length + trades.length > 0;
  if (again && kind !== 'add') return undefined;
  if (kind === 'list') return name === undefined && !scoped && wanted === undefined ? { kind } : undefined;
  if (name === undefined || !isStaffName(name)) return undefined;
  if (kind === 'add') {
    const role = parseRole(wanted ?? 'agent');
    if (more.length > 0) return undefined;
    return role === undefined ? 'bad-role' : { kind, name, role, again, regions, trades };
  }
  if (wanted !== undefined) return undefined;
  if (kind === 'scope') return more.length > 0 ? undefined : { kind, name, regions, trades };
  if (scoped) return undefined;
  switch (kind) {
    case 'role': {
      const role = parseRole(more[0]);
      if (more.length !== 1) return undefined;
      return role === undefined ? 'bad-role' : { kind, name, role };
    }
    case 'link':
    case 'unlink': {
      const account = more.length === 2 ? parseAccount(more[0], more[1]) : undefined;
      return account && { kind, name, ...account };
    }
    case 'away':
    case 'back':
    case 'invite':
    case 'link-for':
    case 'remove':
      return more.length === 0 ? { kind, name } : undefined;
    default:
      return undefined;
  }
}

const parseRole = (text: string | undefined) => STAFF_ROLES.find((role) => role === text);

/** Telegram's ids are numbers: https://core.telegram.org/bots/api#user ; WeCom's are up to 64 characters of their own. */
function parseAccount(channel: string | undefined, id = ''): Account | undefined {
  const known = STAFF_CHANNELS.find((name) => name === channel);
  const form = known === 'telegram' ? /^[1-9]\d{0,15}$/ : /^[\w.@-]{1,64}$/;
  return known !== undefined && form.test(id) ? { channel: known, id } : undefined;
}

function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        role: { type: 'string' },
        region: { type: 'string', multiple: true },
        trade: { type: 'string', multiple: true },
        again: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const { role, region = [], trade = [], again = false } = values;
    return { role, regions: region, trades: trade, again, rest: positionals };
  } catch {
    return undefined;
  }
}
