import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReleases } from '../../ingest/prepare/diff.ts';
import { markWords } from '../../ingest/prepare/mark-words.ts';
import type { ArticleChange } from '../../ingest/prepare/prepared.ts';
import { oneText } from '../ingest/prepare/compared.ts';

/** Few words, so that much repeats; some are long, so that they are cut as words. */
const word = fc.constantFrom(
  '企业',
  '劳动者',
  '不得',
  '应当',
  '押金',
  '，',
  '的',
  '20%',
  '3',
  '个月',
  '。',
  '\n',
);
const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(''));
const release = fc
  .array(text, { maxLength: 5 })
  .map((texts) => Object.fromEntries(texts.map((one, i) => [`${i + 1}`, one])));

describe('markWords', () => {
  it('holds the old text and the new one, whole and in order', () => {
    fc.assert(
      fc.property(text, text, (was, now) => {
        const runs = markWords(was, now);
        const of = (...kinds: readonly string[]) =>
          runs
            .filter(({ kind }) => kinds.includes(kind))
            .map((run) => run.text)
            .join('');
        expect(of('same', 'added')).toBe(now);
        expect(of('same', 'removed')).toBe(was);
      }),
    );
  });

  it('marks nothing in a text that stayed, and no empty run', () => {
    fc.assert(
      fc.property(text, text, (was, now) => {
        expect(markWords(was, was).every(({ kind }) => kind === 'same')).toBe(true);
        expect(markWords(was, now).every((run) => run.text !== '')).toBe(true);
      }),
    );
  });

  it('gives up on long texts with nothing in common, and is right all the same', () => {
    const was = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 2500))).join('');
    const now = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(0x7000 + (i % 2500))).join('');
    expect(markWords(was, now)).toEqual([
      { kind: 'removed', text: was },
      { kind: 'added', text: now },
    ]);
  });
});

describe('compareReleases', () => {
  const pairOf = ({ kind, id, was }: ArticleChange) =>
    `${kind} ${[id, was]
      .map((one) => one ?? '')
      .sort()
      .join(' ')}`;

  it('of a release with itself is empty', () => {
    fc.assert(
      fc.property(release, (articles) => {
        const found = compareReleases(oneText('1', articles), oneText('1', articles));
        expect(found.instruments).toEqual([]);
        expect(found.articles).toEqual([]);
      }),
    );
  });

  it('is symmetric: what is added one way is removed the other way, all else pairs the same', () => {
    const turned = (line: string) =>
      line.startsWith('added ')
        ? line.replace('added', 'removed')
        : line.startsWith('removed ')
          ? line.replace('removed', 'added')
          : line;
    fc.assert(
      fc.property(release, release, (old, next) => {
        const [there, back] = [
          compareReleases(oneText('1', old), oneText('2', next)),
          compareReleases(oneText('2', next), oneText('1', old)),
        ].map(({ articles }) => articles.map(pairOf).sort());
        expect(back?.map(turned).sort()).toEqual(there);
      }),
    );
  });

  it('names every article that is not as it was, once', () => {
    fc.assert(
      fc.property(release, release, (old, next) => {
        const { articles } = compareReleases(oneText('1', old), oneText('2', next));
        const ids = articles.flatMap(({ id }) => id ?? []);
        const gone = articles.flatMap(({ was }) => was ?? []);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(gone).size).toBe(gone.length);
        for (const [key, now] of Object.entries(next))
          if (old[key] !== now) expect(ids).toContain(`a/${key}`);
      }),
    );
  });
});
