import { describe, expect, it } from 'vitest';
import {
  createHttp,
  createTokenSource,
  type StoredToken,
  type TokenStore,
  WeComApiError,
  WeComAppClient,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { AGENT, CORP, createRig, failureOf } from './qyapi-rig.ts';

const HOUR = 3_600_000;

function createSharedStore(): TokenStore & { readonly kept: Map<string, StoredToken> } {
  const kept = new Map<string, StoredToken>();
  return {
    kept,
    get: async (key) => kept.get(key),
    set: async (key, token) => {
      kept.set(key, token);
    },
  };
}

const me = { users: ['zhangsan'] };

describe('the access_token', () => {
  it('is fetched once for fifty calls at the same time', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await Promise.all(Array.from({ length: 50 }, (_, n) => app.sendText(me, `第${n}条`)));
    expect(fake.calls('gettoken')).toBe(1);
    expect(fake.calls('message/send')).toBe(50);
  });

  it('is fetched anew a minute before it ends, not earlier', async () => {
    const { fake, client, clock } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    const first = await app.getAccessToken();
    clock.advance(2 * HOUR - 61_000);
    expect(await app.getAccessToken()).toBe(first);
    expect(fake.calls('gettoken')).toBe(1);
    clock.advance(2_000);
    await app.getAccessToken();
    expect(fake.calls('gettoken')).toBe(2);
  });

  it('that WeCom took back while fifty calls were on their way is fetched once more, and every message arrives once', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    fake.faults.add({ endpoint: 'message/send', times: 50, does: { kind: 'hold' } });
    const sends = Array.from({ length: 50 }, (_, n) => app.sendText({ users: [`user${n}`] }, '好'));
    for (let n = 0; n < 50; n++) fake.messages.members.add(`user${n}`);
    await fake.until(() => fake.faults.held() === 50);
    fake.tokens.invalidate();
    fake.faults.release();
    await Promise.all(sends);
    expect(fake.calls('gettoken')).toBe(2);
    expect(
      fake
        .delivered('app')
        .map(({ users }) => users[0])
        .sort(),
    ).toEqual(Array.from({ length: 50 }, (_, n) => `user${n}`).sort());
  });

  it('that ended on its way is fetched anew', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    fake.tokens.expire();
    await app.sendText(me, '好');
    expect(fake.calls('gettoken')).toBe(2);
    expect(fake.delivered('app')).toHaveLength(1);
  });

  it('that is refused again after it was fetched anew is an error, not a loop', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    fake.faults.add({ endpoint: 'message/send', times: 9, does: { kind: 'errcode', errcode: 40014 } });
    expect(await failureOf(app.sendText(me, '好'))).toMatchObject({ errcode: 40014 });
    expect(fake.calls('message/send')).toBe(2);
    // It is the same token, and the next call takes it as it is.
    fake.faults.clear();
    await app.sendText(me, '好');
    expect(fake.calls('gettoken')).toBe(2);
  });
});

describe('processes that share a token', () => {
  it('fetch it once between them', async () => {
    const { fake, client } = await createRig();
    const tokenStore = createSharedStore();
    const [one, two] = [1, 2].map(() => new WeComAppClient({ ...client, agentId: AGENT, tokenStore }));
    expect(await one?.getAccessToken()).toBe(await two?.getAccessToken());
    expect(fake.calls('gettoken')).toBe(1);
  });

  it('take the one that another has fetched anew', async () => {
    const { fake, client } = await createRig();
    const tokenStore = createSharedStore();
    const [one, two] = [1, 2].map(() => new WeComAppClient({ ...client, agentId: AGENT, tokenStore }));
    await one?.sendText(me, '一');
    await two?.sendText(me, '二');
    fake.tokens.invalidate();
    await one?.sendText(me, '三');
    await two?.sendText(me, '四');
    expect(fake.calls('gettoken')).toBe(2);
    expect(fake.delivered('app')).toHaveLength(4);
  });

  it('keep it under a name that tells nothing of the secret', async () => {
    const { client } = await createRig();
    const tokenStore = createSharedStore();
    await new WeComAppClient({ ...client, agentId: AGENT, tokenStore }).getAccessToken();
    const [name] = tokenStore.kept.keys();
    expect(name).toMatch(new RegExp(`^${CORP}:[0-9a-f]{16}$`));
  });
});

describe('a wrong secret', () => {
  it('is asked for once a minute, however often it is tried: five times would ban the address', async () => {
    const { fake, client, clock } = await createRig();
    const app = new WeComAppClient({ ...client, corpSecret: 'wrong-secret', agentId: AGENT });
    for (let n = 0; n < 20; n++)
      expect(await failureOf(app.sendText(me, '好'))).toMatchObject({ errcode: 40001 });
    expect(fake.calls('gettoken')).toBe(1);
    clock.advance(60_001);
    await failureOf(app.sendText(me, '好'));
    expect(fake.calls('gettoken')).toBe(2);
  });

  it('is a fault of the settings: not to be tried again', async () => {
    const { client } = await createRig();
    const app = new WeComAppClient({ ...client, corpId: 'ww-other', agentId: AGENT });
    const error = await failureOf(app.getAccessToken());
    expect(error).toBeInstanceOf(WeComApiError);
    expect(error).toMatchObject({ errcode: 40013, retryable: false, endpoint: '/cgi-bin/gettoken' });
  });

  it('of ours that others used up bans the address, which is said and left alone', async () => {
    const { fake, client } = await createRig();
    for (let n = 0; n < 5; n++)
      await failureOf(
        createTokenSource({
          http: createHttp({ baseURL: fake.url() }),
          corpId: CORP,
          corpSecret: `guess${n}`,
        }).get(),
      );
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    expect(await failureOf(app.getAccessToken())).toMatchObject({ errcode: 45009, retryAfterMs: 60_000 });
  });
});

describe('a busy server', () => {
  it('is asked for a token three times more, later each time', async () => {
    const { fake, client, clock } = await createRig();
    fake.faults.add({ endpoint: 'gettoken', times: 3, does: { kind: 'errcode', errcode: -1 } });
    await new WeComAppClient({ ...client, agentId: AGENT }).getAccessToken();
    expect(fake.calls('gettoken')).toBe(4);
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });
});
