import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inArea, isInArea, isWithinReach, withinReach } from '../../bot/desk/reach.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import type { Staff } from '../../bot/staff/staff.ts';
import { type QueueWish, queueHeads, queuePage } from '../../bot/store/queue.ts';
import type { Store } from '../../bot/store/store.ts';
import { deskAt, handIn } from '../bot/console/made-up-desk.ts';
import { KEY } from '../core.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const NOW = Date.UTC(2026, 0, 15, 1);
const HOUR = 3_600_000;
const ANY: QueueWish = { show: 'live', kind: null, region: null, id: '' };
const person = (given: Partial<Staff> = {}): Staff => ({
  ...{ name: '王', role: 'agent', regions: [], trades: [], away: false },
  ...given,
});

await describeEveryDatabase('the queue', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const ids = async (
    staff: Staff,
    wish: Partial<QueueWish> = {},
    now = NOW,
    page = { limit: 50, offset: 0 },
  ) => {
    const rows = await store.transaction((tx) => queuePage(tx, staff, { ...ANY, ...wish }, { now, ...page }));
    return rows.map(({ id }) => id);
  };
  const open = (given: Omit<Parameters<typeof handIn>[2], 'now'> & { now?: number }) =>
    handIn(store, vault, { now: NOW, ...given });
  const take = (id: string, name: string) =>
    deskAt(store, vault, NOW).act(id, { kind: 'claim' }, { name, role: 'agent' });

  it('asks the database for the same tickets as the rule names, whoever asks and wherever it is', async () => {
    const regions = [null, '山东省', '山东省/淄博市', '山东省/淄博市/张店区', '山东省/青岛市', '江西省'];
    const trades = [null, '外卖', '快递'];
    const holders = [null, '王', '李'];
    for (const region of regions)
      for (const trade of trades)
        for (const holder of holders) {
          const id = await open({ region, trade });
          if (holder !== null) await take(id, holder);
        }
    const rows = await store.transaction((tx) => tx.selectFrom('tickets').selectAll().execute());
    const staff = [
      person(),
      person({ role: 'supervisor', regions: ['江西省'] }),
      person({ role: 'admin' }),
      ...[['山东省/淄博市'], ['山东省'], ['江西省', '山东省/青岛市'], ['云南省']].flatMap((own) => [
        person({ regions: own }),
        person({ regions: own, trades: ['外卖'] }),
      ]),
      person({ trades: ['快递', '货运'] }),
    ];
    for (const one of staff) {
      const asked = async (where: ReturnType<typeof withinReach>) =>
        (await store.transaction((tx) => tx.selectFrom('tickets').select('id').where(where).execute())).map(
          ({ id }) => id,
        );
      expect((await asked(withinReach(one))).sort()).toEqual(
        rows
          .filter((row) => isWithinReach(one, row))
          .map(({ id }) => id)
          .sort(),
      );
      expect((await asked(inArea(one))).sort()).toEqual(
        rows
          .filter((row) => isInArea(one, row))
          .map(({ id }) => id)
          .sort(),
      );
    }
    // It does leave something out, or the comparison says nothing.
    const narrow = rows.filter((row) => isWithinReach(person({ regions: ['云南省'] }), row));
    expect(narrow.length).toBeLessThan(rows.length);
    expect(narrow.length).toBeGreaterThan(0);
  });

  it('puts what is urgent first, then what is due, and counts under each heading', async () => {
    const calm = await open({ topic: '不急' });
    const urgent = await open({ urgent: true, kind: 'urgent' });
    const late = await open({ now: NOW - 200 * HOUR });
    const mine = await open({ now: NOW - HOUR });
    await take(mine, '王');
    const over = await open({});
    const desk = deskAt(store, vault, NOW);
    await desk.act(over, { kind: 'merge', into: calm }, { name: '李', role: 'agent' });
    const wang = person();
    // Of two that are due at one time the older stands first.
    expect(await ids(wang)).toEqual([urgent, late, mine, calm]);
    expect(await ids(wang, { show: 'mine' })).toEqual([mine]);
    expect(await ids(wang, { show: 'overdue' })).toEqual([late]);
    expect(await ids(wang, { show: 'unclaimed' })).toEqual([urgent, late, calm]);
    expect((await ids(wang, { show: 'all' })).sort()).toEqual([calm, urgent, late, mine, over].sort());
    const heads = async (wish: Partial<QueueWish> = {}) =>
      (await store.transaction((tx) => queueHeads(tx, wang, { ...ANY, ...wish }, NOW))).counts;
    expect(await heads()).toEqual({ live: 4, mine: 1, unclaimed: 3, overdue: 1 });
    expect(await heads({ kind: 'urgent' })).toEqual({ live: 1, mine: 0, unclaimed: 1, overdue: 0 });
  });

  it('narrows by kind, place and letters of the id, and goes on where a page ends', async () => {
    const one = await open({ kind: 'injury', region: '山东省/淄博市/张店区' });
    const two = await open({ kind: 'injury', region: '山东省/淄博市' });
    const three = await open({ kind: 'help', region: '山东省/淄博' });
    const wang = person({ regions: ['山东省/淄博市'] });
    expect((await ids(wang, { kind: 'injury' })).sort()).toEqual([one, two].sort());
    const zibo = { kind: 'id', id: '山东省/淄博市' } as const;
    expect((await ids(wang, { region: zibo })).sort()).toEqual([one, two].sort());
    expect((await ids(wang, { region: { kind: 'own' } })).sort()).toEqual([one, two].sort());
    expect(await ids(wang, { id: three.slice(-4) })).toEqual([three]);
    // A sign that `like` reads is no letter of an id.
    expect((await ids(wang, { id: '%' })).length).toBe(3);
    const all = await ids(wang);
    expect([
      ...(await ids(wang, {}, NOW, { limit: 2, offset: 0 })),
      ...(await ids(wang, {}, NOW, { limit: 2, offset: 2 })),
    ]).toEqual(all);
    const heads = (wish: Partial<QueueWish>) =>
      store.transaction((tx) => queueHeads(tx, wang, { ...ANY, ...wish }, NOW));
    const everywhere = ['山东省/淄博', '山东省/淄博市', '山东省/淄博市/张店区'].sort();
    expect(await heads({})).toMatchObject({ counts: { live: 3 }, regions: everywhere });
    // What is chosen from stays whole.
    expect(await heads({ region: zibo })).toMatchObject({ counts: { live: 2 }, regions: everywhere });
    expect(await heads({ id: three.slice(-4) })).toMatchObject({ counts: { live: 1 }, regions: everywhere });
  });
});

describe('an area', () => {
  it('holds what lies in it, what nobody placed, and what is known no closer than it', () => {
    const wang = person({ regions: ['山东省/淄博市'], trades: ['外卖'] });
    const at = (region: string | null, trade: string | null = null) => isInArea(wang, { region, trade });
    expect([at(null), at('山东省'), at('山东省/淄博市/张店区'), at('山东省/淄博市', '外卖')]).toEqual(
      Array(4).fill(true),
    );
    expect([at('山东省/青岛市'), at('山东省/淄博市', '快递'), at('江西省')]).toEqual(Array(3).fill(false));
  });
});
