import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../../bot/channels/channel.ts';
import type { Inbound, Json, Outbound } from '../../../../../bot/channels/message.ts';
import {
  type AppChannel,
  createAppChannel,
  decodeAppMessage,
} from '../../../../../bot/channels/wecom/app/channel.ts';
import { TEXT_BYTES } from '../../../../../bot/channels/wecom/plain.ts';
import { parseAppInbound } from '../../../../../bot/channels/wecom/sdk/app-callback.ts';
import { WeComAppClient } from '../../../../../bot/channels/wecom/sdk/index.ts';
import { wecomCopy } from '../../../../../bot/copy/wecom.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../../fakes/qyapi/server.ts';
import { delivery, listen, TO } from '../rig.ts';
import { createSleepyClock, type SleepyClock } from '../sdk/qyapi-rig.ts';

const CORP = 'ww0000000000000001';
const AGENT = '1000002';
const SECRET = 'secret-of-the-app-that-nobody-sees';
const copy = wecomCopy.state;

let fake: FakeQyapi;
let clock: SleepyClock;
let made: AppChannel;
let heard: ReturnType<typeof listen>;
let accepted: Inbound[];
beforeEach(async () => {
  clock = createSleepyClock();
  heard = listen();
  accepted = [];
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: AGENT, secret: SECRET }], now: clock.now });
  fake.messages.members.add('lisi');
  await fake.start();
  const client = new WeComAppClient({
    ...{ corpId: CORP, corpSecret: SECRET, agentId: AGENT, baseURL: fake.url(), clock },
    random: () => 0,
  });
  made = createAppChannel({ client, publicUrl: undefined, telemetry: heard.telemetry });
});
afterEach(() => fake.stop());

const start = () => made.channel.start(async (inbounds) => void accepted.push(...inbounds));
const encode = (outbound: Outbound): readonly Json[] => made.channel.encode(outbound, TO);
const send = (
  words = '答',
  more: { repeat?: boolean; chat?: string; signal?: AbortSignal } = {},
): Promise<Outcome> =>
  made.channel.send(
    delivery({ kind: 'text', text: words }, { chat: more.chat ?? 'lisi', repeat: more.repeat ?? false }),
    more.signal ?? AbortSignal.timeout(5_000),
  );
const arrived = () =>
  fake.delivered('app').map(({ message }) => (message as { text?: { content: string } }).text?.content);

const common = { ToUserName: CORP, FromUserName: 'lisi', CreateTime: '1700000000', AgentID: AGENT };
const decode = (xml: Record<string, string>) => decodeAppMessage(parseAppInbound({ ...common, ...xml }));
const media = (kind: string, ...ids: readonly string[]) => ({
  kind: 'media',
  media: kind,
  caption: '',
  files: ids.map((mediaId) => ({ source: { mediaId }, name: '', mime: '', size: null })),
});

describe('what a member does in the app', () => {
  it.each<[string, Record<string, string>, unknown]>([
    [
      'a text',
      { MsgType: 'text', Content: ' 押金不退 ' },
      { kind: 'text', text: ' 押金不退 ', voice: false, edited: false },
    ],
    ['a picture', { MsgType: 'image', PicUrl: 'http://x.example', MediaId: 'M' }, media('photo', 'M')],
    ['a voice', { MsgType: 'voice', MediaId: 'M', Format: 'amr' }, media('voice', 'M')],
    ['a video', { MsgType: 'video', MediaId: 'M' }, media('video', 'M')],
    ['a place', { MsgType: 'location', Location_X: '1', Location_Y: '2' }, media('location')],
    ['a link', { MsgType: 'link', Title: 't' }, media('other')],
    // Somebody waits for an answer, and hears that words are wanted.
    ['a message of the future', { MsgType: 'hologram' }, media('other')],
  ])('%s', (_, xml, content) => {
    expect(decode({ ...xml, MsgId: '9007199254740993' })).toEqual({
      ...{
        event: 'msg:9007199254740993',
        chat: 'lisi',
        kind: 'private',
        topic: null,
        quoted: null,
        handle: null,
      },
      ...{ sender: { id: 'lisi', admin: null }, addressed: true, message: '9007199254740993', content },
    });
  });

  it.each<[string, unknown]>([
    ['subscribe', { kind: 'enter', payload: '' }],
    ['unsubscribe', { kind: 'left' }],
  ])('%s', (Event, content) => {
    expect(decode({ MsgType: 'event', Event })).toMatchObject({ content, message: null, chat: 'lisi' });
  });

  it.each<[string, Record<string, string>]>([
    ['opening the app', { MsgType: 'event', Event: 'enter_agent' }],
    ['a place told by the app', { MsgType: 'event', Event: 'LOCATION' }],
    ['a press on a card', { MsgType: 'event', Event: 'template_card_event', ResponseCode: 'secret' }],
    ['what is neither event nor message', { MsgType: 'hologram' }],
    ['no kind at all', {}],
    ['a text of nobody', { MsgType: 'text', MsgId: '1', Content: '押金', FromUserName: '' }],
  ])('%s is nothing to answer', (_, xml) => {
    expect(decode(xml)).toBeUndefined();
  });

  it('has no id of a message where WeCom gives none, and yet a key of its own', () => {
    const inbound = decode({ MsgType: 'text', Content: '押金', MsgId: '' });
    expect(inbound?.message).toBeNull();
    expect(inbound?.event).toContain('lisi');
  });

  it('is kept before WeCom is told so, counted when it is nothing, and not taken before the start', async () => {
    const said = parseAppInbound({ ...common, MsgType: 'text', Content: '在吗', MsgId: '5' });
    await expect(made.receive(said)).rejects.toThrow('not started');
    await start();
    await made.receive(said);
    await made.receive(parseAppInbound({ ...common, MsgType: 'hologram' }));
    expect(accepted.map(({ event }) => event)).toEqual(['msg:5']);
    expect(heard.received).toEqual(['wecom-app ignored unknown']);
    await made.channel.stop();
    await expect(made.receive(said)).rejects.toThrow('not started');
  });
});

describe('what is said to a member', () => {
  const parts = (words: string): Outbound => ({
    parts: [{ kind: 'text', text: words, style: 'quiet' }],
    buttons: [],
  });

  it('leaves room for the word before a repeat', async () => {
    const payloads = encode(parts('不得扣押。'.repeat(400)));
    expect(payloads.length).toBeGreaterThan(1);
    for (const payload of payloads) {
      const words = (payload as { text: string }).text;
      await send(words, { repeat: true });
      expect(arrived().at(-1)).toBe(`${wecomCopy.repeated}\n${words}`);
      expect(Buffer.byteLength(arrived().at(-1) ?? '')).toBeLessThanOrEqual(TEXT_BYTES);
    }
  });

  it('is a file where it is one', async () => {
    const [payload = null] = encode({
      parts: [
        {
          kind: 'file',
          name: '我的数据.json',
          mime: 'application/json',
          base64: Buffer.from('{"说":1}').toString('base64'),
          caption: '',
        },
      ],
      buttons: [],
    });
    const sent = await made.channel.send(delivery(payload, { chat: 'lisi' }), AbortSignal.timeout(5_000));
    expect(sent).toEqual({ kind: 'sent', ref: null });
    expect(fake.delivered('app')).toMatchObject([{ users: ['lisi'], message: { msgtype: 'file' } }]);
  });

  it('arrives, unmarked when it is no repeat', async () => {
    expect(await send('答')).toEqual({ kind: 'sent', ref: null });
    expect(arrived()).toEqual(['答']);
  });

  it.each<[number, Outcome]>([
    [-1, { kind: 'later', afterMs: null, reason: '-1' }],
    [45009, { kind: 'later', afterMs: 60_000, reason: '45009' }],
    [60020, { kind: 'later', afterMs: 300_000, reason: '60020' }],
    [40001, { kind: 'later', afterMs: 300_000, reason: '40001' }],
    [301002, { kind: 'later', afterMs: 300_000, reason: '301002' }],
    [60111, { kind: 'refused', reason: 'unknown-member', closed: true }],
    [40003, { kind: 'refused', reason: 'unknown-member', closed: true }],
    [44004, { kind: 'refused', reason: '44004', closed: false }],
  ])('errcode %i comes to %o', async (errcode, outcome) => {
    fake.faults.add({ endpoint: 'message/send', times: 9, does: { kind: 'errcode', errcode } });
    expect(await send()).toEqual(outcome);
    expect(arrived()).toEqual([]);
  });

  it('is refused for somebody who is no member, and the app stands as it stood', async () => {
    await start();
    expect(await send('答', { chat: 'nobody' })).toEqual({
      kind: 'refused',
      reason: 'unknown-member',
      closed: true,
    });
    expect(made.channel.state()).toEqual({ state: 'ready', detail: '' });
    expect(heard.notes).toEqual([]);
  });

  it.each([
    [{ invaliduser: ['lisi'], unlicenseduser: [] }, 'unknown-member'],
    [{ invaliduser: [], unlicenseduser: ['lisi'] }, 'unlicensed-member'],
  ])('that WeCom took for nobody (%o) is refused', async (lists, reason) => {
    const taken = { msgid: 'M', invalidparty: [], invalidtag: [], response_code: undefined, ...lists };
    const client = {
      sendText: async () => taken,
      sendFile: async () => taken,
      uploadMedia: async () => ({ media_id: 'M' }),
      getMedia: async () => ({ bytes: Buffer.alloc(0), contentType: '' }),
      getAccessToken: async () => 'T',
    };
    made = createAppChannel({ client, publicUrl: undefined, telemetry: heard.telemetry });
    expect(await send()).toEqual({ kind: 'refused', reason, closed: true });
  });

  it('with a token that ended is sent with a new one', async () => {
    await send('一');
    fake.tokens.invalidate();
    expect(await send('二')).toMatchObject({ kind: 'sent' });
    expect(arrived()).toEqual(['一', '二']);
  });

  it('that may have arrived is unknown, never sent again by itself', async () => {
    fake.faults.add({ endpoint: 'message/send', does: { kind: 'reset', carriedOut: true } });
    expect(await send()).toEqual({ kind: 'unknown', reason: 'broken' });
    expect(fake.calls('message/send')).toBe(1);
    await fake.stop();
    expect(await send()).toEqual({ kind: 'later', afterMs: null, reason: 'unreachable' });
  });

  it('shows in the state what is wrong with the app, once, and that it is well again', async () => {
    await start();
    fake.setTrusted(false);
    await send();
    await send();
    expect(made.channel.state()).toEqual({ state: 'down', detail: copy.ip });
    fake.setTrusted(true);
    await send();
    expect(made.channel.state()).toEqual({ state: 'ready', detail: '' });
    expect(heard.notes).toEqual([
      'error wecom-app-state {"state":"down","reason":60020}',
      'info wecom-app-state {"state":"ready"}',
    ]);
  });

  it('starts although the secret is wrong, and says so', async () => {
    fake.faults.add({ endpoint: 'gettoken', does: { kind: 'errcode', errcode: 40001 } });
    await start();
    expect(made.channel.state()).toEqual({ state: 'down', detail: copy.credentials });
  });
});
