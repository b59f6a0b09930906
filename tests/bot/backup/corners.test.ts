import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backUp, type Places } from '../../../bot/backup/back-up.ts';
import { NoBackup } from '../../../bot/backup/bad-archive.ts';
import { restoreFrom } from '../../../bot/backup/restore-from.ts';
import { formatRow, parseRow } from '../../../bot/backup/rows-text.ts';
import { writeArchive } from '../../../bot/backup/write-archive.ts';
import { backupCopy as copy } from '../../../bot/copy/backup.ts';
import { openVault } from '../../../bot/privacy/open-vault.ts';
import { readBackupState } from '../../../bot/store/last-backup.ts';
import { migrate, readSchemaState } from '../../../bot/store/migrations.ts';
import { openDriver, openStore } from '../../../bot/store/open-store.ts';
import { createStore } from '../../../bot/store/store.ts';
import { readTableShapes } from '../../../bot/store/table-shapes.ts';
import { temporaryFolder } from '../../fixtures.ts';
import { runProgram } from '../../run.ts';
import { fill, PROGRAM, placesOn } from './places.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

/** An installation on an SQLite file; nothing was started yet. */
function install(more: Partial<Places> = {}): Places {
  const { path, dispose } = temporaryFolder();
  closing.push(dispose);
  const made = placesOn({ location: { kind: 'file', file: join(path, 'gongyou.db') } }, more);
  closing.push(made.dispose);
  return made.places;
}

async function installed(more: Partial<Places> = {}): Promise<Places> {
  const places = install(more);
  const store = await openStore(places.location);
  await fill(store, places);
  await store.close();
  return places;
}

const fileIn = ({ dataDir }: Places) => join(dataDir, '..', 'backup');

describe('the facts that an admin keeps', () => {
  const withFacts = async () => {
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    writeFileSync(join(path, '热线.csv'), '城市,电话\n甲,12351\n');
    writeFileSync(join(path, 'holidays.yaml'), '');
    writeFileSync(join(path, '~$热线.xlsx'), 'open in an editor');
    const places = await installed({ factsDir: path });
    await backUp(places, fileIn(places), PROGRAM);
    return fileIn(places);
  };

  it('come along, into the folder that is configured or beside the rest', async () => {
    const file = await withFacts();
    const configured = temporaryFolder();
    closing.push(configured.dispose);
    for (const factsDir of [undefined, join(configured.path, 'facts')]) {
      const target = install({ factsDir });
      const { facts } = await restoreFrom(target, file);
      expect(facts).toBe(factsDir ?? join(target.dataDir, 'facts'));
      expect(readdirSync(facts ?? '').sort()).toEqual(['holidays.yaml', '热线.csv']);
      expect(readFileSync(join(facts ?? '', '热线.csv'), 'utf8')).toContain('12351');
    }
  });

  it('do not go over others', async () => {
    const file = await withFacts();
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    writeFileSync(join(path, '别的.csv'), '');
    await expect(restoreFrom(install({ factsDir: path }), file)).rejects.toThrow(
      copy.problem.factsNotEmpty(path),
    );
  });
});

describe('a database that an older program left', () => {
  it('is backed up as it is, before the new program changes it, and restored up to date', async () => {
    const places = install();
    const driver = await openDriver(places.location);
    await migrate(driver.db, 'sqlite', '004-desk');
    await openVault(createStore(driver), places);
    await createStore(driver).transaction((tx) =>
      tx.insertInto('people_seen').values({ key: 'somebody', at: 1 }).execute(),
    );
    await driver.close();
    const { schema } = await backUp(places, fileIn(places), PROGRAM);
    expect(schema.at(-1)).toBe('004-desk');
    const kept = await openDriver(places.location);
    expect((await readSchemaState(kept.db, 'sqlite')).done.toSorted().at(-1)).toBe('004-desk');
    await kept.close();

    const target = install();
    await restoreFrom(target, fileIn(places));
    const store = await openStore(target.location);
    await store.transaction(async (tx) => {
      expect(await tx.selectFrom('people_seen').select('key').execute()).toEqual([{ key: 'somebody' }]);
      expect(await tx.selectFrom('library_draft').selectAll().execute()).toEqual([]);
    });
    await store.close();
  });
});

describe('when the last backup was made', () => {
  const DAY = 24 * 3_600_000;
  const made = PROGRAM.now();
  const stateOf = async (places: Places, now: number) => {
    const store = await openStore(places.location);
    const state = await store.transaction((tx) => readBackupState(tx, now));
    await store.close();
    return state;
  };
  const say = async (places: Places) => {
    const store = await openStore(places.location);
    await store.transaction((tx) =>
      tx
        .insertInto('inbox')
        .values({
          ...{ channel: 'web', event: 'e', conversation: 'c', person: 'p', sealed: null, state: 'done' },
          ...{ attempts: 1, due_at: made, error: null, received_at: made, done_at: made },
        })
        .execute(),
    );
    await store.close();
  };

  it('is never, and no matter before anybody wrote', async () => {
    const places = await installed();
    expect(await stateOf(places, made + 9 * DAY)).toEqual({ at: null, late: false });
    await say(places);
    expect(await stateOf(places, made + DAY)).toEqual({ at: null, late: false });
    expect(await stateOf(places, made + 9 * DAY)).toEqual({ at: null, late: true });
  });

  it('is remembered where it was made and where it is restored, and no other one counts', async () => {
    const places = await installed();
    await say(places);
    await backUp(places, fileIn(places), PROGRAM);
    const restored = install();
    await restoreFrom(restored, fileIn(places));
    for (const one of [places, restored]) {
      expect(await stateOf(one, made + 2 * DAY)).toEqual({ at: made, late: false });
      expect(await stateOf(one, made + 4 * DAY)).toEqual({ at: made, late: true });
    }
    await expect(backUp(places, fileIn(places), { ...PROGRAM, now: () => made + DAY })).rejects.toThrow(
      NoBackup,
    );
    expect((await stateOf(places, made)).at).toBe(made);
    await backUp(places, `${fileIn(places)}-2`, { ...PROGRAM, now: () => made + DAY });
    expect((await stateOf(places, made)).at).toBe(made + DAY);
  });
});

describe('a backup that cannot be made', () => {
  it('says that nothing was ever started', async () => {
    const places = install();
    await expect(backUp(places, fileIn(places), PROGRAM)).rejects.toThrow(copy.problem.noDatabase);
    if (places.location.kind === 'file') expect(existsSync(places.location.file)).toBe(false);
    const { code, stdout, stderr } = runProgram('bot/backup.ts', ['--chek', 'x'], { folder: places.dataDir });
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${copy.backupUsage}\n` });
  });

  it('leaves nothing behind when it breaks off, and a part that was left is no hindrance', async () => {
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    const file = join(path, 'backup');
    writeFileSync(`${file}.part`, 'left by one that was killed');
    const long = new Uint8Array(8 * 1024 * 1024);
    const broken = writeArchive(file, async (writer) => {
      await writer.add('a', long);
      throw new NoBackup('no');
    });
    await expect(broken).rejects.toThrow(new NoBackup('no'));
    expect(readdirSync(path)).toEqual([]);
    const missing = writeArchive(join(path, 'none', 'backup'), (writer) => writer.add('a', long));
    await expect(missing).rejects.toThrow(NoBackup);
    await writeArchive(file, (writer) => writer.add('a', long));
    expect(readdirSync(path)).toEqual(['backup']);
  });

  it('says in plain words what is wrong with the place', async () => {
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    const fault = (code: string) => async () => {
      throw Object.assign(new Error('no'), { code });
    };
    const into = (file: string, fill: () => Promise<void>) => writeArchive(join(path, file), fill);
    await expect(into('none/backup', async () => {})).rejects.toThrow(
      copy.problem.noFolder(join(path, 'none')),
    );
    await expect(into('', async () => {})).rejects.toThrow(copy.problem.folderGiven(path));
    await expect(into('backup', fault('ENOSPC'))).rejects.toThrow(copy.problem.full(path));
    await expect(into('backup', fault('EFBIG'))).rejects.toThrow(copy.problem.tooLarge(path));
    await expect(into('backup', fault('ENOENT'))).rejects.toThrow(copy.problem.moved);
    expect(readdirSync(path)).toEqual([]);
  });

  it('is made on a disk that knows no links too, and lets a file that came meanwhile stand there', async () => {
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    const file = join(path, 'backup');
    const noLinks = () => {
      throw Object.assign(new Error('link'), { code: 'EPERM' });
    };
    const late = writeArchive(file, async () => writeFileSync(file, 'mine'), noLinks);
    await expect(late).rejects.toThrow(copy.problem.exists(file));
    expect(readFileSync(file, 'utf8')).toBe('mine');
    rmSync(file);
    await writeArchive(file, (writer) => writer.add('a', new Uint8Array(9)), noLinks);
    expect(readdirSync(path)).toEqual(['backup']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('lets a file that came meanwhile stand', async () => {
    const { path, dispose } = temporaryFolder();
    closing.push(dispose);
    const file = join(path, 'backup');
    const late = writeArchive(file, async () => writeFileSync(file, 'mine'));
    await expect(late).rejects.toThrow(copy.problem.exists(file));
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('rows as text', () => {
  it.each([
    { a: 'x\n"\\\u2028\ud83d\ude00', b: 0, c: Number.MAX_SAFE_INTEGER, d: -1, e: null },
    { a: '', b: Uint8Array.from({ length: 256 }, (_, i) => i), c: new Uint8Array(0) },
    { a: '{"base64":"AA=="}' },
  ])('are what they were: %o', (row) => {
    const line = formatRow(row);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(parseRow(line)).toEqual(row);
  });
});

describe('tables as the migrations make them', () => {
  it('are those of each version, each with a key', async () => {
    const names = async (version: string) => (await readTableShapes(version)).map(({ name }) => name);
    expect(await names('001-conversations')).not.toContain('tickets');
    expect(await names('004-desk')).toContain('tickets');
    expect(await names('004-desk')).not.toContain('library_draft');
    for (const shape of await readTableShapes('005-library'))
      expect(shape.key.length, shape.name).toBeGreaterThan(0);
  });
});

describe('a library of which only a part can be kept', () => {
  it('is kept without what was only prepared or half written', async () => {
    const places = await installed();
    const prepared = join(places.libraryDir, 'releases', 'ffffffffffff');
    mkdirSync(prepared, { recursive: true });
    writeFileSync(join(prepared, 'manifest.json'), '{}');
    mkdirSync(join(places.libraryDir, 'reports'));
    writeFileSync(join(places.libraryDir, 'reports', 'ffffffffffff.json'), '{}');
    writeFileSync(join(places.libraryDir, 'sources', '.half'), '');
    const { entries, release } = await backUp(places, fileIn(places), PROGRAM);
    const names = entries.map(({ name }) => name).join('\n');
    expect(names).toContain(`library/releases/${release}/manifest.json`);
    expect(names).not.toMatch(/ffffffffffff|half|staging/);
    expect(names.split('\n').at(-1)).toBe('library/publications/000001.json');
  });
});
