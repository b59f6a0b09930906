import { createServer } from 'node:http';
import { decrypt, getSignature } from '@wecom/crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startFakeQyapiProcess } from './process.ts';
import { createFakeQyapi } from './server.ts';

const CORP = 'wwcorp';
const APPS = [{ agentId: '1000002', secret: 'S' }];

async function start() {
  let now = Date.UTC(2026, 0, 15);
  const fake = createFakeQyapi({ corpId: CORP, apps: APPS, now: () => now });
  await fake.start();
  onTestFinished(() => fake.stop());
  const call = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${fake.url()}/cgi-bin/${path}`, init);
    return z.looseObject({ errcode: z.number(), errmsg: z.string() }).parse(await response.json());
  };
  const { access_token } = fake.tokens.give(CORP, 'S');
  const advance = (ms: number) => {
    now += ms;
  };
  return { fake, call, advance, token: `access_token=${access_token}` };
}

const text = (content: string) => ({
  touser: 'zhangsan',
  agentid: 1000002,
  msgtype: 'text',
  text: { content },
});

describe('the fake, where the library would never go', () => {
  it('cuts a text that is too long, in the middle of a letter if need be', async () => {
    const { fake, call, token } = await start();
    fake.messages.members.add('zhangsan');
    expect(await call(`message/send?${token}`, text(`a${'字'.repeat(683)}`))).toMatchObject({ errcode: 0 });
    expect(fake.delivered('app')[0]?.message).toEqual({
      msgtype: 'text',
      text: { content: `a${'字'.repeat(682)}\ufffd` },
    });
  });

  it('lets what is above 30 a minute for one member vanish without a word', async () => {
    const { fake, call, token } = await start();
    fake.messages.members.add('zhangsan');
    for (let n = 0; n < 31; n++)
      expect(await call(`message/send?${token}`, text(`${n}`))).toMatchObject({ errcode: 0 });
    expect(fake.delivered('app').filter(({ users }) => users.length === 1)).toHaveLength(30);
  });

  it.each([
    ['no token', 'message/send', text('好'), 41001],
    ['a token of nobody', 'message/send?access_token=x', text('好'), 40014],
    ['no corp', 'gettoken?corpid=x&corpsecret=S', undefined, 40013],
    ['an interface that is none', 'message/sned', {}, 404],
  ])('%s', async (_, path, body, errcode) => {
    const { call } = await start();
    expect(await call(path, body)).toMatchObject({ errcode });
  });

  it.each([
    ['an empty text', text(''), 44004],
    ['a kind that is none', { ...text('好'), msgtype: 'hologram' }, 40008],
    [
      'a card without a task',
      { ...text('好'), msgtype: 'template_card', template_card: { card_type: 'button_interaction' } },
      40058,
    ],
    [
      'a card with seven buttons',
      {
        ...{ ...text('好'), msgtype: 'template_card' },
        template_card: {
          ...{ card_type: 'button_interaction', task_id: 't' },
          button_list: Array.from({ length: 7 }, (_, n) => ({ text: '好', key: `${n}` })),
        },
      },
      40058,
    ],
  ])('refuses %s', async (_, body, errcode) => {
    const { fake, call, token } = await start();
    fake.messages.members.add('zhangsan');
    expect(await call(`message/send?${token}`, body)).toMatchObject({ errcode });
    expect(fake.all()).toEqual([]);
  });

  it('refuses a picture whose md5 is another’s', async () => {
    const { fake, call } = await start();
    fake.robots.add('k');
    const image = { base64: Buffer.from('ffd8ffe0', 'hex').toString('base64'), md5: '0'.repeat(32) };
    expect(await call('webhook/send?key=k', { msgtype: 'image', image })).toMatchObject({ errcode: 301019 });
  });

  it('takes an answer by response_url once, for an hour', async () => {
    const { fake, call, advance } = await start();
    const answer = { msgtype: 'markdown', markdown: { content: '好' } };
    const [first, second] = [fake.aibot.issue(), fake.aibot.issue()];
    expect(await call(`aibot/response?response_code=${first}`, answer)).toMatchObject({ errcode: 0 });
    expect(await call(`aibot/response?response_code=${first}`, answer)).toMatchObject({ errcode: 40058 });
    advance(3_600_001);
    expect(await call(`aibot/response?response_code=${second}`, answer)).toMatchObject({ errcode: 40058 });
    expect(fake.delivered('aibot')).toHaveLength(1);
  });

  it('gives the same token while it lives, another one afterwards', async () => {
    const { fake, advance } = await start();
    const token = () => fake.tokens.give(CORP, 'S').access_token;
    const first = token();
    expect(token()).toBe(first);
    advance(7_200_000);
    expect(token()).not.toBe(first);
  });

  it('signs and encrypts callbacks in JSON for an AI bot, which has no receiver', async () => {
    const { fake } = await start();
    const key = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
    const heard: { id: string; message: string; signed: boolean }[] = [];
    const server = createServer(async (request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://bot');
      const [timestamp, nonce] = [searchParams.get('timestamp') ?? '', searchParams.get('nonce') ?? ''];
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const { encrypt } = z
        .object({ encrypt: z.string() })
        .parse(JSON.parse(Buffer.concat(chunks).toString()));
      const signed = getSignature('T', timestamp, nonce, encrypt) === searchParams.get('msg_signature');
      heard.push({ ...decrypt(key, encrypt), signed });
      response.end('{"encrypt":"x","msgsignature":"y","timestamp":1,"nonce":"n"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const target = { url: `http://127.0.0.1:${port}/`, token: 'T', encodingAESKey: key, receiveId: '' };
    const outcome = await fake.callbacks.postJson(target, { msgtype: 'text' });
    expect(heard).toMatchObject([{ id: '', message: '{"msgtype":"text"}', signed: true }]);
    expect(outcome).toEqual({ attempts: [{ status: 200 }], unreadable: 'it is signed wrongly' });
  });
});

describe('the fake in its own process', () => {
  it('does what it is told, says what was delivered, and ends', async () => {
    const fake = await startFakeQyapiProcess({ corpId: CORP, apps: APPS });
    onTestFinished(() => fake.stop());
    const results = await fake.act([
      { do: 'member', userid: 'zhangsan' },
      { do: 'robot', key: 'k' },
      { do: 'kf-account', open_kfid: 'wk1' },
      {
        do: 'kf-say',
        open_kfid: 'wk1',
        customer: 'wm1',
        message: { msgtype: 'text', text: { content: '好' } },
      },
      { do: 'fault', fault: { endpoint: 'webhook/send', does: { kind: 'errcode', errcode: -1 } } },
      { do: 'heal' },
    ]);
    expect(results).toHaveLength(6);
    expect(results[3]).toMatch(/^kf/);
    const sent = await fetch(`${fake.url}/cgi-bin/webhook/send?key=k`, {
      method: 'POST',
      body: JSON.stringify({ msgtype: 'text', text: { content: '好' } }),
    });
    expect(await sent.json()).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await fake.delivered()).toMatchObject([{ kind: 'robot', message: { text: { content: '好' } } }]);
    expect(await fake.delivered(1)).toEqual([]);
    expect(await fake.calls('webhook/send')).toBe(1);
    await expect(
      fake.act([{ do: 'click', agentId: '1', from: 'x', msgid: 'none', key: 'k' }]),
    ).rejects.toThrow(/refused/);
  });
});
