import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDesk } from '../../bot/desk/staff.ts';
import { eraseTickets, sweepTickets } from '../../bot/desk/sweep.ts';
import { tellUndelivered } from '../../bot/desk/telegram/whole.ts';
import { createStaffChat } from '../../bot/desk/wecom/chat.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { createOffice } from '../../bot/staff/office.ts';
import { ensureConversation } from '../../bot/store/conversations.ts';
import { changeKfSession } from '../../bot/store/kf-sessions.ts';
import { insertMessage } from '../../bot/store/outbox.ts';
import { findStaff } from '../../bot/store/staff.ts';
import type { Store } from '../../bot/store/store.ts';
import { keepHeard } from '../../bot/store/ticket-copies.ts';
import { addNotice, ensurePlace, keepPost } from '../../bot/store/ticket-places.ts';
import { applyToTicket, emptyTicket, openTicket } from '../../bot/store/tickets.ts';
import { draft } from '../bot/desk/drafts.ts';
import { DESK, KEY, rowsOf } from '../core.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const clock = createManualClock();
const { rules } = DESK;
const LI = { name: '李', role: 'agent' as const };
const WANG = { name: '王', role: 'agent' as const };

await describeEveryDatabase('what lies of a ticket on the side of staff', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let ids = 0;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
    const office = createOffice({ store, vault, clock, randomToken, via: 'terminal' });
    for (const one of [LI, WANG]) await office.add({ ...one, regions: [], trades: [] });
  });
  afterEach(() => database.drop());

  const desk = () => createDesk({ store, vault, clock, rules, via: 'wecom' });
  const handIn = () =>
    store.transaction(async (tx) => {
      const now = clock.now();
      const where = { channel: 'c', kind: 'private' as const, chat: 'p', now };
      const owner = {
        channel: 'c',
        conversation: await ensureConversation(tx, vault, where),
        person: 'worker',
      };
      const randomId = () => `chance-${++ids}`;
      return (await openTicket(tx, { vault, rules, now }, { owner, draft: draft(), randomId })).row.id;
    });
  /** The whole of a ticket in the outbox, for one of the staff. @returns its row */
  const copyOf = (
    ticket: string,
    staff: string,
    state: 'pending' | 'sending' | 'sent' = 'pending',
    place = 'wecom-whole',
  ) =>
    store.transaction(async (tx) => {
      const now = clock.now();
      const where = { channel: 'wecom-app', kind: 'private' as const, chat: staff, now };
      const conversation = await ensureConversation(tx, vault, where);
      const row = { channel: 'wecom-app', conversation, person: staff, cause: null, answers: null };
      const message = { ...row, about: null, replaces: null, payload: '林小满说的话', key: `key-${++ids}` };
      const id = await insertMessage(tx, vault, message, now);
      await tx.updateTable('outbox').set({ state }).where('id', '=', id).execute();
      await keepPost(tx, { place, ref: String(id), ticket, seq: 0, role: 'whole', staff });
      return id;
    });
  /** A message of staff, as the inbox keeps it. @returns its row */
  const written = async (words: string) => {
    const row = { channel: 'wecom-app', event: `e${++ids}`, conversation: 'k', person: LI.name };
    const values = {
      ...row,
      state: 'done' as const,
      sealed: vault.seal(words, 'inbox/sealed'),
      attempts: 0,
      ...{ due_at: 0, error: null, received_at: clock.now(), done_at: clock.now() },
    };
    const made = await store.transaction((tx) =>
      tx.insertInto('inbox').values(values).returning('id').executeTakeFirstOrThrow(),
    );
    return made.id;
  };
  const isFull = async (table: 'inbox' | 'outbox', id: number) =>
    (await rowsOf(store, table)).find((row) => row.id === id)?.sealed !== null;
  const chat = async (inbox: number, work: (chat: ReturnType<typeof createStaffChat>) => Promise<unknown>) =>
    store.transaction((tx) =>
      work(createStaffChat(tx, { store, vault, rules, inbox, now: clock.now() }, 'wecom-app')),
    );
  const li = async () => {
    const staff = await store.transaction((tx) => findStaff(tx, LI.name));
    if (staff === undefined) throw new Error('not there');
    return staff;
  };
  const takeBack = (id: string) =>
    store.transaction(async (tx) => {
      const command = { kind: 'withdraw' as const, erased: false };
      const wish = { id, expected: null, command, by: { kind: 'worker' as const }, via: 'c' };
      await applyToTicket(tx, { vault, rules, now: clock.now() }, wish);
      await emptyTicket(tx, id);
    });
  const erase = () =>
    store.transaction((tx) =>
      eraseTickets(tx, vault, { rules }, { person: 'worker', channel: 'c', now: clock.now() }),
    );

  it.each([
    ['taken back', takeBack],
    ['erased with its owner', erase],
  ] as const)(
    'goes with a ticket that is %s, and no other: whatever its state, and what staff wrote',
    async (_, end) => {
      const mine = await handIn();
      await desk().act(mine, { kind: 'claim' }, LI);
      const copies = [
        await copyOf(mine, LI.name),
        await copyOf(mine, LI.name, 'sending', 'telegram-whole'),
        await copyOf(mine, WANG.name, 'sent'),
      ];
      const answer = await written('林小满你好');
      const note = await written('备注 林小满不识字');
      const me = await li();
      const said = { kind: 'say' as const, ticket: mine, words: '林小满你好' };
      const noted = { kind: 'note' as const, ticket: null, words: '林小满不识字' };
      await chat(answer, (to) => to.obey(said, me, 'private'));
      await chat(note, (to) => to.obey(noted, me, 'private'));
      const other = await written('别的话');
      await end(mine);
      for (const id of copies) expect(await isFull('outbox', id)).toBe(false);
      for (const id of [answer, note]) expect(await isFull('inbox', id)).toBe(false);
      expect(await isFull('inbox', other)).toBe(true);
      // Whoever got a copy can still be told to delete it.
      expect((await rowsOf(store, 'ticket_posts')).map(({ role }) => role)).toEqual([
        'whole',
        'whole',
        'whole',
      ]);
    },
  );

  it('of somebody else’s ticket stays', async () => {
    const [mine, other] = [await handIn(), await handIn()];
    const kept = await copyOf(other, LI.name);
    await takeBack(mine);
    expect(await isFull('outbox', kept)).toBe(true);
  });

  it('that comes when it was taken back already is not kept, and a copy of that very moment goes at the next sweep', async () => {
    const id = await handIn();
    await takeBack(id);
    const late = await written('林小满在吗');
    await store.transaction((tx) => keepHeard(tx, { inbox: late, ticket: id, staff: LI.name }));
    expect(await isFull('inbox', late)).toBe(false);
    const copy = await copyOf(id, LI.name, 'sent');
    await sweepTickets(store, vault, DESK, clock.now());
    expect(await isFull('outbox', copy)).toBe(false);
    // Of a ticket that is no more, and shown nowhere, nothing is left to be found.
    await store.transaction((tx) => tx.deleteFrom('tickets').where('id', '=', id).execute());
    await sweepTickets(store, vault, DESK, clock.now());
    expect(await rowsOf(store, 'ticket_posts')).toEqual([]);
  });

  it('does not reach somebody any more who has handed the ticket on; what they have of others does', async () => {
    const [mine, other] = [await handIn(), await handIn()];
    await desk().act(mine, { kind: 'claim' }, LI);
    await desk().act(other, { kind: 'claim' }, LI);
    const stopped = await copyOf(mine, LI.name, 'pending', 'telegram-whole');
    const [elsewhere, colleague, arrived] = [
      await copyOf(other, LI.name),
      await copyOf(mine, WANG.name),
      await copyOf(mine, LI.name, 'sent'),
    ];
    await desk().act(mine, { kind: 'note', words: '先看看' }, LI);
    expect(await isFull('outbox', stopped)).toBe(true);
    await desk().act(mine, { kind: 'transfer', to: WANG.name, words: '' }, LI);
    expect(await isFull('outbox', stopped)).toBe(false);
    for (const id of [elsewhere, colleague, arrived]) expect(await isFull('outbox', id)).toBe(true);
    // That it did not arrive is how it should be: the group is told nothing.
    await store.transaction(async (tx) => {
      await ensurePlace(tx, 'telegram', mine);
      await tx
        .updateTable('outbox')
        .set({ state: 'dead', error: 'erased' })
        .where('id', '=', stopped)
        .execute();
      await tellUndelivered(tx, vault, 'telegram', clock.now());
    });
    expect(await rowsOf(store, 'ticket_notices')).toEqual([]);
  });

  it('of 微信客服 goes with an erasure, but for who has the conversation, and with a ticket that is no more', async () => {
    const id = await handIn();
    const states = async () =>
      (await rowsOf(store, 'kf_sessions')).map(({ state, ticket, staff: name }) => [state, ticket, name]);
    const mine = (await rowsOf(store, 'tickets')).map(({ conversation }) => String(conversation))[0] ?? '';
    const set = (conversation: string, state: 'wanted' | 'human' | 'over', ticket: string | null = id) =>
      store.transaction((tx) =>
        changeKfSession(tx, conversation, { state, ticket, staff: LI.name }, clock.now()),
      );
    await set(mine, 'human');
    await set('another', 'human', null);
    await store.transaction((tx) => ensurePlace(tx, 'wecom-kf', id));
    await erase();
    expect((await states()).sort()).toEqual([
      ['human', null, null],
      ['human', null, LI.name],
    ]);
    await set(mine, 'over', null);
    await sweepTickets(store, vault, DESK, clock.now());
    expect(await states()).toEqual([['human', null, LI.name]]);
    expect(await rowsOf(store, 'ticket_places')).toHaveLength(1);
    await store.transaction((tx) => tx.deleteFrom('tickets').where('id', '=', id).execute());
    await sweepTickets(store, vault, DESK, clock.now());
    expect(await rowsOf(store, 'ticket_places')).toEqual([]);

    await handIn();
    await set(mine, 'over');
    await erase();
    expect(await states()).toEqual([['human', null, LI.name]]);
  });

  it('is told to staff in sealed words', async () => {
    const id = await handIn();
    const notice = { text: '林小满的事送不到', replyTo: null, prompts: null, buttons: [] };
    await store.transaction((tx) => addNotice(tx, vault, { place: 'telegram', ticket: id, notice, now: 1 }));
    const rows = JSON.stringify(await rowsOf(store, 'ticket_notices'));
    expect(rows).toContain(id);
    expect(rows).not.toContain('林小满');
  });
});
