import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { createDeskAlerts, tellBesideTopics } from '../../../bot/desk/alerts.ts';
import type { NoticeRules } from '../../../bot/desk/notice.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import { createStaffAlerts } from '../../../bot/desk/staff-alerts.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import { PLAIN_CALENDAR } from '../../../bot/desk/working-calendar.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { StaffChannel } from '../../../bot/staff/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { openMessage } from '../../../bot/store/outbox.ts';
import { addStaff, linkAccount } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { DESK, KEY } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';
import { draft } from './drafts.ts';

const copy = deskCopy.alert;
const HOUR = 3_600_000;
const SITE = 'https://gongyou.example';
const vault = createVault(KEY);

let store: Store;
let clock: ManualClock;
let broken: boolean;
let group: string[];
let rules: NoticeRules;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  broken = false;
  group = [];
  rules = { chain: [{ after: 2, role: 'supervisor' }], quiet: null, calendar: PLAIN_CALENDAR };
});
afterEach(() => store.close());

let chance = 0;
const randomId = () => `chance-${chance++}`;
const alerts = () =>
  createDeskAlerts({
    ...{ store, clock, telemetry: silentTelemetry, rules, holder: randomId() },
    tell: async (text) => {
      if (broken) throw new Error('no robot');
      group.push(text);
    },
    toStaff: createStaffAlerts({
      ...{ vault, randomId, publicUrl: SITE },
      channels: [
        createScriptedChannel({ name: 'telegram' }),
        createScriptedChannel({ name: 'wecom-app' }),
        createScriptedChannel({ name: 'wecom-bot', capabilities: { push: 'reply' } }),
      ],
    }),
  });

async function handIn(given: Partial<TicketDraft> = {}): Promise<string> {
  const owner = { channel: 'c', conversation: 'k', person: 'p' };
  const writing = { vault, rules: DESK.rules, now: clock.now() };
  const { row } = await store.transaction((tx) =>
    openTicket(tx, writing, { owner, draft: draft(given), randomId }),
  );
  return row.id;
}
async function add(name: string, role: 'agent' | 'supervisor', ...channels: StaffChannel[]): Promise<void> {
  await store.transaction(async (tx) => {
    await addStaff(tx, { name, role, regions: [], trades: [] }, clock.now());
    for (const channel of channels) {
      const account = { id: `${channel} of ${name}`, chat: `${channel} of ${name}` };
      await linkAccount(tx, vault, { name, channel, ...account, now: clock.now() });
    }
  });
}
/** What has been written to people since the last look: where, and what. */
let seen = 0;
beforeEach(() => {
  seen = 0;
});
async function written(): Promise<readonly string[]> {
  const rows = await store.transaction((tx) =>
    tx
      .selectFrom('outbox')
      .select(['id', 'channel', 'sealed'])
      .where('id', '>', seen)
      .orderBy('id')
      .execute(),
  );
  seen = rows.at(-1)?.id ?? seen;
  return rows.map(
    ({ channel, sealed }) => `${channel} ${JSON.stringify(openMessage(vault, sealed ?? '').payload)}`,
  );
}
async function flush(): Promise<readonly string[]> {
  await alerts().flush();
  return await written();
}

describe('whoever is asked to act', () => {
  it('is written to in private where they have an account, with nothing of whose it is', async () => {
    await add('王', 'agent', 'telegram', 'wecom-app', 'wecom-bot');
    await add('赵', 'supervisor', 'wecom-app');
    const id = await handIn({ topic: '林小舟的事', contact: { name: '林小舟', phone: '13800001111' } });
    const opened = await flush();
    // The app's card tells of it already, and the AI bot cannot speak first.
    expect(opened).toHaveLength(1);
    expect(opened[0]).toMatch(/^telegram /);
    expect(opened[0]).toContain(copy.opened(copy.what(id, '维权', '')));
    expect(opened[0]).toContain(`${SITE}/console/tickets/${id}`);
    expect(opened[0]).not.toMatch(/林小舟|13800001111/);
    clock.advance(2 * HOUR);
    // Nobody took it: the leader has a card as well.
    expect(await flush()).toEqual([]);
    clock.advance(21.5 * HOUR);
    const soon = await flush();
    expect(soon.map((one) => one.split(' ')[0]).sort()).toEqual(['telegram', 'wecom-app']);
    expect(soon.join()).toContain('快到时间');
    expect(await flush()).toEqual([]);
  });

  it('is the one who has it, once that is somebody', async () => {
    await add('王', 'agent', 'telegram');
    await add('李', 'agent', 'telegram');
    const id = await handIn();
    await flush();
    const desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
    await desk.act(id, { kind: 'claim' }, { name: '李', role: 'agent' });
    clock.advance(30 * HOUR);
    const late = await flush();
    expect(late).toHaveLength(1);
    expect(late[0]).toContain(copy.with('李'));
  });

  it('hears of it once, also while the group cannot be told, and again when another time is due', async () => {
    await add('王', 'agent', 'telegram');
    const id = await handIn();
    broken = true;
    expect(await flush()).toHaveLength(1);
    expect(await flush()).toEqual([]);
    broken = false;
    expect(await flush()).toEqual([]);
    expect(group).toHaveLength(1);
    const desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
    const wang = { name: '王', role: 'agent' as const };
    await desk.act(id, { kind: 'claim' }, wang);
    for (let time = 0; time < 2; time++) {
      clock.advance(100 * HOUR);
      expect(await flush(), `time ${time}`).toHaveLength(1);
      await desk.act(id, { kind: 'reply', words: '在办', asks: true }, wang);
      await desk.act(id, { kind: 'hand-back' }, wang);
      await store.transaction((tx) =>
        tx
          .updateTable('tickets')
          .set({ due_at: clock.now() + HOUR, told: 1 })
          .execute(),
      );
    }
  });

  it('who has blocked the bot is not written to', async () => {
    await add('王', 'agent', 'telegram');
    await handIn();
    expect(await flush()).toHaveLength(1);
    await store.transaction((tx) =>
      tx.updateTable('conversations').set({ closed_at: clock.now() }).execute(),
    );
    await handIn({ topic: '还有一件' });
    expect(await flush()).toEqual([]);
  });

  it('sleeps, unless it is urgent', async () => {
    rules = { ...rules, quiet: { from: 0, to: 1439 } };
    await add('王', 'agent', 'telegram');
    await handIn();
    expect(await flush()).toEqual([]);
    await handIn({ kind: 'urgent', urgent: true });
    expect(await flush()).toHaveLength(1);
  });
});

it('a group with a topic for each ticket is not told again that one was opened', async () => {
  const said: string[] = [];
  const tell = tellBesideTopics(async (text) => void said.push(text));
  const topics = createDeskAlerts({
    ...{ store, clock, telemetry: silentTelemetry, rules, holder: 'me', tell },
  });
  const id = await handIn();
  expect(await topics.flush()).toBe(1);
  expect(said).toEqual([]);
  const urgent = await handIn({ kind: 'urgent', urgent: true });
  expect(await topics.flush()).toBe(1);
  expect(said).toEqual([]);
  clock.advance(1.5 * HOUR);
  expect(await topics.flush()).toBe(1);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(urgent);
  expect(said[0]).not.toContain(id);
});
