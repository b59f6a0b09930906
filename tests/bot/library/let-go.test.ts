import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadLiveLibrary } from '../../../bot/load.ts';
import { anArticle, publish, releaseInput, temporaryFolder } from '../../fixtures.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());

/** https://nodejs.org/api/v8.html#v8setflagsfromstringflags */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

const input = (n: number) => releaseInput({ articles: [anArticle('a/1', `企业不得收取押金${n}。`)] });

it('a program that follows the library holds nothing of a release that was exchanged', async () => {
  await publish(folder.path, input(1));
  const live = await loadLiveLibrary({ libraryDir: folder.path, factsDir: undefined });
  const leaving = new AbortController();
  let taken = () => {};
  const running = live.run(leaving.signal, { note: () => taken() });
  const seen = () => ({ release: new WeakRef(live.release()), library: new WeakRef(live.library()) });
  const old = [];
  for (let n = 2; n <= 4; n++) {
    old.push(seen());
    const exchanged = new Promise<void>((resolve) => (taken = resolve));
    await publish(folder.path, input(n));
    await exchanged;
  }
  collectGarbage();
  expect(live.library().pages.article('a/1')?.text).toContain('4');
  expect(old.filter(({ release }) => release.deref() !== undefined)).toEqual([]);
  expect(old.filter(({ library }) => library.deref() !== undefined)).toEqual([]);
  leaving.abort();
  await running;
});
