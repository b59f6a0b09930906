import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishRelease } from '#ingest/office';
import { createActing } from '../../../bot/library/acting.ts';
import type { LibraryOffice } from '../../../bot/library/office.ts';
import { createPress } from '../../../bot/library/press.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { changeStaff } from '../../../bot/store/staff.ts';
import type { Store } from '../../../bot/store/store.ts';
import { LI, NEW_FILE, NEW_TEXT, type OfficeScene, officeScene, WANG } from './office-scene.ts';

let store: Store;
let scene: OfficeScene;
let office: LibraryOffice;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  scene = await officeScene(store);
  office = scene.office;
});
afterEach(async () => {
  await scene.close();
  await store.close();
});

const file = (release: string, name: string) => join(scene.root, 'releases', release, name);
/** One byte of it is another. */
function damage(release: string, name: string): void {
  const bytes = readFileSync(file(release, name));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file(release, name), bytes);
}
const inForce = async () => (await office.state()).inForce;

describe('what is put in force can be opened', () => {
  it.each(['articles.jsonl', 'sources.json', 'vectors/docstore.json'])(
    'nothing is whose %s is damaged',
    async (name) => {
      await scene.add();
      const pressed = await scene.prepared();
      damage(pressed.release, name);
      expect(await office.publish(WANG, pressed, '发')).toEqual({ refused: 'release-unusable' });
      expect(await office.publications()).toHaveLength(1);
      expect((await office.state()).prepared?.release).toBe(pressed.release);
    },
  );

  it('nothing is gone back to that is damaged', async () => {
    const { release: first } = await inForce();
    await scene.add();
    await office.publish(WANG, await scene.prepared(), '发');
    damage(first, 'articles.jsonl');
    expect(await office.rollback(LI, { release: first, inForce: 2 }, '退')).toEqual({
      refused: 'release-unusable',
    });
    expect(await inForce()).toMatchObject({ seq: 2 });
  });

  it('nothing is that a program before this one prepared', async () => {
    await scene.add();
    const pressed = await scene.prepared();
    const manifest = readFileSync(file(pressed.release, 'manifest.json'), 'utf8');
    writeFileSync(
      file(pressed.release, 'manifest.json'),
      manifest.replace(/gongyou-release\/\d+/, 'gongyou-release/0'),
    );
    expect((await office.state()).prepared).toMatchObject({ isCurrent: false });
    expect(await office.publish(WANG, pressed, '发')).toEqual({ refused: 'release-unusable' });
  });

  it('what was prepared and cleared away is to be prepared again', async () => {
    await scene.add();
    const pressed = await scene.prepared();
    rmSync(join(scene.root, 'releases', pressed.release), { recursive: true });
    expect((await office.state()).prepared).toMatchObject({ isCurrent: false });
    expect(await office.publish(WANG, pressed, '发')).toEqual({ refused: 'no-such-release' });
    expect(await scene.prepared()).toEqual(pressed);
    expect(await office.publish(WANG, pressed, '发')).toMatchObject({ seq: 2 });
  });
});

describe('a press whose process died behind the switch', () => {
  it('is in force, and the draft is no change any more', async () => {
    const version = await scene.add();
    const pressed = await scene.prepared();
    const at = new Date(scene.clock.now()).toISOString();
    const wish = { release: pressed.release, by: WANG.name, why: '发', kind: 'publish' as const, at };
    publishRelease(scene.root, { ...wish, expect: 1 });
    expect(await office.state()).toMatchObject({
      inForce: { seq: 2, release: pressed.release, by: WANG.name },
      draft: { version, changed: false },
      prepared: null,
    });
    expect(await office.publish(LI, pressed, '再发')).toEqual({ refused: 'moved-on' });
    expect(await office.publications()).toHaveLength(2);
    expect(await scene.add('又.txt', NEW_TEXT.replace('3号', '5号'))).toBe(version + 1);
    expect(await office.publish(LI, await scene.prepared(), '再加')).toMatchObject({ seq: 3 });
  });
});

describe('a press that comes to nothing at the switch', () => {
  /** `meanwhile` happens behind the last look at what is in force. */
  const pressWhile = (meanwhile: () => void) => {
    const { root, clock } = scene;
    const acting = createActing({ store, root, clock });
    const note: typeof acting.note = async (...told) => {
      await acting.note(...told);
      meanwhile();
    };
    return createPress({
      acting: { ...acting, note },
      reports: { read: async () => undefined },
      root,
      clock,
    });
  };

  it('leaves draft, preparation and audit as they were when somebody at the server publishes', async () => {
    const version = await scene.add();
    const pressed = await scene.prepared();
    const { release } = await inForce();
    const before = await scene.audit();
    const press = pressWhile(() => {
      const wish = { release, by: '', why: '', kind: 'reindex' as const, at: '2026-01-16T00:00:00.000Z' };
      publishRelease(scene.root, { ...wish, expect: 1 });
    });
    expect(await press.publish(WANG, pressed, '发')).toEqual({ refused: 'moved-on' });
    expect(await office.state()).toMatchObject({
      inForce: { seq: 2, release },
      draft: { version, changed: true },
      prepared: { release: pressed.release },
    });
    expect(await scene.audit()).toEqual(before);
  });

  it('writes no rollback down whose release is gone', async () => {
    const { release } = await inForce();
    await scene.add();
    await office.publish(WANG, await scene.prepared(), '发');
    const before = await scene.audit();
    const press = pressWhile(() => rmSync(join(scene.root, 'releases', release), { recursive: true }));
    expect(await press.rollback(LI, { release, inForce: 2 }, '退')).toEqual({ refused: 'no-such-release' });
    expect(await scene.audit()).toEqual(before);
  });
});

describe('when the release in force is damaged', () => {
  it('admins still see where they are, and go back', async () => {
    const { release: first } = await inForce();
    await scene.add();
    const pressed = await scene.prepared();
    await office.publish(WANG, pressed, '发');
    rmSync(file(pressed.release, 'sources.json'));
    // Another process, which never read it.
    const late = scene.another();
    const { draft, inForce: now } = await late.state();
    expect(now).toMatchObject({ seq: 2, release: pressed.release });
    expect(draft.sources.files).toHaveLength(1);
    expect(await late.reindex(WANG)).toEqual({ refused: 'release-unusable' });
    expect(await late.rollback(LI, { release: first, inForce: 2 }, '坏了')).toMatchObject({ seq: 3 });
  });
});

it('lets the questions of the union follow their articles to new numbers', async () => {
  await scene.add();
  await office.publish(WANG, await scene.prepared(), '新文件');
  const asked = { region: '河北省/石家庄市', expect: 'answer' as const, mustQuote: [] };
  const gold = ['zhengding-measures/2'];
  await office.addOwnQuestion(LI, { ...asked, question: '站长拖着工钱不发能找谁举报', gold });
  const { draft } = await office.state();
  await office.removeFile(WANG, draft.version, NEW_FILE);
  const next = NEW_TEXT.replace('第三条', '第四条')
    .replace('第二条', '第三条')
    .replace('第三条 人力', '第二条 平台应当公开派单规则。\n\n第三条 人力');
  await scene.add(NEW_FILE, next);
  const pressed = await scene.prepared();
  expect((await office.ownQuestions()).map((one) => one.gold)).toEqual([gold]);
  expect(await office.publish(WANG, pressed, '修订')).toMatchObject({ seq: 3 });
  const golds = async () => (await office.ownQuestions()).map((one) => one.gold);
  expect(await golds()).toEqual([['zhengding-measures/3']]);
  // And back, and forth again: it is never another article that is asked for.
  const before = (await office.publications()).find(({ seq }) => seq === 2)?.release ?? '';
  await office.rollback(LI, { release: before, inForce: 3 }, '退');
  expect(await golds()).toEqual([gold]);
  await office.rollback(LI, { release: pressed.release, inForce: 4 }, '还是要');
  expect(await golds()).toEqual([['zhengding-measures/3']]);
});

it('counts a second yes only as long as whoever gave it may give it', async () => {
  await scene.add();
  await office.publish(WANG, await scene.prepared(), '新文件');
  await office.addOwnQuestion(LI, {
    ...{ question: '站长拖着工钱不发能找谁举报', region: '河北省/石家庄市', expect: 'answer' },
    ...{ gold: ['hebei-measures/29'], mustQuote: [] },
  });
  const { draft } = await office.state();
  const shipped = draft.sources.files.find((one) => one.shipped)?.file ?? '';
  await office.removeFile(WANG, draft.version, shipped);
  const pressed = await scene.prepared();
  expect(await office.secondYes(LI, pressed, '我的手机是13812345678')).toEqual(pressed);
  await store.transaction((tx) => changeStaff(tx, LI.name, { role: 'supervisor' }));
  expect(await office.publish(WANG, pressed, '换')).toEqual({ refused: 'needs-second' });
  await store.transaction((tx) => changeStaff(tx, LI.name, { role: 'admin' }));
  const published = await office.publish(WANG, pressed, '打13912345678问过');
  expect(published).toMatchObject({ seq: 3, second: { by: LI.name } });
  expect(JSON.stringify(published)).not.toMatch(/\d{11}/);
});
