import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DELIVERIES_AT_ONCE } from '../../bot/app.ts';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';
import { judge } from './judge.ts';
import { createLoad } from './load.ts';
import type { ServerProcess } from './server-process.ts';
import { createSetting, drained } from './setting.ts';

const KILLS = 8;
const SERVERS = 2;
const PUBLIC_URL = 'https://bot.example';

await describeWithPostgres('two servers on one PostgreSQL behind one webhook', () => {
  it('share the work while one of them is always being killed: one answer to each question, in order', async () => {
    const { url, drop } = await freshDatabase();
    /** Who listens, and where: the balancer before them knows of a death only by a refused connection. */
    const listening: (string | undefined)[] = [];
    let turn = 0;
    const reach = (address: string) =>
      address.replace(PUBLIC_URL, listening[turn++ % SERVERS] ?? listening.find((one) => one) ?? PUBLIC_URL);
    const setting = await createSetting(
      {
        DATABASE_URL: url,
        DATA_KEY: randomBytes(32).toString('base64'),
        PUBLIC_URL,
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: 'a-secret-between-us',
      },
      { reach },
    );
    try {
      const { chance, fake, start } = setting;
      const launch = async (place: number): Promise<ServerProcess> => {
        const server = start();
        listening[place] = await server.ready;
        if (listening[place] === undefined) throw new Error(`did not start: ${server.complaints()}`);
        return server;
      };
      // Both at once: one of them makes the tables.
      const servers = await Promise.all(Array.from({ length: SERVERS }, (_, place) => launch(place)));
      const load = createLoad(fake, chance, { people: 40, groups: 4 });
      const enough = new AbortController();
      const trickle = load.trickle(60, enough.signal);
      for (let kill = 0; kill < KILLS; kill++) {
        await pause(chance.whole(500, 2500));
        const place = kill % SERVERS;
        await servers[place]?.kill();
        servers[place] = await launch(place);
      }
      enough.abort();
      await trickle;
      const { outbox } = await drained(listening[0] ?? '', fake);
      const { asked, repeats, falseAlarms, faults } = judge(fake.sent(), load.asked());
      console.log(
        `two processes: ${repeats} repeats of ${asked} replies, each marked, over ${KILLS} kills ` +
          `(${falseAlarms} marked in vain, ${outbox.dead} given up; CRASH_SEED=${chance.seed})`,
      );
      expect(faults).toEqual([]);
      expect(outbox.dead).toBe(0);
      expect(repeats).toBeLessThanOrEqual(KILLS * DELIVERIES_AT_ONCE);
      for (const server of servers) expect(await server.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await setting.close();
      await drop();
    }
  }, 600_000);
});
