import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLive } from '../../../bot/console/live/live.ts';
import { createLiveStreams, STREAMS_PER_SESSION } from '../../../bot/console/live/live-streams.ts';
import { createDeskFeed } from '../../../bot/desk/feed.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { Staff } from '../../../bot/staff/staff.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { silentTelemetry } from '../../../bot/telemetry/telemetry.ts';
import { KEY } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { deskAt, handIn } from './made-up-desk.ts';

const vault = createVault(KEY);
const clock = createManualClock();
const NOW = clock.now();
const LONG = 3_600_000;
const WANG: Staff = { name: '王', role: 'agent', regions: ['山东省'], trades: [], away: false };
const LI = { name: '李', role: 'agent' as const };

let store: Store;
let stopping: AbortController;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await store.close();
});

function createWorld(times = { beatMs: LONG, lifeMs: LONG }) {
  const feed = createDeskFeed({ store, clock, telemetry: silentTelemetry });
  const live = createLive({ store, clock, feed });
  const streams = createLiveStreams(live, times);
  void feed.run(stopping.signal);
  const open = (cursor: number, more: { session?: string; isAlive?: () => Promise<boolean> } = {}) =>
    read(streams.open({ staff: WANG, session: 's', cursor, isAlive: async () => true, ...more }));
  return { feed, live, streams, open };
}

/** Events as they come, by name and ticket. */
function read(stream: ReadableStream<Uint8Array>) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const seen: string[] = [];
  let ended = false;
  const reading = (async () => {
    for (;;) {
      const { done, value = '' } = await reader.read();
      if (done) break;
      for (const block of value.split('\n\n').filter((text) => text !== '')) {
        const event = /event: (.*)/.exec(block)?.[1];
        const { ticket, seq } = JSON.parse(/data: (.*)/.exec(block)?.[1] ?? '{}');
        if (event !== 'beat') seen.push(ticket === undefined ? `${event}` : `${ticket} ${seq}`);
      }
    }
    ended = true;
  })();
  return { seen, isOver: () => ended, close: () => reader.cancel().then(() => reading) };
}

const open = (region: string | null) => handIn(store, vault, { now: NOW, region });

describe('what is new, as a stream', () => {
  it('begins with what was missed, goes on with what comes, each once and in order', async () => {
    const first = await open('山东省');
    const { open: listen, feed } = createWorld();
    const stream = listen(0);
    await expect.poll(() => stream.seen).toEqual([`${first} 1`]);
    const second = await open('山东省');
    await deskAt(store, vault, NOW).act(first, { kind: 'claim' }, LI);
    feed.nudge();
    clock.advance(1_000);
    await expect.poll(() => stream.seen).toEqual([`${first} 1`, `${second} 1`, `${first} 2`]);
    await stream.close();
  });

  it('tells nobody of a ticket that they may not open', async () => {
    const { open: listen, feed } = createWorld();
    const stream = listen(0);
    const far = await open('江西省');
    await deskAt(store, vault, NOW).act(far, { kind: 'claim' }, LI);
    const near = await open('山东省');
    feed.nudge();
    clock.advance(1_000);
    await expect.poll(() => stream.seen).toContain(`${near} 1`);
    expect(stream.seen.filter((line) => line.startsWith(far))).toEqual([]);
    await stream.close();
  });

  it('ends for somebody who is signed out, and says so', async () => {
    let alive = true;
    const { open: listen, streams } = createWorld({ beatMs: 5, lifeMs: LONG });
    const stream = listen(0, { isAlive: async () => alive });
    expect(streams.count()).toBe(1);
    alive = false;
    await expect.poll(stream.isOver).toBe(true);
    expect(stream.seen).toEqual(['signed-out']);
    expect(streams.count()).toBe(0);
  });

  it('is open only so often for one session, and the oldest rests', async () => {
    const { open: listen, streams } = createWorld();
    const all = Array.from({ length: STREAMS_PER_SESSION + 1 }, () => listen(0));
    const other = listen(0, { session: 'another' });
    await expect.poll(() => all[0]?.isOver()).toBe(true);
    expect(all[0]?.seen).toEqual(['parked']);
    expect(streams.count()).toBe(STREAMS_PER_SESSION + 1);
    for (const stream of [...all.slice(1), other]) await stream.close();
    expect(streams.count()).toBe(0);
  });

  it('says when too much was missed to be told one by one', async () => {
    const feed = createDeskFeed({ store, clock, telemetry: silentTelemetry });
    const live = createLive({ store, clock, feed, most: 5 });
    const id = await open('山东省');
    const desk = deskAt(store, vault, NOW);
    for (let i = 0; i < 5; i++) await desk.act(id, { kind: 'note', words: 'x' }, LI);
    const missed = await live.since(WANG, 0);
    expect(missed).toMatchObject({ whole: true, changes: [], cursor: 6 });
    expect(await live.since(WANG, missed.cursor)).toMatchObject({ whole: false, changes: [] });
  });
});
