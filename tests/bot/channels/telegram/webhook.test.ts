import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../../bot/channels/telegram/channel.ts';
import { NoWebhookSecret } from '../../../../bot/channels/telegram/webhook.ts';
import { telegramCopy } from '../../../../bot/copy/telegram.ts';
import { createRig, listen, type Rig, TOKEN } from './rig.ts';

const SECRET = 'a-secret_of-16-and-more';
const WORKER = 501;
let rig: Rig;
let server: Server;

/** The bot's own HTTP server, as Telegram calls it. */
async function listenFor(handle: () => Rig['webhook']): Promise<string> {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const headers = new Headers(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = Buffer.concat(chunks);
      const response = await handle()?.(new Request('http://x/hook', { method: 'POST', headers, body }));
      outgoing.writeHead(response?.status ?? 404);
      outgoing.end(await response?.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
}

beforeEach(async () => {
  const url = await listenFor(() => rig.webhook);
  rig = await createRig({ mode: { kind: 'webhook', url, secret: SECRET } });
});
afterEach(async () => {
  await rig.end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const update = {
  update_id: 1,
  message: {
    message_id: 5,
    date: 1,
    chat: { id: 9, type: 'private' },
    from: { id: 9, is_bot: false, first_name: 'x' },
    text: '好',
  },
};

async function call(body: string | undefined, secret: string | undefined, method = 'POST'): Promise<number> {
  const headers = secret === undefined ? undefined : { 'x-telegram-bot-api-secret-token': secret };
  const request = new Request('http://x/hook', {
    method,
    ...(headers && { headers }),
    ...(body && { body }),
  });
  const response = await rig.webhook?.(request);
  return response?.status ?? 0;
}

describe('without a secret it does not open', () => {
  it.each([undefined, '', 'with blank', '汉字', 'x'.repeat(257)])('%s', (secret) => {
    const make = () =>
      createTelegramChannel({
        ...{ token: TOKEN, publicUrl: undefined, telemetry: listen().telemetry },
        mode: { kind: 'webhook', url: 'https://x.example/hook', secret },
      });
    expect(make).toThrow(NoWebhookSecret);
    expect(make).toThrow(/TELEGRAM_WEBHOOK_SECRET/);
  });

  it('polling has no door', async () => {
    const polling = await createRig();
    expect(polling.webhook).toBeUndefined();
    await polling.end();
  });
});

describe('receiving by webhook', () => {
  it('registers, and Telegram’s calls arrive with its secret', async () => {
    await rig.start();
    expect(rig.channel.state()).toEqual({ state: 'ready', detail: '' });
    rig.fake.users.say({ from: WORKER, text: '在吗' });
    await rig.acceptedAtLeast(1);
    await rig.fake.until(() => rig.fake.pending() === 0);
    expect(rig.fake.webhook().tries).toBe(1);
  });

  it('while nothing can be stored Telegram repeats, and loses nothing', async () => {
    let left = 3;
    rig.onAccept = async () => {
      if (left-- > 0) throw new Error('full');
    };
    await rig.start();
    rig.fake.users.say({ from: WORKER, text: '别丢' });
    await rig.acceptedAtLeast(1);
    expect(rig.fake.webhook()).toMatchObject({ tries: 4, lastError: 'Wrong response from the webhook: 503' });
  });

  it('before the start it says come again', async () => {
    expect(await call(JSON.stringify(update), SECRET)).toBe(503);
    await rig.start();
    expect(await call(JSON.stringify(update), SECRET)).toBe(200);
    await rig.channel.stop();
    expect(await call(JSON.stringify(update), SECRET)).toBe(503);
  });

  it('an address that Telegram does not take is said plainly', async () => {
    const wrong = await createRig({ mode: { kind: 'webhook', url: 'ftp://x', secret: SECRET } });
    await wrong.start();
    expect(wrong.channel.state()).toEqual({ state: 'down', detail: telegramCopy.state.badWebhook });
    await wrong.end();
  });
});

describe('what is not Telegram', () => {
  const long = JSON.stringify({ ...update, pad: 'x'.repeat(2 * 1024 * 1024) });
  beforeEach(() => rig.start());

  it.each([
    ['no secret', JSON.stringify(update), undefined, 401, 'refused secret'],
    ['a wrong secret', JSON.stringify(update), 'a-secret_of-16-and-mork', 401, 'refused secret'],
    ['a wrong secret and 2 MB', long, 'x', 401, 'refused secret'],
    ['2 MB', long, SECRET, 413, 'refused too long'],
    ['no JSON', '{"update_id":', SECRET, 400, 'refused not an update'],
    ['no body', undefined, SECRET, 400, 'refused not an update'],
    ['null', 'null', SECRET, 400, 'refused not an update'],
    ['another shape', '{"update_id":1,"message":{"text":5}}', SECRET, 200, 'refused shape'],
    ['an unknown kind', '{"update_id":1,"poll":{}}', SECRET, 200, 'ignored kind'],
  ])('%s', async (_, body, secret, status, told) => {
    expect(await call(body, secret)).toBe(status);
    expect(rig.received).toEqual([told]);
    expect(rig.accepted).toEqual([]);
  });

  it('a GET', async () => {
    expect(await call(undefined, SECRET, 'GET')).toBe(405);
  });
});
