import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { backUp, type Places, PURPOSE } from '../../../bot/backup/back-up.ts';
import { BadArchive, NoBackup } from '../../../bot/backup/bad-archive.ts';
import {
  MANIFEST,
  type Manifest,
  manifestSchema,
  parseEntryName,
  SIGNATURE,
} from '../../../bot/backup/manifest.ts';
import { beginRestore, refuseUnfinished } from '../../../bot/backup/marker.ts';
import { checkArchive } from '../../../bot/backup/read-archive.ts';
import { restoreFrom } from '../../../bot/backup/restore-from.ts';
import { createTarWriter, readTar } from '../../../bot/backup/tar.ts';
import { backupCopy as copy } from '../../../bot/copy/backup.ts';
import { UnusableKey } from '../../../bot/privacy/key-file.ts';
import { createVault } from '../../../bot/privacy/vault.ts';
import { openStore } from '../../../bot/store/open-store.ts';
import { StoreUnavailable } from '../../../bot/store/store.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { fill, OTHER_KEY, PROGRAM, placesOn, SEEN } from './places.ts';

const { path: home, dispose } = temporaryFolder();
afterAll(dispose);
const good = join(home, 'good');
let source: Places;

beforeAll(async () => {
  const location = { kind: 'file' as const, file: join(home, 'source', 'gongyou.db') };
  const made = placesOn({ location });
  source = { ...made.places, libraryDir: join(home, 'source', 'library') };
  made.dispose();
  mkdirSync(join(home, 'source'), { recursive: true });
  const store = await openStore(location);
  await fill(store, source);
  await store.close();
  await backUp(source, good, PROGRAM);
}, 400_000);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const step of closing.splice(0)) step();
});

/** An empty place to restore into. */
function emptyPlace(more: Partial<Places> = {}): Places {
  const { path, dispose: remove } = temporaryFolder();
  closing.push(remove);
  const data = join(path, 'data');
  mkdirSync(data);
  return {
    ...{ location: { kind: 'file', file: join(data, 'gongyou.db') }, dataDir: data, dataKey: source.dataKey },
    ...{ libraryDir: join(data, 'library'), factsDir: undefined, ...more },
  };
}

type Entry = { readonly name: string; readonly content: Buffer };

async function entriesOf(file: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { name, body } of readTar(file)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    entries.push({ name, content: Buffer.concat(chunks) });
  }
  return entries;
}

async function writeEntries(name: string, entries: readonly Entry[]): Promise<string> {
  const file = join(home, name);
  const tar = createTarWriter();
  const written = pipeline(tar.bytes, createGzip(), createWriteStream(file));
  for (const { name: entry, content } of entries)
    await tar.add(
      entry,
      content.length,
      (async function* () {
        if (content.length > 0) yield content;
      })(),
    );
  tar.finish();
  await written;
  return file;
}

/** The good archive with other entries, and a manifest that is right for them, as somebody without the key can make it. */
async function forge(
  name: string,
  change: (entries: Entry[]) => Entry[],
  more: Partial<Manifest> = {},
  sign?: (id: string) => string,
) {
  const all = await entriesOf(good);
  const held = all.find((entry) => entry.name === MANIFEST);
  const old = manifestSchema.parse(JSON.parse(held?.content.toString('utf8') ?? ''));
  const entries = change(all.filter((entry) => !entry.name.startsWith('manifest.')));
  const listed = entries.map((entry) => ({
    ...{ name: entry.name, size: entry.content.length },
    sha256: createHash('sha256').update(entry.content).digest('hex'),
  }));
  const manifest = Buffer.from(`${JSON.stringify({ ...old, ...more, entries: listed })}\n`);
  const id = createHash('sha256').update(manifest).digest('hex');
  const before = all.find((entry) => entry.name === SIGNATURE)?.content ?? Buffer.alloc(0);
  const signature = { name: SIGNATURE, content: sign === undefined ? before : Buffer.from(sign(id)) };
  return await writeEntries(name, [...entries, { name: MANIFEST, content: manifest }, signature]);
}

/** Refused with these words, and nothing was written. */
async function expectRefused(file: string, message: string, places = emptyPlace()): Promise<void> {
  await expect(restoreFrom(places, file)).rejects.toThrow(message);
  expect(readdirSync(places.dataDir)).toEqual([]);
}

describe('an archive that is not as it was made', () => {
  it('is refused wherever one byte was changed', async () => {
    const bytes = readFileSync(good);
    for (const part of [0.1, 0.5, 0.9]) {
      const changed = Buffer.from(bytes);
      const at = Math.floor(bytes.length * part);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const file = join(home, 'changed');
      writeFileSync(file, changed);
      await expect(checkArchive(file)).rejects.toThrow(BadArchive);
      await expectRefused(file, '');
    }
  });

  it('is refused wherever it was cut', async () => {
    const bytes = readFileSync(good);
    for (const length of [0, 5, 700, Math.floor(bytes.length / 2), bytes.length - 9, bytes.length - 1]) {
      const file = join(home, 'cut');
      writeFileSync(file, bytes.subarray(0, length));
      await expectRefused(file, copy.problem.damaged);
    }
  });

  it('is refused when an entry has gone, or was put in twice', async () => {
    const all = await entriesOf(good);
    const isRow = ({ name }: Entry) => name.startsWith('tables/outbox/');
    const gone = await writeEntries(
      'gone',
      all.filter((entry) => !isRow(entry)),
    );
    await expectRefused(gone, copy.problem.damaged);
    const twice = await writeEntries(
      'twice',
      all.flatMap((entry) => (isRow(entry) ? [entry, entry] : [entry])),
    );
    await expectRefused(twice, copy.problem.damaged);
  });

  it('is refused when somebody without the key put a row in, with every hash right', async () => {
    const row = `${JSON.stringify({ name: '外人', role: 'admin', regions: '[]', trades: '[]', away: 0, created_at: 1, removed_at: null })}\n`;
    const file = await forge('forged', (entries) => [
      ...entries,
      { name: 'tables/staff/000001.ndjson', content: Buffer.from(row) },
    ]);
    await checkArchive(file);
    await expectRefused(file, copy.problem.forged);
  });

  it('is refused when another file altogether is given, or none', async () => {
    const text = join(home, 'text');
    writeFileSync(text, '不是备份');
    await expectRefused(text, copy.problem.damaged);
    const tar = await writeEntries('tar', [{ name: 'readme', content: Buffer.from('x') }]);
    await expectRefused(tar, copy.problem.notOurs);
    await expectRefused(join(home, 'nothing'), copy.problem.noFile(join(home, 'nothing')));
    await expectRefused(home, copy.problem.folderGiven(home));
  });

  it('is refused when an entry is no file, or says that it is larger than all there is', async () => {
    const bytes = gunzipSync(await readFile(good));
    const withHeader = async (change: (header: Buffer) => void) => {
      const changed = Buffer.from(bytes);
      const header = changed.subarray(0, 512);
      change(header);
      // https://www.gnu.org/software/tar/manual/html_node/Standard.html: the sum with blanks in its own place.
      header.fill(' ', 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      const file = join(home, 'header');
      writeFileSync(file, gzipSync(changed));
      return file;
    };
    for (const type of ['1', '2', '3', '4', '5', '6']) {
      const file = await withHeader((header) => header.write(type, 156));
      await expectRefused(file, copy.problem.notOurs);
    }
    const huge = await withHeader((header) => header.write('77777777777', 124));
    await expectRefused(huge, copy.problem.damaged);
  });

  it('is refused when a newer program wrote it', async () => {
    const { manifest } = await checkArchive(good);
    const schema = [...manifest.schema, '999-later'];
    await expectRefused(await forge('newer', (entries) => entries, { schema }), copy.problem.newer);
    const mark = Buffer.from('gongyou-backup 2\n');
    const later = await forge('later', ([_, ...rest]) => [
      { name: 'gongyou-backup', content: mark },
      ...rest,
    ]);
    await expectRefused(later, copy.problem.newer);
  });
});

describe('names of entries', () => {
  it.each([
    '../x',
    '/etc/passwd',
    'library/../../x',
    'library/releases/0123456789ab/../../../x',
    'library/sources/..',
    'library/publications/../x.json',
    'library/sources/.hidden',
    'library/releases/0123456789ab/a\\..\\b',
    'library/releases/0123456789ab/a\u0000b',
    'library/other/x',
    'library/sources/a/b',
    'library/releases/0123456789ab/',
    'facts/../x',
    'facts/a/b',
    'facts',
    'data.key',
    'tables/../x/000001.ndjson',
  ])('%j is none of ours', async (name) => {
    expect(parseEntryName(name)).toBeUndefined();
  });

  it('that lead out of the folder are refused before anything is written', async () => {
    const outside = join(home, 'outside');
    for (const name of ['../outside', 'library/sources/../../../outside', 'facts/../../outside']) {
      const file = await forge('hostile', (entries) => [...entries, { name, content: Buffer.from('x') }]);
      await expectRefused(file, copy.problem.notOurs);
      expect(existsSync(outside)).toBe(false);
    }
  });
});

describe('the key', () => {
  it('that is another one is refused before anything is written', () =>
    expectRefused(good, copy.problem.wrongKey, emptyPlace({ dataKey: OTHER_KEY })));

  it('that is not there is asked for, and none is made', async () => {
    const places = emptyPlace({ dataKey: undefined });
    await expect(restoreFrom(places, good)).rejects.toThrow(UnusableKey);
    expect(readdirSync(places.dataDir)).toEqual([]);
  });

  it('has to open what is backed up', async () => {
    const file = join(home, 'unopened');
    await expect(backUp({ ...source, dataKey: OTHER_KEY }, file, PROGRAM)).rejects.toThrow();
    expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
  });

  it('is not in the archive', async () => {
    const all = Buffer.concat((await entriesOf(good)).map(({ content }) => content));
    expect(all.includes(source.dataKey ?? '?')).toBe(false);
    expect((await buffer(createReadStream(good))).includes(Buffer.alloc(32, 7))).toBe(false);
  });
});

describe('a place that is not empty', () => {
  it('is left as it is', async () => {
    const places = emptyPlace();
    await restoreFrom(places, good);
    await expect(restoreFrom(places, good)).rejects.toThrow(copy.problem.notEmpty(places.dataDir));
    await expect(backUp(places, good, PROGRAM)).rejects.toThrow(NoBackup);
    const library = emptyPlace({ libraryDir: places.libraryDir });
    await expect(restoreFrom(library, good)).rejects.toThrow(copy.problem.libraryNotEmpty(places.libraryDir));
  });
});

describe('a restore that was killed', () => {
  const countSeen = async (places: Places): Promise<number> => {
    const store = await openStore(places.location);
    try {
      return await store.transaction(
        async (tx) => (await tx.selectFrom('people_seen').select('key').execute()).length,
      );
    } finally {
      await store.close();
    }
  };

  it('among the files keeps every program away, and is taken up again', async () => {
    const places = emptyPlace();
    const { id } = await checkArchive(good);
    beginRestore(places.dataDir, id);
    mkdirSync(join(places.libraryDir, 'releases/0123456789ab'), { recursive: true });
    expect(() => refuseUnfinished(places.dataDir)).toThrow(copy.problem.unfinished);
    await restoreFrom(places, good);
    refuseUnfinished(places.dataDir);
    expect(await countSeen(places)).toBe(SEEN);
  });

  it('while it was opening the database keeps every program away, too', async () => {
    const places = emptyPlace();
    const database = join(places.dataDir, 'gongyou.db');
    // It leads nowhere, so the restore ends where the file would be made.
    symlinkSync(join(home, 'no', 'such', 'folder', 'x'), database);
    await expect(restoreFrom(places, good)).rejects.toThrow(StoreUnavailable);
    expect(() => refuseUnfinished(places.dataDir)).toThrow(copy.problem.unfinished);
    rmSync(database);
    await restoreFrom(places, good);
    expect(await countSeen(places)).toBe(SEEN);
  });

  it('at its very end adds nothing twice', async () => {
    const places = emptyPlace();
    await restoreFrom(places, good);
    const { id } = await checkArchive(good);
    beginRestore(places.dataDir, id);
    await restoreFrom(places, good);
    expect(await countSeen(places)).toBe(SEEN);
  });

  it('is not mixed with another archive', async () => {
    const places = emptyPlace();
    beginRestore(places.dataDir, 'f'.repeat(64));
    await expect(restoreFrom(places, good)).rejects.toThrow(copy.problem.otherUnfinished);
  });
});

describe('a backup of an older program', () => {
  const { sign } = createVault(Buffer.alloc(32, 7));
  const older = async (name: string, more: Partial<Manifest> = {}) => {
    const { manifest } = await checkArchive(good);
    const schema = manifest.schema.slice(0, manifest.schema.indexOf('005-library'));
    const tables = Object.fromEntries(
      Object.entries(manifest.tables).filter(([table]) => !table.startsWith('library_')),
    );
    return await forge(
      name,
      (entries) => entries,
      { schema, tables, ...more },
      (id) => sign(PURPOSE, id),
    );
  };

  it('goes into tables as they were, which are then brought up to date', async () => {
    const places = emptyPlace();
    await restoreFrom(places, await older('older'));
    const store = await openStore(places.location);
    await store.transaction(async (tx) => {
      expect(await tx.selectFrom('library_draft').selectAll().execute()).toEqual([]);
      expect(await tx.selectFrom('people_seen').select('key').execute()).toHaveLength(SEEN);
    });
    await store.close();
  });

  it('with other numbers of rows than it says leaves no row behind, and no program works on it', async () => {
    const { manifest } = await checkArchive(good);
    const tables = { ...manifest.tables, outbox: 5 };
    const file = await older('miscounted', { tables });
    const places = emptyPlace();
    await expect(restoreFrom(places, file)).rejects.toThrow(copy.problem.damaged);
    expect(() => refuseUnfinished(places.dataDir)).toThrow(copy.problem.unfinished);
    const store = await openStore(places.location);
    const rows = await store.transaction((tx) => tx.selectFrom('outbox').select('id').execute());
    await store.close();
    expect(rows).toEqual([]);
  });
});
