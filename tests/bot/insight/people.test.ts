import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Asked, keepAsked } from '../../../bot/insight/asked.ts';
import type { Board } from '../../../bot/insight/board.ts';
import { createCube } from '../../../bot/insight/cube.ts';
import { loadBoards } from '../../../bot/insight/figures.ts';
import type { Names } from '../../../bot/insight/names.ts';
import { erasePeople } from '../../../bot/insight/people.ts';
import { shownRatings } from '../../../bot/insight/rated.ts';
import { sweepInsight } from '../../../bot/insight/sweep.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import type { Store } from '../../../bot/store/store.ts';
import { describeEveryDatabase, type TestDatabase } from '../../contracts/databases.ts';
import { KEY, rowsOf } from '../../core.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const vault = createVault(KEY);
const DAY = 24 * 3_600_000;
const K = 5;
const same = (id: string) => id;
const names: Names = { region: same, matter: same, brand: same, kind: same, channel: same, guide: same };

await describeEveryDatabase('a figure of questions', ({ make }) => {
  let database: TestDatabase;
  let store: Store;
  let clock: ReturnType<typeof createManualClock>;
  let ids = 0;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
    clock = createManualClock();
  });
  afterEach(() => database.drop());

  const ask = (person: string, region: string, matter = 'pay', times = 1) =>
    store.transaction(async (tx) => {
      const answer: Asked['answer'] = { status: 'answer', reason: null, region: [region] };
      const deps = { vault, randomId: () => `id-${++ids}`, now: clock.now() };
      for (let time = 0; time < times; time++)
        await keepAsked(tx, deps, { channel: 'web', person }, { words: '', answer, matters: [matter] });
    });
  const cell = async (board: string, row: string) => {
    const boards: readonly Board[] = await loadBoards({ store, k: K }, names, clock.now());
    const found = boards.find(({ id }) => id === board);
    return found?.cells[found.rows.indexOf(row)]?.[0];
  };
  const crowd = async (region: string, people: number) => {
    for (let n = 0; n < people; n++) await ask(`${region}-${n}`, region);
  };

  it('is hidden that one person made large, and shown once k people stand behind it', async () => {
    await crowd('吉林省', 40);
    await ask('one', '云南省', 'pay', 30);
    expect(await cell('question-regions', '云南省')).toBeNull();
    await crowd('云南省', 3);
    expect(await cell('question-regions', '云南省')).toBeNull();
    await ask('fifth', '云南省');
    expect(await cell('question-regions', '云南省')).toBe(34);
    expect(await cell('question-regions', '吉林省')).toBe(40);
  });

  it('counts nobody twice who asks about several things in one place', async () => {
    await crowd('吉林省', 40);
    for (const matter of ['a', 'b', 'c', 'd', 'e', 'f']) await ask('one', '云南省', matter);
    expect(await cell('question-regions', '云南省')).toBeNull();
  });

  it('cannot tell people of two months apart, so that the month with the most of them counts', async () => {
    await crowd('吉林省', 40);
    for (let n = 0; n < 4; n++) await ask(`p${n}`, '云南省');
    clock.advance(31 * DAY);
    await crowd('吉林省', 40);
    for (let n = 0; n < 4; n++) await ask(`q${n}`, '云南省');
    expect(await cell('question-regions', '云南省')).toBeNull();
    await ask('q4', '云南省');
    expect(await cell('question-regions', '云南省')).toBe(9);
  });

  it('knows nobody: only keyed hashes stand beside it, which go with the month and with the person', async () => {
    await ask('one', '云南省');
    await ask('other', '云南省');
    const seen = async () => (await rowsOf(store, 'people_seen')).length;
    expect(await seen()).toBe(12);
    expect(JSON.stringify(await rowsOf(store, 'people_seen'))).not.toMatch(/one|other|云南|pay/);
    await store.transaction((tx) => erasePeople(tx, vault, 'one', clock.now()));
    expect(await seen()).toBe(6);
    const before = await rowsOf(store, 'people_counts');
    expect(before.map(({ people }) => people)).toEqual(before.map(() => 1));
    // Who comes back is the same one person.
    await ask('one', '云南省');
    await store.transaction((tx) => erasePeople(tx, vault, 'one', clock.now()));
    expect(await rowsOf(store, 'people_counts')).toEqual(before);
    clock.advance(33 * DAY);
    await sweepInsight(store, { misses: 90 }, clock.now());
    expect(await seen()).toBe(0);
    expect(await rowsOf(store, 'people_counts')).toEqual(before);
  });
});

describe('people in a cube', () => {
  const at = { month: '2026-01', region: 'x' };
  const cubeOf = (people: number) =>
    createCube({
      axes: [
        { name: 'month', values: ['2026-01'], facts: [{ at, count: 20 }] },
        { name: 'region', values: ['x', 'y'], facts: [{ at, count: 20 }] },
      ],
      crosses: [],
      k: K,
      people: [
        { month: '2026-01', at: {}, people },
        { month: '2026-01', at: { region: 'x' }, people },
      ],
    });

  it('make a figure as small as one below k', () => {
    expect(cubeOf(K).line('region')).toEqual([20, 0]);
    expect(cubeOf(K - 1).line('region')).toEqual([null, 0]);
    expect(cubeOf(K - 1).all).toBeNull();
  });
});

describe('stars that are shown', () => {
  const months = Array.from({ length: 14 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
  const anyRatings = fc.array(
    fc.record({ month: fc.constantFrom(...months), stars: fc.integer({ min: 1, max: 5 }) }),
    {
      maxLength: 60,
    },
  );

  it('change by nothing, or by k of them and more, whenever somebody looks', () => {
    fc.assert(
      fc.property(anyRatings, fc.integer({ min: 2, max: 6 }), (given, k) => {
        const all = given.map((one, id) => ({ ...one, id })).sort((a, b) => (a.month < b.month ? -1 : 1));
        let before = new Set<number>();
        // Somebody looks after each rating, and at the beginning of each month.
        for (const [at, now] of months.entries()) {
          const from = months[Math.max(0, at - 6)] ?? '';
          const known = all.filter(({ month }) => month <= now);
          for (let count = known.filter(({ month }) => month < now).length; count <= known.length; count++) {
            const shown = new Set(shownRatings(known.slice(0, count), { k, from, now }).map(({ id }) => id));
            const came = [...shown].filter((id) => !before.has(id)).length;
            const went = [...before].filter((id) => !shown.has(id)).length;
            expect(came === 0 || came >= k).toBe(true);
            expect(went === 0 || went >= k).toBe(true);
            before = shown;
          }
        }
      }),
    );
  });

  it('are all of them once enough came, and none of a month that is not over', () => {
    const of = (month: string, count: number) => Array.from({ length: count }, () => ({ month, stars: 4 }));
    const look = (now: string, from = '2026-01') =>
      shownRatings([...of('2026-01', 3), ...of('2026-02', 2), ...of('2026-03', 9)], { k: K, from, now })
        .length;
    expect(['2026-02', '2026-03', '2026-04'].map((now) => look(now))).toEqual([0, 5, 14]);
    expect(look('2026-04', '2026-02')).toBe(14);
    expect(look('2026-04', '2026-03')).toBe(9);
  });
});
