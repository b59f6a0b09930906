import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  createHttp,
  type TemplateCard,
  TemplateCardType,
  WeComAppClient,
  WeComLimitError,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { AGENT, CALLBACK, createRig, failureOf } from './qyapi-rig.ts';

const HOUR = 3_600_000;
const me = { users: ['zhangsan'] };

const card = (task_id: string): TemplateCard => ({
  card_type: TemplateCardType.ButtonInteraction,
  source: { desc: '工会热线' },
  main_title: { title: '工单 T1', desc: '跑单费争议' },
  horizontal_content_list: [{ keyname: '平台', value: '某平台' }],
  button_list: [
    { text: '认领', style: 1, key: 'claim' },
    { text: '转交', style: 2, key: 'pass' },
  ],
  task_id,
});

async function createApp(options = {}) {
  const rig = await createRig(options);
  return { ...rig, app: new WeComAppClient({ ...rig.client, agentId: AGENT, callback: CALLBACK }) };
}

describe('messages', () => {
  it.each<[string, (app: WeComAppClient) => Promise<unknown>, object]>([
    ['text', (app) => app.sendText(me, '好'), { text: { content: '好' } }],
    ['markdown', (app) => app.sendMarkdown(me, '**好**'), { markdown: { content: '**好**' } }],
    [
      'textcard',
      (app) => app.sendTextCard(me, { title: '题', description: '文', url: 'https://a.example' }),
      { textcard: { title: '题' } },
    ],
    ['template_card', (app) => app.sendTemplateCard(me, card('t1')), { template_card: { task_id: 't1' } }],
    [
      'news',
      (app) => app.send(me, { msgtype: 'news', news: { articles: [{ title: '题' }] } }),
      { news: { articles: [{ title: '题' }] } },
    ],
  ])('%s arrives as it was sent', async (msgtype, send, content) => {
    const { fake, app } = await createApp();
    await send(app);
    expect(fake.delivered('app')).toMatchObject([
      { users: ['zhangsan'], agentId: AGENT, message: { msgtype, ...content } },
    ]);
  });

  it('whom it did not reach is part of the result, not an error', async () => {
    const { fake, app } = await createApp();
    const sent = await app.sendText(
      { users: ['zhangsan', 'LiSi', 'gone'], parties: ['7'], tags: ['8', '9'] },
      '好',
    );
    expect(sent).toMatchObject({
      ...{ invaliduser: ['lisi', 'gone'], invalidparty: ['7'], invalidtag: ['8', '9'], unlicenseduser: [] },
      msgid: expect.any(String),
    });
    expect(fake.delivered('app')[0]?.users).toEqual(['zhangsan']);
  });

  it('that reach nobody are an error', async () => {
    const { app } = await createApp();
    expect(await failureOf(app.sendText({ users: ['gone'] }, '好'))).toMatchObject({ errcode: 81013 });
    expect(await failureOf(app.sendText({}, '好'))).toMatchObject({ errcode: 82001 });
  });

  it('a text of one byte too many is not sent: WeCom would cut it in silence', async () => {
    const { fake, app } = await createApp();
    await app.sendText(me, `${'字'.repeat(682)}ab`);
    const error = await failureOf(app.sendText(me, `${'字'.repeat(682)}abc`));
    expect(error).toBeInstanceOf(WeComLimitError);
    expect(error).toMatchObject({ field: 'text.content', limit: 2048, actual: 2049 });
    expect(fake.calls('message/send')).toBe(1);
  });

  it.each<[string, (app: WeComAppClient) => Promise<unknown>]>([
    ['markdown.content', (app) => app.sendMarkdown(me, '字'.repeat(683))],
    ['textcard.title', (app) => app.sendTextCard(me, { title: '字'.repeat(43), description: '', url: '' })],
    [
      'textcard.description',
      (app) => app.sendTextCard(me, { title: '', description: '字'.repeat(171), url: '' }),
    ],
    [
      'news.articles',
      (app) =>
        app.send(me, {
          msgtype: 'news',
          news: { articles: Array.from({ length: 9 }, () => ({ title: '题' })) },
        }),
    ],
    ['template_card.task_id', (app) => app.sendTemplateCard(me, card('t'.repeat(129)))],
    [
      'template_card.task_id',
      (app) => app.updateTemplateCard('code', { template_card: card('t'.repeat(129)) }),
    ],
    ['touser', (app) => app.sendText({ users: Array.from({ length: 1001 }, (_, n) => `u${n}`) }, '好')],
    ['toparty', (app) => app.sendText({ parties: Array.from({ length: 101 }, (_, n) => `${n}`) }, '好')],
    ['text.content', (app) => app.sendAppChat('c', { msgtype: 'text', text: { content: '字'.repeat(683) } })],
    [
      'voice',
      (app) => app.uploadMedia('voice', { filename: 'a.amr', bytes: Buffer.alloc(2 * 1024 * 1024 + 1) }),
    ],
  ])('%s has a limit', async (field, send) => {
    const { app } = await createApp();
    expect(await failureOf(send(app))).toMatchObject({ name: 'WeComLimitError', field });
  });

  it('what WeCom saw a moment ago it drops, when it is asked to', async () => {
    const { fake, app, clock } = await createApp();
    const send = () => app.sendText(me, '好', { duplicateCheckSeconds: 600 });
    await send();
    await send();
    expect(fake.delivered('app')).toHaveLength(1);
    clock.advance(600_000);
    await send();
    expect(fake.delivered('app')).toHaveLength(2);
  });

  it('of another app are refused', async () => {
    const { client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: 7 });
    expect(await failureOf(app.sendText(me, '好'))).toMatchObject({ errcode: 301002 });
  });

  it('from an address that WeCom does not trust are refused', async () => {
    const { fake, app } = await createApp();
    fake.setTrusted(false);
    expect(await failureOf(app.sendText(me, '好'))).toMatchObject({ errcode: 60020, retryable: false });
  });

  it('one too many at the same moment waits for the other', async () => {
    const { fake, client, clock } = await createRig();
    fake.setConcurrency(1);
    fake.faults.add({ endpoint: 'message/send', does: { kind: 'hold' } });
    const first: Promise<unknown>[] = [];
    const sleep = async (ms: number) => {
      await clock.sleep(ms);
      fake.faults.release();
      await Promise.all(first);
    };
    const app = new WeComAppClient({ ...client, clock: { ...clock, sleep }, agentId: AGENT });
    await app.getAccessToken();
    first.push(app.sendText(me, '一'));
    await fake.until(() => fake.faults.held() === 1);
    await app.sendText(me, '二');
    expect(clock.slept).toEqual([275]);
    expect(fake.delivered('app').map(({ message }) => message.text)).toEqual([
      { content: '一' },
      { content: '二' },
    ]);
  });

  it('can be recalled for a day', async () => {
    const { fake, app, clock } = await createApp();
    const { msgid = '' } = await app.sendText(me, '好');
    await app.recall(msgid);
    expect(fake.delivered('recall')).toMatchObject([{ msgid }]);
    clock.advance(24 * HOUR + 1);
    expect(await failureOf(app.recall(msgid))).toMatchObject({ errcode: 40058 });
  });
});

describe('cards', () => {
  it('are updated once by the code that came with them', async () => {
    const { fake, app } = await createApp();
    const { msgid, response_code = '' } = await app.sendTemplateCard(me, card('t1_1'));
    await app.updateTemplateCard(response_code, { button: { replace_name: '张三已认领' } });
    expect(fake.delivered('card')).toMatchObject([
      { msgid, update: { button: { replace_name: '张三已认领' } } },
    ]);
    const again = app.updateTemplateCard(response_code, { template_card: card('t1_2') });
    expect(await failureOf(again)).toMatchObject({ errcode: 40058 });
  });

  it('are updated within 72 hours', async () => {
    const { app, clock } = await createApp();
    const { response_code = '' } = await app.sendTemplateCard(me, card('t1'));
    clock.advance(72 * HOUR + 1);
    const late = app.updateTemplateCard(response_code, { button: { replace_name: '好' } });
    expect(await failureOf(late)).toMatchObject({ errcode: 40058 });
  });

  it('have a task of their own', async () => {
    const { app } = await createApp();
    await app.sendTemplateCard(me, card('t1'));
    expect(await failureOf(app.sendTemplateCard(me, card('t1')))).toMatchObject({ errcode: 40058 });
  });

  it('say whom an update did not reach', async () => {
    const { app } = await createApp();
    const { response_code = '' } = await app.sendTemplateCard(me, card('t1'));
    const update = { template_card: card('t1') };
    expect(await app.updateTemplateCard(response_code, update, { users: ['zhangsan', 'gone'] })).toEqual({
      invaliduser: ['gone'],
    });
  });
});

describe('files', () => {
  it('go up and come down as they were, names in Chinese included', async () => {
    const { fake, app } = await createApp();
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 251));
    const { media_id } = await app.uploadMedia('file', { filename: '工资条 "三月".pdf', bytes });
    const file = await app.getMedia(media_id);
    expect(file.bytes.equals(bytes)).toBe(true);
    expect(file.filename).toBe('工资条 _三月_.pdf');
    await app.sendFile(me, media_id);
    expect(fake.delivered('app')).toMatchObject([{ message: { file: { media_id } } }]);
  });

  it('that hold JSON are files, not errors', async () => {
    const { app } = await createApp();
    const bytes = Buffer.from('{"errcode":40007,"errmsg":"no error at all"}');
    const { media_id } = await app.uploadMedia('file', { filename: 'a.json', bytes });
    expect((await app.getMedia(media_id)).bytes).toEqual(bytes);
  });

  it('are gone after three days', async () => {
    const { app, clock } = await createApp();
    const { media_id } = await app.uploadMedia('image', { filename: 'a.png', bytes: Buffer.alloc(10) });
    await app.sendImage(me, media_id);
    clock.advance(72 * HOUR + 1);
    expect(await failureOf(app.getMedia(media_id))).toMatchObject({
      errcode: 40007,
      endpoint: '/cgi-bin/media/get',
    });
    expect(await failureOf(app.sendImage(me, media_id))).toMatchObject({ errcode: 40007 });
  });

  it('of five bytes are none', async () => {
    const { app } = await createApp();
    const tiny = app.uploadMedia('file', { filename: 'a', bytes: Buffer.alloc(5) });
    expect(await failureOf(tiny)).toMatchObject({ errcode: 40006 });
  });
});

describe('groups of the app', () => {
  it('are made and written to', async () => {
    const { fake, app } = await createApp();
    fake.messages.members.add('lisi');
    const { chatid } = await app.createAppChat({
      name: '值班',
      owner: 'lisi',
      userlist: ['zhangsan', 'lisi'],
      chatid: 'duty1',
    });
    await app.sendAppChat(chatid, { msgtype: 'markdown', markdown: { content: '**好**' } });
    expect(fake.delivered('appchat')).toMatchObject([
      { chatid: 'duty1', message: { markdown: { content: '**好**' } } },
    ]);
    const again = app.createAppChat({ userlist: ['zhangsan', 'lisi'], chatid: 'duty1' });
    expect(await failureOf(again)).toMatchObject({ errcode: 86215 });
    expect(await failureOf(app.createAppChat({ userlist: ['zhangsan', 'gone'] }))).toMatchObject({
      errcode: 86216,
    });
    expect(
      await failureOf(app.sendAppChat('other', { msgtype: 'text', text: { content: '好' } })),
    ).toMatchObject({ errcode: 86003 });
  });
});

describe('the way out', () => {
  it('says where callbacks come from', async () => {
    const { app } = await createApp();
    expect(await app.getCallbackIp()).toEqual(['127.0.0.1']);
  });

  it('goes through a proxy when there is one', async () => {
    const { fake, client } = await createRig();
    // A proxy for http is asked for the whole address; the fake, asked so, answers in its place.
    const http = createHttp({ baseURL: 'http://qyapi.example.invalid', proxy: fake.url() });
    const app = new WeComAppClient({ ...client, http, agentId: AGENT });
    expect(await app.getCallbackIp()).toEqual(['127.0.0.1']);
  });

  it('goes through a proxy in a tunnel to https: the proxy sees no token', async () => {
    const { client } = await createRig();
    const asked: string[] = [];
    const proxy = createServer((request) => void asked.push(`${request.method} ${request.url}`));
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const { port } = z.object({ port: z.number() }).parse(proxy.address());
    const address = `http://us%40er:pass@127.0.0.1:${port}`;
    const http = createHttp({ baseURL: 'https://qyapi.example.invalid', proxy: address });
    const app = new WeComAppClient({ ...client, http, agentId: AGENT });
    expect(await failureOf(app.getAccessToken())).toMatchObject({ name: 'WeComNetworkError' });
    const basic = Buffer.from('us@er:pass').toString('base64');
    expect(asked).toEqual([`CONNECT qyapi.example.invalid:443 Basic ${basic}`]);
  });

  it('needs the callback secrets for callbacks only', async () => {
    const { client } = await createRig();
    const app = new WeComAppClient({ ...client, agentId: AGENT });
    expect(() => app.verifyUrl({})).toThrow(/without `callback`/);
  });
});
