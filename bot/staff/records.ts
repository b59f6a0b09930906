import { writeAudit } from '../desk/audit.ts';
import type { Vault } from '../privacy/vault.ts';
import { bindTries, countTry } from '../store/console.ts';
import { linkAccount, lockStaff, staffOfPerson } from '../store/staff.ts';
import type { Store, Tx } from '../store/store.ts';
import { createEntrance, ENTRANCE_MS } from './entrance.ts';
import { STAFF_CHANNELS, type Staff } from './staff.ts';

/** Codes that one account may try, and links that one may ask for, in ten minutes. */
const MOST_CODES = 5;
const MOST_LINKS = 5;

/** What the staff do from a private chat with the bot. */
export type StaffRecords = {
  /** Who of the staff speaks here; null for everybody else. */
  readonly me: () => Promise<Staff | null>;
  /** A secret for the console's door, once; null when they had too many. */
  readonly enter: (staff: string) => Promise<string | null>;
  /** Makes this account theirs whom the code was printed for. */
  readonly bind: (code: string) => Promise<Bound>;
  /** Nobody shall use what others have read. */
  readonly burn: (code: string) => Promise<void>;
};

export type Bound =
  | { readonly kind: 'bound'; readonly name: string }
  /** taken: the account is somebody else's. channel: here nobody of the staff can be known again. */
  | { readonly kind: 'wrong' | 'often' | 'taken' | 'channel' };

export type StaffRecordsDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly randomToken: () => string;
  readonly now: number;
};

/** @param who the account that speaks, as the inbox knows it and as the platform does */
export function createStaffRecords(
  tx: Tx,
  { store, vault, randomToken, now }: StaffRecordsDeps,
  who: { readonly channel: string; readonly person: string; readonly id: string; readonly chat: string },
): StaffRecords {
  const entrance = createEntrance(vault, randomToken);
  const via = who.channel;
  return {
    me: async () => (await staffOfPerson(tx, who.channel, who.person)) ?? null,
    enter: async (staff) => {
      const limit = { most: MOST_LINKS, withinMs: ENTRANCE_MS, now };
      if (!(await countTry(tx, `enter:${staff}`, limit))) return null;
      await writeAudit(tx, { at: now, staff, via, action: 'link-made' });
      return await entrance.make(tx, 'enter', staff, now);
    },
    bind: async (code) => {
      const channel = STAFF_CHANNELS.find((name) => name === who.channel);
      if (channel === undefined) return { kind: 'channel' };
      const limit = { most: MOST_CODES, withinMs: ENTRANCE_MS, now };
      if (!(await countTry(tx, bindTries(who.person), limit))) return { kind: 'often' };
      const name = await entrance.take(tx, 'invite', code, now);
      if (name === undefined || (await lockStaff(store, tx, name)) === undefined) return { kind: 'wrong' };
      const owner = await linkAccount(tx, vault, { name, channel, id: who.id, chat: who.chat, now });
      if (owner !== undefined) return { kind: 'taken' };
      await writeAudit(tx, { at: now, staff: name, via, action: 'account-linked', fields: [channel] });
      return { kind: 'bound', name };
    },
    burn: async (code) => {
      await entrance.take(tx, 'invite', code, now);
    },
  };
}
