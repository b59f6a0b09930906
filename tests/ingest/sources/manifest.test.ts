import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestSchema } from '../../../ingest/sources/manifest.ts';
import { KNOWLEDGE, policyBytes, sources } from '../../policies.ts';
import { describeWithShared } from '../../shared.ts';

const { files } = sources.manifest;

describe('policies.yaml', () => {
  it('lists every text of its folder, and no other', () => {
    const texts = readdirSync(join(KNOWLEDGE, 'policies')).filter((name) => name.endsWith('.txt'));
    expect(files.map(({ file }) => file).sort()).toEqual(texts.sort());
  });

  it.each(files.map(({ file, sha256 }) => [file, sha256]))(
    '%s is the file that was received',
    (file, sha256) => {
      expect(createHash('sha256').update(policyBytes(file)).digest('hex')).toBe(sha256);
    },
  );

  it('says only what the 云南 text does not print', () => {
    expect(files.filter(({ facts }) => facts.length > 0)).toEqual([
      {
        file: 'yunnan-opinions.txt',
        sha256: expect.any(String),
        facts: [{ kind: 'opinions', nth: 1, number: '云人社发〔2021〕40号', region: '云南省' }],
      },
    ]);
  });
});

describeWithShared(
  'the policies folder against ../shared/policies',
  (shared) => {
    it.each(files.map(({ file }) => file))('%s is the same, byte for byte', (file) => {
      expect(policyBytes(file).equals(readFileSync(join(shared, 'policies', file)))).toBe(true);
    });
  },
  'policies',
);

describe('a manifest that carries what it must not', () => {
  const good = { file: 'a.txt', sha256: 'a'.repeat(64) };
  const parse = (...listed: unknown[]) => manifestSchema.safeParse({ files: listed });

  it('the least entry is accepted, without facts', () => {
    expect(parse(good).data).toEqual({ files: [{ ...good, facts: [] }] });
  });

  it.each([
    ['structure: articles', { ...good, articles: [1, 2] }],
    ['structure inside a fact', { ...good, facts: [{ kind: 'measures', articles: 48 }] }],
    ['a path out of its folder', { ...good, file: '../secrets.txt' }],
    ['a path with a backslash', { ...good, file: '..\\secrets.txt' }],
    ['a checksum that is none', { ...good, sha256: 'abc' }],
    ['no checksum', { file: 'a.txt' }],
    ['somebody who entered it', { ...good, facts: [{ kind: 'measures', by: '王芳' }] }],
    ['a kind that is none', { ...good, facts: [{ kind: 'poem' }] }],
    ['a day that is none', { ...good, facts: [{ kind: 'measures', date: '2021-13-40' }] }],
  ])('%s is refused', (_, entry) => {
    expect(parse(entry).success).toBe(false);
  });
});
