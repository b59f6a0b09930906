import { createCipheriv, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { decodeEncodingAESKey, pkcs7Pad } from '@wecom/aibot-node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHttp,
  type Http,
  WebhookBot,
  WeComApiClient,
  WeComMediaError,
  WSClient,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { BOT, refusal, SILENT } from './ws-rig.ts';

const KEYS = { token: 'QDG6eKrq', encodingAESKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

/** As WeCom does it; padding by the official package. */
function encrypt(plain: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(pkcs7Pad(plain, 32)), cipher.final()]);
}

describe('from a server of files', () => {
  let server: Server;
  let origin: string;
  let answer: { status: number; bytes: Buffer; headers: Record<string, string> };
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    answer = { status: 200, bytes: Buffer.alloc(0), headers: {} };
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(answer.status, answer.headers).end(answer.bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    origin = `http://127.0.0.1:${address.port}`;
  });
  afterEach(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );

  it('an HTTP bot decrypts with the key of its callback', async () => {
    const plain = randomBytes(12_345);
    answer.bytes = encrypt(plain, decodeEncodingAESKey(KEYS.encodingAESKey));
    answer.headers = {
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('工资条.jpg')}`,
    };
    const bot = new WebhookBot({ ...KEYS, download: { origins: [origin] }, logger: SILENT });
    const { buffer, filename } = await bot.downloadFile(`${origin}/a?sign=s `);
    expect(buffer.equals(plain)).toBe(true);
    expect(filename).toBe('工资条.jpg');
  });

  it('a WebSocket bot decrypts with the key beside the address, and gives bytes as they lie without one', async () => {
    const key = randomBytes(32);
    const plain = randomBytes(31);
    answer.bytes = encrypt(plain, key);
    const client = new WSClient({ ...BOT, download: { origins: [origin] }, logger: SILENT });
    expect((await client.downloadFile(`${origin}/a`, key.toString('base64'))).buffer.equals(plain)).toBe(
      true,
    );
    expect((await client.downloadFile(`${origin}/a`)).buffer.equals(answer.bytes)).toBe(true);
    expect((await client.api.downloadFileRaw(`${origin}/a`)).buffer.equals(answer.bytes)).toBe(true);
  });

  const api = (maxBytes?: number) =>
    new WeComApiClient(createHttp(), { origins: [origin], ...(maxBytes !== undefined && { maxBytes }) });

  it.each([
    ['another key', randomBytes(32).toString('base64')],
    ['a key that is too short', randomBytes(31).toString('base64')],
  ])('what %s does not open is told so', async (_what, key) => {
    answer.bytes = encrypt(randomBytes(100), randomBytes(32));
    expect(await refusal(api().downloadFile(`${origin}/a`, key))).toMatchObject({ fault: 'undecryptable' });
  });

  it('what is cut is told so', async () => {
    const key = randomBytes(32);
    answer.bytes = encrypt(randomBytes(100), key).subarray(0, -1);
    const cut = api().downloadFile(`${origin}/a`, key.toString('base64'));
    expect(await refusal(cut)).toMatchObject({ fault: 'undecryptable' });
  });

  it.each([
    ['no length', true],
    ['a length', false],
  ])('what is too large, with %s, is not read to its end', async (_what, chunked) => {
    answer.bytes = Buffer.alloc(200_000);
    answer.headers = chunked ? { 'transfer-encoding': 'chunked' } : {};
    expect(await refusal(api(100_000).downloadFileRaw(`${origin}/a`))).toMatchObject({ fault: 'too-large' });
    answer.bytes = Buffer.alloc(100_000);
    expect((await api(100_000).downloadFileRaw(`${origin}/a`)).buffer).toHaveLength(100_000);
  });

  it.each([
    [403, 'expired'],
    [404, 'expired'],
    [500, 'unreachable'],
    // A redirect could lead to a host that nobody allowed.
    [302, 'unreachable'],
  ])('status %i is told as %s', async (status, fault) => {
    answer.status = status;
    answer.headers = { location: `${origin}/b` };
    const error = await refusal(api().downloadFileRaw(`${origin}/a?sign=geheim`));
    expect(error).toBeInstanceOf(WeComMediaError);
    expect(error).toMatchObject({ fault });
    expect(JSON.stringify([String(error), error, String(Object(error).cause)])).not.toContain('geheim');
    expect(asked).toHaveLength(1);
  });

  it('plain HTTP and other ports of an allowed origin are other origins', async () => {
    const other = origin.replace(/\d+$/, (port) => `${Number(port) + 1}`);
    expect(await refusal(api().downloadFileRaw(`${other}/a`))).toMatchObject({ fault: 'address' });
    expect(await refusal(api().downloadFileRaw(`${origin.replace('http', 'https')}/a`))).toMatchObject({
      fault: 'address',
    });
    expect(asked).toEqual([]);
  });
});

describe('addresses', () => {
  const called: string[] = [];
  /** A way out that notes where it was asked to go. */
  const http: Http = {
    baseURL: 'https://qyapi.weixin.qq.com',
    json: () => Promise.reject(new Error('not asked for')),
    bytes: async ({ path }) => {
      called.push(path);
      return { bytes: Buffer.from('x'), contentType: '' };
    },
  };
  const api = new WeComApiClient(http);

  it.each([
    'https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/BHoPdA3/75?sign=q-sign-time%3D1%3B2',
    'https://ww-aibot-file-1258476243.cos.ap-shanghai.myqcloud.com/a',
    'https://wwcdn.work.weixin.qq.com/a',
  ])('of WeCom are called: %s', async (url) => {
    await api.downloadFileRaw(url);
    expect(called.at(-1)).toBe(url);
  });

  it.each([
    ['plain HTTP', 'http://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/a'],
    ["somebody else's bucket", 'https://evil-1258476243.cos.ap-guangzhou.myqcloud.com/a'],
    ['a bucket that looks like it', 'https://ww-aibot-img-999.cos.ap-guangzhou.myqcloud.com/a'],
    ['a name that goes on', 'https://wwcdn.work.weixin.qq.com.example.com/a'],
    ['a name that is glued on', 'https://evilwork.weixin.qq.com/a'],
    ['a name before the host', 'https://wwcdn.work.weixin.qq.com@127.0.0.1/a'],
    ['a name and a password', 'https://u:p@wwcdn.work.weixin.qq.com/a'],
    ['another port', 'https://wwcdn.work.weixin.qq.com:8443/a'],
    ['this machine', 'https://127.0.0.1/a'],
    ['the cloud that it runs in', 'http://169.254.169.254/latest/meta-data'],
    ['a file', 'file:///etc/passwd'],
    ['nothing', ''],
  ])('of %s are not', async (_what, url) => {
    const before = called.length;
    expect(await refusal(api.downloadFileRaw(url))).toMatchObject({ fault: 'address' });
    expect(called).toHaveLength(before);
  });
});
