import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../../../bot/channels/message.ts';
import { createKfChannel, type KfChannel } from '../../../../../bot/channels/wecom/kf/channel.ts';
import { WeComKfClient } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { wecomCopy } from '../../../../../bot/copy/wecom.ts';
import { createManualClock, type ManualClock } from '../../../../fakes/manual-clock.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { CUSTOMER, KF, listen, nobodyHasIt, textIn } from '../rig.ts';

const MINUTE = 60_000;
const CORP = 'ww0000000000000001';
const SECRET = 'secret-of-the-app-that-nobody-sees';
const copy = wecomCopy.state;

let fake: FakeQyapi;
let clock: ManualClock;
let made: KfChannel;
let heard: ReturnType<typeof listen>;
let accepted: Inbound[];
let cursors: Map<string, string>;
/** What `accept` does first; it may throw. */
let onAccept: () => Promise<void>;
/** Whether nobody else holds the account. */
let isFree: boolean;

beforeEach(async () => {
  clock = createManualClock();
  heard = listen();
  accepted = [];
  cursors = new Map();
  onAccept = async () => {};
  isFree = true;
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: SECRET }], now: clock.now });
  fake.kf.syncsWithoutToken = 1_000;
  fake.kf.addAccount({ open_kfid: KF });
  await fake.start();
  made = createKfChannel({
    client: new WeComKfClient({ corpId: CORP, corpSecret: SECRET, baseURL: fake.url(), clock }),
    shelf: {
      cursor: async (account) => cursors.get(account),
      hold: async () => isFree,
      release: async () => {},
    },
    people: nobodyHasIt,
    publicUrl: undefined,
    servicers: false,
    clock,
    telemetry: heard.telemetry,
  });
});
afterEach(async () => {
  fake.faults.clear();
  await made.channel.stop();
  await fake.stop();
});

const start = () =>
  made.channel.start(async (inbounds, checkpoint) => {
    await onAccept();
    accepted.push(...inbounds);
    if (checkpoint !== undefined) cursors.set(checkpoint.name, checkpoint.value);
  });
const says = (content: string, open_kfid = KF) =>
  fake.kf.say({ open_kfid, customer: CUSTOMER, message: { msgtype: 'text', text: { content } } });
const texts = () => accepted.map(textIn);
const fetched = (count: number) => fake.until(() => fake.calls('kf/sync_msg') >= count);
const ready = () => expect.poll(() => made.channel.state().state).toBe('ready');

describe('微信客服', () => {
  it('looks at every account when it starts, and again every five minutes', async () => {
    fake.kf.addAccount({ open_kfid: 'wkOther' });
    says('一');
    says('二', 'wkOther');
    await start();
    await expect.poll(() => texts().toSorted()).toEqual(['一', '二'].toSorted());
    says('三');
    clock.advance(5 * MINUTE);
    await expect.poll(texts).toContain('三');
  });

  it('looks at more accounts than one page has', async () => {
    const names = Array.from({ length: 120 }, (_, i) => `wkMany${i}`);
    for (const open_kfid of names) fake.kf.addAccount({ open_kfid });
    says('最后一个', names.at(-1));
    await start();
    await expect.poll(texts).toEqual(['最后一个']);
  });

  it('fetches when it is pinged', async () => {
    await start();
    await fetched(1);
    says('在吗');
    fake.kf.pingAgain(KF);
    made.ping(KF, '');
    await expect.poll(texts).toEqual(['在吗']);
  });

  it('makes one fetch after the one under way of however many pings', async () => {
    await start();
    await fetched(1);
    await expect.poll(() => cursors.size).toBe(1);
    fake.faults.add({ endpoint: 'kf/sync_msg', does: { kind: 'hold' } });
    made.ping(KF, '');
    await fake.until(() => fake.faults.held() === 1);
    says('等着的');
    for (let i = 0; i < 5; i++) made.ping(KF, '');
    fake.faults.release();
    await expect.poll(texts).toEqual(['等着的']);
    await made.channel.stop();
    expect(fake.calls('kf/sync_msg')).toBe(3);
  });

  it('does not wait at its start for whoever holds an account', async () => {
    isFree = false;
    says('在吗');
    await start();
    expect(made.channel.state().state).toBe('ready');
    isFree = true;
    await expect
      .poll(() => {
        clock.advance(1_000);
        return texts();
      })
      .toEqual(['在吗']);
  });

  it('tries a fetch that failed again within seconds, and says what is wrong meanwhile', async () => {
    await start();
    await expect.poll(() => cursors.size).toBe(1);
    fake.setTrusted(false);
    says('在吗');
    made.ping(KF, '');
    await expect.poll(() => made.channel.state()).toEqual({ state: 'down', detail: copy.ip });
    expect(heard.notes).toEqual(['error wecom-kf-state {"state":"down","reason":60020}']);
    fake.setTrusted(true);
    clock.advance(1_000);
    await expect.poll(texts).toEqual(['在吗']);
    expect(made.channel.state()).toEqual({ state: 'ready', detail: '' });
    expect(heard.notes.at(-1)).toContain('info wecom-kf-state');
  });

  it('tells a database that keeps nothing from a line that is down', async () => {
    await start();
    await expect.poll(() => cursors.size).toBe(1);
    onAccept = async () => {
      throw new Error('full');
    };
    says('在吗');
    made.ping(KF, '');
    await expect.poll(() => made.channel.state()).toEqual({ state: 'down', detail: copy.inside });
    onAccept = async () => {};
    clock.advance(1_000);
    await expect.poll(texts).toEqual(['在吗']);
  });

  it('leaves an account that cannot be fetched to the next round, in the end', async () => {
    await start();
    await expect.poll(() => cursors.size).toBe(1);
    const before = fake.calls('kf/sync_msg');
    fake.faults.add({
      endpoint: 'kf/sync_msg',
      times: 5,
      does: { kind: 'status', status: 502, carriedOut: false },
    });
    says('在吗');
    made.ping(KF, '');
    for (let tried = 1; tried < 5; tried++) {
      await fetched(before + tried);
      // The pause begins once the failure was seen.
      await expect
        .poll(() => {
          clock.advance(5_000);
          return fake.calls('kf/sync_msg');
        })
        .toBeGreaterThan(before + tried);
    }
    expect(texts()).toEqual([]);
    await expect
      .poll(() => {
        clock.advance(MINUTE);
        return texts();
      })
      .toEqual(['在吗']);
  });

  it.each<[string, () => void, string]>([
    ['its address is not trusted', () => fake.setTrusted(false), copy.ip],
    [
      'the app may not',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 48002 } }),
      copy.privilege,
    ],
    [
      'the secret is wrong',
      () => fake.faults.add({ endpoint: 'gettoken', does: { kind: 'errcode', errcode: 40001 } }),
      copy.credentials,
    ],
    [
      'the line is down',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'reset', carriedOut: false } }),
      copy.network,
    ],
    [
      'the mode is another',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 95011 } }),
      copy.kfMode,
    ],
    [
      'something unknown is wrong',
      () => fake.faults.add({ endpoint: 'kf/account/list', does: { kind: 'errcode', errcode: 123 } }),
      copy.refused(123),
    ],
  ])('starts although %s, says so, and comes back by itself', async (_, spoil, detail) => {
    spoil();
    await start();
    expect(made.channel.state()).toEqual({ state: 'down', detail });
    fake.setTrusted(true);
    says('在吗');
    await expect
      .poll(() => {
        clock.advance(MINUTE);
        return texts();
      })
      .toEqual(['在吗']);
    await ready();
  });

  it('says that no account is managed by the API', async () => {
    await made.channel.stop();
    await fake.stop();
    fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: SECRET }], now: clock.now });
    fake.kf.addAccount({ open_kfid: KF, managed: false });
    await fake.start();
    made = createKfChannel({
      client: new WeComKfClient({ corpId: CORP, corpSecret: SECRET, baseURL: fake.url(), clock }),
      shelf: { cursor: async () => undefined, hold: async () => true, release: async () => {} },
      ...{ people: nobodyHasIt, publicUrl: undefined, servicers: false, clock, telemetry: heard.telemetry },
    });
    await start();
    expect(made.channel.state()).toEqual({ state: 'down', detail: copy.kfMode });
    expect(heard.notes).toEqual(['error wecom-kf-state {"state":"down","reason":"privilege"}']);
  });

  it('leaves an account that people answer for to them, until it is given to the API', async () => {
    fake.kf.addAccount({ open_kfid: 'wkPeople', managed: false });
    says('给人的', 'wkPeople');
    says('给机器人的');
    await start();
    await expect.poll(texts).toEqual(['给机器人的']);
    expect(made.channel.state()).toEqual({ state: 'ready', detail: '' });
    made.ping('wkPeople', '');
    expect(heard.received).toEqual(['wecom-kf ignored unmanaged']);
    expect(fake.calls('kf/sync_msg')).toBe(1);
    fake.kf.addAccount({ open_kfid: 'wkPeople' });
    says('现在给机器人的', 'wkPeople');
    clock.advance(5 * MINUTE);
    await expect.poll(texts).toEqual(['给机器人的', '现在给机器人的']);
  });

  it('is connecting before it starts, and takes no ping then or after it stopped', async () => {
    expect(made.channel.state()).toEqual({ state: 'connecting', detail: copy.connecting });
    made.ping(KF, '');
    await start();
    await fetched(1);
    await made.channel.stop();
    made.ping(KF, '');
    expect(made.channel.state().state).toBe('connecting');
    expect(fake.calls('kf/sync_msg')).toBe(1);
  });

  it('stops while it waits to try again, and while a fetch hangs', async () => {
    await start();
    await expect.poll(() => cursors.size).toBe(1);
    fake.faults.add({ endpoint: 'kf/sync_msg', does: { kind: 'hang', carriedOut: false } });
    made.ping(KF, '');
    await fetched(2);
    await made.channel.stop();
    expect(heard.notes).toEqual([]);
  });
});
