import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRelease, publicationFile, readPublication, releaseFolder, UnusableRelease } from '#knowledge';
import { openLibrary } from '../../../bot/library/open-library.ts';
import { anArticle, publish, releaseInput, temporaryFolder, writePublication } from '../../fixtures.ts';
import { writeKnowledge } from '../../ingest/small-knowledge.ts';

const home = temporaryFolder();
const root = join(home.path, 'library');
let knowledge = '';
beforeAll(() => {
  knowledge = writeKnowledge(home.path);
});
afterAll(home.dispose);

describe('openLibrary', () => {
  it('makes the library at the first start, tells what it does, and only opens it at the next', async () => {
    const first: string[] = [];
    const made = await openLibrary({ knowledge, root, onProgress: (line) => first.push(line) });
    expect(first.join('\n')).toMatch(/第一次打开.*1\/1/);
    const again: string[] = [];
    const opened = await openLibrary({ knowledge, root, onProgress: (line) => again.push(line) });
    expect(again).toEqual([]);
    expect(opened.release.manifest).toEqual(made.release.manifest);
    expect(opened.publication).toBe(1);
  });

  it('answers from the one before when the newest cannot be opened, and says so', async () => {
    const before = currentRelease(root) ?? '';
    await publish(root, releaseInput({ articles: [anArticle('a/1', '企业不得收取押金。')] }));
    rmSync(join(currentRelease(root) ?? '', 'knowledge.json'));
    const lines: string[] = [];
    const opened = await openLibrary({ knowledge, root, onProgress: (line) => lines.push(line) });
    opened.release.close();
    expect(opened.publication).toBe(1);
    expect(before).toContain(opened.release.manifest.id);
    expect(lines.join()).toMatch(/第2次发布的文件打不开.*第1次/);
  });

  it('passes over a record that is damaged', async () => {
    writeFileSync(publicationFile(root, 3), 'damaged');
    const lines: string[] = [];
    const opened = await openLibrary({ knowledge, root, onProgress: (line) => lines.push(line) });
    opened.release.close();
    expect(opened.publication).toBe(1);
    expect(lines.join()).toContain('第3次发布');
  });

  it('does not bring back what somebody went back from', async () => {
    const { path, dispose } = temporaryFolder();
    const input = (text: string) => releaseInput({ articles: [anArticle('a/1', text)] });
    const opened = async () => {
      const { release, publication } = await openLibrary({ knowledge, root: path, onProgress: () => {} });
      release.close();
      return publication;
    };
    const { id: oldest } = await publish(path, input('企业不得收取押金。'));
    const { id: good } = await publish(path, input('企业不得收取任何押金。'));
    const { id: wrong } = await publish(path, input('企业可以收取押金。'));
    writePublication(path, 4, { release: good, kind: 'rollback' });
    rmSync(join(releaseFolder(path, good), 'knowledge.json'));
    expect(await opened()).toBe(1);
    // Whoever went forward again has taken nothing back.
    writePublication(path, 5, { release: wrong, kind: 'rollback' });
    writePublication(path, 6, { release: oldest, kind: 'publish' });
    rmSync(join(releaseFolder(path, oldest), 'knowledge.json'));
    expect(await opened()).toBe(5);
    dispose();
  });

  it('makes none anew when no release can be opened, because somebody should know', async () => {
    const { release } = readPublication(root, 1);
    rmSync(join(releaseFolder(root, release), 'knowledge.json'));
    const lines: string[] = [];
    await expect(openLibrary({ knowledge, root, onProgress: (line) => lines.push(line) })).rejects.toThrow(
      UnusableRelease,
    );
    expect(lines).toEqual([]);
  });
});
