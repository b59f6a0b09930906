import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, createTokenSource, WeComKfClient } from '../../../../bot/channels/wecom/sdk/index.ts';
import { wecomDeskCopy } from '../../../../bot/copy/desk-wecom.ts';
import { eraseTickets } from '../../../../bot/desk/sweep.ts';
import type { Command } from '../../../../bot/desk/ticket.ts';
import { createKfHandover } from '../../../../bot/desk/wecom/kf-handover.ts';
import { createVault } from '../../../../bot/privacy/vault.ts';
import { ensureConversation } from '../../../../bot/store/conversations.ts';
import { kfSession } from '../../../../bot/store/kf-sessions.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import { openMessage } from '../../../../bot/store/outbox.ts';
import type { Store } from '../../../../bot/store/store.ts';
import { applyToTicket, openTicket } from '../../../../bot/store/tickets.ts';
import { DESK, KEY, rowsOf } from '../../../core.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../fakes/qyapi/server.ts';
import { createScriptedChannel } from '../../../fakes/scripted-channel.ts';
import { CUSTOMER, KF, listen } from '../../channels/wecom/rig.ts';
import { draft } from '../drafts.ts';

const copy = wecomDeskCopy.kf;
const CORP = 'ww1436e0e65a779aee';
const MOST = 5;
const vault = createVault(KEY);

let fake: FakeQyapi;
let store: Store;
let clock: ManualClock;
let notes: string[];
let handover: ReturnType<typeof createKfHandover>;
/** The same desk in another process. */
let another: (store: Store) => ReturnType<typeof createKfHandover>;
let conversation: string;
let ticket: string;
beforeEach(async () => {
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: 'secret' }], kfAgentId: '1' });
  fake.kf.addAccount({ open_kfid: KF });
  fake.kf.syncsWithoutToken = 100;
  await fake.start();
  store = await openStore({ kind: 'memory' });
  clock = createManualClock();
  const heard = listen();
  notes = heard.notes;
  const http = createHttp({ baseURL: fake.url() });
  const shared = { corpId: CORP, corpSecret: 'secret', http };
  let ids = 0;
  const randomId = () => `chance-${ids++}`;
  const deps = {
    ...{ vault, clock, telemetry: heard.telemetry, rules: DESK.rules, randomId },
    client: new WeComKfClient({ ...shared, tokens: createTokenSource(shared) }),
    channel: createScriptedChannel({ name: 'wecom-kf', capabilities: { push: 'window' } }),
  };
  handover = createKfHandover({ ...deps, store, holder: 'me' });
  another = (store) => createKfHandover({ ...deps, store, holder: 'another' });
  fake.kf.say({ open_kfid: KF, customer: CUSTOMER, message: { msgtype: 'text', text: { content: '找人' } } });
  const now = clock.now();
  await store.transaction(async (tx) => {
    const chat = `${KF}/${CUSTOMER}`;
    const where = { channel: 'wecom-kf', kind: 'private' as const, chat, now };
    conversation = await ensureConversation(tx, vault, where);
    const owner = { channel: 'wecom-kf', conversation, person: 'p' };
    const about = draft({ kind: 'question', topic: '找人' });
    const opened = await openTicket(tx, { vault, rules: DESK.rules, now }, { owner, draft: about, randomId });
    ticket = opened.row.id;
  });
});
afterEach(async () => {
  await fake.stop();
  await store.close();
});

const state = () => fake.kf.sessions.of(KF, CUSTOMER).state;
const session = () => store.transaction((tx) => kfSession(tx, conversation));
const told = async () =>
  (await rowsOf(store, 'outbox')).map(({ sealed }) =>
    JSON.stringify(openMessage(vault, String(sealed)).payload),
  );
/** As many looks as a conversation is tried for, each when the next is due. */
async function tryUntilTired(): Promise<void> {
  for (let time = 0; time < MOST; time++) {
    await handover.flush();
    clock.advance(60_000);
  }
}
const refuse = (endpoint: string, times: number) =>
  fake.faults.add({ endpoint, times, does: { kind: 'errcode', errcode: 95999 } });

describe('a conversation that WeCom does not hand over', () => {
  it.each(['kf/service_state/get', 'kf/service_state/trans'])(
    'is tried again (%s), and goes to the pool as soon as it can, with nothing said of it',
    async (endpoint) => {
      refuse(endpoint, MOST - 1);
      await tryUntilTired();
      expect(state()).toBe(2);
      expect(await session()).toMatchObject({ state: 'pool', ticket });
      expect(await told()).toEqual([]);
    },
  );

  it('is the desk’s when it never can: the worker is told, once, the ticket waits for staff, and the log knows', async () => {
    refuse('kf/service_state/trans', 100);
    await tryUntilTired();
    expect(await session()).toMatchObject({ state: 'over', ticket });
    const [said = '', ...more] = await told();
    expect(said).toContain(JSON.stringify(copy.nobody(ticket)).slice(1, -1));
    expect(more).toEqual([]);
    expect(notes.at(-1)).toContain('error desk-kf-handover');
    expect(await rowsOf(store, 'tickets')).toMatchObject([{ id: ticket, state: 'open', holder: null }]);
    const calls = fake.calls('kf/service_state/trans');
    await tryUntilTired();
    expect(fake.calls('kf/service_state/trans')).toBe(calls);
    expect(await told()).toHaveLength(1);
  });

  it('is tried anew when the worker writes again', async () => {
    refuse('kf/service_state/trans', MOST);
    await tryUntilTired();
    await store.transaction(async (tx) => {
      await tx.updateTable('outbox').set({ state: 'sent' }).execute();
      const say = { kind: 'say' as const, words: '还在吗', files: [] };
      const by = { kind: 'worker' as const };
      const wish = { id: ticket, expected: null, command: say, by, via: 'wecom-kf' };
      await applyToTicket(tx, { vault, rules: DESK.rules, now: clock.now() }, wish);
    });
    await handover.flush();
    expect(state()).toBe(2);
    expect(await session()).toMatchObject({ state: 'pool', ticket });
  });

  it('that is over by itself is nobody’s to be told of: nothing can be said there', async () => {
    fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: 'somebody' });
    await handover.flush();
    expect(await session()).toMatchObject({ state: 'over' });
    expect(await told()).toEqual([]);
  });
});

describe('two processes', () => {
  it('hand a conversation over once: whoever comes later sees what was done since they looked', async () => {
    let looks = 0;
    const late = another({
      ...store,
      // What they have seen grows old while the other process is at it.
      transaction: async (work) => {
        if (looks++ === 1) await handover.flush();
        return await store.transaction(work);
      },
    });
    await late.flush();
    expect(looks).toBeGreaterThan(1);
    expect(await session()).toMatchObject({ state: 'pool', ticket, tries: 0 });
    expect(fake.calls('kf/service_state/trans')).toBe(1);
  });
});

describe('a person who was asked for, and is no more', () => {
  const act = async (command: Command, by: 'worker' | 'staff' = 'worker') =>
    await store.transaction(async (tx) => {
      const actor = by === 'worker' ? { kind: by } : { kind: by, name: '王' };
      const wish = { id: ticket, expected: null, command, by: actor, via: 'wecom-kf' };
      const applied = await applyToTicket(tx, { vault, rules: DESK.rules, now: clock.now() }, wish);
      expect(applied.kind).toBe('done');
    });
  const withdraw = () => act({ kind: 'withdraw', erased: false });
  const erase = () =>
    store.transaction((tx) =>
      eraseTickets(tx, vault, DESK, { person: 'p', channel: 'wecom-kf', now: clock.now() }),
    );
  const trans = () => fake.calls('kf/service_state/trans');
  /** Looks while WeCom keeps one call waiting, in which `meanwhile` happens. */
  async function lookWhile(endpoint: string, meanwhile: () => Promise<unknown>): Promise<void> {
    fake.faults.add({ endpoint, does: { kind: 'hold' } });
    const looked = handover.flush();
    await fake.until(() => fake.faults.held() === 1);
    await meanwhile();
    fake.faults.release();
    await looked;
  }

  it.each([
    ['taken back', withdraw, ['over']],
    ['erased', erase, []],
  ])('does not come where the request was %s while WeCom failed', async (_, meanwhile, states) => {
    refuse('kf/service_state/get', 1);
    await handover.flush();
    expect(await session()).toMatchObject({ state: 'wanted', ticket, tries: 1 });
    await meanwhile();
    await tryUntilTired();
    expect((await rowsOf(store, 'kf_sessions')).map((row) => row.state)).toEqual(states);
    expect(trans()).toBe(0);
    expect(await told()).toEqual([]);
  });

  it.each([
    ['taken back', withdraw, ['over']],
    ['erased', erase, []],
  ])('does not come where the request is %s while WeCom is asked', async (_, meanwhile, states) => {
    await lookWhile('kf/service_state/get', meanwhile);
    expect((await rowsOf(store, 'kf_sessions')).map((row) => row.state)).toEqual(states);
    await tryUntilTired();
    expect(trans()).toBe(0);
    expect(await told()).toEqual([]);
  });

  it('is not asked for anew by a call that fails after everything was erased', async () => {
    await lookWhile('kf/service_state/trans', async () => {
      await erase();
      fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: 'somebody' });
    });
    expect(notes.at(-1)).toContain('desk-kf-handover');
    expect(await rowsOf(store, 'kf_sessions')).toEqual([]);
    await tryUntilTired();
    expect(trans()).toBe(1);
    expect(await told()).toEqual([]);
  });

  it('is known to have the word where WeCom put them in after everything was erased', async () => {
    await lookWhile('kf/service_state/trans', erase);
    expect(state()).toBe(2);
    expect(await session()).toMatchObject({ state: 'pool', ticket: null });
  });

  it('is not sent from the pool to whoever had claimed what is over by now; the bot stays quiet there', async () => {
    await handover.flush();
    await act({ kind: 'claim' }, 'staff');
    await act({ kind: 'resolve', words: '好了' }, 'staff');
    clock.advance(60_000);
    expect(await handover.flush()).toBe(0);
    expect(await session()).toMatchObject({ state: 'pool', ticket });
  });
});
