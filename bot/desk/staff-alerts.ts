import type { Channel } from '../channels/channel.ts';
import type { Destination, Outbound } from '../channels/message.ts';
import type { Vault } from '../privacy/vault.ts';
import { ensureConversation } from '../store/conversations.ts';
import { personKey } from '../store/keys.ts';
import { insertMessage } from '../store/outbox.ts';
import { accountsOf } from '../store/staff.ts';
import type { Tx } from '../store/store.ts';
import { forgetHeard, hearOnce } from '../store/ticket-places.ts';
import type { AlertRow, DeskNotice } from './notice.ts';

/** Among what was heard in places: what somebody was told of by name. */
const PLACE = 'staff-alert';
const DAY = 24 * 3_600_000;
const PRIVATE: Destination = { kind: 'private', topic: null, replyTo: null, handle: null };
/** The app's cards tell of these already (bot/desk/wecom/board.ts). */
const ON_CARDS: readonly DeskNotice['level'][] = ['opened', 'unclaimed'];

export type TellStaffDeps = {
  readonly vault: Vault;
  /** Only those are used in which somebody may be written to first. */
  readonly channels: readonly Channel[];
  readonly randomId: () => string;
  /** Origin of the site; undefined: no console is reachable. */
  readonly publicUrl: string | undefined;
};

/** Something that some of the staff are told in person; no word of a worker's. */
export type StaffNews = {
  /** Names. */
  readonly to: readonly string[];
  /** What it is about: nobody is told the same twice. */
  readonly event: string;
  readonly text: string;
  /** Where in the console it is to be seen. */
  readonly path: string;
  readonly now: number;
  /** Channels in which it is told otherwise already. */
  readonly not?: readonly string[];
};

/** Writes into the private chats of those who have an account there, in the transaction of the caller. */
export type TellStaff = (tx: Tx, news: StaffNews) => Promise<void>;

/** Writes to those who are asked to act, in the transaction of the caller. */
export type StaffAlerts = (
  tx: Tx,
  told: { readonly row: AlertRow; readonly notice: DeskNotice; readonly now: number },
) => Promise<void>;

/**
 * A notice in the private chat of each who is named in it and has an account there: number, kind and place, as in the
 * group. Each once, however often the group could not be told; what is not urgent keeps quiet hours as the notice does.
 */
export function createStaffAlerts(deps: TellStaffDeps): StaffAlerts {
  const tell = createTellStaff(deps);
  return async (tx, { row, notice, now }) => {
    const { ticket, level, told, escalated, line: text, to } = notice;
    const event = [ticket, level, told, escalated, row.due_at, row.danger_at, row.unclaimed_at].join(' ');
    const not = ON_CARDS.includes(level) ? ['wecom-app'] : [];
    await tell(tx, { to, event, text, path: `/console/tickets/${ticket}`, now, not });
  };
}

export function createTellStaff({ vault, channels, randomId, publicUrl }: TellStaffDeps): TellStaff {
  return async (tx, { to, event: what, text, path, now, not = [] }) => {
    await forgetHeard(tx, now - 8 * DAY);
    for (const name of to)
      for (const { channel: on, id, chat: known } of await accountsOf(tx, vault, name)) {
        const channel = channels.find(
          ({ name, capabilities }) => name === on && capabilities.push === 'free',
        );
        const chat = on === 'wecom-app' ? id : known;
        if (channel === undefined || chat === null || not.includes(on)) continue;
        const where = { channel: on, kind: 'private' as const, chat, now };
        const conversation = await ensureConversation(tx, vault, where);
        if (await isClosed(tx, conversation)) continue;
        const event = vault.blind('staff-alert', `${what} ${on} ${name}`);
        if (!(await hearOnce(tx, { place: PLACE, event, at: now }))) continue;
        const person = personKey(vault, on, id);
        for (const payload of channel.encode(messageOf(text, path, publicUrl), PRIVATE)) {
          const message = { channel: on, conversation, person, cause: null, answers: null, payload };
          const alone = { about: null, replaces: null, key: randomId() };
          await insertMessage(tx, vault, { ...message, ...alone }, now);
        }
      }
  };
}

/** They have blocked the bot: what is written there is only a dead letter. */
async function isClosed(tx: Tx, conversation: string): Promise<boolean> {
  const row = await tx
    .selectFrom('conversations')
    .select('closed_at')
    .where('key', '=', conversation)
    .executeTakeFirst();
  return row !== undefined && row.closed_at !== null;
}

function messageOf(text: string, path: string, publicUrl: string | undefined): Outbound {
  const link = publicUrl === undefined ? '' : `\n${publicUrl}${path}`;
  return { parts: [{ kind: 'text', text: `${text}${link}`, style: 'plain' }], buttons: [] };
}
