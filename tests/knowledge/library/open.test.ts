import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentRelease, openRelease, type ReleaseManifest, UnusableRelease } from '#knowledge';
import { anArticle, publish, releaseInput, temporaryFolder, writePublication } from '../../fixtures.ts';

const library = temporaryFolder();
let manifest: ReleaseManifest;
beforeAll(async () => {
  manifest = await publish(
    library.path,
    releaseInput({
      articles: [
        anArticle('a/1', '企业不得收取押金。'),
        anArticle('a/2', '张三的名单。', { kind: 'roster' }),
        anArticle('a/3', '罚款由部门决定。'),
      ],
    }),
  );
});
afterAll(library.dispose);

/** Runs a test on a copy of the library that it may damage. */
function onCopy(test: (root: string, folder: string) => void): void {
  const copy = temporaryFolder();
  try {
    cpSync(library.path, copy.path, { recursive: true });
    test(copy.path, join(copy.path, 'releases', manifest.id));
  } finally {
    copy.dispose();
  }
}

function refusal(open: () => unknown): UnusableRelease {
  try {
    open();
  } catch (error) {
    if (error instanceof UnusableRelease) return error;
    throw error;
  }
  throw new Error('it was opened');
}

function stamp(folder: string, change: Partial<ReleaseManifest>): void {
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
}

describe('openRelease on a whole release', () => {
  it('gives the articles in index order, by position and by id', () => {
    const release = openRelease(join(library.path, 'releases', manifest.id));
    expect(release.catalog.ids).toEqual(['a/1', 'a/3']);
    expect(release.positionOf('a/3')).toBe(1);
    expect(release.article(1).text).toBe('罚款由部门决定。');
    expect(release.instrument('a')?.title).toBe('a办法');
    expect(release.positionOf('a/9')).toBeUndefined();
    expect(() => release.article(7)).toThrow(RangeError);
  });

  it('has no list of persons in it: ingest leaves them out', () => {
    const folder = join(library.path, 'releases', manifest.id);
    for (const { name } of manifest.files)
      expect(readFileSync(join(folder, name)).includes('张三'), name).toBe(false);
  });
});

describe('openRelease on a release that was made with other parts', () => {
  it.each(['format', 'tokenizer', 'embedder'] as const)('names both %ss and says what to run', (part) => {
    onCopy((_, folder) => {
      stamp(folder, { [part]: 'something-else/9' });
      const { message } = refusal(() => openRelease(folder));
      expect(message).toContain(part);
      expect(message).toContain('something-else/9');
      expect(message).toContain(manifest[part]);
      expect(message).toContain('npm run ingest');
    });
  });

  it('looks at the stamps before the contents, so that the true reason is told', () => {
    onCopy((_, folder) => {
      stamp(folder, { format: 'old/0' });
      writeFileSync(join(folder, 'knowledge.json'), 'not even JSON');
      expect(refusal(() => openRelease(folder)).message).toContain('format');
    });
  });
});

describe('openRelease on a damaged release', () => {
  /** Parts that answers are made from. */
  const PARTS = [
    'articles.idx',
    'articles.jsonl',
    'columns.bin',
    'ids.json',
    'instruments.jsonl',
    'knowledge.json',
    'matters.idx',
    'matters.jsonl',
    'sources.json',
    'vectors/args.json',
    'vectors/hnswlib.index',
  ];
  /** Written for other programs that open the vectors with LangChain; this one never reads it. */
  const FOR_OTHERS = ['vectors/docstore.json'];

  /** Opens a release and reads all of it: an article is checked when it is read. */
  const readAll = (folder: string) => {
    const release = openRelease(folder);
    for (let position = 0; position < release.catalog.ids.length; position++) release.article(position);
  };

  it('is tested for every file that a release has', () => {
    const folder = join(library.path, 'releases', manifest.id);
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name !== 'vectors',
    );
    expect(found.sort()).toEqual([...PARTS, ...FOR_OTHERS, 'manifest.json'].sort());
  });

  it.each(PARTS)('refuses one changed bit in %s', (name) => {
    onCopy((_, folder) => {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      expect(refusal(() => readAll(folder)).message).toMatch(/damaged.*npm run ingest/);
    });
  });

  it.each(PARTS)('refuses %s cut short, at once', (name) => {
    onCopy((_, folder) => {
      truncateSync(join(folder, name), 1);
      expect(refusal(() => openRelease(folder)).message).toContain('npm run ingest');
    });
  });

  it.each([...PARTS, 'manifest.json'])('says that %s is missing', (name) => {
    onCopy((_, folder) => {
      rmSync(join(folder, name));
      const { message } = refusal(() => openRelease(folder));
      expect(message).toContain(name);
      expect(message).toContain('npm run ingest');
    });
  });

  it.each(['', '{', '[]', '{"format":1}'])('refuses a manifest that reads %j', (text) => {
    onCopy((_, folder) => {
      writeFileSync(join(folder, 'manifest.json'), text);
      expect(refusal(() => openRelease(folder)).message).toMatch(/manifest\.json.*npm run ingest/);
    });
  });
});

describe('currentRelease', () => {
  it('is the folder that the publication with the highest number names', () => {
    expect(currentRelease(library.path)).toBe(join(library.path, 'releases', manifest.id));
    onCopy((root) => {
      writePublication(root, 9, { release: '0'.repeat(12) });
      writePublication(root, 10, { release: '1'.repeat(12) });
      writePublication(root, 1_000_000, { release: '2'.repeat(12) });
      expect(currentRelease(root)).toBe(join(root, 'releases', '2'.repeat(12)));
    });
  });

  it('is nothing where nothing was published', () => {
    const empty = temporaryFolder();
    expect(currentRelease(empty.path)).toBeUndefined();
    expect(currentRelease(join(empty.path, 'not', 'there'))).toBeUndefined();
    mkdirSync(join(empty.path, 'publications'));
    writeFileSync(join(empty.path, 'publications', '.2-half'), '{');
    expect(currentRelease(empty.path)).toBeUndefined();
    empty.dispose();
  });

  it('does not follow a publication out of the library', () => {
    onCopy((root) => {
      writePublication(root, 9, { release: '../../../etc' });
      expect(() => currentRelease(root)).toThrow();
    });
  });

  it.each(['', '{"seq":', '{"seq":9}', 'null'])(
    'refuses a damaged publication (%j) with what to run, and does not go back to the one before',
    (text) => {
      onCopy((root) => {
        writeFileSync(join(root, 'publications', '000009.json'), text);
        expect(refusal(() => currentRelease(root)).message).toContain('npm run ingest');
      });
    },
  );

  it('refuses a publication that was copied to another number', () => {
    onCopy((root) => {
      writePublication(root, 9, { seq: 8 });
      expect(refusal(() => currentRelease(root)).message).toContain('npm run ingest');
    });
  });

  it('naming a release that is gone is refused with what to run, when it is opened', () => {
    onCopy((root) => {
      writePublication(root, 9);
      expect(refusal(() => openRelease(currentRelease(root) ?? '')).message).toContain('npm run ingest');
    });
  });
});
