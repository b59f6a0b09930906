import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Accept } from '../../../../bot/channels/channel.ts';
import type { Inbound } from '../../../../bot/channels/message.ts';
import { APP_HOOK, connectWecom } from '../../../../bot/channels/wecom/connect.ts';
import { WecomCrypto } from '../../../../bot/channels/wecom/sdk/index.ts';
import { parseConfig } from '../../../../bot/config.ts';
import { PLAIN_CALENDAR } from '../../../../bot/desk/working-calendar.ts';
import { createSite } from '../../../../bot/http/site.ts';
import { createVault } from '../../../../bot/privacy/vault.ts';
import { openStore } from '../../../../bot/store/open-store.ts';
import type { Store } from '../../../../bot/store/store.ts';
import { StoreUnavailable } from '../../../../bot/store/store.ts';
import { createStreamStore } from '../../../../bot/store/streams.ts';
import { createBotShelf, createDiary, createKfShelf } from '../../../../bot/store/wecom-shelves.ts';
import { KEY, rowsOf } from '../../../core.ts';
import { createManualClock, type ManualClock } from '../../../fakes/manual-clock.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../fakes/qyapi/server.ts';
import { CUSTOMER, KF, listen, textIn } from './rig.ts';

const CORP = 'ww1436e0e65a779aee';
const AGENT = '1000002';
const SECRET = 'secret-of-the-app-that-nobody-sees';
const TOKEN = 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo';
const AES_KEY = '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt';
const TARGET = { url: 'http://ours.example', token: TOKEN, encodingAESKey: AES_KEY, receiveId: CORP };
const MINUTE = 60_000;
const WORDS = '站里收了押金不退';

let fake: FakeQyapi;
let clock: ManualClock;
let store: Store;
let heard: ReturnType<typeof listen>;
let site: ReturnType<typeof createSite>['app'];
let accepted: Inbound[];
let stop: () => Promise<void>;
let accept: Accept;

beforeEach(async () => {
  clock = createManualClock();
  heard = listen();
  accepted = [];
  accept = async (inbounds) => void accepted.push(...inbounds);
  store = await openStore({ kind: 'memory' });
  fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: AGENT, secret: SECRET }], now: clock.now });
  fake.kf.addAccount({ open_kfid: KF });
  await fake.start();
  const { wecom: config } = parseConfig({
    ...{ WECOM_CORP_ID: CORP, WECOM_APP_AGENT_ID: AGENT, WECOM_APP_SECRET: SECRET, WECOM_KF: 'on' },
    ...{ WECOM_APP_TOKEN: TOKEN, WECOM_APP_AES_KEY: AES_KEY, WECOM_API_ROOT: fake.url() },
  });
  if (config === undefined) throw new Error('WeCom is off');
  const wecom = connectWecom(config, {
    ...{ publicUrl: undefined, clock, random: Math.random, telemetry: heard.telemetry },
    kfShelf: createKfShelf(store, clock, 'me'),
    botShelf: createBotShelf(store, clock, 'me'),
    streams: createStreamStore(store, createVault(KEY), 'wecom-bot', clock),
    diary: createDiary(store, clock),
    tell: undefined,
    desk: {
      ...{ store, vault: createVault(KEY), chain: [], holder: 'me', randomId: () => 'a-random-id' },
      rules: { replyHours: 24, urgentHours: 2, clocks: [], calendar: PLAIN_CALENDAR },
    },
  });
  const made = createSite({
    check: async () => ({ ok: true, facts: {} }),
    metrics: async () => ({ text: '', type: 'text/plain' }),
    telemetry: heard.telemetry,
  });
  for (const { path, channel, handle } of wecom.hooks)
    made.mount(path, handle, () => heard.telemetry.received(channel, 'refused', 'too-large'));
  site = made.app;
  for (const channel of wecom.channels) await channel.start((...given) => accept(...given));
  stop = async () => {
    for (const channel of wecom.channels) await channel.stop();
  };
});
afterEach(async () => {
  await stop();
  await fake.stop();
  await store.close();
  // Whatever was told, it holds no secret, no key, no words and no query.
  const told = JSON.stringify([heard.received, heard.notes]);
  for (const secret of [SECRET, TOKEN, AES_KEY, WORDS, 'msg_signature', 'KFTOKEN', 'echostr', 'lisi'])
    expect(told).not.toContain(secret);
});

const xml = (fields: Record<string, string>) =>
  `<xml>${Object.entries({ ToUserName: CORP, FromUserName: 'lisi', CreateTime: '1700000000', ...fields })
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
const saying = (more: Record<string, string> = {}) =>
  xml({ MsgType: 'text', Content: WORDS, MsgId: '9007199254740993', ...more });
const envelope = (ciphertext: string) =>
  `<xml><ToUserName>${CORP}</ToUserName><Encrypt>${ciphertext}</Encrypt></xml>`;

type Stamp = { timestamp?: string; nonce?: string };
const sealed = (plain: string, stamp: Stamp = {}, target = TARGET) =>
  fake.callbacks.seal(target, plain, stamp);
const send = async (query: Record<string, string>, body: string) =>
  (await site.request(`${APP_HOOK}?${new URLSearchParams(query)}`, { method: 'POST', body })).status;
const post = async (plain: string, stamp: Stamp = {}, target = TARGET) => {
  const { query, ciphertext } = sealed(plain, stamp, target);
  return send(query, envelope(ciphertext));
};
const seconds = (ms = 0) => String(Math.floor((clock.now() + ms) / 1000));

describe('the address of the app', () => {
  it('proves itself with what it was sent, and to nobody else', async () => {
    const { query, ciphertext } = sealed('1616140317555161061');
    const ask = (more: Record<string, string>) =>
      site.request(`${APP_HOOK}?${new URLSearchParams({ ...query, echostr: ciphertext, ...more })}`);
    const proof = await ask({});
    expect([proof.status, await proof.text()]).toEqual([200, '1616140317555161061']);
    expect(proof.headers.get('content-type')).toMatch(/^text\/plain/);
    expect((await ask({ msg_signature: '0'.repeat(40) })).status).toBe(403);
    // A plus that somebody on the way made a blank of.
    expect((await ask({ echostr: `${ciphertext} ` })).status).toBe(403);
    expect((await site.request(APP_HOOK)).status).toBe(403);
    expect(heard.received).toEqual([
      'wecom-app refused signature',
      'wecom-app refused signature',
      'wecom-app refused query',
    ]);
  });

  it('takes what a member says, and what WeCom tells of 微信客服', async () => {
    expect(await post(saying())).toBe(200);
    expect(accepted).toMatchObject([
      { event: 'msg:9007199254740993', message: '9007199254740993', content: { text: WORDS } },
    ]);
    accepted = [];
    fake.kf.say({
      open_kfid: KF,
      customer: CUSTOMER,
      message: { msgtype: 'text', text: { content: '在吗' } },
    });
    expect(await post(xml({ MsgType: 'event', Event: 'kf_msg_or_event', OpenKfId: KF, Token: '' }))).toBe(
      200,
    );
    await expect.poll(() => accepted.map(textIn)).toContain('在吗');
  });

  it('writes down when WeCom last called, and when it was last in trouble, once a minute at most', async () => {
    await post(saying());
    await post(saying({ MsgId: '2' }));
    await send({}, 'nonsense');
    fake.setTrusted(false);
    clock.advance(5 * MINUTE);
    const rows = async () =>
      (await rowsOf(store, 'checkpoints')).map(({ channel, name, value }) => [channel, name, value]);
    await expect.poll(rows).toContainEqual(['wecom-app', 'last-callback', `${clock.now() - 5 * MINUTE}`]);
    await expect.poll(rows).toContainEqual(['wecom-kf', 'last-error', `${clock.now()} 60020`]);
  });

  it('asks WeCom to come again when it could not keep what was said, and takes it then', async () => {
    const { query, ciphertext } = sealed(saying());
    accept = async () => {
      throw new StoreUnavailable('full', new Error('disk'));
    };
    expect(await send(query, envelope(ciphertext))).toBe(500);
    expect(heard.notes).toEqual(['error wecom-app-callback {"error":"StoreUnavailable"}']);
    accept = async (inbounds) => void accepted.push(...inbounds);
    // The very same request: no replay, because it was never carried out.
    expect(await send(query, envelope(ciphertext))).toBe(200);
    expect(accepted).toHaveLength(1);
  });

  it('tells WeCom that all is well when it comes again with what was taken', async () => {
    const { query, ciphertext } = sealed(saying());
    expect(await send(query, envelope(ciphertext))).toBe(200);
    expect(await send(query, envelope(ciphertext))).toBe(200);
    expect(accepted).toHaveLength(1);
    expect(heard.received).toEqual(['wecom-app refused replayed']);
  });

  it('gives a message of the same id the same key, in whatever envelope it comes', async () => {
    await post(saying());
    await post(saying());
    expect(accepted.map(({ event }) => event)).toEqual(['msg:9007199254740993', 'msg:9007199254740993']);
  });
});

describe('what is not let in', () => {
  const good = () => sealed(saying());
  it.each<[string, () => Promise<number>, number, string]>([
    [
      'a wrong signature',
      async () => send({ ...good().query, msg_signature: '0'.repeat(40) }, envelope(good().ciphertext)),
      403,
      'signature',
    ],
    [
      'a signature in part',
      async () => {
        const { query, ciphertext } = good();
        return send({ ...query, msg_signature: query.msg_signature.slice(0, -1) }, envelope(ciphertext));
      },
      403,
      'signature',
    ],
    [
      'another nonce',
      async () => {
        const { query, ciphertext } = good();
        return send({ ...query, nonce: `${query.nonce}1` }, envelope(ciphertext));
      },
      403,
      'signature',
    ],
    ['an old timestamp', async () => post(saying(), { timestamp: seconds(-6 * MINUTE) }), 403, 'stale'],
    ['a timestamp to come', async () => post(saying(), { timestamp: seconds(6 * MINUTE) }), 403, 'stale'],
    ['a timestamp that is none', async () => post(saying(), { timestamp: 'soon' }), 403, 'stale'],
    [
      'a ciphertext cut short',
      async () => {
        const cut = good().ciphertext.slice(0, -24);
        return sealAnew(cut);
      },
      400,
      'cipher',
    ],
    ['a ciphertext that is no base64', async () => sealAnew('###'), 400, 'cipher'],
    ['an empty ciphertext', async () => sealAnew(''), 400, 'cipher'],
    [
      'another receiver',
      async () => post(saying(), {}, { ...TARGET, receiveId: 'ww_another' }),
      403,
      'receive-id',
    ],
    ['no receiver', async () => post(saying(), {}, { ...TARGET, receiveId: '' }), 403, 'receive-id'],
    [
      'another key',
      async () => post(saying(), {}, { ...TARGET, encodingAESKey: AES_KEY.replace('6', '7') }),
      400,
      'cipher',
    ],
    ['no query', async () => send({}, envelope(good().ciphertext)), 400, 'query'],
    ['no body', async () => send(good().query, ''), 400, 'xml'],
    ['JSON', async () => send(good().query, JSON.stringify({ encrypt: good().ciphertext })), 400, 'xml'],
    ['XML that does not end', async () => send(good().query, '<xml><Encrypt>'), 400, 'xml'],
    ['XML without what matters', async () => send(good().query, '<xml><A>1</A></xml>'), 400, 'xml'],
    [
      'two ciphertexts',
      async () => send(good().query, '<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>'),
      400,
      'xml',
    ],
    [
      'a DTD outside',
      async () => send(good().query, `<!DOCTYPE x [<!ENTITY a "b">]>${envelope('&a;')}`),
      400,
      'dtd',
    ],
    [
      'an entity from a file, inside',
      async () =>
        post(`<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>${saying({ Content: '&f;' })}`),
      400,
      'dtd',
    ],
    [
      'entities of entities',
      async () =>
        post(`<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>`),
      400,
      'dtd',
    ],
    ['no XML inside', async () => post('hello'), 400, 'xml'],
    [
      'two megabytes',
      async () => send(good().query, envelope('A'.repeat(2 * 1024 * 1024))),
      413,
      'too-large',
    ],
  ])('%s: refused with its reason, and nothing is taken', async (_, act, status, reason) => {
    expect(await act()).toBe(status);
    expect(heard.received).toEqual([`wecom-app refused ${reason}`]);
    expect(accepted).toEqual([]);
    // And whoever asks properly is heard.
    expect(await post(saying())).toBe(200);
    expect(accepted).toHaveLength(1);
  });

  /** A rightly signed envelope with this in it. */
  const sealAnew = async (ciphertext: string) => {
    const stamp = { timestamp: seconds(), nonce: 'nonce12345' };
    const msg_signature = new WecomCrypto(TOKEN, AES_KEY, CORP).computeSignature(
      stamp.timestamp,
      stamp.nonce,
      ciphertext,
    );
    return send({ ...stamp, msg_signature }, envelope(ciphertext));
  };

  it('another method', async () => {
    expect((await site.request(APP_HOOK, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect(heard.received).toEqual(['wecom-app refused method']);
  });

  it.each<[string, string, string]>([
    ['no kind', xml({}), 'unknown'],
    ['an event of the future', xml({ MsgType: 'event', Event: 'telepathy' }), 'event'],
    ['a press on a card', xml({ MsgType: 'event', Event: 'template_card_event', EventKey: 'x' }), 'card'],
  ])('%s is taken note of and passed over', async (_, plain, kind) => {
    expect(await post(plain)).toBe(200);
    expect(heard.received).toEqual([`wecom-app ignored ${kind}`]);
    expect(accepted).toEqual([]);
  });

  it('a message of a kind that nobody knows is taken, so that its sender hears of it', async () => {
    expect(await post(xml({ MsgType: 'hologram', MsgId: '1' }))).toBe(200);
    expect(accepted).toMatchObject([{ content: { kind: 'media', media: 'other' } }]);
  });

  it('a message without an id is taken all the same', async () => {
    expect(await post(saying({ MsgId: '' }))).toBe(200);
    expect(accepted).toMatchObject([{ message: null, content: { text: WORDS } }]);
  });
});
