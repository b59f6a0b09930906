import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { createDeskAlerts, type DeskAlerts } from '../../../bot/desk/alerts.ts';
import type { DeskNotice, NoticeRules } from '../../../bot/desk/notice.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import { PLAIN_CALENDAR } from '../../../bot/desk/working-calendar.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { Staff } from '../../../bot/staff/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { addStaff } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { applyToTicket, openTicket } from '../../../bot/store/tickets.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { DESK, KEY } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { draft } from './drafts.ts';

const copy = deskCopy.alert;
const HOUR = 3_600_000;
const vault = createVault(KEY);
const WANG = { name: '王', role: 'agent' as const };

let store: Store;
let clock: ManualClock;
let told: string[];
const notices: DeskNotice[] = [];
let broken: boolean;
let rules: NoticeRules;
let alerts: DeskAlerts;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  told = [];
  broken = false;
  rules = { chain: [], quiet: null, calendar: PLAIN_CALENDAR };
  alerts = another();
});
afterEach(() => store.close());

const another = () =>
  createDeskAlerts({
    store,
    clock,
    telemetry: silentTelemetry,
    rules,
    holder: `process-${Math.floor(clock.now())}`,
    tell: async (text, _signal, given) => {
      if (broken) throw new Error('no robot');
      told.push(text);
      notices.push(...given);
    },
  });

async function handIn(given: Partial<TicketDraft> = {}): Promise<string> {
  const owner = { channel: 'c', conversation: 'k', person: 'p' };
  let ids = 0;
  const { row } = await store.transaction((tx) =>
    openTicket(
      tx,
      { vault, rules: DESK.rules, now: clock.now() },
      { owner, draft: draft(given), randomId: () => `${JSON.stringify(given)} ${clock.now()} ${ids++}` },
    ),
  );
  return row.id;
}
const desk = () => createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });

it('tells of a new ticket once: number, kind and place, and not a word of its owner', async () => {
  const id = await handIn({
    kind: 'membership',
    region: '吉林省/长春市',
    topic: '林小舟想入会',
    contact: { name: '林小舟', phone: '13800001111' },
  });
  await alerts.flush();
  await another().flush();
  expect(told).toEqual([`新工单 ${id}，入会，长春`]);
});

it('puts what is urgent first, in the same message', async () => {
  const calm = await handIn();
  const urgent = await handIn({ kind: 'urgent', urgent: true });
  await alerts.flush();
  expect(told).toEqual([`【急】新工单 ${urgent}，紧急\n新工单 ${calm}，维权`]);
});

it('reminds before the time and after it, each once, and anew when another time is due', async () => {
  const id = await handIn({ urgent: true });
  const seen = async () => {
    told.length = 0;
    await alerts.flush();
    await alerts.flush();
    return told.map((line) => line.slice(0, 4));
  };
  expect(await seen()).toEqual(['【急】新']);
  clock.advance(0.9 * HOUR);
  expect(await seen()).toEqual([]);
  clock.advance(0.2 * HOUR);
  expect(await seen()).toEqual([copy.soon('', '').slice(0, 4)]);
  clock.advance(HOUR);
  expect(await seen()).toEqual([copy.overdue('', '').slice(0, 4)]);
  await desk().act(id, { kind: 'claim' }, WANG);
  expect(await seen()).toEqual([]);
  await desk().act(id, { kind: 'reply', words: '在看', asks: false }, WANG);
  expect(await seen()).toEqual([]);
  clock.advance(100 * HOUR);
  expect(await seen()).toEqual([copy.overdue('', '').slice(0, 4)]);
  await desk().act(id, { kind: 'resolve', words: '好了' }, WANG);
  clock.advance(100 * HOUR);
  expect(await seen()).toEqual([]);
});

it('tells later what the robot did not take', async () => {
  const id = await handIn();
  broken = true;
  expect(await alerts.flush()).toBe(0);
  broken = false;
  expect(await alerts.flush()).toBe(1);
  expect(told.join()).toContain(id);
});

it('fits many into one message and says how many are left out', async () => {
  for (let i = 0; i < 90; i++) await handIn({ topic: `第${i}件` });
  await alerts.flush();
  expect(told).toHaveLength(1);
  const lines = told[0]?.split('\n') ?? [];
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.at(-1)).toBe(copy.rest(90 - lines.length + 1));
  expect(Buffer.byteLength(told[0] ?? '')).toBeLessThan(2048);
});

describe('who is asked', () => {
  const add = (name: string, given: Partial<Staff> = {}) =>
    store.transaction((tx) =>
      addStaff(tx, { name, role: 'agent', regions: [], trades: [], away: false, ...given }, clock.now()),
    );
  const flush = async () => {
    told.length = 0;
    notices.length = 0;
    await alerts.flush();
    await another().flush();
    return told.join('\n');
  };

  it('is who should have it, then who has it, then the chain in its order, each once', async () => {
    rules = {
      ...rules,
      chain: [
        { after: 2, role: 'supervisor' },
        { after: 'due', role: 'admin' },
      ],
    };
    await add('小李', { regions: ['吉林省'] });
    await add('远方', { regions: ['云南省'] });
    await add('赵主管', { role: 'supervisor' });
    await add('管理员甲', { role: 'admin' });
    alerts = another();
    const id = await handIn({ region: '吉林省/长春市' });
    expect(await flush()).toBe(copy.opened(copy.what(id, '维权', '长春')) + copy.ask('小李'));
    clock.advance(2 * HOUR);
    expect(await flush()).toBe(copy.nobody(copy.what(id, '维权', '长春')) + copy.ask('主管、赵主管'));
    expect(notices).toMatchObject([{ ticket: id, level: 'unclaimed', to: ['赵主管'], urgent: false }]);
    expect(await flush()).toBe('');
    clock.advance(21.5 * HOUR);
    expect(await flush()).toContain('快到时间');
    clock.advance(HOUR);
    expect(await flush()).toBe(copy.nobody(copy.what(id, '维权', '长春')) + copy.ask('管理员、管理员甲'));
    await desk().act(id, { kind: 'claim' }, WANG);
    clock.advance(HOUR);
    expect(await flush()).toBe('');
    // Let go of again: the chain begins anew.
    await desk().act(id, { kind: 'transfer', to: null, words: '' }, WANG);
    expect(await flush()).toContain(copy.ask('管理员、管理员甲'));
  });

  it('hears of danger at once and by name, also by night', async () => {
    rules = { ...rules, quiet: { from: 0, to: 1439 } };
    alerts = another();
    const id = await handIn();
    expect(await flush()).toBe('');
    await desk().act(id, { kind: 'claim' }, WANG);
    await store.transaction((tx) =>
      applyToTicket(
        tx,
        { vault, rules: DESK.rules, now: clock.now() },
        {
          id,
          expected: null,
          command: { kind: 'say', words: '不想活了', files: [], danger: true },
          by: { kind: 'worker' },
          via: 'c',
        },
      ),
    );
    expect(await flush()).toBe(copy.danger(copy.what(id, '维权', '')) + copy.with('王'));
    expect(await flush()).toBe('');
  });

  it('sleeps at night and is told before it what comes due in it; free days hear only of what is due', async () => {
    // Thursday, 09:00 in China.
    rules = { ...rules, quiet: { from: 22 * 60, to: 7 * 60 } };
    alerts = another();
    clock.advance(12.5 * HOUR);
    const id = await handIn();
    expect(await flush()).toContain(id);
    clock.advance(23 * HOUR);
    // 20:30 on Friday, due at 21:30.
    expect(await flush()).toContain('快到时间');
    clock.advance(2 * HOUR);
    // 22:30: over, and not told until seven.
    expect(await flush()).toBe('');
    clock.advance(8 * HOUR);
    expect(await flush()).toBe('');
    clock.advance(0.5 * HOUR);
    expect(await flush()).toContain('已经超时');
    // Saturday: what is new waits for Monday.
    const late = await handIn({ topic: '周末' });
    expect(await flush()).toBe('');
    clock.advance(24 * HOUR);
    expect(await flush()).toBe('');
    clock.advance(24 * HOUR);
    expect(await flush()).toContain(late);
  });

  it('after days in which the machine stood still hears each thing once, at its last level', async () => {
    rules = {
      ...rules,
      chain: [
        { after: 2, role: 'supervisor' },
        { after: 'due', role: 'admin' },
      ],
    };
    alerts = another();
    const id = await handIn();
    expect(await flush()).toContain('新工单');
    clock.advance(7 * 24 * HOUR);
    expect(await flush()).toBe(copy.nobody(copy.what(id, '维权', '')) + copy.ask('管理员'));
    expect(await flush()).toBe('');
    clock.advance(9 * 24 * HOUR);
    expect(await flush()).toBe('');
  });
});
