import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseConfig } from '../../bot/config.ts';
import { libraryOfficeCopy } from '../../bot/copy/library-office.ts';
import { lockDraft, saveDraft } from '../../bot/library/draft.ts';
import { PREPARE_LEASE } from '../../bot/library/left-behind.ts';
import { loadLiveLibrary } from '../../bot/load.ts';
import { storeLocation } from '../../bot/paths.ts';
import { openVault } from '../../bot/privacy/open-vault.ts';
import { takeLease } from '../../bot/store/leases.ts';
import { openStore } from '../../bot/store/open-store.ts';
import { addStaff, linkAccount } from '../../bot/store/staff.ts';
import { publish, temporaryFolder } from '../fixtures.ts';
import { MADE_UP } from '../made-up.ts';
import { PUBLIC_URL, startTelegramWorld } from './telegram-world.ts';

const ADMIN = 9201;
const name = '王主任';
const holder = 'a process that was killed';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

it('a server that starts again tells the admin whose preparation died with it', {
  timeout: 400_000,
}, async () => {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  const root = join(folder.path, 'library');
  await publish(root, MADE_UP);
  const env = { DATA_DIR: folder.path, LIBRARY_DIR: root };
  const config = parseConfig(env);
  const store = await openStore(storeLocation(config));
  closing.push(store.close);
  const vault = await openVault(store, config);
  await store.transaction(async (tx) => {
    await addStaff(tx, { name, role: 'admin', regions: [], trades: [] }, 0);
    await linkAccount(tx, vault, { name, channel: 'telegram', id: `${ADMIN}`, chat: `${ADMIN}`, now: 0 });
  });
  const world = await startTelegramWorld(
    env,
    await loadLiveLibrary({ libraryDir: root, factsDir: undefined }),
  );
  closing.push(world.end);
  const wang = world.person(ADMIN);
  const failed = libraryOfficeCopy.failed({ kind: 'died', file: null, code: '', detail: '' });
  expect((await wang.say('/状态')).at(-1)?.text).not.toContain(failed);

  // What stands in the database while somebody prepares, and stays there when they are killed.
  const now = Date.now();
  await takeLease(store, { name: PREPARE_LEASE, holder, ms: 60_000, now });
  await store.transaction(async (tx) => {
    const { version, body } = await lockDraft(store, tx);
    await saveDraft(tx, { version, body: { ...body, preparing: { by: name, at: now, holder } } }, null);
  });
  const before = world.fake.sent().length;
  await world.restart();
  await world.fake.until(() => world.fake.sent().length > before, 60_000);
  expect(world.fake.sent().slice(before)).toMatchObject([
    { chat: ADMIN, text: `${libraryOfficeCopy.news.died}\n${PUBLIC_URL}/console/library` },
  ]);
  expect((await wang.say('/状态')).at(-1)?.text).toContain(failed);
});
