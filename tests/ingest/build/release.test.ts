import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentRelease, openRelease } from '#knowledge';
import { buildRelease, type ReleaseInput } from '../../../ingest/build/release.ts';
import {
  aMatter,
  anArticle,
  anInstrument,
  DIVISIONS,
  publish,
  releaseInput,
  temporaryFolder,
} from '../../fixtures.ts';
import { realLibrary } from '../../real-release.ts';

const { release } = await realLibrary();
let root: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  root = temporaryFolder();
});
afterEach(() => root.dispose());

const OTHER = releaseInput({ articles: [anArticle('a/1', '企业不得收取押金或者保证金。')] });

/** Every file below a folder, by its path in it. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length), readFileSync(path).toString('base64')]));
}

describe('a release', () => {
  it('that could not be made leaves nothing behind: on a full disk half of one would keep it full', async () => {
    const broken = Object.defineProperty(releaseInput(), 'lexicon', {
      get: () => {
        throw new Error('no space');
      },
    });
    await expect(buildRelease(root.path, broken)).rejects.toThrow('no space');
    expect(readdirSync(root.path)).toEqual([]);
  });

  it('makes the same bytes from the same input, in any folder', async () => {
    const other = temporaryFolder();
    // The real articles, and as much of the real bank as is quick to index twice.
    const input: ReleaseInput = {
      instruments: release.instruments,
      articles: release.catalog.ids.map((_, position) => release.article(position)),
      matters: release.matters.slice(0, 40),
      lexicon: [{ say: ['扣钱'], mean: ['克扣'], example: '扣钱' }],
      divisions: DIVISIONS,
      sources: { files: [], answers: [], questions: [] },
    };
    await buildRelease(root.path, input);
    await buildRelease(other.path, input);
    expect(contents(other.path)).toEqual(contents(root.path));
    other.dispose();
  }, 600_000);

  it('names a release after its contents', async () => {
    const first = await publish(root.path, releaseInput());
    const second = await publish(root.path, OTHER);
    expect(first.id).not.toBe(second.id);
    expect(first.hash.startsWith(first.id)).toBe(true);
  });

  it('is not in force by being made', async () => {
    const first = await publish(root.path, releaseInput());
    await buildRelease(root.path, OTHER);
    expect(currentRelease(root.path)).toBe(join(root.path, 'releases', first.id));
  });

  it('puts the new release in force and keeps the one before it', async () => {
    const first = await publish(root.path, releaseInput());
    const second = await publish(root.path, OTHER);
    expect(currentRelease(root.path)).toBe(join(root.path, 'releases', second.id));
    expect(openRelease(join(root.path, 'releases', first.id)).manifest).toEqual(first);
  });

  it('can be done again with the same input, and the library still opens', async () => {
    const first = await publish(root.path, releaseInput());
    const again = await publish(root.path, releaseInput());
    expect(again).toEqual(first);
    expect(openRelease(currentRelease(root.path) ?? '').manifest).toEqual(first);
  });

  it('does not disturb a reader that has the release before it open', async () => {
    await publish(root.path, releaseInput());
    const open = openRelease(currentRelease(root.path) ?? '');
    await publish(root.path, OTHER);
    expect(open.article(0).text).toBe('企业不得收取押金。');
    expect(open.vectors?.near('押金不退', 1)).toHaveLength(1);
  });

  it('can be read on by a process that has it open, even when it is removed', async () => {
    const { id } = await publish(root.path, releaseInput());
    const open = openRelease(join(root.path, 'releases', id));
    rmSync(join(root.path, 'releases', id), { recursive: true });
    expect(open.article(0).text).toBe('企业不得收取押金。');
  });

  it('mends a release that was damaged, when it is made again', async () => {
    const { id } = await publish(root.path, releaseInput());
    writeFileSync(join(root.path, 'releases', id, 'knowledge.json'), '{}');
    await publish(root.path, releaseInput());
    expect(openRelease(currentRelease(root.path) ?? '').article(0).text).toBe('企业不得收取押金。');
  });

  it('leaves nothing half made beside the releases', async () => {
    const { id } = await buildRelease(root.path, releaseInput());
    expect(readdirSync(root.path)).toEqual(['releases']);
    expect(readdirSync(join(root.path, 'releases'))).toEqual([id]);
  });

  it('counts what it holds', async () => {
    const manifest = await publish(
      root.path,
      releaseInput({
        instruments: [anInstrument('a'), anInstrument('b')],
        matters: [aMatter('x', ['押金', '保证金'], { answers: { 'a/1': ['押金'] } })],
      }),
    );
    expect(manifest.counts).toEqual({ instruments: 2, articles: 1, matters: 1, questions: 2 });
  });
});
