import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, WeComAppClient } from '../../../../bot/channels/wecom/sdk/index.ts';
import { wecomDeskCopy } from '../../../../bot/copy/desk-wecom.ts';
import { createDesk } from '../../../../bot/desk/staff.ts';
import { type Board, createBoard } from '../../../../bot/desk/wecom/board.ts';
import { createStaffChat } from '../../../../bot/desk/wecom/chat.ts';
import { createVault } from '../../../../bot/privacy/vault.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import { addStaff, linkAccount } from '../../../../bot/store/staff.ts';
import type { Store } from '../../../../bot/store/store.ts';
import { openTicket } from '../../../../bot/store/tickets.ts';
import { cardsOf } from '../../../../bot/store/wecom-cards.ts';
import { silentTelemetry } from '../../../../bot/telemetry/telemetry.ts';
import { DESK, KEY } from '../../../core.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../fakes/qyapi/server.ts';
import { createScriptedChannel } from '../../../fakes/scripted-channel.ts';
import { draft } from '../drafts.ts';

const copy = wecomDeskCopy.card;
const HOUR = 3_600_000;
const CORP = 'ww1436e0e65a779aee';
const WANG = { name: '王', role: 'agent' as const };
const vault = createVault(KEY);

let fake: FakeQyapi;
let store: Store;
let clock: ManualClock;
let board: Board;
let ticket: string;
beforeEach(async () => {
  clock = createManualClock();
  const { now } = clock;
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: 'secret' }], now });
  fake.messages.members.add('wang.zr');
  await fake.start();
  store = await openStore({ kind: 'memory' });
  const http = createHttp({ baseURL: fake.url() });
  let ids = 0;
  const randomId = () => `chance-${ids++}`;
  board = createBoard({
    ...{ store, vault, clock, telemetry: silentTelemetry, rules: DESK.rules, chain: [], randomId },
    client: new WeComAppClient({ corpId: CORP, corpSecret: 'secret', agentId: '1', http, clock }),
    channel: createScriptedChannel({ name: 'wecom-app' }),
    ...{ publicUrl: undefined, holder: 'me' },
  });
  ticket = await store.transaction(async (tx) => {
    await addStaff(tx, { ...WANG, regions: [], trades: [] }, now());
    const account = { name: WANG.name, channel: 'wecom-app' as const, id: 'wang.zr', chat: null };
    await linkAccount(tx, vault, { ...account, now: now() });
    const owner = { channel: 'web', conversation: 'k', person: 'p' };
    const writing = { vault, rules: DESK.rules, now: now() };
    return (await openTicket(tx, writing, { owner, draft: draft(), randomId })).row.id;
  });
});
afterEach(async () => {
  await fake.stop();
  await store.close();
});

const cards = () => fake.delivered('app');
const changed = () => fake.delivered('card').map(({ update }) => JSON.stringify(update));
const card = async () => (await store.transaction((tx) => cardsOf(tx, vault, ticket)))[0];
const claim = () =>
  createDesk({ store, vault, clock, rules: DESK.rules, via: 'console' }).act(ticket, { kind: 'claim' }, WANG);

describe('the code that changes a card', () => {
  it('works for three days: what happened by then is shown on the card', async () => {
    await board.flush();
    expect(cards()).toHaveLength(1);
    clock.advance(70 * HOUR);
    await claim();
    await board.flush();
    expect(changed()).toHaveLength(1);
    expect(changed()[0]).toContain(copy.taken(WANG.name));
    expect(await card()).toMatchObject({ state: 'done', code: null });
  });

  it('is not tried when it is older; the next press brings another, and the card says what became of it', async () => {
    await board.flush();
    clock.advance(72 * HOUR);
    await claim();
    await board.flush();
    await board.flush();
    expect(fake.calls('message/update_template_card')).toBe(0);
    expect(await card()).toMatchObject({ state: 'sent', tries: 0 });
    const { task = '' } = (await card()) ?? {};
    const sent = cards()[0];
    const code = fake.messages.giveCode(sent?.msgid ?? '');
    await store.transaction((tx) => {
      const deps = { store, vault, rules: DESK.rules, inbox: 1, now: clock.now() };
      return createStaffChat(tx, deps, 'wecom-app').keepCode(task, code);
    });
    await board.flush();
    expect(changed()).toHaveLength(1);
    expect(changed()[0]).toContain(copy.taken(WANG.name));
    expect(await card()).toMatchObject({ state: 'done', code: null });
  });

  it('that WeCom calls spent, however new, is let go, and nothing is asked again and again', async () => {
    await board.flush();
    fake.faults.add({
      endpoint: 'message/update_template_card',
      does: { kind: 'errcode', errcode: 40058 },
    });
    await claim();
    await board.flush();
    clock.advance(HOUR);
    await board.flush();
    expect(fake.calls('message/update_template_card')).toBe(1);
    expect(await card()).toMatchObject({ state: 'sent', code: null });
  });

  it('is tried at once when a press brings it while the one before is being refused', async () => {
    await board.flush();
    const { task = '' } = (await card()) ?? {};
    const code = fake.messages.giveCode(cards()[0]?.msgid ?? '');
    fake.faults.add({
      endpoint: 'message/update_template_card',
      does: { kind: 'errcode', errcode: 40058 },
    });
    await claim();
    const calls = () => fake.calls('message/update_template_card');
    const flushed = board.flush();
    await fake.until(() => calls() === 1, 60_000);
    // Between the call and the end of the look that made it.
    await store.transaction((tx) => {
      const deps = { store, vault, rules: DESK.rules, inbox: 1, now: clock.now() + 1 };
      return createStaffChat(tx, deps, 'wecom-app').keepCode(task, code);
    });
    await flushed;
    await board.flush();
    expect(calls()).toBe(2);
    expect(changed()[0]).toContain(copy.taken(WANG.name));
  });
});
