import { afterEach, beforeEach, expect, it } from 'vitest';
import { tellUndelivered } from '../../bot/desk/telegram/whole.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import type { Store } from '../../bot/store/store.ts';
import {
  addNotice,
  changePlace,
  dropPlace,
  ensurePlace,
  hearOnce,
  keepPost,
  noticesOf,
  postAt,
  ticketAt,
  ticketsToShow,
} from '../../bot/store/ticket-places.ts';
import { applyToTicket, openTicket } from '../../bot/store/tickets.ts';
import { draft } from '../bot/desk/drafts.ts';
import { DESK, KEY } from '../core.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const PLACE = 'telegram';
const vault = createVault(KEY);

await describeEveryDatabase('tickets in a place that shows each of them', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  let ids = 0;
  const writing = (now: number) => ({ vault, rules: DESK.rules, now });
  const open = async (now: number, urgent = false) => {
    const owner = { channel: 'web', conversation: 'k', person: 'p' };
    const randomId = () => `place ${++ids}`;
    const { row } = await store.transaction((tx) =>
      openTicket(tx, writing(now), { owner, draft: draft({ urgent }), randomId }),
    );
    return row.id;
  };
  const toShow = async (now = 10) =>
    (await store.transaction((tx) => ticketsToShow(tx, PLACE, now))).map(({ ticket }) => ticket);
  const settle = (ticket: string, seen: number) =>
    store.transaction(async (tx) => {
      await ensurePlace(tx, PLACE, ticket);
      await changePlace(tx, { place: PLACE, ticket }, { ref: `t-${ticket}`, seen_seq: seen, settled: 1 });
    });

  it('wants what it has not met, urgent first, what has changed since, and what is no more', async () => {
    const calm = await open(1);
    const urgent = await open(2, true);
    expect(await toShow()).toEqual([urgent, calm]);
    await settle(calm, 1);
    await settle(urgent, 1);
    expect(await toShow()).toEqual([]);
    const say = { kind: 'say' as const, words: '还有', files: [] };
    const wish = { id: calm, expected: null, command: say, by: { kind: 'worker' as const }, via: 'web' };
    await store.transaction((tx) => applyToTicket(tx, writing(3), wish));
    expect(await toShow()).toEqual([calm]);
    await store.transaction((tx) => changePlace(tx, { place: PLACE, ticket: calm }, { due_at: 20 }));
    expect(await toShow()).toEqual([]);
    expect(await toShow(20)).toEqual([calm]);
    await store.transaction((tx) => tx.deleteFrom('tickets').where('id', '=', urgent).execute());
    expect(await toShow()).toEqual([urgent]);
    await store.transaction((tx) => dropPlace(tx, { place: PLACE, ticket: urgent }));
    expect(await toShow()).toEqual([]);
  });

  it('is found by its own id, with its messages and what waits to be said', async () => {
    const id = await open(1);
    await settle(id, 1);
    const notice = { text: '请先认领', replyTo: '7', prompts: null, buttons: [] };
    await store.transaction(async (tx) => {
      expect(await ticketAt(tx, PLACE, `t-${id}`)).toBe(id);
      expect(await ticketAt(tx, PLACE, 'another')).toBeUndefined();
      const post = { place: PLACE, ref: '7', ticket: id, staff: '王' };
      await keepPost(tx, { ...post, seq: 2, role: 'staff' });
      await keepPost(tx, { ...post, seq: 3, role: 'staff' });
      expect(await postAt(tx, PLACE, '7')).toMatchObject({ seq: 3 });
      await addNotice(tx, vault, { place: PLACE, ticket: id, notice, now: 1 });
      expect((await noticesOf(tx, vault, PLACE, id)).map((one) => one.notice)).toEqual([notice]);
    });
    expect(await toShow()).toEqual([id]);
  });

  it('hears an event once, whoever hears it first', async () => {
    const hear = () => store.transaction((tx) => hearOnce(tx, { place: PLACE, event: 'm:1:2', at: 1 }));
    expect((await Promise.all([hear(), hear()])).sort()).toEqual([false, true]);
    expect(await hear()).toBe(false);
  });

  it('says nothing of private messages while none is given up', async () => {
    const id = await open(1);
    await settle(id, 1);
    await store.transaction(async (tx) => {
      await keepPost(tx, {
        place: 'telegram-whole',
        ref: '1',
        ticket: id,
        seq: 0,
        role: 'whole',
        staff: '王',
      });
      await tellUndelivered(tx, vault, PLACE, 2);
    });
    expect(await toShow()).toEqual([]);
  });
});
