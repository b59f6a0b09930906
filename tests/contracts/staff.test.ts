import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDesk } from '../../bot/desk/staff.ts';
import { createVault } from '../../bot/privacy/vault.ts';
import { randomToken } from '../../bot/random-id.ts';
import { createEntrance, ENTRANCE_MS } from '../../bot/staff/entrance.ts';
import { leaveStaff } from '../../bot/staff/leave.ts';
import { createOffice } from '../../bot/staff/office.ts';
import { createRegistry } from '../../bot/staff/registry.ts';
import { countTry } from '../../bot/store/console.ts';
import { ensureConversation } from '../../bot/store/conversations.ts';
import { countPasskey, insertPasskey } from '../../bot/store/passkeys.ts';
import type { Store } from '../../bot/store/store.ts';
import { loadTicket, openTicket } from '../../bot/store/tickets.ts';
import { createConsoleWorld } from '../bot/console/world.ts';
import { draft } from '../bot/desk/drafts.ts';
import { DESK, KEY, rowsOf } from '../core.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { describeEveryDatabase, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const clock = createManualClock();
const ALL = { regions: [], trades: [] } as const;
const WANG = { name: '王主任', role: 'supervisor' as const };

await describeEveryDatabase('staff', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await kind.make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  const officeOn = () => createOffice({ store, vault, clock, randomToken, via: 'terminal' });
  const entrance = createEntrance(vault, randomToken);
  let ids = 0;
  const handIn = async () => {
    const opened = await store.transaction(async (tx) => {
      const now = clock.now();
      const place = { channel: 'c', kind: 'private' as const, chat: 'p', now };
      const conversation = await ensureConversation(tx, vault, place);
      const owner = { channel: 'c', conversation, person: 'p' };
      const randomId = () => `chance-${++ids}`;
      return await openTicket(tx, { vault, rules: DESK.rules, now }, { owner, draft: draft(), randomId });
    });
    return opened.row.id;
  };

  it('are known by name and by account, until they leave; then the name can come back', async () => {
    const [office, registry] = [officeOn(), createRegistry(store, vault)];
    expect(await office.add({ ...WANG, regions: ['甲省'], trades: ['外卖'] })).toBe('added');
    expect(await office.add({ ...WANG, ...ALL })).toBe('there');
    expect(await office.add({ ...WANG, ...ALL }, true)).toBe('there');
    expect(await office.linkAccount(WANG.name, 'telegram', '77')).toBe(true);
    expect(await office.linkAccount(WANG.name, 'telegram', '77')).toBe(true);
    expect(await office.linkAccount(WANG.name, 'wecom-app', 'wang')).toBe(true);
    expect(await office.linkAccount('没有', 'telegram', '78')).toBe(false);
    const wang = { ...WANG, regions: ['甲省'], trades: ['外卖'], away: false };
    expect(await registry.byName(WANG.name)).toEqual(wang);
    expect(await registry.byAccount('telegram', '77')).toEqual(wang);
    expect(await registry.byAccount('wecom-app', '77')).toBeUndefined();
    expect(await registry.accountsOf(WANG.name)).toEqual([
      { channel: 'telegram', id: '77', chat: '77' },
      { channel: 'wecom-app', id: 'wang', chat: 'wang' },
    ]);
    await office.add({ name: '李', role: 'agent', ...ALL });
    expect(await office.linkAccount('李', 'telegram', '77')).toEqual({ takenBy: WANG.name });
    expect(JSON.stringify(await rowsOf(store, 'staff_accounts'))).not.toMatch(/"77"|"wang"/);

    await leaveStaff({ store, vault, clock, rules: DESK.rules }, WANG.name);
    expect(await registry.byName(WANG.name)).toBeUndefined();
    expect(await registry.byAccount('telegram', '77')).toBeUndefined();
    expect((await registry.all()).map(({ name }) => name)).toEqual(['李']);
    // Whoever else gets the name would inherit what stands under it.
    expect(await office.add({ ...WANG, ...ALL })).toBe('used');
    expect(await registry.byName(WANG.name)).toBeUndefined();
    expect(await office.add({ ...WANG, ...ALL }, true)).toBe('added');
    expect(await registry.accountsOf(WANG.name)).toEqual([]);
    expect(await registry.byName(WANG.name)).toEqual({ ...WANG, ...ALL, away: false });
  });

  it('cannot take a name under which somebody did something before there was a list', async () => {
    const id = await handIn();
    const desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
    await desk.act(id, { kind: 'claim' }, { name: '周', role: 'agent' });
    await desk.act(id, { kind: 'transfer', to: null, words: '' }, { name: '周', role: 'agent' });
    expect(await officeOn().add({ name: '周', role: 'agent', ...ALL })).toBe('used');
    expect(await officeOn().add({ name: '周2', role: 'agent', ...ALL })).toBe('added');
  });

  it('give back what they had in hand, and keep what is settled', async () => {
    await officeOn().add({ ...WANG, ...ALL });
    const desk = createDesk({ store, vault, clock, rules: DESK.rules, via: 'terminal' });
    const [held, meant, settled, others] = [await handIn(), await handIn(), await handIn(), await handIn()];
    const li = { name: '李', role: 'agent' as const };
    await desk.act(held, { kind: 'claim' }, WANG);
    await desk.act(meant, { kind: 'claim' }, li);
    await desk.act(meant, { kind: 'transfer', to: WANG.name, words: '' }, li);
    await desk.act(settled, { kind: 'claim' }, WANG);
    await desk.act(settled, { kind: 'resolve', words: '办好了' }, WANG);
    await desk.act(others, { kind: 'claim' }, li);

    const leave = () => leaveStaff({ store, vault, clock, rules: DESK.rules }, WANG.name);
    expect(await leave()).toEqual({ removed: true, tickets: 2 });
    expect(await leave()).toEqual({ removed: false, tickets: 0 });
    const stateOf = async (id: string) => {
      const found = await store.transaction((tx) => loadTicket(tx, vault, id));
      const { state, holder, meantFor } = found?.ticket ?? {};
      return [state, holder, meantFor, found?.events.at(-1)?.via];
    };
    expect(await stateOf(held)).toEqual(['transferred', null, null, 'staff']);
    expect(await stateOf(meant)).toEqual(['transferred', null, null, 'staff']);
    expect(await stateOf(settled)).toEqual(['resolved', WANG.name, null, 'terminal']);
    expect(await stateOf(others)).toEqual(['claimed', '李', null, 'terminal']);
    // Whoever comes next takes it as any other.
    expect(await desk.act(held, { kind: 'claim' }, li)).toMatchObject({ kind: 'done' });
  });

  it('use a link once, also when it is used twice at the same moment', async () => {
    const now = clock.now();
    const secret = await store.transaction((tx) => entrance.make(tx, 'enter', '王', now));
    const take = () => store.transaction((tx) => entrance.take(tx, 'enter', secret, now));
    const taken = await Promise.all([take(), take(), take()]);
    expect(taken.filter((name) => name === '王')).toHaveLength(1);
    expect(taken.filter((name) => name === undefined)).toHaveLength(2);
  });

  it('cannot use what is over, nor for another purpose; what is over is forgotten', async () => {
    const now = clock.now();
    const [late, other] = await store.transaction(async (tx) => [
      await entrance.make(tx, 'enter', '王', now - ENTRANCE_MS),
      await entrance.make(tx, 'register', '王', now),
    ]);
    const take = (secret: string) => store.transaction((tx) => entrance.take(tx, 'enter', secret, now));
    expect([await take(late ?? ''), await take(other ?? '')]).toEqual([undefined, undefined]);
    await store.transaction((tx) => entrance.make(tx, 'enter', '王', now + ENTRANCE_MS + 1));
    expect(await rowsOf(store, 'console_links')).toHaveLength(1);
  });

  it('have their attempts counted, and forgiven with time', async () => {
    const limit = { most: 2, withinMs: 1000 };
    const attempt = (now: number) => store.transaction((tx) => countTry(tx, 'who', { ...limit, now }));
    expect([await attempt(0), await attempt(500), await attempt(999), await attempt(1000)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('sign in, are seen, and are signed out by a change of role', async () => {
    const world = createConsoleWorld(store);
    const one = await world.signedIn('李', 'agent');
    expect((await one.get('/console/logins')).status).toBe(200);
    world.clock.advance(5 * 60_000);
    await one.get('/console/logins');
    const [session] = await rowsOf(store, 'console_sessions');
    expect(Number(session?.seen_at)).toBe(world.clock.now());
    await world.office.setRole('李', 'admin');
    expect((await one.get('/console/logins')).status).toBe(303);
    expect(await rowsOf(store, 'console_sessions')).toEqual([]);
  });

  it('have a passkey whose count only rises, once for each value', async () => {
    const passkey = {
      ...{ id: 'k', staff: '王', public_key: 'p', counter: 3, transports: '[]', browser: '' },
      ...{ created_at: 1, used_at: null },
    };
    const made = await store.transaction(async (tx) => [
      await insertPasskey(tx, passkey),
      await insertPasskey(tx, passkey),
    ]);
    expect(made).toEqual([true, false]);
    const count = () => store.transaction((tx) => countPasskey(tx, passkey, 4, 2));
    const counted = await Promise.all([count(), count()]);
    expect(counted.sort()).toEqual([false, true]);
  });

  it('are written down in an audit that nobody can change', async () => {
    await officeOn().add({ ...WANG, ...ALL });
    for (const spoil of [
      () => store.transaction((tx) => tx.updateTable('desk_audit').set({ staff: '别人' }).execute()),
      () => store.transaction((tx) => tx.deleteFrom('desk_audit').execute()),
    ])
      await expect(spoil()).rejects.toThrow(/append-only/);
    expect(await rowsOf(store, 'desk_audit')).toMatchObject([
      { staff: WANG.name, via: 'terminal', action: 'staff-added', fields: 'supervisor', ticket: '' },
    ]);
  });
});
