import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isInvalidReqId,
  isStreamExpired,
  type Logger,
  TemplateCardType,
  WeComApiError,
  WeComLimitError,
  WeComNetworkError,
  WeComOutcomeUnknown,
  WeComRateError,
  WeComReplyInvalid,
  WSClient,
  type WSClientOptions,
  WSKickedError,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeOpenWs, type FakeOpenWs } from '../../../../fakes/openws/server.ts';
import { BOT, createWatchedClock, eventually, refusal, SILENT, settle, type WatchedClock } from './ws-rig.ts';

const MINUTE = 60_000;
const CARD = {
  card_type: TemplateCardType.ButtonInteraction,
  main_title: { title: '工单 T1' },
  button_list: [{ text: '认领', key: 'claim' }],
  task_id: 't1_1',
};

let fake: FakeOpenWs;
let clock: WatchedClock;
let client: WSClient;
let errors: Error[];
let heard: string[];

beforeEach(async () => {
  clock = createWatchedClock();
  errors = [];
  heard = [];
  fake = createFakeOpenWs({ ...BOT, now: clock.now });
  await fake.start();
});
afterEach(async () => {
  client.disconnect();
  await eventually(() => expect(clock.sleeping()).toBe(0));
  await fake.stop();
});

function make(options: Partial<WSClientOptions> = {}): WSClient {
  const errorsOfThis = errors;
  const heardOfThis = heard;
  client = new WSClient({ ...BOT, wsUrl: fake.url(), logger: SILENT, clock, random: () => 0, ...options });
  client.on('error', (error) => errorsOfThis.push(error));
  client.on('authenticated', () => heardOfThis.push('authenticated'));
  client.on('reconnecting', (attempt) => heardOfThis.push(`reconnecting ${attempt}`));
  client.on('disconnected', (reason) => heardOfThis.push(`disconnected ${reason}`));
  return client;
}

const isReady = () => eventually(() => expect(client.isConnected).toBe(true));
const isIn = (phase: string) => eventually(() => expect(client.state.phase).toBe(phase));
/** Moves time on and lets everything that it wakes happen. */
const pass = async (ms: number) => {
  clock.advance(ms);
  await new Promise(setImmediate);
};

async function ready(options: Partial<WSClientOptions> = {}): Promise<WSClient> {
  make(options).connect();
  await isReady();
  return client;
}

/** Somebody writes; the frame to answer. */
async function asked(user: string = 'li', chat?: string) {
  const req_id = fake.people.text(user, '高温天有津贴吗', chat === undefined ? {} : { chat });
  const frame = { headers: { req_id } };
  await new Promise<void>((resolve) => {
    client.once('message', () => resolve());
  });
  return frame;
}

const push = (content: string, chatid: string = 'li') =>
  client.sendMessage(chatid, { msgtype: 'markdown', markdown: { content } });
const sentTexts = () =>
  fake.sent().map(({ body }) => {
    const { content } = { content: undefined, ...Object(body.markdown ?? body.stream) };
    return content;
  });

describe('coming back', () => {
  it.each([
    ['at least half of', 0, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]],
    ['nearly all of', 0.999, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ])('waits %s a pause that doubles up to 30 s', async (_part, random, pauses) => {
    fake.refuseConnections(true);
    make({ random: () => random, maxReconnectAttempts: -1 }).connect();
    for (const [i, pause] of pauses.entries()) {
      await eventually(() => expect(client.state).toMatchObject({ phase: 'waiting', attempt: i + 1 }));
      const { retryAt = 0 } = client.state;
      expect((retryAt - clock.now()) / pause).toBeCloseTo(1, 2);
      await pass(retryAt - clock.now());
    }
  });

  it('counts wrong secrets and broken connections apart', async () => {
    fake.setSecret('another');
    make({ maxAuthFailureAttempts: 3, maxReconnectAttempts: 3 }).connect();
    await eventually(() => expect(heard.filter((name) => name === 'reconnecting 1')).toHaveLength(1));
    fake.refuseConnections(true);
    await pass(MINUTE);
    await eventually(() => expect(heard.filter((name) => name === 'reconnecting 1')).toHaveLength(2));
    fake.refuseConnections(false);
    await pass(MINUTE);
    await eventually(() => expect(heard.at(-1)).toBe('reconnecting 2'));
    fake.setSecret(BOT.secret);
    await pass(MINUTE);
    await isReady();
    // Both counters are at zero again.
    fake.cut();
    await eventually(() => expect(heard.at(-1)).toBe('reconnecting 1'));
  });

  it('tells a wrong secret by its code and not by words, without the secret', async () => {
    const errmsg = `the secret ${BOT.secret} is not that of the bot`;
    fake.faults.add({ cmd: 'aibot_subscribe', does: { kind: 'nack', errcode: 853000, errmsg } });
    make().connect();
    await eventually(() => expect(errors[0]).toBeInstanceOf(WeComApiError));
    expect(errors[0]).toMatchObject({ errcode: 853000, endpoint: 'aibot_subscribe' });
    expect(errors[0]?.message).toContain('***');
    expect(JSON.stringify([String(errors[0]), errors[0]])).not.toContain(BOT.secret);
  });

  it('leaves a server alone for a minute that says it is called too often', async () => {
    fake.faults.add({ cmd: 'aibot_subscribe', does: { kind: 'nack', errcode: 45009 } });
    make({ maxAuthFailureAttempts: 0 }).connect();
    await isIn('waiting');
    expect((client.state.retryAt ?? 0) - clock.now()).toBe(MINUTE);
    await pass(MINUTE);
    await isReady();
  });

  it('does not wait for ever for a subscription that nobody answers', async () => {
    fake.faults.add({ cmd: 'aibot_subscribe', does: { kind: 'mute', carriedOut: false } });
    make().connect();
    await isIn('authenticating');
    await fake.until(() => fake.frames('aibot_subscribe').length === 1);
    await pass(10_000);
    await isIn('waiting');
    await pass(1000);
    await isReady();
  });

  it('takes the line for dead after two pings without an answer, not after one', async () => {
    await ready();
    const beat = async (count: number) => {
      await pass(30_000);
      await fake.until(() => fake.frames('ping').length === count);
    };
    await beat(1);
    // Comes after the answer to the ping.
    await refusal(push('?', 'nobody'));
    fake.silence(true);
    await beat(2);
    await beat(3);
    expect(client.isConnected).toBe(true);
    fake.silence(false);
    await pass(30_000);
    await eventually(() => expect(client.state.reason).toBe('no answer to the heartbeat'));
    expect(fake.frames('ping')).toHaveLength(3);
    await pass(1000);
    await isReady();
  });

  it('forgets a ping that was missed once one is answered', async () => {
    await ready();
    for (let count = 1; count <= 6; count++) {
      fake.silence(count % 2 === 1);
      await pass(30_000);
      await fake.until(() => fake.frames('ping').length === count);
      // The answer to a ping is on its way; a push behind it shows that it came.
      if (count % 2 === 0) await refusal(push('?', 'nobody'));
    }
    expect(client.isConnected).toBe(true);
  });

  it('takes an address that is none for hopeless', async () => {
    make({ wsUrl: 'not an address' }).connect();
    expect(client.state.phase).toBe('failed');
    expect(errors).toHaveLength(1);
  });

  it('does not open a second connection when it is told to connect twice', async () => {
    await ready();
    client.connect();
    await refusal(push('?', 'nobody'));
    expect(fake.connections().opened).toBe(1);
  });

  it('can be used again after disconnect()', async () => {
    await ready();
    client.disconnect();
    expect(client.state.phase).toBe('idle');
    client.connect();
    await isReady();
    await asked();
    await push('又在了');
  });
});

describe('a newer connection', () => {
  it('gets the bot: after a minute at least there is one try, and then none', async () => {
    await ready({ kickedCooldown: 1 });
    fake.kick();
    await isIn('cooling');
    expect((client.state.retryAt ?? 0) - clock.now()).toBe(MINUTE);
    expect(heard.at(-1)).toBe('reconnecting 1');
    await pass(MINUTE - 1);
    expect(fake.connections().opened).toBe(1);
    await pass(1);
    await isReady();

    fake.kick();
    await isIn('kicked');
    expect(errors.at(-1)).toBeInstanceOf(WSKickedError);
    await pass(1000 * MINUTE);
    expect(fake.connections().opened).toBe(2);
    expect(clock.sleeping()).toBe(0);

    client.connect();
    await isReady();
  });

  it('gets it for a time between one and one and a half cool-downs, by chance', async () => {
    await ready({ random: () => 0.999, kickedCooldown: 2 * MINUTE });
    fake.kick();
    await isIn('cooling');
    expect(((client.state.retryAt ?? 0) - clock.now()) / MINUTE).toBeCloseTo(3, 2);
  });

  it('is a new matter after a long peace', async () => {
    await ready();
    for (let day = 0; day < 3; day++) {
      fake.kick();
      await isIn('cooling');
      await pass(MINUTE);
      await isReady();
      // Not by heartbeats: a clock that jumps has one beat.
      clock.advance(11 * MINUTE);
    }
    expect(errors).toEqual([]);
  });

  it('does not come back when the listener disconnects', async () => {
    await ready();
    client.on('event.disconnected_event', () => client.disconnect());
    fake.kick();
    await isIn('idle');
    await eventually(() => expect(clock.sleeping()).toBe(0));
    await pass(100 * MINUTE);
    expect(fake.connections().opened).toBe(1);
  });

  it('leaves no war between two of our clients', async () => {
    const heartbeatInterval = 24 * 60 * MINUTE;
    const other = new WSClient({ ...BOT, wsUrl: fake.url(), logger: SILENT, clock, heartbeatInterval });
    await ready({ heartbeatInterval });
    try {
      other.connect();
      await isIn('cooling');
      await pass(2 * MINUTE);
      await isReady();
      await eventually(() => expect(other.state.phase).toBe('cooling'));
      await pass(2 * MINUTE);
      await isIn('kicked');
      await pass(60 * MINUTE);
      // Each came once and tried once more.
      expect(fake.connections()).toMatchObject({ opened: 4, live: true });
      expect([client.state.phase, other.state.phase]).toEqual(['kicked', 'ready']);
    } finally {
      other.disconnect();
    }
  });
});

describe('replies', () => {
  it('reject as errors that hold the frame, and tell the two refusals apart', async () => {
    await ready();
    const frame = await asked();
    const stale = await refusal(client.replyStream({ headers: { req_id: 'gone' } }, 's', '一'));
    expect(stale).toBeInstanceOf(WeComApiError);
    expect(stale).toMatchObject({ errcode: 846605, frame: { headers: { req_id: 'gone' }, errcode: 846605 } });
    expect([isInvalidReqId(stale), isStreamExpired(stale)]).toEqual([true, false]);

    await client.replyStream(frame, 's', '一');
    clock.advance(6 * MINUTE);
    const late = await refusal(client.replyStream(frame, 's', '一二', true));
    expect([isInvalidReqId(late), isStreamExpired(late)]).toEqual([false, true]);
    expect([isInvalidReqId(undefined), isStreamExpired(new Error('846608'))]).toEqual([false, false]);
  });

  it('have an unknown outcome when the ack does not come', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'mute', carriedOut: true } });
    const first = settle(client.replyStream(frame, 's', '一'));
    await fake.until(() => fake.sent().length === 1);
    await pass(5000);
    expect(await first).toMatchObject({ error: expect.any(WeComOutcomeUnknown) });
  });

  it('do not take a late ack for the ack of the next frame', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'hold' } });
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'nack', errcode: 846608 } });
    const first = settle(client.replyStream(frame, 's', '一'));
    const second = settle(client.replyStream(frame, 's', '一二'));
    await fake.until(() => fake.sent().length === 1);
    await pass(5000);
    expect(await first).toMatchObject({ error: expect.any(WeComOutcomeUnknown) });
    expect(client.hasPendingReplyAck(frame)).toBe(true);
    const third = settle(client.replyStream(frame, 's', '一二三'));
    // Comes back after whatever was sent before it.
    await refusal(push('?', 'nobody'));
    expect(fake.frames('aibot_respond_msg')).toHaveLength(1);
    fake.release();
    // The held ack said yes to the first; the second is refused, and that is what it hears.
    expect(await second).toMatchObject({ error: { errcode: 846608 } });
    expect(await third).toMatchObject({ value: { errcode: 0 } });
  });

  it('go on under a req_id whose ack never came', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'mute', carriedOut: false } });
    const first = settle(client.replyStream(frame, 's', '一'));
    const second = settle(client.replyStream(frame, 's', '一二', true));
    await fake.until(() => fake.frames('aibot_respond_msg').length === 1);
    await pass(5000);
    expect(await first).toHaveProperty('error');
    await pass(5000);
    expect(await second).toMatchObject({ value: { errcode: 0 } });
  });

  it('that were sent when the line broke have an unknown outcome; those behind go out on the next', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'cut', carriedOut: true } });
    const first = settle(client.replyStream(frame, 's', '一'));
    const second = settle(client.replyStream(frame, 's', '一二', true));
    expect(await first).toMatchObject({ error: expect.any(WeComOutcomeUnknown) });
    await isIn('waiting');
    await pass(1000);
    expect(await second).toMatchObject({ value: { errcode: 0 } });
    expect(sentTexts()).toEqual(['一', '一二']);
  });

  it('are refused by us when WeCom would refuse or cut them', async () => {
    await ready();
    const frame = await asked();
    const han = '字'.repeat(6826);
    await client.replyStream(frame, 's', `${han}ab`, true);
    const tooLong = await refusal(client.replyStream(frame, 's2', `${han}abc`));
    expect(tooLong).toBeInstanceOf(WeComLimitError);
    expect(tooLong).toMatchObject({ limit: 20_480, actual: 20_481 });
    expect(await refusal(push(`${han}abc`))).toBeInstanceOf(WeComLimitError);
    const noId = client.replyStream(frame, '', '一');
    const feedback = client.replyStream(frame, 's3', '一', false, [], { id: 'x'.repeat(257) });
    const task = client.replyTemplateCard(frame, { ...CARD, task_id: 'a b' });
    const longTask = client.replyTemplateCard(frame, { ...CARD, task_id: 'a'.repeat(129) });
    expect(await refusal(noId)).toBeInstanceOf(WeComReplyInvalid);
    expect(await refusal(feedback)).toBeInstanceOf(WeComLimitError);
    expect(await refusal(task)).toBeInstanceOf(WeComReplyInvalid);
    expect(await refusal(longTask)).toBeInstanceOf(WeComLimitError);
    expect(fake.sent()).toHaveLength(1);
  });

  it('send a stream and then its card, or both as one where that is switched on', async () => {
    await ready();
    const frame = await asked();
    await client.replyStreamWithCard(frame, 's1', '好', true, {
      templateCard: CARD,
      cardFeedback: { id: 'f' },
    });
    await client.replyStreamWithCard(frame, 's2', '好', true);
    expect(fake.sent().map(({ body }) => body)).toMatchObject([
      { msgtype: 'stream', stream: { id: 's1' } },
      { msgtype: 'template_card', template_card: { ...CARD, feedback: { id: 'f' } } },
      { msgtype: 'stream', stream: { id: 's2' } },
    ]);
    client.disconnect();
    await ready({ streamWithCard: true });
    const second = { ...CARD, task_id: 't1_2' };
    await client.replyStreamWithCard(frame, 's3', '好', true, { templateCard: second });
    expect(fake.sent().at(-1)?.body).toMatchObject({
      msgtype: 'stream_with_template_card',
      stream: { id: 's3' },
      template_card: second,
    });
  });
});

describe('pushes', () => {
  it('say whether the chat is a person or a group: as told, as seen, or that WeCom may decide', async () => {
    await ready();
    await asked('li');
    await asked('li', 'wrGroup');
    await push('一', 'li');
    await push('二', 'wrGroup');
    await client.sendMessage(
      'li',
      { msgtype: 'markdown', markdown: { content: '三' } },
      { chatType: 'single' },
    );
    await refusal(push('四', 'never-seen'));
    const types = fake.frames('aibot_send_msg').map(({ body }) => Object(body).chat_type);
    expect(types).toEqual([1, 2, 1, 0]);
  });
});

describe('without a line', () => {
  it('keeps what is sent for a while and sends it in order', async () => {
    await ready();
    await asked();
    fake.refuseConnections(true);
    fake.cut();
    await isIn('waiting');
    const sent = ['一', '二', '三'].map((text) => settle(push(text)));
    expect(client.queueSize).toBe(3);
    fake.refuseConnections(false);
    await pass(1000);
    expect(await Promise.all(sent)).toMatchObject([{ value: {} }, { value: {} }, { value: {} }]);
    expect(sentTexts()).toEqual(['一', '二', '三']);
  });

  it('gives up what waited too long: it was surely not sent', async () => {
    fake.refuseConnections(true);
    make({ offlineTtl: 5000, maxReconnectAttempts: -1 });
    const early = settle(push('一'));
    await pass(3000);
    const later = settle(push('二'));
    await pass(2000);
    expect(await early).toMatchObject({ error: { name: 'WeComNetworkError', sent: false } });
    expect(client.queueSize).toBe(1);
    fake.refuseConnections(false);
    client.connect();
    await isReady();
    // It goes out, and WeCom's own no comes back.
    expect(await later).toMatchObject({ error: { errcode: 93006 } });
  });

  it('gives what waits in line a new term when the line breaks, and none while it is up', async () => {
    await ready({ offlineTtl: 5000 });
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'hold' } });
    const first = settle(client.replyStream(frame, 's', '一'));
    const second = settle(client.replyStream(frame, 's', '一二'));
    await fake.until(() => fake.sent().length === 1);
    await pass(4999);
    fake.refuseConnections(true);
    fake.cut();
    expect(await first).toHaveProperty('error');
    await pass(4999);
    expect(client.queueSize).toBe(1);
    await pass(1);
    expect(await second).toMatchObject({ error: { sent: false } });
  });

  it('keeps only so much', async () => {
    make({ maxQueueSize: 3, maxReplyQueueSize: 2 });
    const frame = { headers: { req_id: 'r' } };
    const kept = [client.replyStream(frame, 's', '一'), client.replyStream(frame, 's', '二')].map(settle);
    expect(await refusal(client.replyStream(frame, 's', '三'))).toBeInstanceOf(WeComNetworkError);
    kept.push(settle(push('四')));
    const tooMuch = await refusal(push('五'));
    expect(tooMuch).toMatchObject({ sent: false, message: expect.stringContaining('QUEUE_FULL') });
    client.disconnect();
    expect(await Promise.all(kept)).toMatchObject([
      { error: { sent: false } },
      { error: { sent: false } },
      { error: { sent: false } },
    ]);
  });
});

describe('limits', () => {
  it('hold back the 31st message in a minute until there is room, replies and pushes together', async () => {
    await ready();
    const frame = await asked();
    for (let i = 0; i < 15; i++) await client.replyTemplateCard(frame, { ...CARD, task_id: `t${i}` });
    clock.advance(10_000);
    for (let i = 0; i < 15; i++) await push(`第${i}条`);
    const over = settle(push('超了'));
    await pass(49_999);
    expect(fake.sent()).toHaveLength(30);
    expect(client.isConnected).toBe(true);
    await pass(1);
    expect(await over).toMatchObject({ value: { errcode: 0 } });
  });

  it('are of one conversation each', async () => {
    await ready();
    await asked('li');
    await asked('wang');
    await asked('li', 'wrGroup');
    for (let i = 0; i < 30; i++) for (const chat of ['li', 'wang', 'wrGroup']) await push('好', chat);
    expect(fake.sent()).toHaveLength(90);
  });

  it('refuse at once when that is wanted, and say how long', async () => {
    await ready({ limits: { onLimit: 'refuse' } });
    await asked();
    for (let i = 0; i < 30; i++) await push('好');
    clock.advance(20_000);
    const over = await refusal(push('超了'));
    expect(over).toBeInstanceOf(WeComRateError);
    expect(over).toMatchObject({ scope: 'minute', retryAfterMs: 40_000 });
    expect(fake.frames('aibot_send_msg')).toHaveLength(30);
    clock.advance(40_000);
    await push('又可以');
  });

  it('hold back the 1001st message in an hour', async () => {
    await ready({ limits: { onLimit: 'refuse' }, heartbeatInterval: 24 * 60 * MINUTE });
    await asked();
    for (let i = 0; i < 1000; i++) {
      await push('好');
      clock.advance(2500);
    }
    const over = await refusal(push('超了'));
    expect(over).toMatchObject({ scope: 'hour', retryAfterMs: 60 * MINUTE - 1000 * 2500 });
  });

  it('count a stream once, or each of its frames where that is wanted', async () => {
    await ready({ limits: { onLimit: 'refuse' } });
    const frame = await asked();
    for (let i = 0; i < 40; i++) await client.replyStream(frame, 's', '长'.repeat(i));
    client.disconnect();
    await ready({ limits: { onLimit: 'refuse', countStreamFrames: true } });
    const next = await asked();
    for (let i = 0; i < 30; i++) await client.replyStream(next, 's', '长'.repeat(i));
    expect(await refusal(client.replyStream(next, 's', '完', true))).toBeInstanceOf(WeComRateError);
  });

  it('let at most three answers to one person be unfinished; the fourth waits for one to end', async () => {
    await ready();
    const frames = [await asked(), await asked(), await asked('li', 'wrGroup'), await asked()];
    const [first, , , fourth] = frames;
    if (first === undefined || fourth === undefined) throw new Error('four were asked');
    const answers = frames.map((frame, i) => settle(client.replyStream(frame, `s${i}`, '查')));
    await Promise.all(answers.slice(0, 3));
    const other = await asked('wang');
    await client.replyStream(other, 'w', '查');
    expect(fake.sent()).toHaveLength(4);
    await client.replyStream(first, 's0', '查到了', true);
    expect(await answers[3]).toMatchObject({ value: { errcode: 0 } });
    expect(fake.mostInFlight()).toBe(3);
  });

  it('free a place that nobody gave back when WeCom has ended the stream', async () => {
    await ready({ heartbeatInterval: 24 * 60 * MINUTE });
    const frames = [await asked(), await asked(), await asked(), await asked()];
    const answers = frames.map((frame, i) => settle(client.replyStream(frame, `s${i}`, '查')));
    await Promise.all(answers.slice(0, 3));
    await pass(6 * MINUTE);
    expect(await answers[3]).toMatchObject({ value: { errcode: 0 } });
  });

  it('do not count an answer that is whole in one frame as unfinished', async () => {
    await ready({ limits: { onLimit: 'refuse' } });
    for (let i = 0; i < 5; i++) await client.replyStream(await asked(), 's', '一句话', true);
    for (let i = 0; i < 3; i++) await client.replyStream(await asked(), 's', '查');
    await client.replyStream(await asked(), 's', '一句话', true);
    expect(await refusal(client.replyStream(await asked(), 's', '查'))).toMatchObject({ scope: 'in-flight' });
  });
});

describe('messages', () => {
  it('come once, however often WeCom sends them', async () => {
    const refused: string[] = [];
    await ready({ onRefused: (reason) => refused.push(reason) });
    const seen: unknown[] = [];
    client.on('message', ({ body }) => seen.push(body.msgid));
    const reqId = fake.people.text('li', '在吗', { msgid: 'm1' });
    fake.repeat(reqId);
    fake.repeat(reqId);
    fake.people.text('li', '在吗', { msgid: 'm2' });
    await eventually(() => expect(seen).toEqual(['m1', 'm2']));
    expect(refused).toEqual(['duplicate', 'duplicate']);
  });

  it('are remembered up to a bound', async () => {
    await ready({ maxSeen: 2 });
    const seen: unknown[] = [];
    client.on('message', ({ body }) => seen.push(body.msgid));
    for (const msgid of ['a', 'b', 'c', 'b', 'a']) fake.people.text('li', '在吗', { msgid });
    await eventually(() => expect(seen).toEqual(['a', 'b', 'c', 'a']));
  });

  it('that are not what the documentation says are counted and dropped', async () => {
    const refused: string[] = [];
    await ready({ onRefused: (reason) => refused.push(reason) });
    const send = (body: unknown) =>
      fake.sendRaw(JSON.stringify({ cmd: 'aibot_msg_callback', headers: { req_id: 'r' }, body }));
    const good = { msgid: 'm', aibotid: 'b', chattype: 'single', from: { userid: 'u' }, msgtype: 'text' };
    send({ ...good, text: { content: 1 } });
    send({ ...good, msgid: '', text: { content: 'x' } });
    send({ ...good, chattype: 'crowd', text: { content: 'x' } });
    send({ ...good, from: {}, text: { content: 'x' } });
    send({ ...good, msgtype: 'event' });
    send(null);
    const seen: unknown[] = [];
    client.on('message', ({ body }) => seen.push(body.msgid));
    fake.sendRaw(
      `{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":${JSON.stringify({ ...good, text: { content: 'x' } }).replace('"m"', '9007199254740993')}}`,
    );
    await eventually(() => expect(seen).toEqual(['9007199254740993']));
    expect(refused).toEqual(Array(6).fill('malformed'));
  });
});

describe('listeners that fail', () => {
  const failures: readonly [string, () => unknown][] = [
    [
      'by throwing',
      () => {
        throw new Error('told by the listener');
      },
    ],
    ['later', () => Promise.reject(new Error('told by the listener'))],
    ['with something that is no error', () => Promise.reject('told by the listener')],
  ];

  it.each(failures)('%s become an error event, and the others are still called', async (_how, fail) => {
    await ready();
    const seen: string[] = [];
    client.on('message', fail);
    client.on('message', () => seen.push('second'));
    fake.people.text('li', '在吗');
    await eventually(() => expect(errors).toHaveLength(1));
    expect(errors[0]?.message).toBe('told by the listener');
    expect(seen).toEqual(['second']);
    await asked();
  });

  it('are logged when nobody listens to errors, or that listener fails too', async () => {
    const logged: string[] = [];
    const logger: Logger = {
      ...SILENT,
      error: (message, ...args) => logged.push([message, ...args].join(' ')),
    };
    await ready({ logger });
    client.removeAllListeners('error');
    client.on('message', () => Promise.reject(new Error('first')));
    fake.people.text('li', '在吗');
    await eventually(() => expect(logged.join()).toContain('first'));
    client.on('error', () => {
      throw new Error('second');
    });
    fake.people.text('li', '在吗');
    await eventually(() => expect(logged.join()).toContain('second'));
  });
});

describe('uploads', () => {
  it('count pieces from 1 where that is wanted', async () => {
    await ready({ firstChunkIndex: 1 });
    const { media_id } = await client.uploadMedia(Buffer.alloc(600_000), { type: 'file', filename: 'a' });
    const indexes = fake.frames('aibot_upload_media_chunk').map(({ body }) => Object(body).chunk_index);
    expect(indexes.sort()).toEqual([1, 2]);
    expect(fake.uploaded().get(media_id)?.bytes).toHaveLength(600_000);
  });

  it('end at a piece that is refused for good', async () => {
    await ready();
    fake.faults.add({ cmd: 'aibot_upload_media_chunk', times: 2, does: { kind: 'nack', errcode: 40058 } });
    const bytes = Buffer.alloc(20 * 512 * 1024);
    const error = await refusal(client.uploadMedia(bytes, { type: 'file', filename: 'a' }));
    expect(error).toMatchObject({ errcode: 40058 });
    expect(fake.frames('aibot_upload_media_chunk').length).toBeLessThanOrEqual(3);
    expect(fake.frames('aibot_upload_media_finish')).toEqual([]);
  });

  it('refuse an empty file and one above 50 MB', async () => {
    await ready();
    const upload = (bytes: Buffer) => client.uploadMedia(bytes, { type: 'file', filename: 'a' });
    expect(await refusal(upload(Buffer.alloc(0)))).toBeInstanceOf(WeComReplyInvalid);
    expect(await refusal(upload(Buffer.alloc(100 * 512 * 1024 + 1)))).toBeInstanceOf(WeComLimitError);
  });

  it('are at most 30 a minute', async () => {
    await ready();
    const upload = () => client.uploadMedia(Buffer.from('a'), { type: 'file', filename: 'a' });
    for (let i = 0; i < 30; i++) await upload();
    const over = settle(upload());
    await refusal(push('?', 'nobody'));
    expect(fake.uploaded().size).toBe(30);
    await pass(MINUTE);
    expect(await over).toHaveProperty('value');
  });
});

describe('disconnect()', () => {
  it('ends what waits for anything, and refuses what comes after', async () => {
    await ready();
    await asked();
    const upload = () => client.uploadMedia(Buffer.from('a'), { type: 'file', filename: 'a' });
    for (let i = 0; i < 30; i++) {
      await upload();
      await push('好');
    }
    const waiting = [settle(upload()), settle(push('超了'))];
    expect(clock.sleeping()).toBeGreaterThan(1);
    client.disconnect();
    expect(await Promise.all(waiting)).toMatchObject([
      { error: { sent: false } },
      { error: { sent: false } },
    ]);
    expect(await refusal(push('太晚'))).toMatchObject({ sent: false });
    await eventually(() => expect(clock.sleeping()).toBe(0));
  });

  it.each(['connecting', 'ready', 'waiting', 'cooling'])(
    'leaves no timer and no socket while %s',
    async (phase) => {
      make().connect();
      if (phase !== 'connecting') await isReady();
      if (phase === 'waiting') fake.cut();
      if (phase === 'cooling') fake.kick();
      await isIn(phase);
      const waiting = settle(push('在吗'));
      client.disconnect();
      expect(await waiting).toHaveProperty('error');
      await eventually(() => expect(clock.sleeping()).toBe(0));
      await pass(1000 * MINUTE);
      expect(client.state.phase).toBe('idle');
      expect(fake.connections().opened).toBeLessThanOrEqual(1);
      await eventually(() => expect(fake.connections().live).toBe(false));
    },
  );
});
