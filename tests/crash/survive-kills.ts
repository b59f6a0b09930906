import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { createDoubts } from './doubts.ts';
import { judge } from './judge.ts';
import { createLoad } from './load.ts';
import { createSetting, drained } from './setting.ts';

const KILLS = 50;
/** One start in so many is killed before it is through. */
const EARLY = 5;

/** Kills the server under load again and again, and holds what people then got against what they asked. */
export async function surviveKills(database: string, env: Readonly<Record<string, string>>): Promise<void> {
  const { chance, fake, folder, start, close } = await createSetting(env);
  const doubts = createDoubts(env, folder);
  try {
    // Node writes what it compiled when it ends by itself.
    const first = start();
    await first.ready;
    await first.stop();

    const load = createLoad(fake, chance, { people: 120, groups: 12 });
    const enough = new AbortController();
    const trickle = load.trickle(50, enough.signal);
    let early = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const server = start();
      load.burst(chance.whole(0, 30));
      if (chance.whole(1, EARLY) === 1) early++;
      else if ((await server.ready) === undefined) throw new Error(`did not start: ${server.complaints()}`);
      await pause(chance.whole(0, 700));
      await server.kill();
      await doubts.look();
    }
    enough.abort();
    await trickle;

    const last = start();
    const url = await last.ready;
    if (url === undefined) throw new Error(`did not start: ${last.complaints()}`);
    const { outbox } = await drained(url, fake);
    const { asked, repeats, falseAlarms, faults } = judge(fake.sent(), load.asked());
    console.log(
      `${database}: Telegram has no idempotency key: ${repeats} repeats of ${asked} replies, each marked, over ` +
        `${KILLS} kills (${early} while starting; ${doubts.count()} tries in doubt, ${falseAlarms} marked in vain, ` +
        `${outbox.dead} given up; CRASH_SEED=${chance.seed})`,
    );
    expect(faults).toEqual([]);
    expect(outbox.dead).toBe(0);
    // A load that did not load would prove nothing.
    expect(asked).toBeGreaterThan(KILLS);
    // A word that it may be a repeat is for a try that died, and for no other.
    expect(repeats + falseAlarms).toBeLessThanOrEqual(doubts.count());
    expect(await last.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await close();
  }
}
