import { afterEach, beforeEach, expect, it } from 'vitest';
import { shiftCopy } from '../../../bot/copy/guides/shift.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { sql } from '../../../bot/store/kysely.ts';
import type { Store } from '../../../bot/store/store.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { type Core, createCore, madeUpTexts } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';

const library = await madeUpTexts();
const HOUR = 3_600_000;
const RIDER = 'rider-1';
const RETAIN = { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 };

/** 开工 is what makes a message for later: in four hours, and in sixteen. */
await describeEveryDatabase('what is said later', ({ make }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const start = (more: Partial<Parameters<typeof createCore>[0]> = {}): Core =>
    createCore({ store, library, ...more });
  const fours = (core: Core) =>
    core.channel.texts(RIDER).filter((text) => text.includes(shiftCopy.four)).length;
  const wait = async (core: Core, ms: number) => {
    core.clock.advance(ms);
    await core.app.settle();
  };

  it('waits for its time, and lies sealed', async () => {
    const core = start();
    await core.person(RIDER).say('开工');
    const rows = await core.rows('delayed');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(shiftCopy.four);
    await wait(core, 4 * HOUR - 1);
    expect(fours(core)).toBe(0);
    await wait(core, 1);
    expect(fours(core)).toBe(1);
    await wait(core, HOUR);
    expect(fours(core)).toBe(1);
  });

  it('is said once by two programs', async () => {
    const channel = createScriptedChannel();
    const clock = createManualClock();
    const one = start({ channels: [channel], clock });
    const other = start({
      channels: [channel],
      clock,
      store: store.dialect === 'postgres' ? await database.open() : store,
    });
    await one.person(RIDER).say('开工');
    clock.advance(4 * HOUR);
    await Promise.all([one.app.settle(), other.app.settle(), one.app.settle(), other.app.settle()]);
    expect(fours(one)).toBe(1);
  });

  it('commits with its turn: a turn that fails leaves nothing to be said', async () => {
    const core = start();
    await core.person(RIDER).say('/帮助');
    await store.transaction((tx) => sql`alter table shifts rename to shifts_away`.execute(tx));
    await core.person(RIDER).say('开工');
    expect(await core.rows('delayed')).toEqual([]);
    await store.transaction((tx) => sql`alter table shifts_away rename to shifts`.execute(tx));
    await wait(core, 60_000);
    expect(await core.rows('delayed')).toHaveLength(2);
  });

  it('is not said to a chat that is closed, and is swept when its time is over', async () => {
    const core = start();
    const rider = core.person(RIDER);
    await rider.say('开工');
    await rider.send(rider.inbound({ kind: 'left' }));
    await wait(core, 5 * HOUR);
    expect(fours(core)).toBe(0);
    await sweep(store, RETAIN, core.clock.now() + 48 * HOUR);
    expect(await core.rows('delayed')).toEqual([]);
    expect(await core.rows('shifts')).toHaveLength(1);
    await sweep(store, RETAIN, core.clock.now() + 181 * 24 * HOUR);
    expect(await core.rows('shifts')).toEqual([]);
  });

  it('cannot be read with another key, and holds up nobody', async () => {
    const core = start();
    await core.person(RIDER).say('开工');
    await store.transaction((tx) => tx.updateTable('delayed').set({ sealed: 'broken' }).execute());
    await wait(core, 5 * HOUR);
    expect(fours(core)).toBe(0);
    expect(await core.rows('delayed')).toHaveLength(1);
    await core.person(RIDER).say('/帮助');
    expect(core.channel.texts(RIDER)).toHaveLength(2);
  });
});
