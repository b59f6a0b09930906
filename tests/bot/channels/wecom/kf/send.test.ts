import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../bot/channels/channel.ts';
import type { KfContent } from '../../../../../bot/channels/wecom/kf/encode.ts';
import { sendToKf } from '../../../../../bot/channels/wecom/kf/send.ts';
import { WeComKfClient } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { CUSTOMER, delivery, KF } from '../rig.ts';
import { createSleepyClock, type SleepyClock } from '../sdk/qyapi-rig.ts';

const HOUR = 3_600_000;
const CORP = 'ww0000000000000001';
const SECRET = 'secret-of-the-app-that-nobody-sees';

let fake: FakeQyapi;
let clock: SleepyClock;
let client: WeComKfClient;
beforeEach(async () => {
  clock = createSleepyClock();
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: SECRET }], now: clock.now });
  fake.kf.addAccount({ open_kfid: KF });
  fake.kf.addServicer(KF, 'wang');
  await fake.start();
  client = new WeComKfClient({
    ...{ corpId: CORP, corpSecret: SECRET, baseURL: fake.url(), clock },
    random: () => 0,
  });
});
afterEach(() => fake.stop());

const says = () =>
  fake.kf.say({ open_kfid: KF, customer: CUSTOMER, message: { msgtype: 'text', text: { content: '在吗' } } });
const text = (content: string): KfContent => ({ msgtype: 'text', text: { content } });
let told: string[] = [];
const people = {
  tookOver: async (account: string, customer: string, state: string) => {
    told.push(`${account}/${customer} ${state}`);
  },
};
let keys = 0;
const send = (
  content: KfContent = text('答'),
  { welcomeCode = null, key = `key_${++keys}`, signal = AbortSignal.timeout(5_000) as AbortSignal } = {} as {
    welcomeCode?: string | null;
    key?: string;
    signal?: AbortSignal;
  },
): Promise<Outcome> => sendToKf(client, people, delivery({ content, welcomeCode }, { key }), signal);
const arrived = () => fake.delivered('kf').map(({ message }) => message);

describe('a message to a customer', () => {
  it('arrives under its key, as text, menu or file', async () => {
    says();
    expect(await send(text('答'), { key: 'k-1' })).toEqual({ kind: 'sent', ref: 'k-1' });
    const menu: KfContent = {
      msgtype: 'msgmenu',
      msgmenu: { head_content: '选', list: [{ type: 'click', click: { id: 'a', content: '吉林' } }] },
    };
    expect(await send(menu)).toMatchObject({ kind: 'sent' });
    const base64 = Buffer.from('{"说":"过"}').toString('base64');
    expect(await send({ msgtype: 'file', name: '我的数据.json', base64 })).toMatchObject({ kind: 'sent' });
    expect(arrived().map(({ msgtype }) => msgtype)).toEqual(['text', 'msgmenu', 'file']);
  });

  it('over the five waits until the customer writes again', async () => {
    says();
    for (let i = 0; i < 5; i++) expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await send()).toEqual({ kind: 'later', afterMs: 60_000, reason: 'budget' });
    says();
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('is refused after 48 hours, and nothing else can be said until the customer writes', async () => {
    says();
    clock.advance(49 * HOUR);
    expect(await send()).toEqual({ kind: 'refused', reason: 'window', closed: true });
  });

  it.each([
    [
      'a person has it',
      { reason: 'human', moot: true as const, told: ['human'] },
      () => client.transServiceState({ ...who, service_state: 3, servicer_userid: 'wang' }),
    ],
    [
      'it waits for a person',
      { reason: 'human', moot: true as const, told: ['pool'] },
      () => client.transServiceState({ ...who, service_state: 2 }),
    ],
    [
      'it has ended',
      { reason: 'session-ended', told: [] },
      () => fake.kf.servicerMoves({ open_kfid: KF, customer: CUSTOMER, how: 'end', servicer: 'wang' }),
    ],
  ])(
    'is refused while %s, as the state says that was asked for',
    async (_, { told: states, ...refusal }, act) => {
      told = [];
      says();
      await act();
      expect(await send()).toEqual({ kind: 'refused', closed: false, ...refusal });
      expect(told).toEqual(states.map((state) => `${KF}/${CUSTOMER} ${state}`));
      expect(fake.calls('kf/service_state/get')).toBe(1);
    },
  );

  it.each([95013, 95016, 95018])(
    '%i: asks for the state; when that fails too it is tried later',
    async (errcode) => {
      says();
      fake.faults.add({ endpoint: 'kf/send_msg', does: { kind: 'errcode', errcode } });
      fake.faults.add({ endpoint: 'service_state/get', does: { kind: 'errcode', errcode: 45009 } });
      expect(await send()).toEqual({ kind: 'later', afterMs: 60_000, reason: '45009' });
    },
  );

  it.each<[number, Outcome]>([
    [45009, { kind: 'later', afterMs: 60_000, reason: '45009' }],
    [-1, { kind: 'later', afterMs: null, reason: '-1' }],
    [45033, { kind: 'later', afterMs: null, reason: '45033' }],
    [60020, { kind: 'later', afterMs: 300_000, reason: '60020' }],
    [40001, { kind: 'later', afterMs: 300_000, reason: '40001' }],
    [48002, { kind: 'later', afterMs: 300_000, reason: '48002' }],
    [95017, { kind: 'later', afterMs: 300_000, reason: '95017' }],
    [95003, { kind: 'refused', reason: 'customer-cap', closed: true }],
    [95004, { kind: 'refused', reason: 'account-deleted', closed: true }],
    [40003, { kind: 'refused', reason: 'unknown-customer', closed: true }],
    [40058, { kind: 'refused', reason: '40058', closed: false }],
    [99999, { kind: 'refused', reason: '99999', closed: false }],
  ])('errcode %i comes to %o', async (errcode, outcome) => {
    says();
    fake.faults.add({ endpoint: 'kf/send_msg', times: 9, does: { kind: 'errcode', errcode } });
    expect(await send()).toEqual(outcome);
    expect(arrived()).toEqual([]);
  });

  it.each([40014, 42001])('errcode %i: with a new token, at once', async (errcode) => {
    says();
    fake.faults.add({ endpoint: 'kf/send_msg', does: { kind: 'errcode', errcode } });
    fake.tokens.invalidate();
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(arrived()).toHaveLength(1);
  });

  it('errcode -1 that passes is no loss', async () => {
    says();
    fake.faults.add({ endpoint: 'kf/send_msg', times: 2, does: { kind: 'errcode', errcode: -1 } });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(arrived()).toHaveLength(1);
  });

  it('is certainly not delivered when nobody listens', async () => {
    says();
    await send();
    await fake.stop();
    expect(await send()).toEqual({ kind: 'later', afterMs: null, reason: 'unreachable' });
  });

  it.each(['refuse', 'accept'] as const)(
    'whose answer got lost arrives once under its key, whatever WeCom says to a used one (%s)',
    async (repeated) => {
      fake.kf.repeatedMsgid = repeated;
      says();
      fake.faults.add({ endpoint: 'kf/send_msg', does: { kind: 'reset', carriedOut: true } });
      const first = await send(text('答'), { key: 'once' });
      expect(first.kind).toBe(repeated === 'refuse' ? 'unknown' : 'sent');
      // The relay tries an unknown outcome again, in this process or in the next.
      expect(await send(text('答'), { key: 'once' })).toEqual({ kind: 'sent', ref: 'once' });
      expect(arrived()).toHaveLength(1);
    },
  );

  it('that was taken and never answered is unknown when its time is over, and arrives once', async () => {
    says();
    await client.getServiceState(who);
    fake.faults.add({ endpoint: 'kf/send_msg', does: { kind: 'hang', carriedOut: true } });
    const ending = new AbortController();
    const trying = send(text('答'), { key: 'hung', signal: ending.signal });
    await fake.until(() => arrived().length === 1);
    ending.abort();
    expect(await trying).toEqual({ kind: 'unknown', reason: 'aborted' });
    expect(await send(text('答'), { key: 'hung' })).toEqual({ kind: 'sent', ref: 'hung' });
    expect(arrived()).toHaveLength(1);
  });

  it('that is longer than WeCom takes is refused here, not cut there', async () => {
    says();
    expect(await send(text('押'.repeat(700)))).toEqual({ kind: 'refused', reason: 'limit', closed: false });
    expect(fake.calls('kf/send_msg')).toBe(0);
  });
});

const who = { open_kfid: KF, external_userid: CUSTOMER };

describe('a welcome', () => {
  const enters = async () => {
    fake.kf.enter({ open_kfid: KF, customer: CUSTOMER });
    const { msg_list } = await client.syncMsg({ open_kfid: KF });
    const item = msg_list.findLast(({ kind }) => kind === 'event');
    const code =
      item?.kind === 'event' && item.event.event_type === 'enter_session' ? item.event.welcome_code : '';
    return code ?? '';
  };

  it('goes by its code, before the customer has said a word, and costs none of the five', async () => {
    const welcomeCode = await enters();
    expect(await send(text('你好'), { welcomeCode })).toMatchObject({ kind: 'sent' });
    expect(fake.delivered('kf')).toMatchObject([{ onEvent: true, message: { text: { content: '你好' } } }]);
    expect(fake.calls('kf/send_msg')).toBe(0);
  });

  it.each([
    ['too old', async () => clock.advance(21_000)],
    ['used', async (code: string) => void (await send(text('先'), { welcomeCode: code }))],
  ])('whose code is %s goes the ordinary way, once the customer has written', async (_, spoil) => {
    const welcomeCode = await enters();
    await spoil(welcomeCode);
    says();
    expect(await send(text('你好'), { welcomeCode })).toMatchObject({ kind: 'sent' });
    expect(fake.delivered('kf').at(-1)).toMatchObject({
      onEvent: false,
      message: { text: { content: '你好' } },
    });
  });

  it('that comes too late for somebody who has said nothing is given up, and closes nothing', async () => {
    const welcomeCode = await enters();
    clock.advance(21_000);
    expect(await send(text('你好'), { welcomeCode })).toEqual({
      kind: 'refused',
      reason: 'window',
      closed: false,
    });
    says();
    expect(await send(text('答'))).toMatchObject({ kind: 'sent' });
  });

  it('whose answer got lost is unknown, not given up', async () => {
    const welcomeCode = await enters();
    fake.faults.add({ endpoint: 'send_msg_on_event', does: { kind: 'reset', carriedOut: true } });
    expect(await send(text('你好'), { welcomeCode })).toMatchObject({ kind: 'unknown' });
    expect(arrived()).toHaveLength(1);
  });

  it.each([
    [45009, { kind: 'later', afterMs: 60_000 }],
    [-1, { kind: 'later' }],
  ])('that WeCom cannot take now (%i) is tried later, with its code', async (errcode, outcome) => {
    const welcomeCode = await enters();
    fake.faults.add({ endpoint: 'send_msg_on_event', times: 4, does: { kind: 'errcode', errcode } });
    expect(await send(text('你好'), { welcomeCode })).toMatchObject(outcome);
    fake.faults.clear();
    clock.advance(-clock.slept.reduce((sum, ms) => sum + ms, 0));
    expect(await send(text('你好'), { welcomeCode })).toMatchObject({ kind: 'sent' });
    expect(fake.delivered('kf')).toMatchObject([{ onEvent: true }]);
  });
});
