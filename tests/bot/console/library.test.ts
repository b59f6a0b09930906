import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { NEW_FILE, NEW_TEXT } from '../library/office-scene.ts';
import { createLibraryWorld, LIBRARY, type LibraryWorld } from './library-world.ts';

let store: Store;
let world: LibraryWorld;
beforeEach(async () => {
  store = await openStore({ kind: 'memory' });
  world = await createLibraryWorld(store);
});
afterEach(async () => {
  await world.scene.close();
  await store.close();
});

describe('the library in the console', () => {
  it('tells what became of each file, and puts those that can be read into the draft', async () => {
    const response = await world.upload([
      { name: NEW_FILE, text: NEW_TEXT },
      { name: '照片.png', text: '\u0089PNG\r\n\u001a\n' },
    ]);
    const words = await response.text();
    expect(response.status).toBe(200);
    expect(words).toContain(`${NEW_FILE}：收下了`);
    expect(words).toContain('正政规〔2025〕3号');
    expect(words).toContain('河北省石家庄市正定县');
    expect(words).toMatch(/照片\.png：.+请/);
    expect(words).toContain('改好后再交一次');
    const again = await (await world.upload([{ name: NEW_FILE, text: NEW_TEXT }])).text();
    expect(again).toContain(`${NEW_FILE}：已经有了，不用再交`);
    expect(again).not.toContain('改好后再交一次');
    expect(again).toContain('检查草稿</button>');
    const overview = await world.read(LIBRARY);
    expect(overview).toContain('草稿改过了');
    expect(overview).toContain(NEW_FILE);
  });

  it('publishes after a check and a reason, and takes it back in the same two steps', async () => {
    await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
    const pressed = await world.check();
    const ready = await world.read(LIBRARY);
    // What waits for a press stands first, and nothing else looks like the next step.
    expect(ready.indexOf('检查好的')).toBeLessThan(ready.indexOf('现在用的'));
    expect(ready).toContain('再检查一次');
    expect(ready).not.toContain('<button class="primary">检查草稿');
    expect(ready).toContain(`publish?version=${pressed.version}&amp;release=${pressed.release}`);

    const asked = await world.read(`${LIBRARY}/publish?${new URLSearchParams(pressed)}`);
    expect(asked).toContain('为什么发布');
    expect((await world.scene.office.publications()).length).toBe(1);
    const empty = await world.press(`${LIBRARY}/publish`, { ...pressed, why: ' ' });
    expect(empty).toMatchObject({ status: 409, words: expect.stringContaining('请写一句原因') });
    const done = await world.press(`${LIBRARY}/publish`, { ...pressed, why: '县里发了新办法' });
    expect(done.words).toContain('发布了');
    expect((await world.scene.office.publications())[0]).toMatchObject({
      seq: 2,
      release: pressed.release,
      by: '王主任',
      why: '县里发了新办法',
    });

    expect(done.words).toContain(`${LIBRARY}/rollback?to=1`);
    expect(await world.read(`${LIBRARY}/rollback?to=1`)).toContain('第1次发布');
    const back = await world.press(`${LIBRARY}/rollback`, { to: '1', inForce: '2', why: '日期错了' });
    expect(back.words).toContain('退回了');
    expect((await world.scene.office.publications())[0]).toMatchObject({ seq: 3, kind: 'rollback' });
    const again = await world.press(`${LIBRARY}/rollback`, { to: '2', inForce: '2', why: '又按一次' });
    expect(again.words).toContain('现在用的文件库刚换过');
  });

  it('refuses to publish what was looked at before the draft changed', async () => {
    await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
    const pressed = await world.check();
    await world.upload([{ name: '另一个.txt', text: NEW_TEXT.replaceAll('正定县', '无极县') }]);
    expect(await world.read(LIBRARY)).toContain('检查以后又改过了');
    await world.press(`${LIBRARY}/publish`, { ...pressed, why: '旧的' });
    expect((await world.scene.office.publications()).length).toBe(1);
  });

  it('takes a file out of the draft, and the whole draft back', async () => {
    await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
    const { draft } = await world.scene.office.state();
    const version = `${draft.version}`;
    expect((await world.press(LIBRARY, { do: 'remove', version, file: NEW_FILE })).words).toContain(
      '已从草稿里去掉',
    );
    expect((await world.press(LIBRARY, { do: 'discard', version })).words).toContain('草稿刚刚改过');
    await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
    const now = await world.scene.office.state();
    const discarded = await world.press(LIBRARY, { do: 'discard', version: `${now.draft.version}` });
    expect(discarded.words).toContain('草稿和现在用的一样');
  });

  it('lets somebody who leads read, and offers them nothing to press', async () => {
    await world.upload([{ name: NEW_FILE, text: NEW_TEXT }]);
    await world.check();
    const words = await world.read(LIBRARY, world.supervisor);
    expect(words).toContain('你可以看');
    expect(words).toContain('检查好的');
    expect(words).not.toMatch(/<button(?![^>]*>退出)/);
    expect(words).not.toContain('/publish?');
    expect(words).not.toContain('/rollback?');
  });
});
