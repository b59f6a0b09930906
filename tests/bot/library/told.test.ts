import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotPrepared } from '#ingest/office';
import { libraryOfficeCopy } from '../../../bot/copy/library-office.ts';
import { createTellStaff } from '../../../bot/desk/staff-alerts.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { personKey } from '../../../bot/store/keys.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { openMessage } from '../../../bot/store/outbox.ts';
import { addStaff, changeStaff, linkAccount } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { KEY } from '../../core.ts';
import { createScriptedChannel } from '../../fakes/scripted-channel.ts';
import { ended, inProcess, LI, type OfficeScene, officeScene, WANG, ZHANG } from './office-scene.ts';

const SITE = 'https://gongyou.example';
const SUN = '孙主席';
const { news } = libraryOfficeCopy;
const vault = createVault(KEY);

let store: Store;
let scene: OfficeScene;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  let chance = 0;
  scene = await officeScene(store, {
    tellStaff: createTellStaff({
      ...{ vault, publicUrl: SITE, randomId: () => `chance-${chance++}` },
      channels: [createScriptedChannel({ name: 'telegram' })],
    }),
  });
  const now = scene.clock.now();
  await store.transaction(async (tx) => {
    await addStaff(tx, { name: SUN, role: 'admin', regions: [], trades: [] }, now);
    for (const { name } of [WANG, LI, ZHANG, { name: SUN }])
      await linkAccount(tx, vault, { name, channel: 'telegram', id: name, chat: `chat of ${name}`, now });
  });
});
afterEach(async () => {
  await scene.close();
  await store.close();
});

/** Who was written to, and what, since the beginning. */
async function written(): Promise<readonly { readonly name: string; readonly words: string }[]> {
  const names = new Map(
    [WANG, LI, ZHANG, { name: SUN }].map(({ name }) => [personKey(vault, 'telegram', name), name]),
  );
  const rows = await store.transaction((tx) =>
    tx.selectFrom('outbox').select(['person', 'sealed']).orderBy('id').execute(),
  );
  return rows.map(({ person, sealed }) => ({
    name: names.get(person ?? '') ?? '',
    words: JSON.stringify(openMessage(vault, sealed ?? '').payload),
  }));
}

/** A draft whose answers are worse than those in force. */
async function worse(): Promise<void> {
  await scene.add();
  await scene.office.publish(WANG, await scene.prepared(), '新文件');
  await scene.office.addOwnQuestion(LI, {
    ...{ question: '站长拖着工钱不发能找谁举报', region: '河北省/石家庄市', expect: 'answer' },
    ...{ gold: ['hebei-measures/29'], mustQuote: [] },
  });
  const { draft } = await scene.office.state();
  const shipped = draft.sources.files.find((one) => one.shipped)?.file ?? '';
  await scene.office.removeFile(WANG, draft.version, shipped);
}

describe('admins are written to', () => {
  it('when a second yes is awaited: all but the one who prepared, once, and nobody else', async () => {
    await worse();
    expect(await written()).toEqual([]);
    await scene.prepared();
    const told = await written();
    expect(told.map(({ name }) => name).sort()).toEqual([LI.name, SUN].sort());
    for (const { words } of told) {
      expect(words).toContain(news.second(WANG.name));
      expect(words).toContain(`${SITE}/console/library`);
    }
    // The same release again asks nobody again.
    await scene.prepared();
    expect(await written()).toHaveLength(2);
  });

  it('those who are away only where nobody else can say it', async () => {
    await store.transaction((tx) => changeStaff(tx, SUN, { away: true }));
    await worse();
    await scene.prepared();
    expect((await written()).map(({ name }) => name)).toEqual([LI.name]);
  });

  it('not while the draft has moved on already', async () => {
    await worse();
    let go = () => {};
    const waiting = new Promise<void>((resolve) => (go = resolve));
    const slow = scene.another({
      ...inProcess,
      prepare: async (job, options) => {
        await waiting;
        return await inProcess.prepare(job, options);
      },
    });
    const over = ended(slow);
    const { draft } = await scene.office.state();
    await slow.prepare(WANG, draft.version);
    await scene.office.discard(WANG, draft.version);
    go();
    await over;
    expect(await written()).toEqual([]);
    await slow.close();
  });

  it('when what they began died with its process', async () => {
    const version = await scene.add();
    const dead = scene.another({ ...inProcess, prepare: () => new Promise(() => undefined) });
    await dead.prepare(LI, version);
    // A server's own start ends all leases of an SQLite file; elsewhere a minute does.
    await store.transaction((tx) => tx.updateTable('leases').set({ until: 0 }).execute());
    const ending = new AbortController();
    const looking = scene.office.run(ending.signal);
    await expect.poll(written).toHaveLength(1);
    ending.abort();
    await looking;
    expect(await written()).toMatchObject([{ name: LI.name, words: expect.stringContaining(news.died) }]);
  });

  it('when the program was stopped in the middle of it', async () => {
    const version = await scene.add();
    const stopped = scene.another({
      ...inProcess,
      prepare: (_, { signal } = {}) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new NotPrepared('cancelled'))),
        ),
    });
    const watched: unknown[] = [];
    stopped.watch((progress) => watched.push(progress));
    await stopped.prepare(LI, version);
    await stopped.close();
    expect(watched).toEqual([]);
    expect((await scene.office.state()).failed).toMatchObject({ kind: 'died' });
    const ending = new AbortController();
    const looking = scene.office.run(ending.signal);
    await expect.poll(written).toHaveLength(1);
    ending.abort();
    await looking;
    expect(await written()).toMatchObject([{ name: LI.name, words: expect.stringContaining(news.died) }]);
  });
});
