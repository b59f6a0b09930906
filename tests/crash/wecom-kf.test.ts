import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';
import type { ServerProcess } from './server-process.ts';
import { eventually } from './setting.ts';
import { createWecomSetting } from './wecom-setting.ts';

const KILLS = 20;

async function urlOf(server: ServerProcess): Promise<string> {
  const url = await server.ready;
  if (url === undefined) throw new Error(`did not start: ${server.complaints()}`);
  return url;
}

describe('a server that fetches from 微信客服 and is killed', () => {
  it('between what WeCom gave it and its cursor: fetches it again, and answers it once', async () => {
    const setting = await createWecomSetting();
    const { fake, start, callAt, ask, drained } = setting;
    try {
      let server = start();
      callAt(await urlOf(server));
      ask(3);
      await drained(await urlOf(server));
      for (let death = 0; death < 3; death++) {
        // WeCom has the call and keeps its answer until the server that asked is dead.
        const before = fake.calls('kf/sync_msg');
        fake.faults.add({ endpoint: 'kf/sync_msg', does: { kind: 'hold' } });
        ask(5);
        await fake.until(() => fake.faults.held() === 1);
        expect(fake.calls('kf/sync_msg')).toBeGreaterThan(before);
        await server.kill();
        fake.faults.release();
        server = start();
        callAt(await urlOf(server));
        await drained(await urlOf(server));
      }
      expect(setting.faults()).toEqual([]);
      expect(setting.asked()).toBe(18);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await setting.close();
    }
  }, 600_000);

  it('twenty times under load, at any moment: one answer to each question, in order, and none given up', async () => {
    const setting = await createWecomSetting();
    const { chance, start, callAt, ask, trickle } = setting;
    try {
      const first = start();
      await first.ready;
      await first.stop();
      const enough = new AbortController();
      const asking = trickle(enough.signal);
      for (let kill = 0; kill < KILLS; kill++) {
        const server = start();
        ask(chance.whole(0, 15));
        callAt(await urlOf(server));
        await pause(chance.whole(0, 600));
        await server.kill();
      }
      enough.abort();
      await asking;
      const last = start();
      const url = await urlOf(last);
      callAt(url);
      const { outbox } = await setting.drained(url);
      console.log(`微信客服: ${setting.asked()} questions over ${KILLS} kills (CRASH_SEED=${chance.seed})`);
      expect(setting.faults()).toEqual([]);
      expect(outbox.dead).toBe(0);
      expect(await last.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await setting.close();
    }
  }, 600_000);
});

await describeWithPostgres('two servers on one PostgreSQL that share one account of 微信客服', () => {
  it('answer each question once and in order, while one of them is killed and comes back', async () => {
    const { url: database, drop } = await freshDatabase();
    const setting = await createWecomSetting({ DATABASE_URL: database });
    const { chance, start, callAt, trickle } = setting;
    try {
      const servers = [start(), start()];
      const urls = await Promise.all(servers.map(urlOf));
      const enough = new AbortController();
      const asking = trickle(enough.signal);
      // WeCom knows one address; a balancer behind it takes turns.
      let turn = 0;
      const balancing = (async () => {
        while (!enough.signal.aborted) {
          callAt(urls[turn++ % urls.length] ?? '');
          await pause(20, undefined, { signal: enough.signal }).catch(() => undefined);
        }
      })();
      for (let kill = 0; kill < 2; kill++) {
        await pause(chance.whole(500, 1500));
        const place = kill % servers.length;
        await servers[place]?.kill();
        const again = start();
        servers[place] = again;
        urls[place] = await urlOf(again);
      }
      await eventually(
        () => setting.asked() > 60,
        () => `${setting.asked()} questions`,
      );
      enough.abort();
      await Promise.all([asking, balancing]);
      const { outbox } = await setting.drained(urls[0] ?? '');
      expect(setting.faults()).toEqual([]);
      expect(outbox.dead).toBe(0);
      for (const server of servers) expect(await server.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await setting.close();
      await drop();
    }
  }, 600_000);
});
