import { afterEach, beforeEach, expect, it } from 'vitest';
import { createVault } from '../../bot/privacy/vault.ts';
import { ensureConversation, lockConversation } from '../../bot/store/conversations.ts';
import { insertInbound } from '../../bot/store/inbox.ts';
import { sql } from '../../bot/store/kysely.ts';
import { UnknownSchema } from '../../bot/store/migrations.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { insertMessage } from '../../bot/store/outbox.ts';
import { type Store, StoreUnavailable, type Tx } from '../../bot/store/store.ts';
import { KEY, rowsOf } from '../core.ts';
import { describeWithPostgres } from '../postgres/database.ts';
import { describeEveryDatabase, describeLastingDatabases, postgres, type TestDatabase } from './databases.ts';

const vault = createVault(KEY);
const NOW = Date.UTC(2026, 0, 15, 1);

/** Something of every row that says when: beyond 32 bits, and beyond what a float of 32 bits can hold. */
const LATE = 2 ** 42 + 1;

const conversation = (store: Store, chat: string, now = NOW) =>
  store.transaction((tx) => ensureConversation(tx, vault, { channel: 'c', kind: 'private', chat, now }));

const inbound = (event: string, text = '在吗') => ({
  event,
  chat: '1',
  kind: 'private' as const,
  topic: null,
  sender: { id: '1', admin: null },
  addressed: true,
  message: event,
  quoted: null,
  content: { kind: 'text' as const, text, voice: false, edited: false },
  handle: null,
  redacted: false,
});

const keep = async (store: Store, event: string, channel = 'c') => {
  const kept = { channel, conversation: 'k', inbound: inbound(event), now: NOW };
  return (await store.transaction((tx) => insertInbound(tx, vault, kept))) !== undefined;
};

const message = (key: string, conversation = 'k') => ({
  channel: 'c',
  conversation,
  person: null,
  cause: null,
  answers: null,
  payload: { text: '好' },
  about: null,
  replaces: null,
  key,
});

/** Resolves when the other side says so, to put two transactions in a known order. */
function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, opened: promise };
}

await describeEveryDatabase('a store', ({ make, lasts }) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await make();
    store = await database.open();
  });
  afterEach(() => database.drop());

  it('keeps an event once, however often and however fast it comes', async () => {
    expect(await keep(store, 'e1')).toBe(true);
    expect(await keep(store, 'e1')).toBe(false);
    const all = await Promise.all(Array.from({ length: 8 }, () => keep(store, 'e2')));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await rowsOf(store, 'inbox')).toHaveLength(2);
  });

  it('knows the same event id of two channels apart', async () => {
    expect(await keep(store, 'e1', 'c')).toBe(true);
    expect(await keep(store, 'e1', 'd')).toBe(true);
  });

  it('counts ids up in the order of arrival, as numbers, and never takes one twice', async () => {
    const insert = (key: string) => store.transaction((tx) => insertMessage(tx, vault, message(key), NOW));
    const ids = [await insert('a'), await insert('b'), await insert('c')];
    await store.transaction((tx) => tx.deleteFrom('outbox').execute());
    ids.push(await insert('d'));
    expect(ids.map((id) => typeof id)).toEqual(ids.map(() => 'number'));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('gives back times of more than 32 bits as the numbers they were', async () => {
    const key = await conversation(store, '1', LATE);
    const found = await store.transaction((tx) =>
      tx
        .selectFrom('conversations')
        .select(['updated_at', 'lease_until'])
        .where('key', '=', key)
        .executeTakeFirst(),
    );
    expect(found).toEqual({ updated_at: LATE, lease_until: 0 });
  });

  it('leaves nothing of a transaction that failed, and goes on with the next', async () => {
    const failing = store.transaction(async (tx) => {
      await ensureConversation(tx, vault, { channel: 'c', kind: 'private', chat: '1', now: NOW });
      await insertMessage(tx, vault, message('a'), NOW);
      throw new RangeError('half-way');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await rowsOf(store, 'conversations')).toEqual([]);
    expect(await rowsOf(store, 'outbox')).toEqual([]);
    expect(await keep(store, 'e1')).toBe(true);
  });

  it('takes no message key twice: that is an error of ours, not of the database', async () => {
    const insert = () => store.transaction((tx) => insertMessage(tx, vault, message('same'), NOW));
    await insert();
    const again = insert();
    await expect(again).rejects.toThrow(/unique/i);
    await expect(again).rejects.not.toThrow(StoreUnavailable);
  });

  it('never shows half of a transaction to another', async () => {
    const inside = gate();
    const writing = store.transaction(async (tx) => {
      await insertMessage(tx, vault, message('a'), NOW);
      inside.open();
      await insertMessage(tx, vault, message('b'), NOW);
    });
    await inside.opened;
    expect([0, 2]).toContain((await rowsOf(store, 'outbox')).length);
    await writing;
    expect(await rowsOf(store, 'outbox')).toHaveLength(2);
  });

  it.runIf(lasts)('keeps what was committed when it is opened again', async () => {
    await keep(store, 'e1');
    await store.close();
    const again = await openStore(database.location);
    expect(await rowsOf(again, 'inbox')).toHaveLength(1);
    expect(await keep(again, 'e1')).toBe(false);
    await again.close();
  });
});

await describeLastingDatabases('the tables', ({ make }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make();
  });
  afterEach(() => database.drop());

  it('are made once: a second start changes nothing', async () => {
    const store = await database.open();
    await keep(store, 'e1');
    const before = await migrations(store);
    const again = await database.open();
    expect(await migrations(again)).toEqual(before);
    expect(await rowsOf(again, 'inbox')).toHaveLength(1);
  });

  it('of a newer program are refused, and left as they are', async () => {
    const store = await database.open();
    await keep(store, 'e1');
    await store.transaction((tx) =>
      sql`insert into kysely_migration (name, timestamp) values ('999-later', '2099-01-01T00:00:00.000Z')`.execute(
        tx,
      ),
    );
    await expect(openStore(database.location)).rejects.toThrow(UnknownSchema);
    expect(await rowsOf(store, 'inbox')).toHaveLength(1);
    expect(await migrations(store)).toContain('999-later');
  });
});

await describeWithPostgres('the tables on PostgreSQL', () => {
  it('are made once also when several processes start together', async () => {
    const database = await postgres.make();
    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    for (const [at, store] of stores.entries()) expect(await keep(store, `e${at}`)).toBe(true);
    const seen = await Promise.all(stores.map((store) => rowsOf(store, 'inbox')));
    expect(seen.map((rows) => rows.length)).toEqual([3, 3, 3]);
    await database.drop();
  });
});

await describeWithPostgres('two processes on one PostgreSQL', () => {
  let database: TestDatabase;
  let one: Store;
  let two: Store;
  beforeEach(async () => {
    database = await postgres.make();
    [one, two] = await Promise.all([database.open(), database.open()]);
  });
  afterEach(() => database.drop());

  it('never hold the same conversation, and neither waits for the other', async () => {
    const keys = [await conversation(one, '1'), await conversation(one, '2')];
    const held = gate();
    const done = gate();
    const holding = one.transaction(async (tx) => {
      expect(await lockConversation(one, tx, vault, keys[0] ?? '')).toBeDefined();
      held.open();
      await done.opened;
    });
    await held.opened;
    const seen = await two.transaction(async (tx) => [
      await lockConversation(two, tx, vault, keys[0] ?? ''),
      (await lockConversation(two, tx, vault, keys[1] ?? ''))?.chat,
    ]);
    expect(seen).toEqual([undefined, '2']);
    done.open();
    await holding;
    const free = await two.transaction((tx) => lockConversation(two, tx, vault, keys[0] ?? ''));
    expect(free?.chat).toBe('1');
  });

  it('keep an event once between them', async () => {
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, i) => keep(i % 2 === 0 ? one : two, `e${i >> 2}`)),
    );
    expect(kept.filter(Boolean)).toHaveLength(5);
  });

  it('run a transaction again that lost against another', async () => {
    const [a, b] = [await conversation(one, '1'), await conversation(one, '2')];
    const firstLocks = [gate(), gate()];
    let runs = 0;
    // Each locks what the other wants next: PostgreSQL ends one of them, and it is run again.
    const cross = (store: Store, mine: string, other: string, at: 0 | 1) =>
      store.transaction(async (tx) => {
        runs++;
        await touch(tx, mine);
        firstLocks[at]?.open();
        await firstLocks[1 - at]?.opened;
        await touch(tx, other);
      });
    await Promise.all([cross(one, a, b, 0), cross(two, b, a, 1)]);
    expect(runs).toBe(3);
    const rows = await rowsOf(one, 'conversations');
    expect(rows.map((row) => row.lease_until)).toEqual([2, 2]);
  });
});

async function touch(tx: Tx, key: string): Promise<void> {
  await tx
    .updateTable('conversations')
    .set((column) => ({ lease_until: column('lease_until', '+', 1) }))
    .where('key', '=', key)
    .execute();
}

async function migrations(store: Store): Promise<readonly string[]> {
  const { rows } = await store.transaction((tx) =>
    sql<{ name: string }>`select name from kysely_migration order by name`.execute(tx),
  );
  return rows.map((row) => row.name);
}
