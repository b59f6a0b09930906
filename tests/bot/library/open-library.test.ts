import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRelease, UnusableRelease } from '#knowledge';
import { openLibrary } from '../../../bot/library/open-library.ts';
import { temporaryFolder } from '../../fixtures.ts';
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

  it('does not replace a release that cannot be used, because somebody should know', async () => {
    const folder = currentRelease(root) ?? '';
    rmSync(join(folder, 'knowledge.json'));
    const lines: string[] = [];
    await expect(openLibrary({ knowledge, root, onProgress: (line) => lines.push(line) })).rejects.toThrow(
      UnusableRelease,
    );
    expect(lines).toEqual([]);
  });
});
