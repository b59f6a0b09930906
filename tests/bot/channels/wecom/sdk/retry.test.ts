import { describe, expect, it } from 'vitest';
import { createCaller } from '../../../../../bot/channels/wecom/sdk/caller.ts';
import {
  createHttp,
  GroupRobot,
  type Http,
  retryFor,
  WeComApiError,
  WeComAppClient,
  WeComKfClient,
  WeComNetworkError,
  WeComOutcomeUnknown,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import type { FaultInput } from '../../../../fakes/qyapi/faults.ts';
import { AGENT, createRig, failureOf } from './qyapi-rig.ts';

const me = { users: ['zhangsan'] };

async function createApp() {
  const rig = await createRig();
  return { ...rig, app: new WeComAppClient({ ...rig.client, agentId: AGENT }) };
}

describe('the retry table, row by row', () => {
  const errcode = (code: number, times: number): FaultInput => ({
    endpoint: 'message/send',
    times,
    does: { kind: 'errcode', errcode: code },
  });

  it.each([
    [-1, 3, [500, 1000, 2000]],
    [45033, 3, [275, 275, 275]],
  ])('%i is tried %i times more, after pauses of %j ms', async (code, tries, pauses) => {
    const { fake, app, clock } = await createApp();
    fake.faults.add(errcode(code, tries));
    await app.sendText(me, '好');
    expect(fake.calls('message/send')).toBe(1 + tries);
    expect(clock.slept).toEqual(pauses);
    expect(fake.delivered('app')).toHaveLength(1);
  });

  it.each([-1, 45033])('%i a fourth time is an error', async (code) => {
    const { fake, app } = await createApp();
    fake.faults.add(errcode(code, 4));
    expect(await failureOf(app.sendText(me, '好'))).toMatchObject({ errcode: code, retryable: true });
    expect(fake.calls('message/send')).toBe(4);
  });

  it('pauses differ between those who were refused together', async () => {
    const pauses = await Promise.all(
      [0, 0.99].map(async (chance) => {
        const { fake, client, clock } = await createRig();
        fake.faults.add(errcode(45033, 1));
        await new WeComAppClient({ ...client, agentId: AGENT, random: () => chance }).sendText(me, '好');
        return clock.slept[0];
      }),
    );
    expect(pauses).toEqual([50, 495.5]);
  });

  it.each([40014, 42001, 41001])('%i fetches a new token and tries once more', async (code) => {
    const { fake, app, clock } = await createApp();
    fake.faults.add(errcode(code, 1));
    await app.sendText(me, '好');
    expect([fake.calls('gettoken'), fake.calls('message/send')]).toEqual([2, 2]);
    expect(clock.slept).toEqual([]);
  });

  it('45009 is said, with how long to leave the interface alone, and neither waited for nor tried again', async () => {
    const { fake, app, clock } = await createApp();
    fake.faults.add(errcode(45009, 1));
    expect(await failureOf(app.sendText(me, '好'))).toMatchObject({
      ...{ errcode: 45009, retryable: true, retryAfterMs: 60_000, endpoint: '/cgi-bin/message/send' },
    });
    expect(fake.calls('message/send')).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it.each([40001, 40003, 40007, 40013, 45002, 48002, 60011, 60020, 60111, 81013, 95001, 95018, 301002])(
    '%i is an error at once',
    async (code) => {
      const { fake, app } = await createApp();
      fake.faults.add(errcode(code, 1));
      const error = await failureOf(app.sendText(me, '好'));
      expect(error).toBeInstanceOf(WeComApiError);
      expect(error).toMatchObject({ errcode: code, retryable: false });
      expect(fake.calls('message/send')).toBe(1);
      expect(retryFor(code)).toEqual({ kind: 'none' });
    },
  );

  it('one call may meet several rows', async () => {
    const { fake, app } = await createApp();
    for (const code of [-1, 42001, 45033, -1]) fake.faults.add(errcode(code, 1));
    await app.sendText(me, '好');
    expect(fake.calls('message/send')).toBe(5);
    expect(fake.delivered('app')).toHaveLength(1);
  });

  it('a robot has no token to fetch anew', async () => {
    const { fake, client } = await createRig();
    fake.robots.add('k');
    fake.faults.add({ endpoint: 'webhook/send', does: { kind: 'errcode', errcode: 40014 } });
    const robot = new GroupRobot({ ...client, key: 'k' });
    expect(await failureOf(robot.sendText('好'))).toMatchObject({ errcode: 40014 });
    expect(fake.calls('webhook/send')).toBe(1);
  });
});

const LOST: [string, FaultInput['does'], string][] = [
  ['a broken connection', { kind: 'reset', carriedOut: true }, 'broken'],
  ['an answer that never comes', { kind: 'hang', carriedOut: true }, 'timeout'],
  ['a page of something between', { kind: 'garbage', carriedOut: true }, 'unreadable'],
  ['an error of something between', { kind: 'status', status: 502, carriedOut: true }, 'status'],
];

describe.each(LOST)('%s', (_, does, fault) => {
  // Whoever waits for an answer that never comes waits as long as all waiting takes: once is enough.
  const times = does.kind === 'hang' ? 1 : 3;
  const timed = async () => {
    const rig = await createRig();
    const http = createHttp({ baseURL: rig.fake.url() });
    const waiting = { impatient: 0 };
    const json: Http['json'] = (call) =>
      http.json(does.kind === 'hang' && waiting.impatient-- > 0 ? { ...call, timeoutMs: 600 } : call);
    /** Spoils the next calls. */
    const spoil = (endpoint: string, count = 1) => {
      waiting.impatient = count;
      rig.fake.faults.add({ endpoint, times: count, does });
    };
    return { ...rig, spoil, client: { ...rig.client, http: { ...http, json } } };
  };

  it('leaves it unknown whether a message was sent, and it is not sent again', async () => {
    const { fake, client, clock, spoil } = await timed();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    spoil('message/send');
    const error = await failureOf(app.sendText(me, '好'));
    expect(error).toBeInstanceOf(WeComOutcomeUnknown);
    expect(error).toMatchObject({ endpoint: '/cgi-bin/message/send', cause: { fault, sent: true } });
    expect(fake.calls('message/send')).toBe(1);
    expect(fake.delivered('app')).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('is made good where WeCom knows a repeated message', async () => {
    const { fake, client, clock, spoil } = await timed();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    spoil('message/send', times);
    await app.sendText(me, '好', { duplicateCheckSeconds: 1800 });
    expect(fake.calls('message/send')).toBe(1 + times);
    expect(fake.delivered('app')).toHaveLength(1);
    expect(clock.slept).toEqual([500, 1000, 2000].slice(0, times));
  });

  it('is only an error where nothing was to be changed', async () => {
    const { client, spoil } = await timed();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    spoil('getcallbackip');
    const error = await failureOf(app.getCallbackIp());
    expect(error).toBeInstanceOf(WeComNetworkError);
    expect(error).toMatchObject({ fault });
  });

  it('of a repeated msgid of 微信客服: one message, and what is not known is said', async () => {
    const { fake, client, spoil } = await timed();
    fake.kf.addAccount({ open_kfid: 'wk1' });
    fake.kf.say({
      open_kfid: 'wk1',
      customer: 'wm1',
      message: { msgtype: 'text', text: { content: '你好' } },
    });
    const kf = new WeComKfClient(client);
    await kf.listAccounts();
    const send = () =>
      kf.sendMsg({
        touser: 'wm1',
        open_kfid: 'wk1',
        msgid: 'answer-1',
        msgtype: 'text',
        text: { content: '好' },
      });
    spoil('kf/send_msg');
    // It was carried out; the repetition is refused, which proves nothing.
    expect(await failureOf(send())).toBeInstanceOf(WeComOutcomeUnknown);
    expect(fake.delivered('kf')).toHaveLength(1);
    fake.kf.repeatedMsgid = 'accept';
    spoil('kf/send_msg');
    expect(await send()).toEqual({ msgid: 'answer-1' });
    expect(fake.delivered('kf')).toHaveLength(1);
  });
});

describe('three repetitions', () => {
  it('and no more: then nobody knows', async () => {
    const { fake, app, clock } = await createApp();
    await app.getAccessToken();
    fake.faults.add({ endpoint: 'message/send', times: 9, does: { kind: 'reset', carriedOut: false } });
    const sent = app.sendText(me, '好', { duplicateCheckSeconds: 1800 });
    expect(await failureOf(sent)).toBeInstanceOf(WeComOutcomeUnknown);
    expect(fake.calls('message/send')).toBe(4);
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });
});

describe('a request that never left', () => {
  it('is no doubt: it was not sent', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    await fake.stop();
    const error = await failureOf(app.sendText(me, '好'));
    expect(error).toBeInstanceOf(WeComNetworkError);
    expect(error).toMatchObject({ fault: 'unreachable', sent: false });
  });

  it('but was doubtful before stays doubtful', async () => {
    const { fake, client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    await app.getAccessToken();
    fake.faults.add({ endpoint: 'message/send', does: { kind: 'reset', carriedOut: true } });
    const gone = { ...client.clock, sleep: () => fake.stop() };
    const other = new WeComAppClient({ ...client, agentId: AGENT, clock: gone });
    const error = await failureOf(other.sendText(me, '好', { duplicateCheckSeconds: 60 }));
    expect(error).toBeInstanceOf(WeComOutcomeUnknown);
    expect(error).toMatchObject({ cause: { fault: 'broken' } });
  });

  it('because it was called off before says so', async () => {
    const { fake, app } = await createApp();
    await app.getAccessToken();
    const error = await failureOf(app.sendText(me, '好', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ fault: 'aborted', sent: false });
    expect(fake.calls('message/send')).toBe(0);
  });
});

describe('a call that is called off', () => {
  it('on its way leaves a message in doubt', async () => {
    const { fake, app } = await createApp();
    await app.getAccessToken();
    fake.faults.add({ endpoint: 'message/send', does: { kind: 'hang', carriedOut: false } });
    const stop = new AbortController();
    const sent = failureOf(app.sendText(me, '好', { signal: stop.signal }));
    await fake.until(() => fake.calls('message/send') === 1);
    stop.abort();
    expect(await sent).toMatchObject({ name: 'WeComOutcomeUnknown', cause: { fault: 'aborted' } });
  });

  it('in a pause is not tried again', async () => {
    const { fake, client } = await createRig();
    const stop = new AbortController();
    const clock = { ...client.clock, sleep: async () => stop.abort() };
    fake.faults.add({ endpoint: 'message/send', does: { kind: 'errcode', errcode: -1 } });
    const app = new WeComAppClient({ ...client, clock, agentId: AGENT });
    expect(await failureOf(app.sendText(me, '好', { signal: stop.signal }))).toMatchObject({ errcode: -1 });
    expect(fake.calls('message/send')).toBe(1);
  });
});

describe('answers', () => {
  it('a redirect is not followed: it would carry the token away', async () => {
    const [here, there] = [await createRig(), await createRig()];
    const app = new WeComAppClient({ ...here.client, agentId: AGENT });
    here.fake.faults.add({
      endpoint: 'getcallbackip',
      does: { kind: 'redirect', to: `${there.fake.url()}/cgi-bin/getcallbackip` },
    });
    expect(await failureOf(app.getCallbackIp())).toMatchObject({ fault: 'status', status: 302 });
    expect(there.fake.calls('getcallbackip')).toBe(0);
  });

  it('larger than they may be are cut off', async () => {
    const { client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    const { media_id } = await app.uploadMedia('file', {
      filename: '证据.txt',
      bytes: Buffer.alloc(5000, 1),
    });
    expect(await failureOf(app.getMedia(media_id, { maxBytes: 4999 }))).toMatchObject({ fault: 'too-large' });
    expect((await app.getMedia(media_id, { maxBytes: 5000 })).bytes).toHaveLength(5000);
  });

  it('what a caller throws itself passes as it is', async () => {
    const { fake } = await createRig();
    const boom = new Error('no key');
    const caller = createCaller({
      http: createHttp({ baseURL: fake.url() }),
      credential: { name: 'key', get: () => Promise.reject(boom) },
    });
    expect(await failureOf(caller.bytes({ path: '/x', kind: 'send' }))).toBe(boom);
  });
});
