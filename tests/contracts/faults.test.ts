import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../bot/store/kysely.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { type Store, type StoreFault, StoreUnavailable } from '../../bot/store/store.ts';
import { type Core, createCore, madeUpTexts, rowsOf } from '../core.ts';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.ts';
import { createScriptedChannel, type ScriptedChannel } from '../fakes/scripted-channel.ts';
import { createWire, type Wire } from '../fakes/wire.ts';
import { temporaryFolder } from '../fixtures.ts';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';

const library = await madeUpTexts();
const RIDER = 'rider-1';
const HEAT = '甲川大热天有没有高温费';
/** Too long for the room that is left on any page. */
const LONG = `${HEAT}${'，热死了'.repeat(10_000)}`;

/** A database and something that goes wrong with it. */
type Fault = {
  readonly store: Store;
  readonly strike: () => Promise<void>;
  readonly pass: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

/** The same, and work goes on when it is over. */
function suite(reason: StoreFault, make: () => Promise<Fault>): void {
  let fault: Fault;
  let core: Core;
  let channel: ScriptedChannel;
  let clock: ManualClock;
  beforeEach(async () => {
    fault = await make();
    channel = createScriptedChannel();
    clock = createManualClock();
    core = createCore({ store: fault.store, library, channels: [channel], clock });
  });
  afterEach(() => fault.drop());

  it('what arrives meanwhile is not acknowledged, and is answered once when it is over', async () => {
    const message = core.person(RIDER).text(LONG);
    const accept = core.app.accept(channel.name);
    await fault.strike();
    const refused = accept([message]);
    await expect(refused).rejects.toThrow(StoreUnavailable);
    await expect(refused).rejects.toMatchObject({ reason });
    await fault.pass();
    expect(await core.rows('inbox')).toEqual([]);
    // The platform repeats what nobody acknowledged.
    await core.receive(message);
    await core.receive(message);
    expect(channel.texts(RIDER)).toHaveLength(1);
  });
}

/** What was accepted before survives a fault at any point of its way. */
function suiteOfWork(make: () => Promise<Fault>): void {
  let fault: Fault;
  let core: Core;
  let channel: ScriptedChannel;
  let clock: ManualClock;
  beforeEach(async () => {
    fault = await make();
    channel = createScriptedChannel();
    clock = createManualClock();
    core = createCore({ store: fault.store, library, channels: [channel], clock });
  });
  afterEach(() => fault.drop());

  it('what was accepted before is answered when it is over', async () => {
    // No such channel in this process: the message stays where it is.
    await core.app.accept('other')([core.person(RIDER).text(HEAT)]);
    const other = createScriptedChannel({ name: 'other' });
    const later = createCore({ store: fault.store, library, channels: [other], clock });
    await fault.strike();
    await expect(later.app.settle()).rejects.toThrow(StoreUnavailable);
    expect(other.tries).toEqual([]);
    await fault.pass();
    await later.app.settle();
    expect(other.texts(RIDER)).toHaveLength(1);
  });

  it('what was delivered while nobody could write it down is written down later, and not sent again', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    channel.script(RIDER, { kind: 'held', release });
    const saying = core.person(RIDER).say(HEAT);
    await expect.poll(() => channel.tries.length).toBe(1);
    await fault.strike();
    resolve();
    let over = false;
    const settled = saying
      .catch(() => undefined)
      .finally(() => {
        over = true;
      });
    await new Promise(setImmediate);
    await fault.pass();
    await expect
      .poll(() => {
        clock.advance(100);
        return over;
      })
      .toBe(true);
    await settled;
    await core.app.settle();
    expect(channel.texts(RIDER)).toHaveLength(1);
    expect(await core.rows('outbox')).toMatchObject([{ state: 'sent', attempts: 1, ref: '1' }]);
    expect(await core.rows('conversations')).toMatchObject([{ lease: null }]);
  });
}

async function openFile(): Promise<{ store: Store; file: string; dispose: () => void }> {
  const { path, dispose } = temporaryFolder();
  const file = join(path, 'gongyou.db');
  return { store: await openStore({ kind: 'file', file }), file, dispose };
}

const set = (store: Store, pragma: string) =>
  store.transaction((tx) => sql`${sql.raw(`pragma ${pragma}`)}`.execute(tx));

describe('a full disk', () => {
  suite('full', async () => {
    const { store, dispose } = await openFile();
    return {
      store,
      // SQLite sets it to what is in use when less is asked for: https://www.sqlite.org/pragma.html#pragma_max_page_count
      strike: () => set(store, 'max_page_count = 1').then(() => undefined),
      pass: () => set(store, 'max_page_count = 1000000').then(() => undefined),
      drop: () => store.close().then(dispose),
    };
  });

  it('leaves the connection fit for reading', async () => {
    const { store, dispose } = await openFile();
    await set(store, 'max_page_count = 1');
    const filling = store.transaction((tx) =>
      tx
        .insertInto('meta')
        .values({ key: 'k', value: 'x'.repeat(1_000_000) })
        .execute(),
    );
    await expect(filling).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'full' });
    expect(await rowsOf(store, 'meta')).toEqual([]);
    await store.close();
    dispose();
  });
});

describe('a file that another program holds', () => {
  const lock = (file: string) => {
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    return () => other.close();
  };
  suite('locked', async () => {
    const { store, file, dispose } = await openFile();
    let unlock = () => {};
    return {
      store,
      strike: async () => {
        unlock = lock(file);
      },
      pass: async () => unlock(),
      drop: () => store.close().then(dispose),
    };
  });

  it('cannot be opened, and can when it is free', async () => {
    const { path, dispose } = temporaryFolder();
    const file = join(path, 'gongyou.db');
    const unlock = lock(file);
    await expect(openStore({ kind: 'file', file })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      reason: 'locked',
    });
    unlock();
    await (await openStore({ kind: 'file', file })).close();
    dispose();
  });
});

describe('a file that may only be read', () => {
  const make = async () => {
    const { store, dispose } = await openFile();
    return {
      store,
      strike: () => set(store, 'query_only = on').then(() => undefined),
      pass: () => set(store, 'query_only = off').then(() => undefined),
      drop: () => store.close().then(dispose),
    };
  };
  suite('read-only', make);
});

describe('a place where no database can be', () => {
  it.each([
    ['a file stands where the folder should be', (path: string) => join(path, 'taken', 'gongyou.db')],
    ['a folder stands where the file should be', (path: string) => path],
  ])('%s: the store does not open', async (_, where) => {
    const { path, dispose } = temporaryFolder();
    writeFileSync(join(path, 'taken'), 'something else');
    await expect(openStore({ kind: 'file', file: where(path) })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      reason: 'unreachable',
    });
    dispose();
  });

  it('a file that is no database does not open, and stays what it is', async () => {
    const { path, dispose } = temporaryFolder();
    const file = join(path, 'letter.txt');
    writeFileSync(file, '各位工友：'.repeat(1_000));
    await expect(openStore({ kind: 'file', file })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      reason: 'broken',
    });
    dispose();
  });
});

describe('the durability of an SQLite file', () => {
  // That no transaction resolves before the log is flushed is held by tests/bot/store/flushed-log.test.ts.
  it('is a log written ahead, flushed by SQLite around its checkpoints and by the store at every commit', async () => {
    const { store, dispose } = await openFile();
    const read = async (pragma: string) => {
      const { rows } = await set(store, pragma);
      return rows;
    };
    expect(await read('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    // 1 is NORMAL: https://www.sqlite.org/pragma.html#pragma_synchronous
    expect(await read('synchronous')).toEqual([{ synchronous: 1 }]);
    await store.close();
    dispose();
  });
});

await describeWithPostgres('PostgreSQL', () => {
  const open = async (): Promise<Fault & { wire: Wire; admin: <T>(sql: string) => Promise<T[]> }> => {
    const { url, drop } = await freshDatabase();
    const wire = await createWire(url);
    const store = await openStore({ kind: 'postgres', url: wire.url });
    return {
      store,
      wire,
      strike: wire.cut,
      pass: wire.mend,
      admin: async (text) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query(text);
        await client.end();
        return rows;
      },
      drop: async () => {
        await store.close();
        await wire.close();
        await drop();
      },
    };
  };

  describe('that cannot be reached', () => {
    suite('unreachable', open);
    suiteOfWork(open);

    it('does not open', async () => {
      const { wire, drop } = await open();
      await wire.cut();
      await expect(openStore({ kind: 'postgres', url: wire.url })).rejects.toMatchObject({
        name: 'StoreUnavailable',
        reason: 'unreachable',
      });
      await drop();
    });
  });

  describe('that throws everybody out in the middle of a transaction', () => {
    it('keeps nothing of it, and works again', async () => {
      const { store, admin, drop } = await open();
      const thrown = store.transaction(async (tx) => {
        await tx.insertInto('meta').values({ key: 'a', value: '1' }).execute();
        await admin(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await tx.insertInto('meta').values({ key: 'b', value: '2' }).execute();
      });
      await expect(thrown).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'unreachable' });
      expect(await rowsOf(store, 'meta')).toEqual([]);
      await drop();
    });
  });

  describe('that goes silent between a commit and its receipt', () => {
    it('keeps one message, although the platform hands it over twice', async () => {
      const { store, wire, drop } = await open();
      const core = createCore({ store, library });
      const message = core.person(RIDER).text(HEAT);
      wire.loseReplyTo('commit');
      await expect(core.app.accept(core.channel.name)([message])).rejects.toThrow(StoreUnavailable);
      await core.receive(message);
      expect(core.channel.texts(RIDER)).toHaveLength(1);
      await drop();
    });

    // Keeping, the turn, the claim, the outcome, the look: each is the lost one once.
    it.each([1, 2, 3, 4, 5])('never answers twice when it is commit %i of a message', async (nth) => {
      const { store, wire, drop } = await open();
      const clock = createManualClock();
      let commits = 0;
      const watched: Store = {
        ...store,
        transaction: (work) => {
          if (++commits === nth) wire.loseReplyTo('commit');
          return store.transaction(work);
        },
      };
      const core = createCore({ store: watched, library, clock });
      const message = core.person(RIDER).text(HEAT);
      const tell = () => core.receive(message);
      let told = false;
      const telling = tell()
        .catch(tell)
        .finally(() => {
          told = true;
        });
      await expect
        .poll(() => {
          clock.advance(1_000);
          return told;
        })
        .toBe(true);
      await telling;
      // A claim whose receipt was lost is taken up when its lease is over.
      clock.advance(60_000);
      await core.app.settle();
      expect(commits).toBeGreaterThanOrEqual(nth);
      expect(core.channel.texts(RIDER)).toHaveLength(1);
      expect(await rowsOf(store, 'outbox')).toMatchObject([{ state: 'sent' }]);
      await drop();
    });
  });
});
