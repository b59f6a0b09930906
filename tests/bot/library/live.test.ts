import { cpSync, existsSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createAssistant,
  createPolicyPages,
  currentPublication,
  openRelease,
  parseFacts,
  type Release,
} from '#knowledge';
import type { Clock } from '../../../bot/clock.ts';
import type { Library } from '../../../bot/conversation/turn.ts';
import { createLiveLibrary, type LiveLibrary } from '../../../bot/library/live.ts';
import { buildRelease } from '../../../ingest/build/release.ts';
import { publishRelease } from '../../../ingest/publish/publications.ts';
import {
  anArticle,
  anInstrument,
  publish,
  releaseInput,
  temporaryFolder,
  writePublication,
} from '../../fixtures.ts';

const textOf = (n: number) => `企业不得收取押金${n}。`;
const PLACE = '甲川省';
const input = (n: number) =>
  releaseInput({
    instruments: [anInstrument('a', { region: { value: PLACE, source: 'printed' }, level: 'province' })],
    articles: [anArticle('a/1', textOf(n))],
  });

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.dispose());

/** What a live library stands on here: a clock that is set, and the end of each look. */
type Scene = {
  readonly live: LiveLibrary;
  readonly notes: string[];
  /** One look at the folder, from its beginning to its end; `later`: the time that passes before it, ms. */
  readonly look: (later?: number) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly article: () => string | undefined;
};

async function libraryOf(release: Release): Promise<Library> {
  return {
    assistant: createAssistant({ release, today: () => '2026-01-15' }),
    pages: createPolicyPages(release),
    facts: await parseFacts([], { regions: release.regions, today: '2026-01-15' }),
  };
}

async function follow(root: string, load = libraryOf): Promise<Scene> {
  const publication = currentPublication(root);
  if (publication === undefined) throw new Error('nothing is published');
  const release = openRelease(join(root, 'releases', publication.release));
  const leaving = new AbortController();
  let now = 0;
  let wake = () => {};
  let looked = () => {};
  const clock: Clock = {
    now: () => now,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
        looked();
      }),
  };
  const asleep = () => new Promise<void>((resolve) => (looked = resolve));
  const notes: string[] = [];
  const live = createLiveLibrary({
    ...{ root, load, clock, random: () => 0, library: await libraryOf(release) },
    opened: { release, publication: publication.seq },
  });
  const first = asleep();
  const running = live.run(leaving.signal, { note: (level, event) => notes.push(`${level} ${event}`) });
  await first;
  return {
    live,
    notes,
    look: async (later = 500) => {
      now += later;
      const done = asleep();
      wake();
      await done;
    },
    end: async () => {
      leaving.abort();
      await running;
    },
    article: () => live.library().pages.article('a/1')?.text,
  };
}

/** Spoils one byte of a file of a release. */
function spoil(root: string, id: string, name: string): void {
  writeFileSync(join(root, 'releases', id, name), 'x');
}

describe('a live library', () => {
  it('exchanges the release when the next publication is there, and goes back with a roll back', async () => {
    const first = await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    expect(scene.article()).toBe(textOf(1));
    const second = await publish(folder.path, input(2));
    await scene.look();
    expect(scene.article()).toBe(textOf(2));
    expect(scene.live.state()).toEqual({ release: second.id, publication: 2, behind: null });
    publishRelease(folder.path, {
      ...{ release: first.id, by: '王芳', why: '有错', kind: 'rollback' },
      ...{ at: '2026-02-01T00:00:00.000Z', expect: 2 },
    });
    await scene.look();
    expect(scene.article()).toBe(textOf(1));
    expect(scene.notes).toEqual(['info library-exchanged', 'info library-exchanged']);
    await scene.end();
  });

  it('takes the newest of several at once, and knows one that is open already', async () => {
    await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    await publish(folder.path, input(2));
    await publish(folder.path, input(3));
    await scene.look();
    expect(scene.live.state().publication).toBe(3);
    const before = scene.live.library();
    await publish(folder.path, input(3));
    await scene.look();
    expect(scene.live.state().publication).toBe(4);
    expect(scene.live.library()).toBe(before);
    await scene.end();
  });

  it('keeps an answer that was begun with the old one whole, and closes the old one when none can be', async () => {
    await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    const held = scene.live.library();
    await publish(folder.path, input(2));
    await scene.look();
    expect(held.pages.article('a/1')?.text).toBe(textOf(1));
    await scene.look(120_001);
    expect(scene.article()).toBe(textOf(2));
    expect(openFiles().filter((path) => path.startsWith(folder.path))).toHaveLength(1);
    await scene.end();
  });

  it.each([
    'articles.jsonl',
    'articles.idx',
    'matters.jsonl',
    'vectors/docstore.json',
    'sources.json',
    'manifest.json',
  ])(
    'refuses a release whose %s is damaged, goes on with the old one, says so, and tries again',
    async (name) => {
      await publish(folder.path, input(1));
      const scene = await follow(folder.path);
      const next = await buildRelease(folder.path, input(2));
      const aside = join(folder.path, 'aside');
      cpSync(join(folder.path, 'releases', next.id), aside, { recursive: true });
      spoil(folder.path, next.id, name);
      writePublication(folder.path, 2, { release: next.id });
      await scene.look();
      expect(scene.article()).toBe(textOf(1));
      expect(scene.live.state()).toMatchObject({
        publication: 1,
        behind: { publication: 2, reason: 'unusable', tries: 1 },
      });
      await scene.look(1_000);
      await scene.look(10);
      expect(scene.live.state().behind?.tries).toBe(2);
      rmSync(join(folder.path, 'releases', next.id), { recursive: true });
      cpSync(aside, join(folder.path, 'releases', next.id), { recursive: true });
      await scene.look(60_000);
      expect(scene.article()).toBe(textOf(2));
      expect(scene.live.state().behind).toBeNull();
      expect(scene.notes).toEqual(['error library-not-exchanged', 'info library-exchanged']);
      await scene.end();
    },
  );

  it('does not follow a record that is damaged, and follows the good one behind it at once', async () => {
    await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    writePublication(folder.path, 2, { release: 'no release' });
    await scene.look();
    expect(scene.live.state().behind).toMatchObject({ publication: 2, reason: 'unusable' });
    const { id } = await buildRelease(folder.path, input(3));
    writePublication(folder.path, 3, { release: id });
    await scene.look(1);
    expect(scene.live.state()).toEqual({ release: id, publication: 3, behind: null });
    await scene.end();
  });

  it('refuses a whole release under the name of another', async () => {
    await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    const { id } = await buildRelease(folder.path, input(2));
    cpSync(join(folder.path, 'releases', id), join(folder.path, 'releases/000000000000'), {
      recursive: true,
    });
    writePublication(folder.path, 2, { release: '000000000000' });
    await scene.look();
    expect(scene.live.state().behind?.reason).toBe('unusable');
    expect(scene.article()).toBe(textOf(1));
    await scene.end();
  });

  it('does not exchange what the rest cannot follow, and leaves no file open', async () => {
    await publish(folder.path, input(1));
    let allowed = false;
    const scene = await follow(folder.path, (release) =>
      allowed ? libraryOf(release) : Promise.reject(new Error('the tables are away')),
    );
    await publish(folder.path, input(2));
    await scene.look();
    expect(scene.live.state().behind).toMatchObject({ publication: 2, reason: 'other' });
    expect(openFiles().filter((path) => path.startsWith(folder.path))).toHaveLength(1);
    allowed = true;
    await scene.look(60_000);
    expect(scene.article()).toBe(textOf(2));
    await scene.end();
  });

  it('goes on while the folder is away', async () => {
    await publish(folder.path, input(1));
    const scene = await follow(folder.path);
    rmSync(folder.path, { recursive: true });
    for (let i = 0; i < 130; i++) await scene.look();
    expect(scene.article()).toBe(textOf(1));
    await scene.end();
  });
});

describe('a hundred publications in a row under questions', () => {
  it('leave no question without its answer, and no answer out of two releases', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await buildRelease(folder.path, input(n))).id);
    const press = (seq: number) =>
      publishRelease(folder.path, {
        release: ids[(seq * 3) % 4] ?? '',
        ...{ by: '王芳', why: '', kind: seq % 3 === 0 ? 'rollback' : 'publish' },
        ...{ at: '2026-02-01T00:00:00.000Z', expect: seq },
      });
    press(0);
    const scene = await follow(folder.path);
    const texts = new Map(ids.map((id, n) => [id, textOf(n)]));
    const faults: string[] = [];
    let asked = 0;
    let over = false;
    const asking = (async () => {
      while (!over) {
        const { assistant, pages } = scene.live.library();
        const { answer } = assistant.ask({ question: '押金不退怎么办', region: PLACE });
        asked++;
        // Another exchange may take place before the page of the same answer is opened. Questions come as often as the
        // steps of an exchange let them in, not more: they would only slow the test down.
        for (let turn = 0; turn < 6; turn++) await setImmediate();
        const [cited] = answer.citations;
        const text = texts.get(pages.release);
        if (
          cited?.id !== 'a/1' ||
          text === undefined ||
          !text.includes(cited.quote) ||
          pages.article('a/1')?.text !== text
        )
          faults.push(`${pages.release}: ${answer.status} ${cited?.quote}`);
      }
    })();
    for (let seq = 1; seq <= 100; seq++) {
      press(seq);
      await scene.look();
      expect(scene.live.state()).toMatchObject({ publication: seq + 1, behind: null });
    }
    over = true;
    await asking;
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(100);
    await scene.end();
  }, 400_000);
});

/** Where the files that this process has open stand; Linux only. */
function openFiles(): string[] {
  const own = '/proc/self/fd';
  if (!existsSync(own)) return [];
  return readdirSync(own).flatMap((fd) => {
    try {
      return [readlinkSync(join(own, fd))];
    } catch {
      return [];
    }
  });
}
