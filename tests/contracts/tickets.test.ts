import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changesSince, endOfChanges } from '../../bot/desk/feed.ts';
import { createDesk } from '../../bot/desk/staff.ts';
import { sweepTickets } from '../../bot/desk/sweep.ts';
import { parseTicketId } from '../../bot/desk/ticket-id.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { ensureConversation } from '../../bot/store/conversations.ts';
import { addStaff } from '../../bot/store/staff.ts';
import { loadsOf } from '../../bot/store/staff-loads.ts';
import type { Store } from '../../bot/store/store.ts';
import {
  applyToTicket,
  heldTickets,
  loadTicket,
  openTicket,
  phoneKey,
  sameElsewhere,
} from '../../bot/store/tickets.ts';
import { draft } from '../bot/desk/drafts.ts';
import { createCore, DESK, KEY, madeUpTexts, rowsOf } from '../core.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { describeEveryDatabase, postgres, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const NOW = Date.UTC(2026, 0, 15, 1);
const writing = { vault, rules: DESK.rules, now: NOW };
const WANG = { name: '王', role: 'agent' as const };
const LI = { name: '李', role: 'agent' as const };

let ids = 0;
const randomId = () => `chance-${++ids}`;

async function handIn(
  store: Store,
  person = 'p',
  given: Parameters<typeof draft>[0] = {},
  chance = randomId,
) {
  return await store.transaction(async (tx) => {
    const conversation = await ensureConversation(tx, vault, {
      channel: 'c',
      kind: 'private',
      chat: person,
      now: NOW,
    });
    const owner = { channel: 'c', conversation, person };
    return await openTicket(tx, writing, { owner, draft: draft(given), randomId: chance });
  });
}
const deskOn = (store: Store, now = NOW) =>
  createDesk({ store, vault, clock: createManualClock(now), rules: DESK.rules, via: 'terminal' });

await describeEveryDatabase('tickets', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  it('are what their events add up to, sealed, and the columns say the same', async () => {
    const { row } = await handIn(store, 'p', {
      topic: '欠薪两个月',
      contact: { name: '林', phone: '138 0000 1111' },
    });
    const desk = deskOn(store);
    await desk.act(row.id, { kind: 'claim' }, WANG);
    await desk.act(row.id, { kind: 'reply', words: '哪个站点', asks: true }, WANG);
    const found = await store.transaction((tx) => loadTicket(tx, vault, row.id));
    expect(found?.ticket).toMatchObject({ state: 'waiting-worker', holder: '王', seq: 3 });
    expect(found?.row).toMatchObject({ state: 'waiting-worker', holder: '王', seq: 3, due_at: null });
    const raw = JSON.stringify([await rowsOf(store, 'tickets'), await rowsOf(store, 'ticket_events')]);
    for (const secret of ['欠薪两个月', '林', '00001111', '0000 1111', '哪个站点'])
      expect(raw).not.toContain(secret);
  });

  it('have short ids of their own, also when chance repeats itself', async () => {
    const same = ['one', 'alias', 'one', 'two', 'alias'];
    const first = await handIn(store, 'p', {}, () => same.shift() ?? randomId());
    const second = await handIn(store, 'p', {}, () => same.shift() ?? randomId());
    expect(first.row.id).not.toBe(second.row.id);
    for (const { row } of [first, second]) {
      expect(row.id).toMatch(/^T-0115-[2-9A-HJKMNP-Z]{4}$/);
      expect(parseTicketId(row.id.toLowerCase().replaceAll('-', ''))).toBe(row.id);
    }
    await expect(handIn(store, 'p', {}, () => 'one')).rejects.toThrow(RangeError);
  });

  it('take only what follows on what was seen', async () => {
    const { row } = await handIn(store);
    const desk = deskOn(store);
    expect((await desk.act(row.id, { kind: 'note', words: '看过' }, LI, 1)).kind).toBe('done');
    const late = await desk.act(row.id, { kind: 'claim' }, WANG, 1);
    expect(late).toMatchObject({ kind: 'stale', stored: { ticket: { seq: 2 } } });
    expect((await desk.act(row.id, { kind: 'claim' }, WANG, 2)).kind).toBe('done');
  });

  it('are changed by no refused move', async () => {
    const { row } = await handIn(store);
    const desk = deskOn(store);
    const before = await rowsOf(store, 'tickets');
    expect(await desk.act(row.id, { kind: 'resolve', words: '好了' }, LI)).toMatchObject({
      kind: 'illegal',
      move: { illegal: 'not-claimed' },
    });
    expect(await rowsOf(store, 'tickets')).toEqual(before);
    expect(await rowsOf(store, 'ticket_events')).toHaveLength(1);
    expect(await desk.act('T-0101-AAAA', { kind: 'claim' }, LI)).toEqual({ kind: 'unknown' });
    expect(await desk.act(row.id, { kind: 'merge', into: 'T-0101-AAAA' }, LI)).toEqual({ kind: 'no-target' });
  });

  it('are found by their telephone from another account, however it is written', async () => {
    const phone = (written: string) => ({ contact: { name: null, phone: written } });
    const first = await handIn(store, 'p', phone('138-0000-1111'));
    const second = await handIn(store, 'q', phone('+86 １３８００００１１１１'));
    const other = await handIn(store, 'r', { ...phone('13800001111'), kind: 'help' });
    const look = (row: typeof first.row) => store.transaction((tx) => sameElsewhere(tx, row));
    expect(await look(second.row)).toEqual([first.row.id]);
    expect(await look(other.row)).toEqual([]);
    await deskOn(store).act(first.row.id, { kind: 'merge', into: second.row.id }, WANG);
    expect(await look(second.row)).toEqual([]);
    expect(phoneKey(vault, '  ')).toBeNull();
  });

  it('stand in a list with the most pressing first, without a word of anybody’s', async () => {
    const calm = await handIn(store, 'p', { topic: '不急的事' });
    const urgent = await handIn(store, 'q', { urgent: true });
    const mine = await handIn(store, 'r');
    const desk = deskOn(store);
    await desk.act(mine.row.id, { kind: 'claim' }, WANG);
    const listed = async (filter: 'live' | 'mine' | 'overdue' | 'all', now = NOW) =>
      (await deskOn(store, now).list(filter, WANG, 50)).map(({ id }) => id);
    expect((await listed('live'))[0]).toBe(urgent.row.id);
    expect(await listed('mine')).toEqual([mine.row.id]);
    expect(await listed('overdue')).toEqual([]);
    expect(await listed('overdue', NOW + 3 * 3_600_000)).toEqual([urgent.row.id]);
    await desk.act(calm.row.id, { kind: 'merge', into: urgent.row.id }, WANG);
    expect(await listed('live')).not.toContain(calm.row.id);
    expect(await listed('all')).toContain(calm.row.id);
    expect(JSON.stringify(await desk.list('all', WANG, 50))).not.toContain('不急的事');
  });

  it('bring staff’s words to the worker, once, also when the first try is refused', async () => {
    const core = createCore({ store, library: await madeUpTexts() });
    const worker = core.person('w');
    await worker.say('/转人工');
    await worker.say('站长不给我结上个月的单钱');
    const id = z.object({ id: z.string() }).parse((await core.rows('tickets'))[0]).id;
    const desk = createDesk({ ...core, rules: DESK.rules, via: 'terminal' });
    await desk.act(id, { kind: 'claim' }, WANG);
    core.channel.script('w', { kind: 'refused', reason: 'window', closed: true });
    await desk.act(id, { kind: 'reply', words: '在问站长', asks: false }, WANG);
    for (let look = 0; look < 3; look++) await core.app.settle();
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('waiting');
    await worker.say('/进度');
    for (let look = 0; look < 3; look++) await core.app.settle();
    expect((await desk.show(id, WANG))?.letters.get(3)).toBe('sent');
    expect(core.channel.texts('w').filter((text) => text.includes('在问站长'))).toHaveLength(1);
    await sweepTickets(store, core.vault, DESK, core.clock.now());
    await worker.say('/删除我的数据');
    await worker.press('全部删掉');
    expect(await rowsOf(store, 'tickets')).toMatchObject([
      { state: 'withdrawn', person: 'erased', phone: null },
    ]);
    core.clock.advance(366 * 24 * 3_600_000);
    expect(await sweepTickets(store, core.vault, DESK, core.clock.now())).toEqual({
      ticketsClosed: 0,
      tickets: 1,
    });
  });

  it('keep an audit that the database itself lets nobody change', async () => {
    const { row } = await handIn(store, 'p', { contact: { name: '林', phone: null } });
    const desk = deskOn(store);
    await desk.act(row.id, { kind: 'claim' }, WANG);
    await desk.show(row.id, WANG);
    for (const change of [
      store.transaction((tx) => tx.updateTable('desk_audit').set({ staff: '别人' }).execute()),
      store.transaction((tx) => tx.deleteFrom('desk_audit').execute()),
    ])
      await expect(change).rejects.toThrow(/append-only/);
    expect(await rowsOf(store, 'desk_audit')).toMatchObject([{ staff: '王', fields: 'contact' }]);
  });
});

await describeEveryDatabase('what happened', (kind) => {
  it('is read on from a cursor, and nothing is passed over that commits late', async () => {
    const database = await kind.make();
    try {
      const one = await database.open();
      const clock = createManualClock(NOW);
      const { row: first } = await handIn(one, 'p1');
      const { row: second } = await handIn(one, 'p2');
      const begin = await endOfChanges(one);
      const note = { kind: 'note' as const, words: '看过' };
      const by = { kind: 'staff' as const, name: '王' };
      if (kind.name === postgres.name) {
        const two = await database.open();
        await one.transaction(async (tx) => {
          await applyToTicket(tx, writing, { id: first.id, expected: null, command: note, by, via: 'x' });
          await deskOn(two).act(second.id, note, LI);
          // The number before it is taken and not yet to be seen.
          expect(await changesSince(two, clock, begin)).toEqual([]);
        });
      } else {
        await deskOn(one).act(first.id, note, WANG);
        await deskOn(one).act(second.id, note, LI);
      }
      const all = await changesSince(one, clock, begin);
      expect(all.map(({ ticket, kind: what, seq }) => [ticket, what, seq])).toEqual([
        [first.id, 'noted', 2],
        [second.id, 'noted', 2],
      ]);
      expect(await changesSince(one, clock, all[0]?.cursor ?? 0)).toEqual(all.slice(1));
      expect(JSON.stringify(all)).not.toContain('看过');
    } finally {
      await database.drop();
    }
  });

  it('waits no longer than half a minute for a number that nobody uses', async () => {
    const database = await kind.make();
    try {
      const store = await database.open();
      const { row } = await handIn(store);
      const begin = await endOfChanges(store);
      const by = { kind: 'staff' as const, name: '王' };
      const wish = { id: row.id, expected: null, command: { kind: 'claim' as const }, by, via: 'x' };
      const undone = store.transaction(async (tx) => {
        await applyToTicket(tx, writing, wish);
        throw new RangeError('changed its mind');
      });
      await expect(undone).rejects.toThrow(RangeError);
      await deskOn(store).act(row.id, { kind: 'claim' }, WANG);
      const clock = createManualClock(NOW + 31_000);
      expect((await changesSince(store, clock, begin)).map(({ kind: what }) => what)).toEqual(['claimed']);
    } finally {
      await database.drop();
    }
  });
});

await describeEveryDatabase('staff who have the word', (kind) => {
  it('stand in the ticket, the newest first, and nowhere once it is over', async () => {
    const database = await kind.make();
    try {
      const store = await database.open();
      const { row: first } = await handIn(store);
      const { row: second } = await handIn(store);
      await deskOn(store).act(first.id, { kind: 'take' }, WANG);
      await deskOn(store, NOW + 1).act(second.id, { kind: 'take' }, LI);
      const held = () => store.transaction((tx) => heldTickets(tx, first));
      expect((await held()).map(({ id }) => id)).toEqual([second.id, first.id]);
      await deskOn(store).act(second.id, { kind: 'resolve', words: '好了' }, LI);
      await deskOn(store).act(first.id, { kind: 'merge', into: second.id }, WANG);
      expect(await held()).toEqual([]);
      const { row: third } = await handIn(store, 'r', { region: '甲川省' });
      const loads = await store.transaction(async (tx) => {
        await addStaff(tx, { name: '王', role: 'agent', regions: [], trades: [] }, NOW);
        await applyToTicket(tx, writing, {
          id: third.id,
          expected: null,
          command: { kind: 'claim' },
          by: { kind: 'staff', name: '王' },
          via: 'x',
        });
        return await loadsOf(tx);
      });
      expect(loads).toMatchObject([{ name: '王', load: 1, kinds: new Map([['complaint', 2]]) }]);
    } finally {
      await database.drop();
    }
  });
});

await describeEveryDatabase('two at once', (kind) => {
  it('exactly one claims, and the other is told who', { timeout: 60_000 }, async () => {
    const database = await kind.make();
    try {
      const one = await database.open();
      // An SQLite file has one server; two connections of one thread would wait for each other for ever.
      const two = kind.name === postgres.name ? await database.open() : one;
      for (let round = 0; round < 10; round++) {
        const { row } = await handIn(one, `p${round}`);
        const results = await Promise.all([
          deskOn(one).act(row.id, { kind: 'claim' }, WANG),
          deskOn(two).act(row.id, { kind: 'claim' }, LI),
        ]);
        expect(results.map(({ kind: what }) => what).sort()).toEqual(['done', 'illegal']);
        const won = results[0]?.kind === 'done' ? '王' : '李';
        expect(results.find(({ kind: what }) => what === 'illegal')).toMatchObject({
          move: { illegal: 'claimed-by-other', holder: won },
        });
        expect(await one.transaction((tx) => loadTicket(tx, vault, row.id))).toMatchObject({
          ticket: { holder: won, seq: 2 },
        });
      }
    } finally {
      await database.drop();
    }
  });
});

describe('a write that was overtaken in the middle', () => {
  it('is stale, not lost: the number was taken between the look and the write', async () => {
    const { openStore } = await import('../../bot/store/open-store.ts');
    const store = await openStore({ kind: 'memory' });
    const { row } = await handIn(store);
    await store.transaction(async (tx) => {
      await tx
        .insertInto('ticket_events')
        .values({
          ticket: row.id,
          seq: 2,
          at: NOW,
          kind: 'claimed',
          actor: 'staff',
          staff: '李',
          via: 'x',
          sealed: null,
        })
        .execute();
      const wish = {
        id: row.id,
        expected: 1,
        command: { kind: 'claim' as const },
        by: { kind: 'staff' as const, name: '王' },
        via: 'x',
      };
      expect(await applyToTicket(tx, writing, wish)).toMatchObject({
        kind: 'stale',
        stored: { ticket: { holder: '李' } },
      });
    });
    await store.close();
  });
});
