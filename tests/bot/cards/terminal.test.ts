import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeptCards } from '../../../bot/cards/kept-cards.ts';
import { parseConfig } from '../../../bot/config.ts';
import { cardsCopy } from '../../../bot/copy/cards.ts';
import { storeLocation } from '../../../bot/paths.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { publish, temporaryFolder } from '../../fixtures.ts';
import { MADE_UP } from '../../made-up.ts';
import { runProgram } from '../../run.ts';

const copy = cardsCopy.terminal;
const PATIENCE = 400_000;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());

const env = () => ({ DATA_DIR: folder.path, LIBRARY_DIR: join(folder.path, 'library') });
const run = (...args: readonly string[]) => {
  const out = join(folder.path, 'out');
  mkdirSync(out, { recursive: true });
  const ran = runProgram('bot/card.ts', [...args, '--out', out], { folder: folder.path, env: env() });
  return { ...ran, files: readdirSync(out) };
};
/** The server's database, open as the server has it open. */
const beside = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(storeLocation(parseConfig(env())));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
const kept = (store: Store) => createKeptCards({ store, clock: createManualClock() }).list(9);

describe('npm run card', { timeout: PATIENCE }, () => {
  it('keeps its cards in the list of the console, once, beside a server that has the database open', async () => {
    await publish(env().LIBRARY_DIR, MADE_UP);
    await beside(async (store) => {
      const made = run('deposit-fine', 'a/2', '--region', '甲川', '--form', 'a6');
      expect(made).toMatchObject({ code: 0, stderr: '' });
      expect(made.stdout).toContain(copy.kept);
      // Of one title: neither file lies on the other.
      expect(made.files).toHaveLength(2);
      expect(run('deposit-fine', '--region', '甲川', '--form', 'a6').code).toBe(0);
      const list = await kept(store);
      expect(list.map((one) => one.kind === 'card' && [one.staff, one.card.subject]).toSorted()).toEqual([
        [copy.by, 'a/2'],
        [copy.by, 'deposit-fine'],
      ]);
      const audit = await store.transaction((tx) =>
        tx.selectFrom('desk_audit').select(['staff', 'via', 'action', 'fields']).orderBy('id').execute(),
      );
      expect(audit).toContainEqual({
        ...{ staff: copy.by, via: 'terminal', action: 'write' },
        fields: `card ${list[0]?.id}`,
      });
    });
  });

  it('keeps a book, and says it where there is no database to keep it in', async () => {
    await publish(env().LIBRARY_DIR, MADE_UP);
    const book = ['deposit-ban', 'a/2', '--region', '甲川', '--book', '押金口袋书'];
    const alone = run(...book);
    expect(alone).toMatchObject({ code: 0, stderr: '' });
    expect(alone.stdout).toContain(copy.notKept);
    expect(alone.files).toHaveLength(1);
    await beside(async () => undefined);
    expect(run(...book).stdout).toContain(copy.kept);
    await beside(async (store) =>
      expect(await kept(store)).toMatchObject([{ kind: 'book', staff: copy.by }]),
    );
  });

  it('says what is wrong in plain words, and makes nothing', async () => {
    await publish(env().LIBRARY_DIR, MADE_UP);
    for (const [args, words] of [
      [['deposit-ban', '--regoin', '甲川'], copy.usage],
      [['deposit-ban', '--region', '甲川', '--book', ' '], copy.badBook],
      [['heat', '--region', '戊原'], copy.failed('heat', cardsCopy.faults.silent)],
    ] as const) {
      const { code, stderr, files } = run(...args);
      expect(stderr).toBe(`${words}\n`);
      expect([code, files]).toEqual([1, []]);
    }
  });
});
