import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramFetch } from '../../../../bot/channels/telegram/fetch-file.ts';
import { createFakeBotApi, type FakeBotApi } from '../../../fakes/bot-api/server.ts';
import { createSealedFiles, startFileServer } from '../../../fakes/sealed-files.ts';
import { TOKEN } from './rig.ts';

const BYTES = Buffer.from('made up, and not a picture');
const PATIENT = new AbortController().signal;

describe('a file of Telegram', () => {
  let fake: FakeBotApi;
  let fetchFile: ReturnType<typeof createTelegramFetch>;
  beforeEach(async () => {
    fake = createFakeBotApi({ token: TOKEN });
    await fake.start();
    fetchFile = createTelegramFetch({ token: TOKEN, apiRoot: fake.url() });
  });
  afterEach(() => fake.stop());
  const idOf = (...given: Parameters<FakeBotApi['files']['keep']>) => ({
    fileId: fake.files.keep(...given).file_id,
  });

  it('comes byte for byte', async () => {
    const got = await fetchFile(idOf(BYTES), 1000, PATIENT);
    expect(got).toMatchObject({ kind: 'got' });
    expect(got.kind === 'got' && Buffer.from(got.bytes).equals(BYTES)).toBe(true);
  });

  it('that is too long is not asked for, and one that comes longer than it said is cut off', async () => {
    expect(await fetchFile(idOf(BYTES), 10, PATIENT)).toEqual({ kind: 'too-large' });
    expect(fake.files.asked).toEqual([]);
    expect(await fetchFile(idOf(BYTES, { coming: 'longer' }), 2 << 20, PATIENT)).toEqual({
      kind: 'too-large',
    });
  });

  it('above what bots may have is too large by Telegram’s own word', async () => {
    const large = idOf(Buffer.alloc(20 * 1024 * 1024 + 1));
    expect(await fetchFile(large, 100 << 20, PATIENT)).toEqual({ kind: 'too-large' });
  });

  it.each<[string, () => unknown, object]>([
    ['that nobody knows', () => ({ fileId: 'unknown' }), { kind: 'gone', reason: 'gone' }],
    ['whose source is of another version', () => ({ id: 1 }), { kind: 'gone', reason: 'gone' }],
    ['whose bytes are gone', () => idOf(BYTES, { coming: 'gone' }), { kind: 'gone', reason: 'gone' }],
    [
      'whose line breaks',
      () => idOf(BYTES, { coming: 'cut' }),
      { kind: 'later', reason: 'unreachable', afterMs: null },
    ],
  ])('%s', async (_, source, fetched) => {
    expect(await fetchFile(JSON.parse(JSON.stringify(source())), 1000, PATIENT)).toEqual(fetched);
  });

  it('elsewhere is not followed: the address holds the token', async () => {
    const files = createSealedFiles();
    const elsewhere = await startFileServer(files);
    const id = idOf(BYTES, { coming: { redirect: `${elsewhere.origin}/x` } });
    expect(await fetchFile(id, 1000, PATIENT)).toEqual({ kind: 'gone', reason: 'address' });
    expect(elsewhere.hits()).toBe(0);
    await elsewhere.stop();
  });

  it('is asked for again when Telegram says so, not when the token was taken away', async () => {
    fake.faults.add({ method: 'getFile', does: { kind: 'retry-after', seconds: 3 } });
    expect(await fetchFile(idOf(BYTES), 1000, PATIENT)).toMatchObject({ kind: 'later', afterMs: 3000 });
    fake.faults.add({ method: 'getFile', does: { kind: 'gateway', status: 502, carriedOut: false } });
    expect(await fetchFile(idOf(BYTES), 1000, PATIENT)).toMatchObject({ kind: 'later' });
    fake.revokeToken();
    expect(await fetchFile(idOf(BYTES), 1000, PATIENT)).toEqual({ kind: 'gone', reason: 'refused' });
  });

  it('that never comes ends with the signal', async () => {
    const giveUp = new AbortController();
    const fetched = fetchFile(idOf(BYTES, { coming: 'never' }), 1000, giveUp.signal);
    while (fake.files.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    giveUp.abort();
    expect(await fetched).toMatchObject({ kind: 'later' });
  });
});
