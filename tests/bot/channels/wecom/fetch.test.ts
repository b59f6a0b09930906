import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../bot/channels/message.ts';
import { createBotFetch } from '../../../../bot/channels/wecom/bot/files.ts';
import { createMediaFetch } from '../../../../bot/channels/wecom/fetch-media.ts';
import { WeComAppClient } from '../../../../bot/channels/wecom/sdk/index.ts';
import { createFakeQyapi, type FakeQyapi } from '../../../fakes/qyapi/server.ts';
import {
  type Coming,
  createSealedFiles,
  type SealedFiles,
  startFileServer,
} from '../../../fakes/sealed-files.ts';

const PATIENT = new AbortController().signal;
const PLAIN = Buffer.from('made up, and not a picture either');
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';

describe('a file that the AI bot was sent', () => {
  let files: SealedFiles;
  let server: Awaited<ReturnType<typeof startFileServer>>;
  beforeEach(async () => {
    files = createSealedFiles();
    server = await startFileServer(files);
  });
  afterEach(() => server.stop());

  const fetchOne = (source: Json, limit = 1000, signal = PATIENT) =>
    createBotFetch({ encodingAESKey: KEY, origin: server.origin })(source, limit, signal);
  const at = (coming: Coming = 'whole') => ({
    url: server.origin + files.keep(PLAIN, KEY, coming),
    aeskey: null,
  });

  it.each([
    ['the callback’s', KEY, null],
    ['its own', randomBytes(32).toString('base64'), 'own'],
  ])('opens with %s key', async (_, key, own) => {
    const url = server.origin + files.keep(PLAIN, key);
    const got = await fetchOne({ url, aeskey: own === null ? null : key });
    expect(got).toMatchObject({ kind: 'got', name: 'IMG.png' });
    expect(got.kind === 'got' && Buffer.from(got.bytes).equals(PLAIN)).toBe(true);
  });

  it.each<[Coming, object]>([
    ['cut', { kind: 'gone', reason: 'undecryptable' }],
    ['wrong-key', { kind: 'gone', reason: 'undecryptable' }],
    ['expired', { kind: 'gone', reason: 'gone' }],
    ['huge', { kind: 'too-large' }],
    ['broken', { kind: 'later', reason: 'unreachable', afterMs: null }],
  ])('that comes %s', async (coming, fetched) => {
    expect(await fetchOne(at(coming))).toEqual(fetched);
  });

  it('is not fetched from anywhere else, by whatever way', async () => {
    const foreign = await startFileServer(files);
    const path = files.keep(PLAIN, KEY);
    const gone = { kind: 'gone', reason: 'address' };
    expect(await fetchOne(at({ redirect: foreign.origin + path }))).toEqual(gone);
    for (const url of [
      foreign.origin + path,
      `${server.origin.replace('http', 'https')}${path}`,
      `http://user:pass@${new URL(server.origin).host}${path}`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'https://evil.myqcloud.com/x',
      'https://work.weixin.qq.com.evil.example/x',
      'not an address',
    ])
      expect(await fetchOne({ url, aeskey: null }), url).toEqual(gone);
    expect(foreign.hits()).toBe(0);
    await foreign.stop();
  });

  it('without any key is not kept as what nobody can read', async () => {
    const fetchKeyless = createBotFetch({ encodingAESKey: undefined, origin: server.origin });
    expect(await fetchKeyless(at(), 1000, PATIENT)).toEqual({ kind: 'gone', reason: 'undecryptable' });
    expect(server.hits()).toBe(0);
  });

  it('that never comes ends with the signal', async () => {
    const giveUp = new AbortController();
    const fetched = fetchOne(at('never'), 1000, giveUp.signal);
    while (server.hits() === 0) await new Promise((resolve) => setImmediate(resolve));
    giveUp.abort();
    expect(await fetched).toMatchObject({ kind: 'later' });
  });
});

describe('a file by media_id', () => {
  const CORP = 'ww1436e0e65a779aee';
  let fake: FakeQyapi;
  beforeEach(async () => {
    fake = createFakeQyapi({ corpId: CORP, apps: [{ agentId: '1', secret: 'secret-secret' }] });
    await fake.start();
  });
  afterEach(() => fake.stop());

  const fetchOne = (source: Json, limit = 1000, signal = PATIENT) => {
    const { url: baseURL } = { url: fake.url() };
    const client = new WeComAppClient({ corpId: CORP, corpSecret: 'secret-secret', agentId: '1', baseURL });
    return createMediaFetch(client)(source, limit, signal);
  };
  const kept = (bytes = PLAIN) => ({
    mediaId: fake.media.add('corp', 'file', { filename: '合同.txt', bytes }).media_id,
  });

  it('comes with its name', async () => {
    const got = await fetchOne(kept());
    expect(got).toMatchObject({ kind: 'got', name: '合同.txt' });
    expect(got.kind === 'got' && Buffer.from(got.bytes).equals(PLAIN)).toBe(true);
  });

  it('that is too long is not read to its end', async () => {
    expect(await fetchOne(kept(), 10)).toEqual({ kind: 'too-large' });
  });

  it('that nobody knows is refused in JSON with status 200, and is not kept as a file', async () => {
    expect(await fetchOne({ mediaId: 'MEDIA_never' })).toEqual({ kind: 'gone', reason: 'gone' });
  });

  it('is not had where this machine is not trusted', async () => {
    fake.setTrusted(false);
    expect(await fetchOne(kept())).toEqual({ kind: 'gone', reason: 'refused' });
  });

  it('is asked for again after a broken line', async () => {
    fake.faults.add({ endpoint: 'media/get', does: { kind: 'reset', carriedOut: false } });
    expect(await fetchOne(kept())).toEqual({ kind: 'later', reason: 'unreachable', afterMs: null });
  });
});
