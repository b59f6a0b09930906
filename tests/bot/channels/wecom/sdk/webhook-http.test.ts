import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import {
  createMemoryStreamStore,
  systemClock,
  WebhookBot,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { createAibotCaller, postTo } from '../../../../fakes/aibot-callback/caller.ts';
import { SILENT } from './ws-rig.ts';

const KEYS = { token: 'QDG6eKrq', encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A bot behind a real server, and WeCom calling it. */
async function serve(bot: WebhookBot) {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://bot');
    if (request.method === 'GET') {
      response.end(bot.verifyUrl(searchParams));
      return;
    }
    void buffer(request)
      .then((body) => bot.handleCallback(searchParams, body))
      .then(({ status, contentType, body }) => {
        response.writeHead(status, { 'content-type': contentType }).end(body);
      });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const url = `http://127.0.0.1:${address.port}/hooks/wecom`;
  return { url, wecom: createAibotCaller({ ...KEYS, botId: 'b', deliver: postTo(url) }) };
}

it('one server is asked and another polled, over HTTP', async () => {
  const streamStore = createMemoryStreamStore(systemClock);
  const asked = new WebhookBot({ ...KEYS, streamStore, logger: SILENT });
  const polled = new WebhookBot({ ...KEYS, streamStore, logger: SILENT });
  const first = await serve(asked);
  const second = await serve(polled);
  asked.on('message.text', async (frame) => {
    await asked.replyStream(frame, 's', `你问的是：${frame.body.text.content}`);
    await asked.replyStream(frame, 's', '查到了', true);
  });
  const { reply } = await first.wecom.text('li', '高温天有津贴吗？🌡️');
  expect(reply).toEqual({
    msgtype: 'stream',
    stream: { id: 's', finish: false, content: '你问的是：高温天有津贴吗？🌡️' },
  });
  expect((await second.wecom.poll('s')).reply).toEqual({
    msgtype: 'stream',
    stream: { id: 's', finish: true, content: '查到了' },
  });
});

it('the address is verified over HTTP, and its text stands alone in the answer', async () => {
  const { url, wecom } = await serve(new WebhookBot({ ...KEYS, logger: SILENT }));
  const { query, encrypt } = wecom.sign('5927782489442352469');
  query.set('echostr', encrypt);
  const response = await fetch(`${url}?${query}`);
  expect(await response.text()).toBe('5927782489442352469');
});

it('a body of two MB is refused', async () => {
  const { url, wecom } = await serve(new WebhookBot({ ...KEYS, logger: SILENT }));
  const { query } = wecom.sign('x');
  const response = await fetch(`${url}?${query}`, { method: 'POST', body: 'x'.repeat(2 ** 21) });
  expect(response.status).toBe(413);
});
