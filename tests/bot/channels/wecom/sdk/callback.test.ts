import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type AppInbound,
  type AppReply,
  type CallbackHandler,
  CallbackRefused,
  createXmlCallback,
  type HandledCallback,
  parseXml,
  TemplateCardType,
  WeComAppClient,
  WecomCrypto,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { AGENT, CALLBACK, CORP, createRig } from './qyapi-rig.ts';
import { encryptRaw } from './raw-cipher.ts';
import { VECTORS } from './vectors.ts';

const TARGET = { ...CALLBACK, url: '', receiveId: CORP };

/** A server with an app's callback; what came in, and what became of it. */
async function createCallbackServer() {
  const rig = await createRig();
  const app = new WeComAppClient({ ...rig.client, agentId: AGENT, callback: CALLBACK });
  const heard: AppInbound[] = [];
  const handled: HandledCallback[] = [];
  const behaviour: { handler: CallbackHandler; lose: number } = { handler: async () => undefined, lose: 0 };
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://bot');
    const query = Object.fromEntries(searchParams);
    if (request.method === 'GET') {
      response.end(app.verifyUrl(query));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const result = await app.handleCallback(query, Buffer.concat(chunks), (message) => {
      heard.push(message);
      return behaviour.handler(message);
    });
    handled.push(result);
    if (behaviour.lose-- > 0) response.destroy();
    else response.writeHead(result.status, { 'content-type': result.contentType }).end(result.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/wecom/app`;
  rig.fake.setCallback(AGENT, { ...CALLBACK, url });
  return { ...rig, app, heard, handled, behaviour, url };
}

const said = { agentId: AGENT, from: 'zhangsan', text: '平台扣了我的跑单费' };

describe('callbacks of WeCom', () => {
  it('verify the address', async () => {
    const { fake, url } = await createCallbackServer();
    expect(await fake.callbacks.verify({ ...TARGET, url })).toEqual({ passed: true, status: 200 });
  });

  it('bring what a member wrote, ids as they are', async () => {
    const { fake, heard } = await createCallbackServer();
    const text = ' 第一行\n<b>&amp;]]> 🛵 ';
    expect(await fake.people.say({ ...said, text })).toEqual({ attempts: [{ status: 200 }], reply: '' });
    expect(heard).toMatchObject([
      { kind: 'text', Content: text, FromUserName: 'zhangsan', ToUserName: CORP, AgentID: AGENT },
    ]);
    expect(heard[0]).toMatchObject({ MsgId: '4561255354251345929', dedupeKey: 'msg:4561255354251345929' });
  });

  it('bring clicks with what was chosen, and the code that updates the card', async () => {
    const { fake, app, heard, behaviour } = await createCallbackServer();
    const { msgid = '' } = await app.sendTemplateCard(
      { users: ['zhangsan'] },
      {
        card_type: TemplateCardType.VoteInteraction,
        checkbox: { question_key: 'q1', option_list: [{ id: 'a', text: '一' }] },
        submit_button: { text: '好', key: 'go' },
        task_id: 't123_1',
      },
    );
    behaviour.handler = async () => ({ msgtype: 'update_button', replace_name: '已提交' });
    const selected = { q1: ['a', 'b'], q2: ['c'] };
    const outcome = await fake.people.click({ agentId: AGENT, from: 'zhangsan', msgid, key: 'go', selected });
    const [click] = heard;
    expect(click).toMatchObject({
      ...{ kind: 'card', Event: 'template_card_event', EventKey: 'go', TaskId: 't123_1' },
      CardType: 'vote_interaction',
      SelectedItems: [
        { question_key: 'q1', option_ids: ['a', 'b'] },
        { question_key: 'q2', option_ids: ['c'] },
      ],
    });
    expect(parseXml(outcome.reply ?? '')).toMatchObject({
      ...{ ToUserName: 'zhangsan', FromUserName: CORP, MsgType: 'update_button' },
      Button: { ReplaceName: '已提交' },
    });
    if (click?.kind !== 'card') throw new Error('no click');
    await app.updateTemplateCard(click.ResponseCode, { button: { replace_name: '张三已认领' } });
    expect(fake.delivered('card')).toHaveLength(1);
  });

  it('tell of 微信客服', async () => {
    const rig = await createCallbackServer();
    rig.fake.people.pingKf(AGENT, 'wk1', 'ENCtoken');
    await rig.fake.until(() => rig.fake.callbacks.outcomes.length === 1);
    expect(rig.heard).toMatchObject([{ kind: 'kf', OpenKfId: 'wk1', Token: 'ENCtoken', FromUserName: '' }]);
  });

  it('of a kind that nobody knows yet are heard all the same', async () => {
    const { fake, heard } = await createCallbackServer();
    await fake.people.event({ agentId: AGENT, from: 'zhangsan', event: 'enter_agent' });
    await fake.people.post(AGENT, 'zhangsan', '<MsgType>hologram</MsgType><MsgId></MsgId><X><Y>1</Y></X>');
    expect(heard).toMatchObject([
      { kind: 'event', Event: 'enter_agent', EventKey: '' },
      { kind: 'unknown', MsgType: 'hologram', MsgId: '' },
    ]);
    // Without an id they are told apart by who and when.
    expect(heard[1]?.dedupeKey).toMatch(/^event:zhangsan:\d+:/);
  });

  it.each<[string, AppReply, object]>([
    ['a text', { msgtype: 'text', content: '好 ]]> <&' }, { MsgType: 'text', Content: '好 ]]> <&' }],
    ['a picture', { msgtype: 'image', media_id: 'm1' }, { Image: { MediaId: 'm1' } }],
    ['a voice', { msgtype: 'voice', media_id: 'm1' }, { Voice: { MediaId: 'm1' } }],
    ['a video', { msgtype: 'video', media_id: 'm1', title: '题' }, { Video: { MediaId: 'm1', Title: '题' } }],
    [
      'news',
      { msgtype: 'news', articles: [{ title: '一', url: 'https://a.example/?b=1&c=2' }, { title: '二' }] },
      {
        ArticleCount: '2',
        Articles: { item: [{ Title: '一', Url: 'https://a.example/?b=1&c=2' }, { Title: '二' }] },
      },
    ],
    [
      'a card in the place of another',
      {
        msgtype: 'update_template_card',
        template_card: {
          card_type: TemplateCardType.ButtonInteraction,
          source: { desc: '工会', desc_color: 1 },
          horizontal_content_list: [
            { keyname: '谁', value: '张三', type: 3, userid: 'zhangsan' },
            { keyname: '何时' },
          ],
          card_action: { type: 2, appid: 'wx1', pagepath: 'p' },
          checkbox: { question_key: 'q', mode: 1, option_list: [{ id: 'a', text: '一', is_checked: true }] },
          button_list: [{ text: '关闭', style: 1, key: 'close' }],
          task_id: 't1',
          replace_text: '已提交',
        },
      },
      {
        TemplateCard: {
          ...{ CardType: 'button_interaction', Source: { Desc: '工会', DescColor: '1' }, TaskId: 't1' },
          HorizontalContentList: [
            { KeyName: '谁', Value: '张三', Type: '3', UserId: 'zhangsan' },
            { KeyName: '何时' },
          ],
          CardAction: { Type: '2', AppId: 'wx1', PagePath: 'p' },
          CheckBox: { QuestionKey: 'q', Mode: '1', OptionList: { Id: 'a', Text: '一', IsChecked: 'true' } },
          ButtonList: { Text: '关闭', Style: '1', Key: 'close' },
          ReplaceText: '已提交',
        },
      },
    ],
  ])('can be answered with %s', async (_, reply, expected) => {
    const { fake, behaviour } = await createCallbackServer();
    behaviour.handler = async () => reply;
    const outcome = await fake.people.say(said);
    expect(outcome.unreadable).toBeUndefined();
    expect(parseXml(outcome.reply ?? '')).toMatchObject(expected);
  });
});

describe('a callback that comes again', () => {
  it('after our answer was lost is told that it was carried out, and not carried out again', async () => {
    const { fake, heard, handled, behaviour } = await createCallbackServer();
    behaviour.lose = 2;
    const outcome = await fake.people.say(said);
    expect(outcome.attempts.map((attempt) => 'status' in attempt)).toEqual([false, false, true]);
    expect(heard).toHaveLength(1);
    expect(handled.map(({ status, refused }) => [status, refused])).toEqual([
      [200, undefined],
      [200, 'replayed'],
      [200, 'replayed'],
    ]);
  });

  it('after it failed is carried out', async () => {
    const { fake, heard, handled, behaviour } = await createCallbackServer();
    fake.callbacks.retryStatus = true;
    const boom = new Error('the store is away');
    behaviour.handler = async () => {
      if (heard.length < 3) throw boom;
      return undefined;
    };
    const outcome = await fake.people.say(said);
    expect(outcome).toEqual({ attempts: [{ status: 500 }, { status: 500 }, { status: 200 }], reply: '' });
    expect(handled.map(({ error }) => error)).toEqual([boom, boom, undefined]);
    // The same message each time: whoever handles it can know it again.
    expect(new Set(heard.map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
  });

  it('after nobody answered in time is tried three times more', async () => {
    const { fake, heard, behaviour } = await createCallbackServer();
    fake.callbacks.timeoutMs = 200;
    behaviour.handler = () => new Promise(() => undefined);
    expect((await fake.people.say(said)).attempts).toHaveLength(4);
    expect(new Set(heard.map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
  });

  it('a reply that is too long is our fault, and WeCom is told 500', async () => {
    const { fake, handled, behaviour } = await createCallbackServer();
    behaviour.handler = async () => ({ msgtype: 'text', content: '字'.repeat(683) });
    expect((await fake.people.say(said)).attempts).toEqual([{ status: 500 }]);
    expect(handled[0]?.error).toMatchObject({ name: 'WeComLimitError', field: 'Content' });
  });
});

describe('what is not let in', () => {
  const plain = '<xml><MsgType>text</MsgType><MsgId>1</MsgId></xml>';

  async function attempt(change: {
    seal?: object;
    query?: object;
    body?: (ciphertext: string) => string | Buffer;
    plain?: string;
    stamp?: { timestamp: string };
  }) {
    const { fake, clock } = await createRig();
    const callback = createXmlCallback({ ...CALLBACK, corpId: CORP, clock });
    const { query, ciphertext } = fake.callbacks.seal(
      { ...TARGET, ...change.seal },
      change.plain ?? plain,
      change.stamp,
    );
    const body = change.body?.(ciphertext) ?? `<xml><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`;
    const heard: AppInbound[] = [];
    const result = await callback.handle({ ...query, ...change.query }, body, async (message) => {
      heard.push(message);
      return undefined;
    });
    return { ...result, heard: heard.length };
  }

  it('while what is right is', async () => {
    expect(await attempt({})).toEqual({ status: 200, contentType: 'text/plain', body: '', heard: 1 });
  });

  const envelope = (text: string) => () => text;
  it.each<[string, Parameters<typeof attempt>[0], number, string]>([
    ['signed by another', { seal: { token: 'other' } }, 403, 'signature'],
    ['with another nonce', { query: { nonce: '1' } }, 403, 'signature'],
    ['without a signature', { query: { msg_signature: undefined } }, 400, 'query'],
    ['from last week', { stamp: { timestamp: '1767800000' } }, 403, 'stale'],
    ['from next week', { stamp: { timestamp: '1769200000' } }, 403, 'stale'],
    ['for another corp', { seal: { receiveId: 'ww-other' } }, 403, 'receive-id'],
    ['for an AI bot', { seal: { receiveId: '' } }, 403, 'receive-id'],
    ['under another key', { seal: { encodingAESKey: VECTORS[0]?.key } }, 400, 'cipher'],
    ['without a ciphertext', { body: envelope('<xml><Other>1</Other></xml>') }, 400, 'xml'],
    [
      'with two ciphertexts',
      { body: (c) => `<xml><Encrypt>${c}</Encrypt><Encrypt>${c}</Encrypt></xml>` },
      400,
      'xml',
    ],
    ['in JSON', { body: (c) => JSON.stringify({ encrypt: c }) }, 400, 'xml'],
    ['with nothing in it', { body: envelope('') }, 400, 'xml'],
    ['with a DTD around', { body: (c) => `<!DOCTYPE x><xml><Encrypt>${c}</Encrypt></xml>` }, 400, 'dtd'],
    [
      'with a DTD inside',
      { plain: '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>&a;</MsgType></xml>' },
      400,
      'dtd',
    ],
    ['with no XML inside', { plain: '{"msgtype":"text"}' }, 400, 'xml'],
    ['of two megabytes', { body: () => Buffer.alloc(2 * 1024 * 1024, 'a') }, 413, 'too-large'],
  ])('a callback %s', async (_, change, status, refused) => {
    expect(await attempt(change)).toEqual({ status, contentType: 'text/plain', body: '', refused, heard: 0 });
  });

  it('a ciphertext that is cut', async () => {
    const { fake, clock } = await createRig();
    const callback = createXmlCallback({ ...CALLBACK, corpId: CORP, clock });
    const cut = encryptRaw(CALLBACK.encodingAESKey, {
      message: Buffer.from(plain),
      receiveId: CORP,
      length: 9999,
    });
    const { timestamp, nonce } = fake.callbacks.seal(TARGET, plain).query;
    const msg_signature = new WecomCrypto(CALLBACK.token, CALLBACK.encodingAESKey).computeSignature(
      timestamp,
      nonce,
      cut,
    );
    const body = `<xml><Encrypt>${cut}</Encrypt></xml>`;
    expect(() => callback.open({ timestamp, nonce, msg_signature }, body)).toThrow(
      new CallbackRefused('cipher'),
    );
  });

  it('a verification played again after it was recorded', async () => {
    const { fake, clock } = await createRig();
    const callback = createXmlCallback({ ...CALLBACK, corpId: CORP, clock });
    const { query, ciphertext } = fake.callbacks.seal(TARGET, 'echo');
    expect(callback.verifyUrl({ ...query, echostr: ciphertext })).toBe('echo');
    clock.advance(6 * 60_000);
    expect(() => callback.verifyUrl({ ...query, echostr: ciphertext })).toThrow(new CallbackRefused('stale'));
    expect(() => callback.verifyUrl(query)).toThrow(new CallbackRefused('query'));
  });
});

describe('the samples of the documentation, at their own time', () => {
  it('V1 is the message that it is, V2 the echo', () => {
    const [v1, v2] = VECTORS;
    if (v1 === undefined || v2 === undefined) throw new Error('no vectors');
    const at = (vector: typeof v1) =>
      createXmlCallback({
        ...{ token: vector.token, encodingAESKey: vector.key, corpId: vector.receiveId },
        clock: { now: () => Number(vector.timestamp) * 1000 },
      });
    const query = ({ timestamp, nonce, signature = '' }: typeof v1) => ({
      timestamp,
      nonce,
      msg_signature: signature,
    });
    const body = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[${v1.encrypt}]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>`;
    expect(at(v1).open(query(v1), body)).toMatchObject({
      ...{ kind: 'text', Content: 'hello', FromUserName: 'mycreate', CreateTime: 1409659813 },
      ...{ MsgId: '4561255354251345929', AgentID: '218' },
    });
    expect(at(v2).verifyUrl({ ...query(v2), echostr: v2.encrypt })).toBe('1616140317555161061');
  });
});
