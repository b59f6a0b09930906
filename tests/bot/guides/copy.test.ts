import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../shared.ts';

const FOLDER = join(ROOT, 'bot/copy/guides');
const MOST = 40;

type Made = (...gaps: unknown[]) => unknown;
const isMade = (value: unknown): value is Made => typeof value === 'function';

/** Every piece of words in a copy file; what stands in a gap is as short as a place. */
function wordsIn(value: unknown, at: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (isMade(value)) return wordsIn(filled(value), `${at}()`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => wordsIn(one, `${at}.${key}`));
}

/** Some take lists, some numbers. */
function filled(made: Made): unknown {
  for (const gap of ['某地', ['某地'], 3]) {
    try {
      return made(...Array.from({ length: 6 }, () => gap));
    } catch {
      // The next kind of gap.
    }
  }
  throw new Error(`nothing fits the gaps of ${made}`);
}

/** What every guide says beside its own words. */
const SHARED = ['guide', 'urgent', 'understood', 'papers'].map((name) => `../${name}.ts`);
const files = [...readdirSync(FOLDER).filter((name) => name.endsWith('.ts')), ...SHARED];
const all = (
  await Promise.all(
    files.map(async (name) => {
      const copy: unknown = await import(join(FOLDER, name));
      return wordsIn(copy, name);
    }),
  )
).flat();

describe('what guides say', () => {
  it('is read from all copy files of guides', () => {
    expect(files).toContain('common.ts');
    expect(all.length).toBeGreaterThan(100);
    expect(all.some(([at]) => at.endsWith('()'))).toBe(true);
  });

  it('comes in sentences of less than 40 characters', () => {
    const long = all.flatMap(([at, words]) =>
      words
        .split(/[。！？；\n]/u)
        .filter((sentence) => [...sentence].length >= MOST)
        .map((sentence) => `${at}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it('writes Chinese, without the words of offices', () => {
    const stiff = all.filter(([, words]) => /贵方|兹|予以|该等|上述|敬请|特此|谨此/u.test(words));
    expect(stiff).toEqual([]);
  });
});
