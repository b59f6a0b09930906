import { afterEach, describe, expect, it } from 'vitest';
import { filesCopy as copy } from '../../bot/copy/files.ts';
import { JPEG } from '../bot/files/samples.ts';
import type { FakeBotApi } from '../fakes/bot-api/server.ts';
import { createSetting, eventually, type Setting } from './setting.ts';

const TOKEN = '7:crash';
const LI = 77;

/** A server that is killed over a picture. */
describe('a kill while a picture is being fetched', () => {
  let setting: Setting | undefined;
  afterEach(() => setting?.close());

  const startWorld = async () => {
    setting = await createSetting({ LOG_LEVEL: 'debug' });
    return setting;
  };
  const toldOf = (fake: FakeBotApi) =>
    fake.sent().filter(({ chat, text }) => chat === LI && text.includes('照片'));

  it('loses nothing: the next start fetches it and says so once, and no log has the token or where it lay', async () => {
    const { fake, start } = await startWorld();
    const first = start();
    await first.ready;
    fake.faults.add({ method: 'getFile', does: { kind: 'hang', carriedOut: false } });
    const photo = [fake.files.keep(JPEG)];
    fake.users.say({ from: LI, text: '', fields: { text: undefined, photo } });
    await fake.until(() => fake.calls('getFile') === 1 && fake.pending() === 0, 240_000);
    await first.kill();
    expect(toldOf(fake)).toEqual([]);
    const second = start();
    await second.ready;
    await eventually(
      () => toldOf(fake).length > 0,
      () => second.complaints(),
    );
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(toldOf(fake).map(({ text }) => text)).toEqual([`${copy.received('photo', 1)}\n${copy.ask}`]);
    expect(fake.files.asked).toHaveLength(1);
    const log = first.complaints() + second.complaints();
    expect(log).toContain('"how":"held"');
    for (const secret of [TOKEN, photo[0]?.file_id ?? '-', fake.files.asked[0] ?? '-', 'documents/'])
      expect(log).not.toContain(secret);
  }, 600_000);

  it('ends well when it is asked to: what is under way is left to the next start', async () => {
    const { fake, start } = await startWorld();
    const first = start();
    await first.ready;
    const photo = [fake.files.keep(JPEG, { coming: 'never' })];
    fake.users.say({ from: LI, text: '', fields: { text: undefined, photo } });
    await fake.until(() => fake.pending() === 0, 240_000);
    await eventually(
      () => fake.files.asked.length === 1,
      () => first.complaints(),
    );
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    expect(toldOf(fake)).toEqual([]);
    const second = start();
    await eventually(
      () => fake.files.asked.length === 2,
      () => second.complaints(),
    );
    await second.kill();
  }, 600_000);
});
