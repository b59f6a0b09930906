import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentRelease, type LibrarySources, openRelease } from '#knowledge';
import { buildRelease } from '../../../ingest/build/release.ts';
import { KEPT_RELEASES, pruneLibrary } from '../../../ingest/publish/prune.ts';
import { createSourceStore } from '../../../ingest/sources/source-store.ts';
import {
  aMatter,
  anArticle,
  publish,
  releaseInput,
  temporaryFolder,
  writePublication,
} from '../../fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let root = '';
let dispose = () => {};
beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  dispose = folder.dispose;
});
afterEach(() => dispose());

/** A release with an article of its own, made from one source of its own. */
function input(n: number) {
  const sha256 = createSourceStore(root).keep(Buffer.from(`原文${n}`), `原文${n}`);
  const sources: LibrarySources = {
    files: [{ file: `${n}.txt`, sha256, format: 'txt', shipped: false, facts: [] }],
    ...{ answers: [], questions: [] },
  };
  return releaseInput({ articles: [anArticle('a/1', `企业不得收取押金${n}。`)], sources });
}

const kept = () => readdirSync(join(root, 'releases')).sort();
const sha = (n: number) => createHash('sha256').update(`原文${n}`).digest('hex');

describe('pruneLibrary', () => {
  it('keeps the releases that were published last, once no process can be opening the others', async () => {
    const ids: string[] = [];
    for (let n = 0; n < KEPT_RELEASES + 3; n++) ids.push((await publish(root, input(n))).id);
    // The third goes back into force: it is among the last ones now.
    await publish(root, input(2));
    expect(pruneLibrary(root, { now: Date.now() })).toEqual({ releases: [], sources: 0 });
    pruneLibrary(root, { now: Date.now() + HOUR });
    expect(kept()).toEqual([...ids.slice(4), ids[2]].sort());
    expect(openRelease(currentRelease(root) ?? '').manifest.id).toBe(ids[2]);
  });

  it('keeps a candidate for seven days, with its report', async () => {
    const { id: inForce } = await publish(root, input(1));
    const { id } = await buildRelease(root, input(2));
    mkdirSync(join(root, 'reports'));
    writeFileSync(join(root, 'reports', `${id}.json`), '{}');
    pruneLibrary(root, { now: Date.now() + 7 * DAY - HOUR });
    expect(kept()).toEqual([id, inForce].sort());
    expect(pruneLibrary(root, { now: Date.now() + 7 * DAY + HOUR }).releases).toEqual([id]);
    expect(kept()).toEqual([inForce]);
    expect(existsSync(join(root, 'reports', `${id}.json`))).toBe(false);
  });

  it('keeps what was prepared of the draft, however long it waits for a yes', async () => {
    const { id: inForce } = await publish(root, input(1));
    const { id } = await buildRelease(root, input(2));
    const { id: other } = await buildRelease(root, input(3));
    expect(pruneLibrary(root, { now: Date.now() + 30 * DAY, prepared: id }).releases).toEqual([other]);
    expect(kept()).toEqual([id, inForce].sort());
  });

  it('counts what was made or handed in again as new', async () => {
    await publish(root, input(1));
    const { id } = await buildRelease(root, input(2));
    for (const path of [join('releases', id), join('sources', sha(2))]) utimesSync(join(root, path), 1, 1);
    await buildRelease(root, input(2));
    expect(pruneLibrary(root, { now: Date.now() + DAY, sources: [] })).toEqual({ releases: [], sources: 0 });
    expect(existsSync(join(root, 'releases', id))).toBe(true);
  });

  it('removes a source only when no kept release and no draft names it, and when it is old', async () => {
    await publish(root, input(1));
    await buildRelease(root, input(2));
    for (const n of [3, 4]) createSourceStore(root).keep(Buffer.from(`原文${n}`), `原文${n}`);
    const later = Date.now() + 8 * DAY;
    expect(pruneLibrary(root, { now: later }).sources).toBe(0);
    expect(pruneLibrary(root, { now: Date.now() + DAY, sources: [] }).sources).toBe(0);
    // With the candidate goes what it was made from.
    expect(pruneLibrary(root, { now: later, sources: [sha(3)] }).sources).toBe(2);
    const store = createSourceStore(root);
    expect([store.text(sha(1)), store.text(sha(3))]).toEqual(['原文1', '原文3']);
    for (const n of [2, 4]) expect(() => store.bytes(sha(n))).toThrow(sha(n));
  });

  it('removes old releases, but no source, while one that is kept cannot tell what it was made from', async () => {
    const { id } = await publish(root, input(1));
    const { id: candidate } = await buildRelease(root, input(2));
    rmSync(join(root, 'releases', id, 'sources.json'));
    const later = Date.now() + 30 * DAY;
    expect(pruneLibrary(root, { now: later, sources: [] })).toEqual({ releases: [candidate], sources: 0 });
    expect(createSourceStore(root).text(sha(2))).toBe('原文2');
  });

  it('removes nothing while a record cannot be read: it may name what is in force', async () => {
    const { id } = await publish(root, input(1));
    writePublication(root, 2, { release: 'damaged' });
    const { id: candidate } = await buildRelease(root, input(2));
    expect(pruneLibrary(root, { now: Date.now() + 30 * DAY, sources: [] })).toEqual({
      releases: [],
      sources: 0,
    });
    expect(kept()).toEqual([id, candidate].sort());
  });

  it('clears away what programs left that were killed', async () => {
    const { id } = await publish(root, input(1));
    mkdirSync(join(root, 'releases', '.gone-000000000000'));
    writeFileSync(join(root, 'publications', '.2-half'), '{');
    mkdirSync(join(root, 'reports'));
    writeFileSync(join(root, 'reports', '.0123456789ab-17'), '{');
    mkdirSync(join(root, 'staging-abc', 'vectors'), { recursive: true });
    pruneLibrary(root, { now: Date.now() + 2 * HOUR });
    expect(kept()).toEqual([id]);
    expect(readdirSync(join(root, 'publications'))).toEqual(['000001.json']);
    expect(readdirSync(join(root, 'reports'))).toEqual([]);
    expect(existsSync(join(root, 'staging-abc'))).toBe(false);
  });
});

describe('the vectors of a new release', () => {
  const more = (n: number, questions: readonly string[]) =>
    releaseInput({
      articles: [anArticle('a/1', `企业不得收取押金${n}。`)],
      matters: [aMatter('deposit', questions, { answers: { 'a/1': ['不得收取押金'] } })],
    });
  const file = (id: string) => join(root, 'releases', id, 'vectors', 'hnswlib.index');

  it('are those of one before with the same questions, and answer; other questions get their own', async () => {
    const first = await buildRelease(root, more(1, ['押金不退', '押金多少']));
    // A mark in what no reader opens, right by its manifest: only a copy bears it.
    const mark = '{"copied":true}';
    const files = first.files.map((one) =>
      one.name === 'vectors/docstore.json' ? { ...one, crc32: crc32(Buffer.from(mark)) } : one,
    );
    const home = join(root, 'releases', first.id);
    writeFileSync(join(home, 'vectors/docstore.json'), mark);
    writeFileSync(join(home, 'manifest.json'), JSON.stringify({ ...first, files }));
    const second = await buildRelease(root, more(2, ['押金不退', '押金多少']));
    expect(openRelease(join(root, 'releases', second.id)).vectors?.near('押金不退', 1)).toHaveLength(1);
    const sumOf = ({ files }: typeof first) =>
      files.find(({ name }) => name.endsWith('hnswlib.index'))?.crc32;
    expect(sumOf(second)).toBe(sumOf(first));
    expect(readFileSync(join(root, 'releases', second.id, 'vectors/docstore.json'), 'utf8')).toBe(mark);
    const third = await buildRelease(root, more(3, ['押金不退']));
    expect(sumOf(third)).not.toBe(sumOf(first));
  });

  it('are made anew where those before are damaged', async () => {
    const first = await buildRelease(root, more(1, ['押金不退']));
    const size = statSync(file(first.id)).size;
    writeFileSync(file(first.id), Buffer.alloc(size));
    const second = await buildRelease(root, more(2, ['押金不退']));
    expect(openRelease(join(root, 'releases', second.id)).vectors?.near('押金不退', 1)).toHaveLength(1);
  });
});
