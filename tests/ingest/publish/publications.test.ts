import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentPublication, currentRelease, listPublications } from '#knowledge';
import { MissingRelease, type Publishing, publishRelease } from '../../../ingest/publish/publications.ts';
import { temporaryFolder, writePublication } from '../../fixtures.ts';

let root = '';
let dispose = () => {};
const A = 'aaaaaaaaaaaa';
const B = 'bbbbbbbbbbbb';

/** Publishing looks at a release's name only; what is in it is the business of who made it. */
beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  dispose = folder.dispose;
  for (const id of [A, B]) {
    mkdirSync(join(root, 'releases', id), { recursive: true });
    writeFileSync(join(root, 'releases', id, 'manifest.json'), '{}');
  }
});
afterEach(() => dispose());

const wish = (more: Partial<Publishing> = {}): Publishing => ({
  ...{ release: A, by: '王芳', why: '新办法', kind: 'publish', at: '2026-02-01T08:00:00.000Z', expect: 0 },
  ...more,
});

describe('publishRelease', () => {
  it('writes down who, when, why and how, and the newest is in force', () => {
    publishRelease(root, wish({ kind: 'first' }));
    const second = publishRelease(
      root,
      wish({ release: B, expect: 1, gate: { fall: 0.04 }, second: { by: '李强', why: '旧题不再适用' } }),
    );
    expect(second.kind).toBe('published');
    expect(currentRelease(root)).toBe(join(root, 'releases', B));
    expect(listPublications(root)).toEqual([
      {
        ...{ seq: 2, release: B, by: '王芳', why: '新办法', kind: 'publish', at: '2026-02-01T08:00:00.000Z' },
        ...{ gate: { fall: 0.04 }, second: { by: '李强', why: '旧题不再适用' } },
      },
      {
        ...{ seq: 1, release: A, by: '王芳', why: '新办法', kind: 'first', at: '2026-02-01T08:00:00.000Z' },
        ...{ gate: null, second: null },
      },
    ]);
  });

  it('goes back by going on: a roll back is a publication of its own', () => {
    publishRelease(root, wish());
    publishRelease(root, wish({ release: B, expect: 1 }));
    publishRelease(root, wish({ kind: 'rollback', expect: 2 }));
    expect(currentPublication(root)).toMatchObject({ seq: 3, release: A, kind: 'rollback' });
  });

  it.each([0, 2])('tells who was not first, and changes nothing (expected %i, in force is 1)', (expect_) => {
    publishRelease(root, wish());
    const late = publishRelease(root, wish({ release: B, expect: expect_ }));
    expect(late).toMatchObject({ kind: 'late', current: { seq: 1, release: A } });
    expect(readdirSync(join(root, 'publications'))).toEqual(['000001.json']);
  });

  it('refuses a release that is not kept', () => {
    expect(() => publishRelease(root, wish({ release: 'cccccccccccc' }))).toThrow(MissingRelease);
    expect(currentPublication(root)).toBeUndefined();
  });

  it('can follow a record that was damaged', () => {
    writePublication(root, 1, { release: '' });
    expect(() => currentPublication(root)).toThrow();
    expect(publishRelease(root, wish({ expect: 1 })).kind).toBe('published');
    expect(currentPublication(root)?.seq).toBe(2);
    expect(listPublications(root).map(({ seq }) => seq)).toEqual([2]);
  });

  it('counts on past the width of its names', () => {
    writePublication(root, 999_999, { release: A });
    publishRelease(root, wish({ release: B, expect: 999_999 }));
    expect(currentPublication(root)).toMatchObject({ seq: 1_000_000, release: B });
  });

  it('lists no more than it is asked for', () => {
    for (let expect = 0; expect < 5; expect++) publishRelease(root, wish({ expect }));
    expect(listPublications(root, 2).map(({ seq }) => seq)).toEqual([5, 4]);
  });
});
