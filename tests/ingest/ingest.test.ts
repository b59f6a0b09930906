import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest, UnreadableFile } from '#ingest';
import { BadQuestionBank, currentRelease, openRelease } from '#knowledge/build';
import type { IngestProgress } from '../../ingest/build/assemble.ts';
import { BrokenAnswer } from '../../ingest/ingest.ts';
import { ChangedSource } from '../../ingest/sources/next-sources.ts';
import { temporaryFolder } from '../fixtures.ts';
import { SHIJIAZHUANG, writeKnowledge } from './small-knowledge.ts';

const home = temporaryFolder();
afterAll(home.dispose);
const root = join(home.path, 'library');
let knowledge = '';
let first = '';

beforeAll(async () => {
  knowledge = writeKnowledge(home.path);
  first = (await ingest({ knowledge, root })).manifest.id;
});

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(home.path, name);
  writeFileSync(path, content);
  return path;
};

/** The release in force, opened, which checks every byte of it. */
const inForce = () => {
  const folder = currentRelease(root);
  return folder === undefined ? undefined : openRelease(folder);
};

describe('ingest of a good folder', () => {
  it('publishes what it read and says how much that was', () => {
    expect(inForce()?.manifest).toMatchObject({
      id: first,
      counts: { instruments: 5, matters: 2, questions: 4 },
    });
    expect(inForce()?.positionOf('hebei-measures/29')).toBeDefined();
  });

  it('the number of articles it gives is that of the release, without the roster', () => {
    expect(inForce()?.catalog.ids).toHaveLength(53);
    expect(inForce()?.manifest.counts.articles).toBe(53);
  });

  it('tells of each file and of the index while it works', async () => {
    const other = temporaryFolder();
    const seen: IngestProgress[] = [];
    try {
      await ingest({ knowledge, root: other.path, onProgress: (progress) => seen.push(progress) });
    } finally {
      other.dispose();
    }
    expect(seen.map(({ stage, detail, done, total }) => [stage, detail, done, total])).toEqual([
      ['parse', SHIJIAZHUANG, 0, 1],
      ['index', expect.stringMatching(/^5\d$/), 1, 1],
    ]);
  });

  it('a further file an admin names is published with the rest', async () => {
    const other = temporaryFolder();
    try {
      const more = [
        file('昆明.txt', '昆明市快递员劳动保障办法\n\n第一条 企业不得收取押金。\n\n第二条 完。\n'),
      ];
      const { manifest, files } = await ingest({ knowledge, root: other.path, more });
      expect(manifest.counts.instruments).toBe(6);
      expect(files.at(-1)?.articles.map(({ id }) => id)).toEqual([
        'kunming-measures/1',
        'kunming-measures/2',
      ]);
    } finally {
      other.dispose();
    }
  });
});

describe('a refused file leaves the release before it in force', () => {
  const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);

  it('a picture named .txt is refused by its name', async () => {
    const more = [file('好.txt', '好办法\n\n第一条 完。\n'), file('照片.txt', PNG)];
    const refused = ingest({ knowledge, root, more });
    await expect(refused).rejects.toThrow(UnreadableFile);
    await expect(refused).rejects.toThrow(/^照片\.txt: /);
    expect(inForce()?.manifest.id).toBe(first);
  });

  it('a file that is not there stops everything', async () => {
    await expect(ingest({ knowledge, root, more: [join(home.path, 'missing.txt')] })).rejects.toThrow(
      'missing.txt',
    );
    expect(inForce()?.manifest.id).toBe(first);
  });

  const spoiled = async (
    change: (folder: string) => void,
    error: new (...args: never[]) => Error,
    words: RegExp,
  ) => {
    const other = temporaryFolder();
    try {
      const folder = writeKnowledge(other.path);
      change(folder);
      const refused = ingest({ knowledge: folder, root });
      await expect(refused).rejects.toThrow(error);
      await expect(refused).rejects.toThrow(words);
    } finally {
      other.dispose();
    }
    expect(inForce()?.manifest.id).toBe(first);
    expect(existsSync(join(root, 'staging'))).toBe(false);
    expect(readdirSync(join(root, 'releases'))).toEqual([first]);
  };

  it('a listed file of which one byte changed', () =>
    spoiled(
      (folder) => appendFileSync(join(folder, 'policies', SHIJIAZHUANG), ' '),
      ChangedSource,
      /shijiazhuang-2022-4\.txt is not byte for byte/,
    ));

  const question = (answers: string, related = '[]') =>
    `- matter: report-arrears\n  name: 名\n  answers: ${answers}\n  related: ${related}\n  questions: [问]\n`;

  it.each([
    [
      'an article that no text has',
      question('{ hebei-measures/99: 词 }'),
      /matter report-arrears answers from hebei-measures\/99/,
    ],
    [
      'words the article does not have',
      question('{ hebei-measures/1: 不得收取押金 }'),
      /does not say "不得收取押金"/,
    ],
    [
      'a related article that no text has',
      question('{}', '[x/1]').replace('{}', '{ hebei-measures/31: 本办法 }'),
      /related to x\/1/,
    ],
  ])('an answer of the bank that names %s', (_, questions, words) =>
    spoiled((folder) => writeFileSync(join(folder, 'questions/all.yaml'), questions), BrokenAnswer, words),
  );

  it('a question bank that contradicts itself', () =>
    spoiled(
      (folder) =>
        writeFileSync(join(folder, 'questions/voices/all.yaml'), '- matter: nobody\n  questions: [问]\n'),
      BadQuestionBank,
      /nobody/,
    ));

  it('the words of an answer are compared without punctuation, so a comma of other width is no fault', async () => {
    const other = temporaryFolder();
    try {
      const folder = writeKnowledge(other.path, {
        questions: question('{ hebei-measures/10: "不得违法设置性别,民族,年龄等歧视性条件" }'),
      });
      await ingest({ knowledge: folder, root: join(other.path, 'library') });
      expect(currentRelease(join(other.path, 'library'))).toBeDefined();
    } finally {
      other.dispose();
    }
  });
});
