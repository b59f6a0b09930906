import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess } from '../../crash/server-process.ts';
import { createFakeBotApi, type FakeBotApi } from '../../fakes/bot-api/server.ts';
import { writePublication } from '../../fixtures.ts';
import { type Installation, oldInstallation } from '../installation.ts';
import { doctor, sectionOf, TOKEN, type Visit } from './doctor.ts';

/** Answers of Telegram that the fake never gives, below /odd. */
let odd: Readonly<Record<string, unknown>> = {};
let at: Installation;
let fake: FakeBotApi;
const servers: Server[] = [];

beforeEach(async () => {
  at = await oldInstallation();
  fake = createFakeBotApi({ token: TOKEN, beside: answerOddly });
  await fake.start();
});
afterEach(async () => {
  await fake.stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  at.dispose();
});

async function answerOddly(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const method = /^\/odd\/bot[^/]+\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '';
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, result: odd[method] }));
  return true;
}

/** Another program on a port of its own; it does not answer when there is no `body`. */
async function occupy(body?: string): Promise<string> {
  const server = createServer((_, response) => {
    if (body !== undefined) response.end(body);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}

const telegram = () => ({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: fake.url() });
const webhook = () => ({
  ...telegram(),
  TELEGRAM_MODE: 'webhook',
  TELEGRAM_WEBHOOK_SECRET: 'a-secret-that-nobody-may-see',
  PUBLIC_URL: 'https://gongyou.example.org',
});
const HOOK = 'https://gongyou.example.org/hooks/telegram';

const expectSick = (visit: Visit, title: string, words: RegExp) => {
  expect(sectionOf(visit, title)).toMatch(words);
  expect(sectionOf(visit, title)).toContain('要修');
  expect(visit.code).toBe(1);
};

describe('doctor on the web page', { timeout: 240_000 }, () => {
  it('sees a server that runs, without disturbing it', async () => {
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0', ...telegram() });
    const url = (await server.ready) ?? '';
    const visit = await doctor(at, { ...telegram(), PORT: new URL(url).port }, { working: true });
    expect(sectionOf(visit, '网页')).toContain(`工友正开在 ${url}`);
    expect(sectionOf(visit, '网页')).toContain('正在用文件库');
    expect(sectionOf(visit, '数据库')).toContain('文件没有坏');
    expect(sectionOf(visit, 'Telegram')).toContain('用长轮询收消息');
    expect(visit.code).toBe(0);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0 });
  });

  it('tells when the server still uses another release than the one in force', async () => {
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0' });
    const { port } = new URL((await server.ready) ?? '');
    // It follows whatever can be opened; this cannot.
    writePublication(at.library, 900_000, { release: '000000000000' });
    const visit = await doctor(at, { PORT: port }, { working: true });
    expect(sectionOf(visit, '网页')).toMatch(
      /注意.*正在用文件库 \w{12}，可是现在的文件库是 0{12}[\s\S]*退回/,
    );
    await server.stop();
  });

  it('says that nothing runs, which is no fault', async () => {
    const port = await occupy('');
    servers[0]?.close();
    const visit = await doctor(at, { PORT: port });
    expect(sectionOf(visit, '网页')).toMatch(/注意.*没有开[\s\S]*npm start/);
    expect(visit.code).toBe(0);
  });

  it.each(['<html>', '{"status":"fine"}', ''])(
    'says that another program has the port (%s)',
    async (body) => {
      expectSick(await doctor(at, { PORT: await occupy(body) }), '网页', /是别的程序[\s\S]*PORT/);
    },
  );

  it('says that browsers refuse the port', async () => {
    expectSick(await doctor(at, { PORT: '6000' }), '网页', /浏览器不让打开/);
  });

  it('says that the server cannot answer now', async () => {
    expectSick(await doctor(at, { PORT: await occupy('{"ok":false}') }), '网页', /答不了/);
  });

  it('passes on what a running server says of its channels', async () => {
    const port = await occupy(
      '{"ok":true,"release":"000000000000","channels":{"web":"ready","telegram":"down"}}',
    );
    const visit = await doctor(at, { PORT: port });
    expect(sectionOf(visit, '网页')).toContain('Telegram 断了');
  });
});

describe('doctor on Telegram', { timeout: 240_000 }, () => {
  it('names the bot and explains what it hears in groups', async () => {
    const visit = await doctor(at, telegram());
    expect(sectionOf(visit, 'Telegram')).toContain('@gongyou_bot');
    expect(sectionOf(visit, 'Telegram')).toContain('群隐私模式开着');
    expect(visit.code).toBe(0);
    expect([fake.calls('getMe'), fake.calls('getWebhookInfo')]).toEqual([1, 1]);
    expect(['setWebhook', 'deleteWebhook', 'getUpdates', 'setMyCommands'].map(fake.calls)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('says that the channel is off without a token, and asks nobody', async () => {
    const visit = await doctor(at);
    expect(sectionOf(visit, 'Telegram')).toContain('没有开');
    expect(visit.code).toBe(0);
  });

  it('says that the token is refused, for one that is wrong and one that was revoked', async () => {
    const wrong = { ...telegram(), TELEGRAM_BOT_TOKEN: '7001:another-token' };
    expectSick(await doctor(at, wrong), 'Telegram', /不认这个机器人口令[\s\S]*@BotFather/);
    fake.revokeToken();
    expectSick(await doctor(at, telegram()), 'Telegram', /不认这个机器人口令/);
  });

  it('says that Telegram cannot be reached', async () => {
    const gone = { ...telegram(), TELEGRAM_API_ROOT: `http://127.0.0.1:${await occupy('')}` };
    servers[0]?.close();
    expectSick(await doctor(at, gone), 'Telegram', /连不上 http:\/\/127\.0\.0\.1/);
  });

  it('ends although neither Telegram nor the page ever answers', async () => {
    fake.faults.add({ method: 'getMe', does: { kind: 'hang', carriedOut: false } });
    const visit = await doctor(at, { ...telegram(), PORT: await occupy() });
    expectSick(visit, 'Telegram', /断了，或者太慢/);
    expectSick(visit, '网页', /不回话/);
  });

  it('tells a gateway and a Telegram that is busy from a wrong token', async () => {
    fake.faults.add({ method: 'getMe', does: { kind: 'gateway', status: 502, carriedOut: false } });
    expectSick(await doctor(at, telegram()), 'Telegram', /不是 Bot API 的话/);
    fake.faults.add({ method: 'getMe', does: { kind: 'retry-after', seconds: 30 } });
    expectSick(await doctor(at, telegram()), 'Telegram', /现在不答（429）/);
  });

  it('says that a webhook takes the messages away from polling, without its path', async () => {
    fake.setWebhook('https://elsewhere.example.com/a-path-with-a-secret', '');
    const visit = await doctor(at, telegram());
    expectSick(visit, 'Telegram', /配置是长轮询.*webhook（elsewhere\.example\.com）/);
    expect(visit.said).not.toContain('a-path-with-a-secret');
  });

  it('says whether the webhook is set, missing, or leads elsewhere', async () => {
    expectSick(await doctor(at, webhook()), 'Telegram', /还没有登记/);
    fake.setWebhook('https://elsewhere.example.com/hooks/telegram', '');
    expectSick(await doctor(at, webhook()), 'Telegram', /别的地址（elsewhere\.example\.com）/);
    fake.setWebhook(HOOK, '');
    const visit = await doctor(at, webhook());
    expect(sectionOf(visit, 'Telegram')).toContain('webhook 登记好了（gongyou.example.org）');
    expect(visit.code).toBe(0);
  });

  it('tells how many messages wait, when a delivery last failed and in what words of Telegram', async () => {
    odd = {
      getMe: { id: 7001, is_bot: true, first_name: '小工', username: 'odd_bot', can_join_groups: true },
      getWebhookInfo: {
        ...{ url: HOOK, has_custom_certificate: false, pending_update_count: 73 },
        ...{ last_error_date: Date.UTC(2026, 0, 15, 1, 30) / 1000 },
        last_error_message: 'Wrong response from the webhook: 502 Bad Gateway',
      },
    };
    const visit = await doctor(at, { ...webhook(), TELEGRAM_API_ROOT: `${fake.url()}/odd` });
    const said = sectionOf(visit, 'Telegram');
    expect(said).toMatch(/注意.*73 条消息在 Telegram 那边等着/);
    expect(said).toMatch(/注意.*2026-01-15 09:30.*Wrong response from the webhook: 502 Bad Gateway/);
    expect(visit.code).toBe(0);
  });

  it('warns that a bot hears every word of a group, or that it may not join one', async () => {
    odd = {
      getMe: {
        id: 7001,
        is_bot: true,
        first_name: '小工',
        username: 'odd_bot',
        can_read_all_group_messages: true,
      },
      getWebhookInfo: { url: '', has_custom_certificate: false, pending_update_count: 0 },
    };
    const visit = await doctor(at, { ...telegram(), TELEGRAM_API_ROOT: `${fake.url()}/odd` });
    expect(sectionOf(visit, 'Telegram')).toMatch(/注意.*群隐私模式关着[\s\S]*\/setprivacy/);
    expect(sectionOf(visit, 'Telegram')).toMatch(/注意.*不能拉进群/);
  });
});
