import { afterEach, beforeEach, expect, it } from 'vitest';
import { deskCopy } from '../../../bot/copy/desk.ts';
import { createDeskAlerts, type DeskAlerts } from '../../../bot/desk/alerts.ts';
import { createDesk } from '../../../bot/desk/staff.ts';
import type { TicketDraft } from '../../../bot/desk/ticket-draft.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { openTicket } from '../../../bot/store/tickets.ts';
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
let broken: boolean;
let alerts: DeskAlerts;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  told = [];
  broken = false;
  alerts = another();
});
afterEach(() => store.close());

const another = () =>
  createDeskAlerts({
    store,
    clock,
    telemetry: silentTelemetry,
    holder: `process-${Math.floor(clock.now())}`,
    tell: async (text) => {
      if (broken) throw new Error('no robot');
      told.push(text);
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
  for (let i = 0; i < 20; i++) await handIn({ topic: `第${i}件` });
  await alerts.flush();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(copy.rest(5));
  expect(Buffer.byteLength(told[0] ?? '')).toBeLessThan(2048);
});
