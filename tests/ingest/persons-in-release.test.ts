import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '#ingest';
import { currentRelease, decodeIndex, openRelease } from '#knowledge/build';
import { temporaryFolder } from '../fixtures.ts';
import { writeKnowledge } from './small-knowledge.ts';

const home = temporaryFolder();
afterAll(home.dispose);
let folder = '';

beforeAll(async () => {
  const root = join(home.path, 'library');
  await ingest({ knowledge: writeKnowledge(home.path), root });
  folder = currentRelease(root) ?? '';
});

const contents = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));

describe('persons in a release of the 石家庄 file', () => {
  it('the roster is not in it: no id, no kind, no name in any file', () => {
    const { catalog } = openRelease(folder);
    expect(catalog.ids.length).toBeGreaterThan(50);
    expect(catalog.ids.filter((id) => id.includes('roster'))).toEqual([]);
    expect(catalog.kinds).not.toContain('roster');
    for (const { name, text } of contents())
      for (const person of ['梁建林', '孟宪明', '安冬梅', '扈传森', '蒋皓宇', '孟文哲'])
        expect(text.includes(person), `${person} in ${name}`).toBe(false);
  });

  it('the contact person and the mailbox are in neither index', () => {
    for (const name of ['articles.idx', 'matters.idx']) {
      const { terms } = decodeIndex(readFileSync(join(folder, name)));
      expect(terms.has('劳动'), name).toBe(true);
      for (const token of ['闫', '蕊', '闫蕊', 'ldgx', '163'])
        expect(terms.has(token), `${token} in ${name}`).toBe(false);
    }
  });
});
