import { randomBytes } from 'node:crypto';
import * as official from '@wecom/aibot-node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  TemplateCardType,
  WSClient,
  type WSClientOptions,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeOpenWs, type FakeOpenWs } from '../../../../fakes/openws/server.ts';
import { BOT, eventually, refusal, SILENT, settle } from './ws-rig.ts';

type Heard = { readonly event: string; readonly arg: unknown };
type Client = WSClient | official.WSClient;
type Tuning = Partial<
  Pick<WSClientOptions, 'heartbeatInterval' | 'maxReconnectAttempts' | 'maxAuthFailureAttempts'>
>;

const EVENTS = [
  ...(['connected', 'authenticated', 'disconnected', 'reconnecting', 'error', 'message', 'event'] as const),
  ...(['message.text', 'message.image', 'message.mixed', 'message.voice', 'message.file'] as const),
  ...(['message.video', 'event.enter_chat', 'event.template_card_event'] as const),
  ...(['event.feedback_event', 'event.disconnected_event'] as const),
];

const CARD = {
  card_type: TemplateCardType.ButtonInteraction,
  main_title: { title: '工单 T1' },
  button_list: [{ text: '认领', style: 1, key: 'claim' }],
  task_id: 't1_1',
};

const MAKERS = {
  'our WSClient': (options: WSClientOptions): Client =>
    new WSClient({ ...options, download: { origins: [options.wsUrl?.replace('ws', 'http') ?? ''] } }),
  'the official WSClient': (options: WSClientOptions): Client => new official.WSClient(options),
};

/**
 * What our client and the official one do alike, against the same server. The official one proves the fake: what it
 * cannot do here, WeCom would not do either.
 */
describe.each(Object.entries(MAKERS))('%s', (_name, make) => {
  let fake: FakeOpenWs;
  let client: Client;
  let heard: Heard[];

  const hear = (made: Client) => {
    // What the client of an earlier test says late is not heard here.
    const mine = heard;
    for (const event of EVENTS) made.on(event, (arg?: unknown) => mine.push({ event, arg }));
    return made;
  };
  const names = () => heard.map(({ event }) => event);
  const argOf = (event: string) => heard.find((one) => one.event === event)?.arg;
  const start = async (tuning: Tuning = {}, secret: string = BOT.secret) => {
    client = hear(
      make({
        ...BOT,
        secret,
        wsUrl: fake.url(),
        reconnectInterval: 2,
        heartbeatInterval: 60_000,
        logger: SILENT,
        ...tuning,
      }),
    );
    client.connect();
  };
  const ready = async (tuning: Tuning = {}) => {
    await start(tuning);
    await eventually(() => expect(names()).toContain('authenticated'));
  };
  /** The frame of a message that somebody wrote. */
  const asked = async (chat?: string) => {
    const reqId = fake.people.text('li', '@小工 高温天有津贴吗', chat === undefined ? {} : { chat });
    await eventually(() => expect(names()).toContain('message.text'));
    return { headers: { req_id: reqId } };
  };

  beforeEach(async () => {
    heard = [];
    fake = createFakeOpenWs(BOT);
    await fake.start();
  });
  afterEach(async () => {
    client.disconnect();
    await fake.stop();
  });

  it('connects, subscribes and says so in this order', async () => {
    client = hear(make({ ...BOT, wsUrl: fake.url(), scene: 7, plug_version: '1.2', logger: SILENT }));
    expect(client.isConnected).toBe(false);
    expect(client.connect()).toBe(client);
    await eventually(() => expect(client.isConnected && names().length === 2).toBe(true));
    expect(names()).toEqual(['connected', 'authenticated']);
    expect(fake.frames('aibot_subscribe')).toMatchObject([
      { body: { bot_id: BOT.botId, secret: BOT.secret, scene: 7, plug_version: '1.2' } },
    ]);
  });

  it('hands out a message twice: as a message and by its kind, each time the frame', async () => {
    await ready();
    const reqId = fake.people.text('li', '@小工 高温天有津贴吗', { chat: 'wrGroup' });
    await eventually(() => expect(names().slice(2)).toEqual(['message', 'message.text']));
    expect(argOf('message.text')).toMatchObject({
      cmd: 'aibot_msg_callback',
      headers: { req_id: reqId },
      body: {
        aibotid: BOT.botId,
        chatid: 'wrGroup',
        chattype: 'group',
        from: { userid: 'li' },
        msgtype: 'text',
        text: { content: '@小工 高温天有津贴吗' },
      },
    });
  });

  it.each([
    ['image', () => fake.people.file('li', 'image', Buffer.from('p'))],
    ['file', () => fake.people.file('li', 'file', Buffer.from('f'))],
    ['video', () => fake.people.file('li', 'video', Buffer.from('v'))],
    ['voice', () => fake.people.voice('li', '我摔伤了')],
    ['mixed', () => fake.people.mixed('li', '看图', Buffer.from('p'))],
  ])('hands out %s', async (kind, send) => {
    await ready();
    send();
    await eventually(() => expect(names().slice(2)).toEqual(['message', `message.${kind}`]));
    expect(argOf('message')).toMatchObject({ body: { msgtype: kind } });
  });

  it('hands out a kind of message that nobody knows yet', async () => {
    await ready();
    fake.people.message('li', { msgtype: 'hologram', hologram: { depth: 3 } });
    await eventually(() => expect(names().slice(2)).toEqual(['message']));
    expect(argOf('message')).toMatchObject({ body: { hologram: { depth: 3 } } });
  });

  it.each([
    ['enter_chat', () => fake.people.enterChat('li'), { eventtype: 'enter_chat' }],
    [
      'template_card_event',
      () => fake.people.clickCard('li', 'claim', 't1_1'),
      { template_card_event: { event_key: 'claim', task_id: 't1_1' } },
    ],
    ['feedback_event', () => fake.people.feedback('li', 'f1', 2), { feedback_event: { id: 'f1', type: 2 } }],
  ])('hands out %s', async (kind, act, event) => {
    await ready();
    act();
    await eventually(() => expect(names().slice(2)).toEqual(['event', `event.${kind}`]));
    expect(argOf(`event.${kind}`)).toMatchObject({ cmd: 'aibot_event_callback', body: { event } });
  });

  it('streams an answer under the req_id of the question', async () => {
    await ready();
    const frame = await asked();
    const ack = await client.replyStream(frame, 's1', '正在查', false, [], { id: 'f1' });
    expect(ack).toMatchObject({ headers: frame.headers, errcode: 0 });
    await client.replyStream(frame, 's1', '正在查条文，查到了', true);
    expect(fake.sent().map(({ cmd, conversation, body }) => ({ cmd, conversation, ...body }))).toEqual([
      {
        cmd: 'aibot_respond_msg',
        conversation: 'li',
        msgtype: 'stream',
        stream: { id: 's1', finish: false, content: '正在查', feedback: { id: 'f1' } },
      },
      {
        cmd: 'aibot_respond_msg',
        conversation: 'li',
        msgtype: 'stream',
        stream: { id: 's1', finish: true, content: '正在查条文，查到了' },
      },
    ]);
  });

  it('sends the next frame of one req_id only after the ack of the one before', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'hold' } });
    const first = settle(client.replyStream(frame, 's1', '一'));
    const second = settle(client.replyStream(frame, 's1', '一二', true));
    // Another req_id does not wait, and shows that there was time for the second.
    await client.sendMessage('li', { msgtype: 'markdown', markdown: { content: '别的' } });
    expect(fake.frames('aibot_respond_msg')).toHaveLength(1);
    expect(client.hasPendingReplyAck(frame)).toBe(true);
    expect(await client.replyStreamNonBlocking(frame, 's1', '一')).toBe('skipped');
    fake.release();
    expect(await first).toHaveProperty('value');
    expect(await second).toHaveProperty('value');
    expect(client.hasPendingReplyAck(frame)).toBe(false);
    expect(fake.sent().map(({ body }) => body.stream ?? body.markdown)).toMatchObject([
      { content: '一' },
      { content: '别的' },
      { content: '一二' },
    ]);
  });

  it('never leaves out the last frame of a stream', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'hold' } });
    const first = settle(client.replyStreamNonBlocking(frame, 's1', '一'));
    const last = settle(client.replyStreamNonBlocking(frame, 's1', '一二', true));
    await fake.until(() => fake.sent().length === 1);
    fake.release();
    expect(await first).toMatchObject({ value: { errcode: 0 } });
    expect(await last).toMatchObject({ value: { errcode: 0 } });
  });

  it('tells acks in the wrong order apart', async () => {
    await ready();
    await asked();
    fake.faults.add({ cmd: 'aibot_send_msg', times: 3, does: { kind: 'hold' } });
    const send = (content: string) =>
      client.sendMessage('li', { msgtype: 'markdown', markdown: { content } });
    const sent = [send('甲'), send('乙'), send('丙')];
    await fake.until(() => fake.sent().length === 3);
    fake.release();
    const acks = await Promise.all(sent);
    expect(acks.map(({ headers }) => headers.req_id)).toEqual(fake.sent().map(({ reqId }) => reqId));
    expect(new Set(acks.map(({ headers }) => headers.req_id)).size).toBe(3);
  });

  it('greets, sends cards, replaces cards and pushes', async () => {
    await ready();
    const message = await asked();
    const entered = { headers: { req_id: fake.people.enterChat('li') } };
    const clicked = { headers: { req_id: fake.people.clickCard('li', 'claim', 't1_1') } };
    await client.replyWelcome(entered, { msgtype: 'text', text: { content: '你好' } });
    await client.replyTemplateCard(message, CARD, { id: 'f2' });
    await client.updateTemplateCard(clicked, CARD, ['li']);
    await client.sendMediaMessage('li', 'video', 'm1', { title: '题' });
    await client.replyMedia(message, 'file', 'm2');
    expect(fake.sent().map(({ cmd, body }) => ({ cmd, ...body }))).toMatchObject([
      { cmd: 'aibot_respond_welcome_msg', msgtype: 'text', text: { content: '你好' } },
      { cmd: 'aibot_respond_msg', template_card: { ...CARD, feedback: { id: 'f2' } } },
      { cmd: 'aibot_respond_update_msg', response_type: 'update_template_card', userids: ['li'] },
      { cmd: 'aibot_send_msg', msgtype: 'video', video: { media_id: 'm1', title: '题' } },
      { cmd: 'aibot_respond_msg', msgtype: 'file', file: { media_id: 'm2' } },
    ]);
  });

  it.each([1, 512 * 1024, 1_300_000])('uploads %i bytes in pieces', async (size) => {
    await ready();
    const bytes = randomBytes(size);
    const { media_id, type } = await client.uploadMedia(bytes, { type: 'file', filename: '条文.txt' });
    expect(type).toBe('file');
    const got = fake.uploaded().get(media_id);
    expect(got).toMatchObject({ type: 'file', filename: '条文.txt' });
    expect(got?.bytes.equals(bytes)).toBe(true);
  });

  it('sends a piece again that failed', async () => {
    await ready();
    fake.faults.add({ cmd: 'aibot_upload_media_chunk', does: { kind: 'nack', errcode: -1 } });
    const { media_id } = await client.uploadMedia(Buffer.from('a'), { type: 'image', filename: 'a.png' });
    expect(fake.uploaded().has(media_id)).toBe(true);
    expect(fake.frames('aibot_upload_media_chunk')).toHaveLength(2);
  });

  it('fetches and decrypts a file', async () => {
    await ready();
    const picture = randomBytes(1000);
    fake.people.file('li', 'image', picture, '工资条.png');
    await eventually(() => expect(names()).toContain('message.image'));
    const message = argOf('message.image');
    const { url = '', aeskey } = imageOf(message);
    const { buffer, filename } = await client.downloadFile(url, aeskey);
    expect(buffer.equals(picture)).toBe(true);
    expect(filename).toBe('工资条.png');
  });

  it('rejects what WeCom refuses, and goes on', async () => {
    await ready();
    const frame = await asked();
    const stale = { headers: { req_id: 'of-no-callback' } };
    expect(await refusal(client.replyStream(stale, 's1', '一'))).toMatchObject({ errcode: 846605 });
    const entered = { headers: { req_id: fake.people.enterChat('li') } };
    expect(await refusal(client.replyStream(entered, 's1', '一'))).toMatchObject({ errcode: 846605 });
    await client.replyStream(frame, 's1', '一', true);
    expect(await refusal(client.replyStream(frame, 's1', '二'))).toMatchObject({ errcode: 846608 });
    const nobody = client.sendMessage('LI', { msgtype: 'markdown', markdown: { content: '在吗' } });
    expect(await refusal(nobody)).toMatchObject({ errcode: 93006 });
    await client.replyStream(frame, 's2', '还在', true);
  });

  it('comes back after the connection broke, and says so', async () => {
    await ready();
    fake.cut();
    await eventually(() => expect(names().filter((name) => name === 'authenticated')).toHaveLength(2));
    expect(names()).toEqual([
      ...['connected', 'authenticated', 'disconnected', 'reconnecting'],
      ...['connected', 'authenticated'],
    ]);
    expect(argOf('reconnecting')).toBe(1);
    await asked();
  });

  it('comes back when two pings in a row have no answer', async () => {
    await ready({ heartbeatInterval: 50 });
    await fake.until(() => fake.frames('ping').length >= 2);
    // Pings alone: the official client would wait for ever for a subscription that is not answered.
    fake.faults.add({ cmd: 'ping', times: 1000, does: { kind: 'mute', carriedOut: true } });
    const before = fake.frames('ping').length;
    await eventually(() => expect(names()).toContain('disconnected'));
    expect(fake.frames('ping').length).toBeGreaterThanOrEqual(before + 1);
    fake.faults.clear();
    await eventually(() =>
      expect(names().filter((name) => name === 'authenticated').length).toBeGreaterThanOrEqual(2),
    );
  });

  it('gives up after as many wrong secrets as it may try', async () => {
    await start({ maxAuthFailureAttempts: 2 }, 'wrong');
    await eventually(() =>
      expect(argOfLast(heard, 'error')).toMatchObject({ code: 'WS_AUTH_FAILURE_EXHAUSTED' }),
    );
    expect(fake.frames('aibot_subscribe')).toHaveLength(3);
    expect(names().filter((name) => name === 'reconnecting')).toHaveLength(2);
    expect(argOf('error')).toMatchObject({ message: expect.stringContaining('853000') });
    expect(client.isConnected).toBe(false);
  });

  it('gives up after as many tries as it may make', async () => {
    fake.refuseConnections(true);
    await start({ maxReconnectAttempts: 2 });
    await eventually(() =>
      expect(argOfLast(heard, 'error')).toMatchObject({ code: 'WS_RECONNECT_EXHAUSTED' }),
    );
    expect(names().filter((name) => name === 'reconnecting')).toHaveLength(2);
  });

  it('leaves the bot to a newer connection', async () => {
    await ready();
    const newer = make({ ...BOT, wsUrl: fake.url(), logger: SILENT });
    newer.connect();
    await eventually(() => expect(names()).toContain('disconnected'));
    expect(names().slice(2, 5)).toEqual(['event', 'event.disconnected_event', 'disconnected']);
    expect(client.isConnected).toBe(false);
    await eventually(() => expect(newer.isConnected).toBe(true));
    expect(fake.connections()).toMatchObject({ opened: 2, kicked: 1, live: true });
    newer.disconnect();
  });

  it('rejects what waits for an ack when it is disconnected', async () => {
    await ready();
    const frame = await asked();
    fake.faults.add({ cmd: 'aibot_respond_msg', does: { kind: 'mute', carriedOut: true } });
    const waiting = settle(client.replyStream(frame, 's1', '一'));
    const behind = settle(client.replyStream(frame, 's1', '一二'));
    await fake.until(() => fake.sent().length === 1);
    client.disconnect();
    expect(await waiting).toMatchObject({ error: expect.any(Error) });
    expect(await behind).toMatchObject({ error: expect.any(Error) });
    expect(client.isConnected).toBe(false);
  });

  it('reads on after something that is no frame', async () => {
    await ready();
    fake.sendRaw('{"headers": nonsense');
    fake.sendRaw('[]');
    fake.sendRaw('{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":{}}');
    await asked();
    expect(names().slice(2)).toEqual(['message', 'message.text']);
  });

  it('reads a binary frame as the text that it holds', async () => {
    await ready();
    const body = `{"msgid":"m1","aibotid":"b","chattype":"single","from":{"userid":"li"},"msgtype":"text","text":{"content":"在吗"}}`;
    fake.sendRaw(Buffer.from(`{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":${body}}`));
    await eventually(() => expect(argOf('message')).toMatchObject({ body: { text: { content: '在吗' } } }));
  });

  it('reads a frame with bare control characters in it', async () => {
    await ready();
    const body = `{"msgid":"m1","aibotid":"b","chattype":"single","from":{"userid":"li"},"msgtype":"text","text":{"content":"a\x01\x0bb"}}`;
    fake.sendRaw(`{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":${body}}`);
    await eventually(() => expect(argOf('message')).toMatchObject({ body: { text: { content: 'ab' } } }));
  });
});

function argOfLast(heard: readonly Heard[], event: string): unknown {
  return heard.findLast((one) => one.event === event)?.arg;
}

function imageOf(frame: unknown): { url?: string; aeskey?: string } {
  const { body } = frame as official.WsFrame<official.ImageMessage>;
  return body?.image ?? {};
}
