import { describe, expect, it } from 'vitest';
import { type LibrarySources, librarySourcesSchema, type SourceFile } from '#knowledge';
import { nextSources } from '../../../ingest/sources/next-sources.ts';

const aFile = (file: string, letter: string, more: Partial<SourceFile> = {}): SourceFile => ({
  ...{ file, sha256: letter.repeat(64), format: 'txt', shipped: true, facts: [] },
  ...more,
});
const sources = (files: readonly SourceFile[], more: Partial<LibrarySources> = {}): LibrarySources =>
  librarySourcesSchema.parse({ files, answers: [], questions: [], ...more });
const entered = { kind: 'plan' as const, nth: 1, number: '1号', by: '王芳' };

/** Names of the files and the letters of their hashes. */
const shown = ({ files }: LibrarySources) => files.map(({ file, sha256 }) => `${file} ${sha256[0]}`);

describe('what a new program makes of the sources in force', () => {
  const shipped = [aFile('甲.txt', 'b'), aFile('乙.txt', 'b')];

  it('brings its own files, with what people entered about those before', () => {
    const before = sources([aFile('甲.txt', 'a', { facts: [entered] })]);
    const next = nextSources(before, shipped, []);
    expect(shown(next)).toEqual(['甲.txt b', '乙.txt b']);
    expect(next.files[0]?.facts).toEqual([entered]);
  });

  it('leaves what people brought, also in the place of its own', () => {
    const before = sources([
      aFile('乙.txt', 'c', { shipped: false }),
      aFile('丙.txt', 'c', { shipped: false }),
    ]);
    expect(shown(nextSources(before, shipped, []))).toEqual(['甲.txt b', '乙.txt c', '丙.txt c']);
  });

  it('does not bring back what people took out, unless they bring it themselves', () => {
    const before = sources([aFile('甲.txt', 'a')], { removed: ['乙.txt'] });
    expect(shown(nextSources(before, shipped, []))).toEqual(['甲.txt b']);
    const more = [aFile('乙.txt', 'd', { shipped: false })];
    expect(shown(nextSources(before, shipped, more))).toEqual(['甲.txt b', '乙.txt d']);
  });
});
