import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Accept, Checkpoint } from '../../../../../bot/channels/channel.ts';
import type { Inbound } from '../../../../../bot/channels/message.ts';
import { type KfSyncDeps, syncAccount } from '../../../../../bot/channels/wecom/kf/sync.ts';
import {
  WeComApiError,
  WeComKfClient,
  WeComNetworkError,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createReceiver } from '../../../../../bot/conversation/receiver.ts';
import { createVault } from '../../../../../bot/privacy/vault.ts';
import { readCheckpoint } from '../../../../../bot/store/checkpoints.ts';
import { takeLease } from '../../../../../bot/store/leases.ts';
import type { Store } from '../../../../../bot/store/store.ts';
import { createKfShelf } from '../../../../../bot/store/wecom-shelves.ts';
import { describeLastingDatabases, type TestDatabase } from '../../../../contracts/databases.ts';
import { KEY, rowsOf } from '../../../../core.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { CUSTOMER, KF, listen, nobodyHasIt, textIn } from '../rig.ts';
import { createSleepyClock, type SleepyClock } from '../sdk/qyapi-rig.ts';

const HOUR = 3_600_000;
const CORP = 'ww0000000000000001';
const SECRET = 'secret-of-the-app-that-nobody-sees';
const vault = createVault(KEY);

let fake: FakeQyapi;
let clock: SleepyClock;
let client: WeComKfClient;
beforeEach(async () => {
  clock = createSleepyClock();
  fake = createFakeQyapi({
    corpId: CORP,
    apps: [{ agentId: '1000002', secret: SECRET }],
    now: clock.now,
  });
  fake.kf.syncsWithoutToken = 1_000;
  fake.kf.addAccount({ open_kfid: KF });
  await fake.start();
  client = new WeComKfClient({ corpId: CORP, corpSecret: SECRET, baseURL: fake.url(), clock });
});
afterEach(() => fake.stop());

const says = (content: string) =>
  fake.kf.say({ open_kfid: KF, customer: CUSTOMER, message: { msgtype: 'text', text: { content } } });

/** A process of its own: the real receiver over `store`, which lets `through` see each transaction before it commits. */
function processOn(store: Store, holder: string, through: () => void = () => {}) {
  const { telemetry, notes } = listen();
  const kept: string[] = [];
  const stopping = new AbortController();
  const watched: Store = {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        const result = await work(tx);
        through();
        return result;
      }),
  };
  const receive = createReceiver({
    store: watched,
    vault,
    clock,
    telemetry,
    wake: () => {},
    wakeFile: () => {},
    randomId: () => 'none',
  })('wecom-kf');
  const accept: Accept = async (inbounds, checkpoint) => {
    await receive(inbounds, checkpoint);
    kept.push(...inbounds.map(textIn));
  };
  const shelf = createKfShelf(store, clock, holder);
  // Who waits for an account does not make its holder's time run out.
  const patient = { now: clock.now, sleep: () => setImmediate() };
  const deps: KfSyncDeps = {
    client,
    people: nobodyHasIt,
    shelf,
    clock: patient,
    telemetry,
    accept,
    signal: stopping.signal,
  };
  return { deps, kept, notes, stopping, sync: (token?: string) => syncAccount(deps, KF, token) };
}

const inboxOf = async (store: Store) => (await rowsOf(store, 'inbox')).length;
const cursorOf = (store: Store) => readCheckpoint(store, 'wecom-kf', KF);

await describeLastingDatabases('fetching of 微信客服', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());
  /** An SQLite file has one server, with one connection. */
  const another = async () => (store.dialect === 'sqlite' ? store : database.open());

  it('keeps messages and cursor in one transaction: what dies before its end loses and doubles nothing', async () => {
    await processOn(store, 'a').sync();
    const before = await cursorOf(store);
    says('一');
    says('二');
    let deaths = 0;
    const dying = processOn(store, 'b', () => {
      deaths++;
      throw new Error('killed');
    });
    await expect(dying.sync()).rejects.toThrow('killed');
    expect([deaths, await inboxOf(store), await cursorOf(store)]).toEqual([1, 0, before]);

    const next = processOn(store, 'c');
    await next.sync();
    expect(next.kept).toEqual(['一', '二']);
    expect(await inboxOf(store)).toBe(2);
    expect(await cursorOf(store)).not.toBe(before);
    await processOn(store, 'd').sync();
    expect(await inboxOf(store)).toBe(2);
  });

  it('lets two processes take one account: each message once, in order', async () => {
    const first = processOn(store, 'first');
    const second = processOn(await another(), 'second');
    await first.sync();
    const said = Array.from({ length: 12 }, (_, i) => `第${i}句`);
    for (const words of said) {
      says(words);
      await Promise.all([first.sync(), second.sync()]);
    }
    expect(await inboxOf(store)).toBe(12);
    const kept = [...first.kept, ...second.kept];
    expect(kept.toSorted()).toEqual(said.toSorted());
    expect(await rowsOf(store, 'leases')).toEqual([]);
  });

  it('waits for whoever fetches, and asks again then: what came after their question is not left', async () => {
    const first = processOn(store, 'first');
    await first.sync();
    fake.faults.add({ endpoint: 'kf/sync_msg', does: { kind: 'hold' } });
    const running = first.sync();
    await fake.until(() => fake.faults.held() === 1);
    says('后来的');
    const second = processOn(await another(), 'second');
    let naps = 0;
    const nap = async () => {
      naps++;
      await setImmediate();
    };
    const waiting = syncAccount({ ...second.deps, clock: { now: clock.now, sleep: nap } }, KF, undefined);
    await expect.poll(() => naps).toBeGreaterThan(3);
    expect(fake.calls('kf/sync_msg')).toBe(2);
    fake.faults.release();
    await Promise.all([running, waiting]);
    expect(fake.calls('kf/sync_msg')).toBe(3);
    expect([...first.kept, ...second.kept]).toEqual(['后来的']);
  });

  it('takes over from a process that died while it fetched, once its time is over', async () => {
    const lease = { name: `wecom-kf/${KF}`, holder: 'dead', ms: 30_000, now: clock.now() };
    expect(await takeLease(store, lease)).toBe(true);
    const started = clock.now();
    says('还在吗');
    const process = processOn(store, 'living');
    await syncAccount({ ...process.deps, clock }, KF, undefined);
    expect(process.kept).toEqual(['还在吗']);
    expect(clock.now() - started).toBeGreaterThanOrEqual(30_000);
  });

  it('gives up waiting when it is told to stop', async () => {
    await takeLease(store, { name: `wecom-kf/${KF}`, holder: 'other', ms: 10 * HOUR, now: clock.now() });
    const process = processOn(store, 'stopping');
    process.stopping.abort();
    await process.sync();
    expect(fake.calls('kf/sync_msg')).toBe(0);
  });
});

/** A shelf and an accept in memory. */
function inMemory() {
  const { telemetry, notes } = listen();
  const batches: { readonly texts: string[]; readonly checkpoint: Checkpoint | undefined }[] = [];
  let cursor: string | undefined;
  const stopping = new AbortController();
  const deps: KfSyncDeps = {
    ...{ client, people: nobodyHasIt, clock, telemetry, signal: stopping.signal },
    shelf: { cursor: async () => cursor, hold: async () => true, release: async () => {} },
    accept: async (inbounds: readonly Inbound[], checkpoint) => {
      batches.push({ texts: inbounds.map(textIn), checkpoint });
      cursor = checkpoint?.value ?? cursor;
    },
  };
  const texts = () => batches.flatMap((batch) => batch.texts);
  return { deps, batches, texts, notes, sync: (token?: string) => syncAccount(deps, KF, token) };
}

describe('the first look at an account', () => {
  it('answers no history, however many pages it has, and what was said just now', async () => {
    for (let i = 0; i < 450; i++) says(`旧${i}`);
    clock.advance(2 * HOUR);
    says('刚才');
    const { sync, texts, batches } = inMemory();
    await sync();
    expect(texts()).toEqual(['刚才']);
    // All at once: whoever dies in the middle begins with the first look again.
    expect(batches).toHaveLength(1);
    says('现在');
    await sync();
    expect(texts()).toEqual(['刚才', '现在']);
  });

  it('that dies in the middle of old days does not answer the rest of them later', async () => {
    for (let i = 0; i < 450; i++) says(`旧${i}`);
    clock.advance(2 * HOUR);
    const { deps, sync, texts } = inMemory();
    let calls = 0;
    const dying: KfSyncDeps = {
      ...deps,
      client: {
        syncMsg: async (...request) => {
          if (++calls === 2) throw new WeComNetworkError('broken', '/cgi-bin/kf/sync_msg');
          return client.syncMsg(...request);
        },
      },
    };
    await expect(syncAccount(dying, KF, undefined)).rejects.toThrow('broken');
    await sync();
    expect(texts()).toEqual([]);
  });

  it('with a cursor answers what waited through an outage of hours', async () => {
    const { sync, texts } = inMemory();
    await sync();
    says('停机时说的');
    clock.advance(5 * HOUR);
    await sync();
    expect(texts()).toEqual(['停机时说的']);
  });
});

describe('a fetch', () => {
  it('goes on through empty pages that say there is more, and through full ones', async () => {
    const { sync, texts, batches } = inMemory();
    await sync();
    const said = Array.from({ length: 401 }, (_, i) => `第${i}句`);
    for (const words of said) says(words);
    fake.kf.emptyPages(3);
    await sync();
    expect(texts()).toEqual(said);
    expect(batches.slice(1).map((batch) => batch.texts.length)).toEqual([0, 0, 0, 200, 200, 1]);
    // Each page that holds anything has its own cursor behind it.
    const cursors = batches.slice(-3).map(({ checkpoint }) => checkpoint?.value);
    expect(new Set(cursors.filter((value) => value !== undefined)).size).toBe(3);
  });

  it('ends where WeCom says that there is more and moves no cursor', async () => {
    const { deps, batches } = inMemory();
    let calls = 0;
    const still = { next_cursor: 'SAME', has_more: true, msg_list: [] };
    const syncMsg = async () => {
      calls++;
      return still;
    };
    const stuck: KfSyncDeps = { ...deps, client: { syncMsg } };
    await syncAccount(stuck, KF, undefined);
    await syncAccount(stuck, KF, undefined);
    expect(calls).toBeLessThan(30);
    expect(batches.at(-1)?.checkpoint).toBeUndefined();
  });

  it('asks without the ping’s token when that is over', async () => {
    const { sync, texts } = inMemory();
    await sync();
    says('晚到的通知');
    await sync('TOKEN_OF_YESTERDAY');
    expect(texts()).toEqual(['晚到的通知']);
  });

  it('rejects with what WeCom said, and lets go of the account', async () => {
    const { deps } = inMemory();
    let released = 0;
    const shelf = { ...deps.shelf, release: async () => void released++ };
    fake.faults.add({ endpoint: 'kf/sync_msg', does: { kind: 'errcode', errcode: 45009 } });
    await expect(syncAccount({ ...deps, shelf }, KF, undefined)).rejects.toBeInstanceOf(WeComApiError);
    expect(released).toBe(1);
  });

  it('tells an operator of what did not arrive, by its kind alone', async () => {
    const { sync, notes } = inMemory();
    await sync();
    fake.kf.reject(CUSTOMER);
    says('在');
    await client.sendMsg({ touser: CUSTOMER, open_kfid: KF, msgtype: 'text', text: { content: '答' } });
    await sync();
    expect(notes).toEqual(['warn wecom-kf-undelivered {"reason":"customer-rejects"}']);
  });

  it.each([
    [2, 'error wecom-kf-undelivered {"reason":"app-closed"}'],
    [4, 'warn wecom-kf-undelivered {"reason":"over-48-hours"}'],
    [11, 'error wecom-kf-undelivered {"reason":"no-member-logged-in"}'],
    [99, 'error wecom-kf-undelivered {"reason":"type-99"}'],
  ])('tells staff of what did not arrive for a reason that they can mend (%i)', async (fail_type, told) => {
    const { sync, notes } = inMemory();
    await sync();
    const event = { event_type: 'msg_send_fail', open_kfid: KF, external_userid: CUSTOMER, fail_type };
    fake.kf.push(KF, { origin: 4, msgtype: 'event', event: { ...event, fail_msgid: 'm' } });
    await sync();
    expect(notes).toEqual([told]);
  });

  it('goes past items that nobody understands', async () => {
    const { sync, texts } = inMemory();
    await sync();
    fake.kf.push(KF, { origin: 3, external_userid: CUSTOMER, open_kfid: KF, msgtype: 'text', text: 7 });
    fake.kf.push(KF, { msgid: '', origin: 4, msgtype: 'event', event: 'odd' });
    says('后面的');
    await sync();
    expect(texts()).toEqual(['media', '后面的']);
  });
});
