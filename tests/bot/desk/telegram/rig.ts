import { z } from 'zod';
import { createTelegramChannel } from '../../../../bot/channels/telegram/channel.ts';
import { createDesk, type Desk } from '../../../../bot/desk/staff.ts';
import { createTelegramDesk, type TelegramDesk } from '../../../../bot/desk/telegram/desk.ts';
import type { Command } from '../../../../bot/desk/ticket.ts';
import type { TicketDraft } from '../../../../bot/desk/ticket-draft.ts';
import { createVault } from '../../../../bot/privacy/vault.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import { openMessage } from '../../../../bot/store/outbox.ts';
import { addStaff, linkAccount } from '../../../../bot/store/staff.ts';
import type { Store } from '../../../../bot/store/store.ts';
import { applyToTicket, loadTicket, openTicket } from '../../../../bot/store/tickets.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { DESK, KEY } from '../../../core.ts';
import { createFakeBotApi, type FakeBotApi } from '../../../fakes/bot-api/server.ts';
import type { Delivery } from '../../../fakes/bot-api/world.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { draft } from '../drafts.ts';

export const TOKEN = '7100:desk-token';
export const GROUP = -1_001_234_567_890;
export const WANG = { id: 8001, name: '王主任' };
export const LI = { id: 8002, name: '李明' };
export const CHEN = { id: 8003, name: '陈主管' };
/** Of no staff. */
export const STRANGER = 8009;

/** The staff's group over a Bot API of the test's own, with a store in memory and a clock moved by hand. */
export type Rig = {
  readonly fake: FakeBotApi;
  readonly store: Store;
  readonly clock: ManualClock;
  /** Another place for staff. */
  readonly terminal: Desk;
  readonly desk: () => TelegramDesk;
  /** The same data, as another process has it. */
  readonly another: () => TelegramDesk;
  /** @returns its number */
  readonly handIn: (given?: Partial<TicketDraft>, channel?: string) => Promise<string>;
  readonly workerSays: (ticket: string, words: string, files?: readonly string[]) => Promise<void>;
  readonly withdraw: (ticket: string) => Promise<void>;
  /** The words of this event did not reach the worker, who has blocked the bot. */
  readonly bounce: (ticket: string, of: number) => Promise<void>;
  /** Hands over what people did, and tells what came of it. */
  readonly settle: () => Promise<void>;
  readonly topicOf: (ticket: string) => number;
  /** Somebody writes in a ticket's topic. @returns the message's id */
  readonly write: (who: number, ticket: string, text: string, replyTo?: number) => Promise<number>;
  /** Presses the newest button of this name in a ticket's topic. @returns what was shown to them */
  readonly press: (who: number, ticket: string, label: string) => Promise<string>;
  /** What the topic of a ticket was told, oldest first. */
  readonly shown: (ticket: string) => readonly Delivery[];
  /** Everything that the group was ever shown. */
  readonly everything: () => string;
  /** What waits for private chats, as it lies in the outbox. */
  readonly privately: () => Promise<string>;
  readonly ticket: (id: string) => Promise<NonNullable<Awaited<ReturnType<typeof loadTicket>>>>;
  readonly end: () => Promise<void>;
};

const vault = createVault(KEY);
const updatesSchema = z.object({ result: z.array(z.looseObject({ update_id: z.number() })) });

export async function startRig(): Promise<Rig> {
  const fake = createFakeBotApi({ token: TOKEN });
  await fake.start();
  fake.users.addGroup({ id: GROUP, forum: true });
  fake.users.promote(GROUP, { can_manage_topics: true, can_delete_messages: true });
  const store = await openStore({ kind: 'memory' });
  const clock = createManualClock();
  const { rules } = DESK;
  let ids = 0;
  const randomId = () => `desk-telegram-id-${++ids}-0123456789`;
  await store.transaction(async (tx) => {
    for (const [{ id, name }, role] of [
      [WANG, 'agent'],
      [LI, 'agent'],
      [CHEN, 'supervisor'],
    ] as const) {
      await addStaff(tx, { name, role, regions: [], trades: [] }, 0);
      await linkAccount(tx, vault, { name, channel: 'telegram', id: String(id), chat: String(id), now: 0 });
    }
  });
  const { channel } = createTelegramChannel({
    token: TOKEN,
    apiRoot: fake.url(),
    mode: { kind: 'polling' },
    publicUrl: 'https://gongyou.test',
    telemetry: silentTelemetry,
  });
  let made = 0;
  const another = () =>
    createTelegramDesk({
      ...{ store, vault, clock, rules, channel, randomId },
      telemetry: silentTelemetry,
      publicUrl: 'https://gongyou.test',
      holder: `process-${++made}`,
      account: { token: TOKEN, apiRoot: fake.url() },
      chat: String(GROUP),
      timeoutMs: 2_000,
    });
  let desk = another();
  let offset = 0;

  /** https://core.telegram.org/bots/api#getupdates */
  const hear = async () => {
    const response = await fetch(`${fake.url()}/bot${TOKEN}/getUpdates?offset=${offset}`);
    const { result } = updatesSchema.parse(await response.json());
    for (const update of result) {
      await desk.accept(update, fake.me);
      offset = update.update_id + 1;
    }
  };
  const settle = async () => {
    await hear();
    await desk.flush();
  };
  const inGroup = () => fake.sent().filter(({ chat }) => chat === GROUP);
  const topicOf = (ticket: string) => {
    const made = inGroup().findLast(({ kind, text }) => kind === 'topic-created' && text.includes(ticket));
    if (made?.topic === null || made === undefined) throw new Error(`${ticket} has no topic`);
    return made.topic;
  };
  const shown = (ticket: string) =>
    inGroup().filter(({ kind, topic }) => kind === 'message' && topic === topicOf(ticket));
  const act = async (id: string, command: Command, kind: 'worker' | 'system' = 'worker') => {
    const wish = { id, expected: null, command, by: { kind }, via: 'telegram' };
    const now = clock.now();
    const applied = await store.transaction((tx) => applyToTicket(tx, { vault, rules, now }, wish));
    if (applied.kind !== 'done') throw new Error(`${command.kind}: ${applied.kind}`);
  };

  return {
    fake,
    store,
    clock,
    terminal: createDesk({ store, vault, clock, rules, via: 'terminal' }),
    desk: () => desk,
    another: () => {
      desk = another();
      return desk;
    },
    handIn: async (given = {}, from = 'telegram') => {
      const owner = { channel: from, conversation: 'worker-chat', person: 'worker' };
      const { row } = await store.transaction((tx) =>
        openTicket(tx, { vault, rules, now: clock.now() }, { owner, draft: draft(given), randomId }),
      );
      return row.id;
    },
    workerSays: (ticket, words, files = []) => act(ticket, { kind: 'say', words, files: [...files] }),
    withdraw: (ticket) => act(ticket, { kind: 'withdraw', erased: false }),
    bounce: (ticket, of) => act(ticket, { kind: 'bounce', of, reason: 'blocked' }, 'system'),
    settle,
    topicOf,
    write: async (who, ticket, text, replyTo) => {
      const place = { from: who, chat: GROUP, topic: topicOf(ticket) };
      const message = fake.users.say({ ...place, text, ...(replyTo !== undefined && { replyTo }) });
      await settle();
      return message;
    },
    press: async (who, ticket, label) => {
      for (const { message, buttons } of shown(ticket).toReversed()) {
        const data = buttons.flat().find(({ text }) => text === label)?.callback_data;
        if (data === undefined) continue;
        const callback = fake.users.press({ from: who, chat: GROUP, message, data });
        await settle();
        await fake.until(() => fake.answered().includes(callback));
        return fake.toast(callback) ?? '';
      }
      throw new Error(`no message of ${ticket} bears a button ${label}`);
    },
    shown,
    everything: () => JSON.stringify(inGroup()),
    privately: async () => {
      const rows = await store.transaction((tx) => tx.selectFrom('outbox').selectAll().execute());
      return JSON.stringify(
        rows.flatMap(({ sealed }) => (sealed === null ? [] : openMessage(vault, sealed).payload)),
      );
    },
    ticket: async (id) => {
      const stored = await store.transaction((tx) => loadTicket(tx, vault, id));
      if (stored === undefined) throw new Error(`there is no ${id}`);
      return stored;
    },
    end: async () => {
      await store.close();
      await fake.stop();
    },
  };
}
