import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { KINDS, kindOf } from './questions.ts';
import { createSetting, eventually, healthOf, type Setting } from './setting.ts';
import { openWebVisitor } from './web-visitor.ts';

const KILLS = 10;
const VISITORS = 12;

describe('the web page while its server is killed', () => {
  let setting: Setting | undefined;
  afterEach(() => setting?.close());

  it('shows one answer to each question, in order and none twice: each has its id for good', async () => {
    setting = await createSetting({ TELEGRAM_BOT_TOKEN: '' });
    const { chance, start } = setting;
    // Node writes what it compiled when it ends by itself.
    const first = start();
    await first.ready;
    await first.stop();
    let server = start();
    let address = await server.ready;
    const visitors = await Promise.all(Array.from({ length: VISITORS }, () => openWebVisitor(() => address)));
    const reading = new AbortController();
    const asking = new AbortController();
    const patience = AbortSignal.timeout(400_000);
    const listening = visitors.map((visitor) => visitor.listen(reading.signal));
    const asked = visitors.map(async (visitor) => {
      while (!asking.signal.aborted) {
        await visitor.ask(patience);
        await pause(chance.whole(0, 100));
      }
    });
    const seen = () => visitors.reduce((sum, visitor) => sum + visitor.letters().size, 0);
    for (let kill = 0; kill < KILLS; kill++) {
      const before = seen();
      await eventually(
        () => seen() >= before + VISITORS,
        () => `answers seen: ${seen() - before}; ${server.complaints()}`,
      );
      await pause(chance.whole(0, 200));
      await server.kill();
      address = undefined;
      server = start();
      address = await server.ready;
    }
    asking.abort();
    await Promise.all(asked);
    const want = visitors.map((visitor) => Array.from({ length: visitor.asked() }, (_, n) => n % KINDS));
    await eventually(
      () => visitors.every((visitor, i) => visitor.letters().size >= (want[i]?.length ?? 0)),
      () => visitors.map((visitor) => `${visitor.letters().size} of ${visitor.asked()}`).join(', '),
    );
    const shown = (letters: ReadonlyMap<number, string>) =>
      [...letters].sort(([a], [b]) => a - b).map(([, data]) => kindOf(data));
    console.log(`web: ${want.flat().length} questions over ${KILLS} kills (CRASH_SEED=${chance.seed})`);
    expect(visitors.map((visitor) => shown(visitor.letters()))).toEqual(want);
    // What a page opened anew is given is the same.
    expect(await Promise.all(visitors.map(async (visitor) => shown(await visitor.reread())))).toEqual(want);
    expect((await healthOf(address ?? '')).outbox).toEqual({ pending: 0, sending: 0, failed: 0, dead: 0 });
    reading.abort();
    await Promise.all(listening);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  }, 600_000);
});
