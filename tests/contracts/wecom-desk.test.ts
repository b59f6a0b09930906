import { afterEach, beforeEach, expect, it } from 'vitest';
import { createVault } from '../../bot/privacy/vault.ts';
import { chooseTicket, currentTicket, leaveTicket } from '../../bot/store/desk-current.ts';
import {
  changeKfSession,
  changeKfSessionAsRead,
  dropKfSessions,
  eraseKfSessions,
  kfSession,
  kfSessionsWanted,
} from '../../bot/store/kf-sessions.ts';
import type { Store } from '../../bot/store/store.ts';
import { addCard, cardOfTask, cardsOf, changeCard, dropCards } from '../../bot/store/wecom-cards.ts';
import { KEY, rowsOf } from '../core.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);

await describeEveryDatabase('what the desk keeps of WeCom', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const add = (ticket: string, round: string, task: string, users: readonly string[] = ['wang']) =>
    store.transaction((tx) => addCard(tx, vault, { ticket, round, task, users }));
  const card = async (task: string) => {
    const found = await store.transaction((tx) => cardOfTask(tx, vault, task));
    if (found === undefined) throw new Error('there is no such card');
    return found;
  };
  const tasks = async (ticket: string) =>
    (await store.transaction((tx) => cardsOf(tx, vault, ticket))).map(({ task }) => task);

  it('has one card for each round of a ticket, the first, in the order of the rounds', async () => {
    await add('T-1', 'opened', 'task-b');
    await add('T-1', 'opened', 'task-c', ['li']);
    await add('T-1', 'step-1', 'task-a');
    await add('T-2', 'opened', 'task-d');
    expect(await tasks('T-1')).toEqual(['task-b', 'task-a']);
    expect(await card('task-b')).toEqual({
      ...{ ticket: 'T-1', round: 'opened', task: 'task-b', users: ['wang'], code: null },
      ...{ state: 'wanted', tries: 0 },
    });
    expect(await store.transaction((tx) => cardOfTask(tx, vault, 'task-c'))).toBeUndefined();
  });

  it('has one card where two processes offer at once', async () => {
    // An SQLite file belongs to one process.
    const other = database.location.kind === 'postgres' ? await database.open() : store;
    const offer = (from: Store, task: string) =>
      from.transaction((tx) => addCard(tx, vault, { ticket: 'T-1', round: 'opened', task, users: [] }));
    await Promise.all([offer(store, 'task-a'), offer(other, 'task-b')]);
    expect(await tasks('T-1')).toHaveLength(1);
  });

  it('changes what is named of a card, and keeps userids and its code where nobody reads them', async () => {
    await add('T-1', 'opened', 'task-a', ['wang.zr', 'li.ming']);
    const change = async (given: Parameters<typeof changeCard>[3]) => {
      const found = await card('task-a');
      await store.transaction((tx) => changeCard(tx, vault, found, given));
    };
    const at = Date.parse('2026-03-02T09:00:00+08:00');
    await change({ state: 'sent', code: { value: 'code-that-works-once', at } });
    await change({ tries: 2 });
    expect(await card('task-a')).toMatchObject({
      ...{ state: 'sent', tries: 2, users: ['wang.zr', 'li.ming'] },
      code: { value: 'code-that-works-once', at },
    });
    const rows = JSON.stringify(await rowsOf(store, 'wecom_cards'));
    expect(rows).not.toMatch(/wang\.zr|li\.ming|code-that-works-once/);
    await change({ state: 'done', code: null });
    expect(await card('task-a')).toMatchObject({ state: 'done', tries: 2, code: null });
  });

  it('drops the cards of one ticket', async () => {
    await add('T-1', 'opened', 'task-a');
    await add('T-2', 'opened', 'task-b');
    await store.transaction((tx) => dropCards(tx, 'T-1'));
    expect([await tasks('T-1'), await tasks('T-2')]).toEqual([[], ['task-b']]);
  });

  const current = (staff: string, place = 'wecom') =>
    store.transaction((tx) => currentTicket(tx, place, staff));
  const choose = (staff: string, ticket: string, place = 'wecom', at = 1) =>
    store.transaction((tx) => chooseTicket(tx, { place, staff, ticket, at }));

  it('knows which ticket somebody speaks about: the last chosen, for each place and person apart', async () => {
    expect(await current('王')).toBeUndefined();
    await choose('王', 'T-1');
    await choose('王', 'T-2', 'wecom', 2);
    await choose('李', 'T-1');
    await choose('王', 'T-3', 'telegram');
    expect([await current('王'), await current('李'), await current('王', 'telegram')]).toEqual([
      ...['T-2', 'T-1', 'T-3'],
    ]);
  });

  it('leaves a ticket only where it is still the one, or whichever it is', async () => {
    await choose('王', 'T-1');
    await choose('李', 'T-1');
    const leave = (staff: string, ticket: string | null) =>
      store.transaction((tx) => leaveTicket(tx, 'wecom', staff, ticket));
    await leave('王', 'T-2');
    expect(await current('王')).toBe('T-1');
    await leave('王', 'T-1');
    expect([await current('王'), await current('李')]).toEqual([undefined, 'T-1']);
    await leave('李', null);
    expect(await current('李')).toBeUndefined();
  });

  const change = (conversation: string, given: Parameters<typeof changeKfSession>[2], now: number) =>
    store.transaction((tx) => changeKfSession(tx, conversation, given, now));
  const session = (conversation: string) => store.transaction((tx) => kfSession(tx, conversation));
  const wanted = async (now: number) =>
    (await store.transaction((tx) => kfSessionsWanted(tx, now))).map(({ conversation }) => conversation);

  it('knows who has a conversation of 微信客服, and keeps what a change does not name', async () => {
    expect(await session('k')).toBeUndefined();
    await change('k', { state: 'wanted', ticket: 'T-1' }, 5);
    const fresh = { conversation: 'k', ticket: 'T-1', staff: null, tries: 0, due_at: 5, updated_at: 5 };
    expect(await session('k')).toEqual({ ...fresh, state: 'wanted' });
    await change('k', { state: 'wanted', tries: 1, due_at: 60 }, 6);
    await change('k', { state: 'human', staff: '王' }, 7);
    expect(await session('k')).toEqual({
      ...{ ...fresh, state: 'human', staff: '王' },
      ...{ tries: 1, due_at: 60, updated_at: 7 },
    });
    await change('k', { state: 'over', staff: null }, 8);
    expect(await session('k')).toMatchObject({ state: 'over', staff: null, ticket: 'T-1' });
  });

  it('lists those that are to be handed over and whose time has come, the longest waiting first', async () => {
    await change('late', { state: 'wanted' }, 3);
    await change('first', { state: 'wanted' }, 1);
    await change('later', { state: 'wanted', due_at: 100 }, 2);
    await change('pool', { state: 'pool' }, 1);
    await change('twin', { state: 'wanted' }, 3);
    expect(await wanted(50)).toEqual(['first', 'late', 'twin']);
    expect(await wanted(100)).toEqual(['first', 'later', 'late', 'twin']);
  });

  it('forgets what has been over for long or belongs to nothing, and nothing that somebody has', async () => {
    for (const [conversation, state, ticket, now] of [
      ['old', 'over', 'T-1', 1],
      ['new', 'over', 'T-1', 10],
      ['of nothing', 'over', null, 10],
      ['held', 'human', null, 1],
      ['waits', 'wanted', 'T-1', 1],
    ] as const)
      await change(conversation, { state, ticket }, now);
    await store.transaction((tx) => dropKfSessions(tx, 10));
    const left = (await rowsOf(store, 'kf_sessions')).map(({ conversation }) => conversation);
    expect(left.sort()).toEqual(['held', 'new', 'waits']);
  });

  it('changes a conversation as it was read, and neither one that is another’s now nor one that was erased', async () => {
    const find = () => store.transaction((tx) => kfSession(tx, 'c'));
    const want = (ticket: string) =>
      store.transaction((tx) => changeKfSession(tx, 'c', { state: 'wanted', ticket, tries: 0 }, 1));
    const change = (
      read: Parameters<typeof changeKfSessionAsRead>[1],
      given: Parameters<typeof changeKfSessionAsRead>[2],
    ) => store.transaction((tx) => changeKfSessionAsRead(tx, read, given, 2));
    const read = { conversation: 'c', state: 'wanted' as const, ticket: 'T-1' };
    await want('T-1');
    expect(await change(read, { state: 'wanted', tries: 1 })).toBe(true);
    expect(await find()).toMatchObject({ state: 'wanted', ticket: 'T-1', tries: 1, updated_at: 2 });
    await want('T-2');
    expect(await change(read, { state: 'over' })).toBe(false);
    expect(await find()).toMatchObject({ state: 'wanted', ticket: 'T-2', tries: 0 });
    await store.transaction((tx) => eraseKfSessions(tx, ['c']));
    expect(await change({ ...read, ticket: 'T-2' }, { state: 'wanted', tries: 1 })).toBe(false);
    expect(await find()).toBeUndefined();
    await store.transaction((tx) => changeKfSession(tx, 'c', { state: 'pool' }, 3));
    expect(await change({ ...read, state: 'pool', ticket: null }, { state: 'pool', tries: 5 })).toBe(true);
    expect(await find()).toMatchObject({ state: 'pool', ticket: null, tries: 5 });
  });
});
