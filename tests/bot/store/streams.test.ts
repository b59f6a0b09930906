import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StreamState } from '../../../bot/channels/wecom/sdk/index.ts';
import { sweep } from '../../../bot/privacy/retention.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { Store } from '../../../bot/store/store.ts';
import { createStreamStore } from '../../../bot/store/streams.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { KEY, rowsOf } from '../../core.ts';
import { createManualClock, type ManualClock } from '../../fakes/manual-clock.ts';

const WORDS = '站点收了我五百押金不退';
const MINUTE = 60_000;
const RETAIN = { messages: 30, memory: 180, evidence: 90, erasureProofs: 1000 };

await describeEveryDatabase('streams of the AI bot', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let clock: ManualClock;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
    clock = createManualClock();
  });
  afterEach(() => database.drop());

  const streamsOn = (on: Store, channel = 'wecom-bot') =>
    createStreamStore(on, createVault(KEY), channel, clock);
  const state = (content: string, finished = false): StreamState => ({
    content,
    finished,
    startedAt: clock.now(),
  });

  it('is not there before it was written', async () => {
    const streams = streamsOn(store);
    expect(await streams.get('s1')).toBeUndefined();
    expect(await streams.put('s1', state('先'), 1)).toBe(false);
    expect(await streams.get('s1')).toBeUndefined();
  });

  it('is written only by who has read what stands there', async () => {
    const streams = streamsOn(store);
    expect(await streams.put('s1', state('先'), 0)).toBe(true);
    expect(await streams.put('s1', state('也先'), 0)).toBe(false);
    expect(await streams.get('s1')).toEqual({ state: state('先'), version: 1 });
    expect(await streams.put('s1', state('后', true), 1)).toBe(true);
    expect(await streams.put('s1', state('晚了'), 1)).toBe(false);
    expect(await streams.get('s1')).toEqual({ state: state('后', true), version: 2 });
  });

  it('lets one of many writers win', async () => {
    const streams = streamsOn(store);
    const write = async (version: number) => {
      const done = await Promise.all(
        Array.from({ length: 8 }, (_, at) => streams.put('s1', state(`第${at}个`), version)),
      );
      expect(done.filter(Boolean)).toHaveLength(1);
      expect((await streams.get('s1'))?.state.content).toBe(`第${done.indexOf(true)}个`);
    };
    await write(0);
    await write(1);
  });

  it('is read by another process', async () => {
    await streamsOn(store).put('s1', state(WORDS), 0);
    const other = streamsOn(await database.open());
    expect((await other.get('s1'))?.state.content).toBe(WORDS);
    expect(await other.put('s1', state('答', true), 1)).toBe(true);
    expect((await streamsOn(store).get('s1'))?.state).toEqual(state('答', true));
  });

  it('is another stream in another channel', async () => {
    await streamsOn(store).put('s1', state(WORDS), 0);
    expect(await streamsOn(store, 'other').get('s1')).toBeUndefined();
  });

  it('is there for ten minutes from its last change, and then anew', async () => {
    const streams = streamsOn(store);
    await streams.put('s1', state('先'), 0);
    clock.advance(9 * MINUTE);
    expect(await streams.put('s1', state('后'), 1)).toBe(true);
    clock.advance(10 * MINUTE - 1);
    expect((await streams.get('s1'))?.state.content).toBe('后');
    clock.advance(1);
    expect(await streams.get('s1')).toBeUndefined();
    expect(await streams.put('s1', state('再'), 2)).toBe(false);
    expect(await streams.put('s1', state('新'), 0)).toBe(true);
    expect(await streams.get('s1')).toEqual({ state: state('新'), version: 1 });
  });

  it('is swept away when its time is over', async () => {
    const streams = streamsOn(store);
    await streams.put('old', state('旧'), 0);
    clock.advance(6 * MINUTE);
    await streams.put('new', state('新'), 0);
    clock.advance(6 * MINUTE);
    expect(await sweep(store, RETAIN, clock.now())).toMatchObject({ streams: 1 });
    expect(await rowsOf(store, 'streams')).toHaveLength(1);
    expect(await streams.get('new')).toBeDefined();
  });

  it('shows nobody what it says or whose it is', async () => {
    await streamsOn(store).put('s_of_li', state(WORDS), 0);
    const rows = JSON.stringify(await rowsOf(store, 'streams'));
    expect(rows).not.toContain('押金');
    expect(rows).not.toContain('s_of_li');
    if (database.location.kind !== 'file') return;
    const folder = dirname(database.location.file);
    const disk = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    expect(disk.includes(Buffer.from('wecom-bot'))).toBe(true);
    expect(disk.includes(Buffer.from('押金'))).toBe(false);
    expect(disk.includes(Buffer.from('s_of_li'))).toBe(false);
  });

  it('is not read with another key', async () => {
    await streamsOn(store).put('s1', state(WORDS), 0);
    const stranger = createStreamStore(store, createVault(new Uint8Array(32).fill(8)), 'wecom-bot', clock);
    expect(await stranger.get('s1')).toBeUndefined();
  });
});
