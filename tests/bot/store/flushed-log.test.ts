import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlushedLog, LogNotFlushed } from '../../../bot/store/flushed-log.ts';
import { migrate } from '../../../bot/store/migrations.ts';
import { openSqlite } from '../../../bot/store/sqlite.ts';
import { createStore, type Store } from '../../../bot/store/store.ts';
import { temporaryFolder } from '../../fixtures.ts';

/** A disk whose flushes end when the test says so. */
function createDisk() {
  const under: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  let begun = 0;
  return {
    flush: () =>
      new Promise<void>((end, fail) => {
        begun += 1;
        under.push({ end, fail });
      }),
    begun: () => begun,
    end: () => under.shift()?.end(),
    fail: (error: Error) => under.shift()?.fail(error),
  };
}

/** What became of it, once all that could run has run. */
async function stateOf(promise: Promise<unknown>): Promise<'waits' | 'done' | 'failed'> {
  let state: 'waits' | 'done' | 'failed' = 'waits';
  promise.then(
    () => {
      state = 'done';
    },
    () => {
      state = 'failed';
    },
  );
  await new Promise(setImmediate);
  return state;
}

describe('a flushed log', () => {
  let disk: ReturnType<typeof createDisk>;
  beforeEach(() => {
    disk = createDisk();
  });

  it('has nothing to wait for before the first commit, and nothing once all is flushed', async () => {
    const log = createFlushedLog(disk.flush);
    await log.kept();
    expect(disk.begun()).toBe(0);
    log.wrote();
    const kept = log.kept();
    expect(await stateOf(kept)).toBe('waits');
    disk.end();
    await kept;
    await log.kept();
    expect(disk.begun()).toBe(1);
  });

  it('does not count a flush that began before the commit', async () => {
    const log = createFlushedLog(disk.flush);
    log.wrote();
    const first = log.kept();
    log.wrote();
    const second = log.kept();
    disk.end();
    expect(await stateOf(first)).toBe('done');
    expect(await stateOf(second)).toBe('waits');
    disk.end();
    expect(await stateOf(second)).toBe('done');
  });

  it('flushes once for all that came together meanwhile', async () => {
    const log = createFlushedLog(disk.flush);
    log.wrote();
    const all = [log.kept()];
    for (let i = 0; i < 20; i++) {
      log.wrote();
      all.push(log.kept());
    }
    await new Promise(setImmediate);
    disk.end();
    await new Promise(setImmediate);
    disk.end();
    await Promise.all(all);
    expect(disk.begun()).toBe(2);
  });

  it('holds nothing for kept any more once a flush has failed, though the next would succeed', async () => {
    const log = createFlushedLog(disk.flush);
    log.check();
    log.wrote();
    const kept = log.kept();
    disk.fail(new Error('EIO'));
    await expect(kept).rejects.toThrow(LogNotFlushed);
    await expect(log.kept()).rejects.toThrow(LogNotFlushed);
    expect(() => log.check()).toThrow(LogNotFlushed);
    expect(disk.begun()).toBe(1);
  });
});

describe('a store on an SQLite file', () => {
  let disk: ReturnType<typeof createDisk>;
  let folder: ReturnType<typeof temporaryFolder>;
  let store: Store;
  let flushes: string;
  const put = (key: string) =>
    store.transaction(async (tx) => {
      await tx.insertInto('meta').values({ key, value: '1' }).execute();
    });
  /** How often the program was told that it has to end. */
  let broken = 0;
  const keys = (waits?: 'all' | 'own') =>
    store.transaction(
      async (tx) => (await tx.selectFrom('meta').select('key').execute()).map(({ key }) => key),
      waits,
    );

  beforeEach(async () => {
    disk = createDisk();
    folder = temporaryFolder();
    broken = 0;
    const unkept = () => {
      broken += 1;
    };
    const driver = openSqlite(join(folder.path, 'gongyou.db'), unkept, (log) => {
      flushes = log;
      return { flush: disk.flush, close: async () => {} };
    });
    await migrate(driver.db, 'sqlite');
    store = createStore(driver);
    // What the migrations wrote is flushed with the first that comes.
    const first = put('first');
    await new Promise(setImmediate);
    disk.end();
    await first;
  });
  afterEach(async () => {
    const closed = store.close();
    await new Promise(setImmediate);
    disk.end();
    await closed;
    folder.dispose();
  });

  it('keeps nothing before its log is flushed', async () => {
    expect(existsSync(flushes)).toBe(true);
    const kept = put('second');
    expect(await stateOf(kept)).toBe('waits');
    disk.end();
    expect(await stateOf(kept)).toBe('done');
  });

  it('tells nobody of what is not flushed yet, but a screen that is looked at again', async () => {
    const kept = put('second');
    const told = keys();
    const seen = keys('own');
    expect(await stateOf(told)).toBe('waits');
    expect(await seen).toEqual(['first', 'second']);
    disk.end();
    expect(await stateOf(told)).toBe('done');
    await kept;
  });

  it('makes a screen wait, too, for what it writes itself', async () => {
    const written = store.transaction(async (tx) => {
      await tx.updateTable('meta').set({ value: '2' }).where('key', '=', 'first').execute();
    }, 'own');
    expect(await stateOf(written)).toBe('waits');
    disk.end();
    await written;
  });

  it('flushes nothing for what only reads, and nothing for what is undone', async () => {
    const before = disk.begun();
    await keys();
    const undone = store.transaction(async (tx) => {
      await tx.insertInto('meta').values({ key: 'second', value: '1' }).execute();
      throw new RangeError('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await keys()).toEqual(['first']);
    expect(disk.begun()).toBe(before);
  });

  it('takes nothing more once the disk has failed', async () => {
    const kept = put('second');
    await new Promise(setImmediate);
    disk.fail(new Error('EIO'));
    await expect(kept).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'broken' });
    await expect(put('third')).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'broken' });
    await expect(keys('own')).rejects.toMatchObject({ name: 'StoreUnavailable', reason: 'broken' });
    expect(broken).toBe(1);
  });
});
