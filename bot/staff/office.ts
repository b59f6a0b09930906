import { formatBotChat } from '../channels/wecom/bot/decode.ts';
import type { Clock } from '../clock.ts';
import { type AuditAction, writeAudit } from '../desk/audit.ts';
import type { Vault } from '../privacy/vault.ts';
import { endSessions } from '../store/console.ts';
import { addStaff, changeStaff, isNameUsed, linkAccount, lockStaff, unlinkAccount } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { dropCopies } from '../store/ticket-copies.ts';
import { createEntrance } from './entrance.ts';
import type { Staff, StaffChannel, StaffRole } from './staff.ts';

/** What is done to the list of staff; each change is written into the audit with it. */
export type Office = {
  /**
   * @param again it is the person who bore the name before: what they did is theirs
   * @returns there: they are there already. used: somebody bore the name, and whoever gets it would inherit what they did
   */
  readonly add: (person: Omit<Staff, 'away'>, again?: boolean) => Promise<'added' | 'there' | 'used'>;
  /** Ends every login of theirs. @returns false when there is nobody of this name, as below */
  readonly setRole: (name: string, role: StaffRole) => Promise<boolean>;
  readonly setScope: (name: string, scope: Pick<Staff, 'regions' | 'trades'>) => Promise<boolean>;
  readonly setAway: (name: string, away: boolean) => Promise<boolean>;
  /** A code for `/绑定`. */
  readonly invite: (name: string) => Promise<string | undefined>;
  /** A secret for the console's door. */
  readonly link: (name: string) => Promise<string | undefined>;
  /** @returns whose the account is when it is somebody else's */
  readonly linkAccount: (
    name: string,
    channel: StaffChannel,
    id: string,
  ) => Promise<{ readonly takenBy: string } | boolean>;
  /** Ends every login and passkey as well: they may be theirs who had the account. @returns whether it was linked */
  readonly unlinkAccount: (name: string, channel: StaffChannel, id: string) => Promise<boolean>;
};

export type OfficeDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomToken: () => string;
  /** Where this is done: `terminal`, `console`. */
  readonly via: string;
};

export function createOffice({ store, vault, clock, randomToken, via }: OfficeDeps): Office {
  const entrance = createEntrance(vault, randomToken);
  const note = (tx: Tx, staff: string, action: AuditAction, fields: readonly string[] = []) =>
    writeAudit(tx, { at: clock.now(), staff, via, action, fields });
  const change = (name: string, what: Partial<Omit<Staff, 'name'>>, fields: readonly string[]) =>
    store.transaction(async (tx) => {
      if (!(await changeStaff(tx, name, what))) return false;
      if (what.role !== undefined) await endEverything(tx, name);
      await note(tx, name, 'staff-changed', fields);
      return true;
    });
  return {
    add: (person, again = false) =>
      store.transaction(async (tx) => {
        const { name, role } = person;
        if ((await lockStaff(store, tx, name)) !== undefined) return 'there';
        if (!again && (await isNameUsed(tx, name))) return 'used';
        if (!(await addStaff(tx, person, clock.now()))) return 'there';
        await note(tx, name, 'staff-added', again ? [role, 'again'] : [role]);
        return 'added';
      }),
    setRole: (name, role) => change(name, { role }, ['role', role]),
    setScope: (name, { regions, trades }) => change(name, { regions, trades }, ['regions', 'trades']),
    setAway: (name, away) => change(name, { away }, [away ? 'away' : 'back']),
    invite: (name) =>
      store.transaction(async (tx) =>
        (await lockStaff(store, tx, name)) === undefined ? undefined : entrance.invite(tx, name, clock.now()),
      ),
    link: (name) =>
      store.transaction(async (tx) => {
        if ((await lockStaff(store, tx, name)) === undefined) return undefined;
        await note(tx, name, 'link-made');
        return await entrance.make(tx, 'enter', name, clock.now());
      }),
    linkAccount: (name, channel, id) =>
      store.transaction(async (tx) => {
        if ((await lockStaff(store, tx, name)) === undefined) return false;
        const takenBy = await linkAccount(tx, vault, {
          ...{ name, channel, id },
          chat: privateChat(channel, id),
          now: clock.now(),
        });
        if (takenBy !== undefined) return { takenBy };
        await note(tx, name, 'account-linked', [channel]);
        return true;
      }),
    unlinkAccount: (name, channel, id) =>
      store.transaction(async (tx) => {
        if (!(await unlinkAccount(tx, vault, { name, channel, id }))) return false;
        await endEverything(tx, name);
        await dropCopies(tx, name, null);
        await note(tx, name, 'account-unlinked', [channel]);
        const keys = await tx.deleteFrom('passkeys').where('staff', '=', name).returning('id').execute();
        if (keys.length > 0) await note(tx, name, 'passkey-removed');
        return true;
      }),
  };
}

/**
 * In Telegram the private chat bears the person's own id; to WeCom's app the account is the address.
 * https://core.telegram.org/bots/api#chat https://developer.work.weixin.qq.com/document/path/90236
 */
const privateChat = (channel: StaffChannel, id: string) =>
  channel === 'wecom-bot' ? formatBotChat('private', id) : id;

/** Logins, and links that were not used yet. */
async function endEverything(tx: Tx, name: string): Promise<void> {
  await endSessions(tx, name, null);
  await tx.deleteFrom('console_links').where('staff', '=', name).execute();
}
