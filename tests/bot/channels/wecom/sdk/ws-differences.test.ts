import * as official from '@wecom/aibot-node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WeComApiError, WSClient } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeOpenWs, type FakeOpenWs } from '../../../../fakes/openws/server.ts';
import { BOT, eventually, refusal, SILENT, settle } from './ws-rig.ts';

/** Where ours does not do as the official client does, each with what the official one does. README.md lists them. */
describe('the named differences', () => {
  let fake: FakeOpenWs;
  let ours: WSClient;
  let theirs: official.WSClient;

  beforeEach(async () => {
    fake = createFakeOpenWs(BOT);
    await fake.start();
    const options = { ...BOT, wsUrl: fake.url(), reconnectInterval: 2, logger: SILENT };
    ours = new WSClient(options);
    theirs = new official.WSClient(options);
  });
  afterEach(async () => {
    ours.disconnect();
    theirs.disconnect();
    await fake.stop();
  });
  const ready = (client: WSClient | official.WSClient) => {
    client.connect();
    return eventually(() => expect(client.isConnected && fake.connections().live).toBe(true));
  };
  const stale = { headers: { req_id: 'of-no-callback' } };

  it('a refusal is an error with the frame attached; theirs is the raw frame, which is no error', async () => {
    await ready(theirs);
    expect(await refusal(theirs.replyStream(stale, 's', '一'))).not.toBeInstanceOf(Error);
    theirs.disconnect();
    await ready(ours);
    const error = await refusal(ours.replyStream(stale, 's', '一'));
    expect(error).toBeInstanceOf(WeComApiError);
    expect(error).toMatchObject({ frame: { errcode: 846605 } });
  });

  it('a repeated callback is handed out once; theirs hands it out again', async () => {
    const counts = { ours: 0, theirs: 0 };
    ours.on('message', () => counts.ours++);
    theirs.on('message', () => counts.theirs++);
    await ready(theirs);
    fake.repeat(fake.people.text('li', '在吗'));
    await eventually(() => expect(counts.theirs).toBe(2));
    theirs.disconnect();
    await ready(ours);
    fake.repeat(fake.people.text('li', '在吗'));
    fake.people.text('li', '还在吗');
    await eventually(() => expect(counts.ours).toBe(2));
  });

  it('what is sent without a line waits for one; theirs is refused', async () => {
    fake.people.text('li', '在吗');
    const say = { msgtype: 'markdown', markdown: { content: '在' } } as const;
    expect(await refusal(theirs.sendMessage('li', say))).toBeInstanceOf(Error);
    const sent = settle(ours.sendMessage('li', say));
    await ready(ours);
    expect(await sent).toHaveProperty('value');
  });

  it('a push says what kind of chat it is for; theirs never does', async () => {
    const say = { msgtype: 'markdown', markdown: { content: '在' } } as const;
    fake.people.text('li', '在吗');
    await ready(theirs);
    await theirs.sendMessage('li', say);
    theirs.disconnect();
    await ready(ours);
    await ours.sendMessage('li', say, { chatType: 'single' });
    expect(fake.frames('aibot_send_msg').map(({ body }) => 'chat_type' in Object(body))).toEqual([
      false,
      true,
    ]);
  });

  it('taken by a newer connection, ours tries once more after a minute; theirs never', async () => {
    await ready(theirs);
    const again: number[] = [];
    theirs.on('reconnecting', (attempt) => again.push(attempt));
    fake.kick();
    await eventually(() => expect(theirs.isConnected).toBe(false));
    expect(again).toEqual([]);
    await ready(ours);
    ours.on('reconnecting', (attempt) => again.push(attempt));
    fake.kick();
    await eventually(() => expect(ours.state.phase).toBe('cooling'));
    expect(again).toEqual([1]);
  });

  it('ours is connected when it can send; theirs before it is authenticated', async () => {
    fake.faults.add({ cmd: 'aibot_subscribe', times: 2, does: { kind: 'mute', carriedOut: false } });
    theirs.connect();
    await fake.until(() => fake.frames('aibot_subscribe').length === 1);
    expect(theirs.isConnected).toBe(true);
    ours.connect();
    await fake.until(() => fake.frames('aibot_subscribe').length === 2);
    expect(ours.isConnected).toBe(false);
    expect(ours.state.phase).toBe('authenticating');
  });

  it('stream and card go as two frames; theirs as one', async () => {
    const card = { card_type: 'text_notice', card_action: { type: 0 } } as const;
    await ready(theirs);
    const frame = { headers: { req_id: fake.people.text('li', '在吗') } };
    await theirs.replyStreamWithCard(frame, 's1', '好', true, { templateCard: card });
    theirs.disconnect();
    await ready(ours);
    await ours.replyStreamWithCard(frame, 's2', '好', true, { templateCard: card });
    expect(fake.sent().map(({ body }) => body.msgtype)).toEqual([
      'stream_with_template_card',
      'stream',
      'template_card',
    ]);
  });
});
