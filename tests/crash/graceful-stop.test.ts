import { afterEach, describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { createLoad } from './load.ts';
import { createSetting, drained, eventually, type Setting } from './setting.ts';

const STOPS = 3;

describe('a stop by SIGTERM under load', () => {
  let setting: Setting | undefined;
  afterEach(() => setting?.close());

  it('ends well, and after the restart everything has its one answer, with no repeat at all', async () => {
    setting = await createSetting();
    const { chance, fake, start } = setting;
    const load = createLoad(fake, chance, { people: 20, groups: 2 });
    const enough = new AbortController();
    const trickle = load.trickle(100, enough.signal);
    for (let stop = 0; stop < STOPS; stop++) {
      const before = fake.sent().length;
      const server = start();
      await eventually(
        () => fake.sent().length > before + 30,
        () => `answers: ${fake.sent().length - before}; ${server.complaints()}`,
      );
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      const after = fake.sent().length;
      // What it was sending has arrived: it did not let go of anything on its way.
      expect(after).toBeGreaterThan(before + 30);
    }
    enough.abort();
    await trickle;
    const last = start();
    await drained((await last.ready) ?? '', fake);
    const { asked, ...judgement } = judge(fake.sent(), load.asked());
    expect(judgement).toEqual({ repeats: 0, falseAlarms: 0, faults: [] });
    expect(asked).toBeGreaterThan(90);
    expect(await last.stop()).toEqual({ code: 0, signal: null });
  }, 600_000);
});
