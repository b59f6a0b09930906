import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftHtml } from '../../../bot/console/library/draft-html.ts';
import { consoleLibraryCopy as copy } from '../../../bot/copy/console-library.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { NEW_FILE, NEW_TEXT, WANG } from '../library/office-scene.ts';
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

describe('whoever opens the library for the first time', () => {
  it.each([
    ['', copy.draft.same],
    ['/texts', '石家庄'],
    ['/changes', copy.changes.none],
    ['/gate', copy.changes.none],
    ['/proposals', copy.proposals.unchecked],
    ['/questions', copy.questions.title],
  ])('finds a page at %s that says where they are', async (path, words) => {
    for (const who of [world.admin, world.supervisor]) {
      const response = await who.get(`${LIBRARY}${path}`);
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toContain(words);
      expect(page).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('reads each text that is in force', async () => {
    const page = await world.read(`${LIBRARY}/texts`);
    const [, link = ''] = /href="([^"]*library\/text\?[^"]*measures[^"]*)"/.exec(page) ?? [];
    expect(await world.read(link.replaceAll('&amp;', '&'))).toContain('hebei-measures/29');
  });
});

it('tells that an approved answer is left out, because its article does not say it any more', async () => {
  const { office } = world.scene;
  await world.scene.add();
  await world.check();
  const article = 'zhengding-measures/2';
  await office.approveAnswer(WANG, 1, { article, matter: 'report-arrears' });
  await world.check();
  expect(await world.read(`${LIBRARY}/changes`)).not.toContain(copy.changes.lostHow);
  await office.removeFile(WANG, 2, NEW_FILE);
  await world.scene.add(NEW_FILE, NEW_TEXT.replace('加大劳动保障监察力度', '做好有关工作'));
  await world.check();
  const page = await world.read(`${LIBRARY}/changes`);
  expect(page).toContain(copy.changes.lost(1));
  expect(page).toContain(copy.changes.lostHow);
});

it('tells whoever looks that what was published last is not what answers', async () => {
  expect(await world.read(LIBRARY)).not.toContain('打不开');
  world.fallBehind(7);
  expect(await world.read(LIBRARY, world.supervisor)).toContain('第7次发布的文件打不开，工友还在用第1次的');
});

it('names some of many new files, and how many more there are', () => {
  const named = (from: string) =>
    Array.from({ length: 120 }, (_, at) => ({
      ...{ file: `${from}-${at}.txt`, sha256: `${at}`, format: 'txt' as const, facts: [] },
      shipped: false,
    }));
  const sources = { files: named('new'), answers: [], questions: [] };
  const shown = draftHtml(
    { version: 1, changed: true, sources, by: null, at: null },
    { visit: { csrf: '' }, may: true, idle: true, isChecked: false, instruments: named('old') },
  ).toString();
  expect(shown.match(/new-\d+\.txt<\/a>/g)).toHaveLength(50);
  expect(shown.match(/<del>old-/g)).toHaveLength(50);
  expect(shown.match(/还有70个/g)).toHaveLength(2);
});
