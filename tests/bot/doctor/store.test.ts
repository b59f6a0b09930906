import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doctorCopy } from '../../../bot/copy/doctor.ts';
import { noteBackup } from '../../../bot/store/last-backup.ts';
import { addStaff, changeStaff } from '../../../bot/store/staff.ts';
import { writePublication } from '../../fixtures.ts';
import { NODE } from '../../run.ts';
import {
  addReceived,
  addToSend,
  type Installation,
  inDatabase,
  newInstallation,
  oldInstallation,
} from '../installation.ts';
import { doctor, sectionOf } from './doctor.ts';

let at: Installation;
beforeEach(async () => {
  at = await oldInstallation();
});
afterEach(() => at.dispose());

const sql = (text: string) => {
  const database = new DatabaseSync(at.database);
  database.exec(text);
  database.close();
};

/** Commits in a process that is killed before it could close the file. */
function writeAndDie(text: string): void {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    new DatabaseSync(process.argv[1]).exec(process.argv[2]);
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(NODE, ['-e', program, at.database, text]);
  expect(signal).toBe('SIGKILL');
}

/** Writes over the bytes from `start` on. */
function spoil(file: string, start: number, bytes: number): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(bytes, 0xee), 0, bytes, start);
  closeSync(fd);
}

describe('doctor on a data folder', { timeout: 240_000 }, () => {
  it('finds nothing wrong with one that is well', async () => {
    const visit = await doctor(at);
    expect(visit.code).toBe(0);
    expect(visit.said).not.toContain('要修');
    expect(sectionOf(visit, '数据库')).toContain('文件没有坏');
    expect(sectionOf(visit, '数据库')).toContain('没有等着办的消息');
    expect(sectionOf(visit, '密钥')).toContain('能打开数据库里的资料');
    expect(sectionOf(visit, '密钥')).toContain(doctorCopy.key.copyAdvice);
    expect(sectionOf(visit, '文件库')).toMatch(/2 份文件，4 条/);
    expect(sectionOf(visit, '文件库')).toContain('甲川、戊原');
  });

  it('makes nothing where nothing was ever started', async () => {
    const empty = newInstallation();
    const visit = await doctor(empty);
    expect(visit.code).toBe(0);
    expect(sectionOf(visit, '数据文件夹')).toContain('第一次启动会建');
    expect(sectionOf(visit, '数据库')).toContain('第一次启动会建');
    expect(sectionOf(visit, '密钥')).toContain('第一次启动会生成');
    expect(sectionOf(visit, '文件库')).toContain('npm run ingest');
    empty.dispose();
  });

  it('counts what waits, what will be tried again and what only a person can help', async () => {
    await inDatabase(at, async (store) => {
      await addReceived(store, { event: '1' });
      await addReceived(store, { event: '2' });
      await addReceived(store, { event: '3', state: 'failed', error: 'RangeError' });
      await addToSend(store, { key: '1' });
      await addToSend(store, { key: '2', state: 'failed', error: '429 Too Many Requests' });
      await addToSend(store, { key: '3', state: 'dead', error: '403 Forbidden' });
      await addToSend(store, { key: '4', state: 'sent' });
      await addToSend(store, { key: '5', state: 'dead', sealed: null, error: 'erased' });
    });
    const visit = await doctor(at);
    expect(visit.code).toBe(0);
    expect(sectionOf(visit, '数据库')).toContain('等着回答的 2 条，等着发出去的 2 条（其中 1 条发过没成');
    expect(sectionOf(visit, '数据库')).toContain('有 2 条消息办不了');
    expect(sectionOf(visit, '数据库')).toContain('npm run dead-letters');
  });

  it('says who may get into the console, and who could not ask for a link', async () => {
    expect(sectionOf(await doctor(at), '数据库')).toContain(doctorCopy.database.noStaff);
    await inDatabase(at, (store) =>
      store.transaction(async (tx) => {
        const all = { regions: [], trades: [] };
        await addStaff(tx, { name: '王主任', role: 'agent', ...all }, 1);
        await addStaff(tx, { name: '李姐', role: 'agent', ...all }, 1);
        const values = { channel: 'telegram', person: 'k', staff: '李姐', sealed: '', created_at: 1 };
        await tx.insertInto('staff_accounts').values(values).execute();
      }),
    );
    const said = sectionOf(await doctor(at), '数据库');
    expect(said).toContain(doctorCopy.database.noAdmin(2));
    expect(said).toContain(doctorCopy.database.unlinked(1));
    await inDatabase(at, (store) =>
      store.transaction(async (tx) => {
        await changeStaff(tx, '王主任', { role: 'admin', away: true });
      }),
    );
    expect(sectionOf(await doctor(at), '数据库')).toContain(doctorCopy.database.staff(2, 1, 1));
  });

  it('says when the last backup was made, and warns where it is old or never was', async () => {
    const database = async () => sectionOf(await doctor(at), '数据库');
    const { neverBackedUp, backedUp } = doctorCopy.database;
    expect(await database()).toContain(`${doctorCopy.level.ok}　${neverBackedUp}`);
    await inDatabase(at, (store) => addReceived(store, { event: '1' }));
    expect(await database()).toContain(`${doctorCopy.level.warn}　${neverBackedUp}`);
    const noted = (made: string) =>
      inDatabase(at, (store) => store.transaction((tx) => noteBackup(tx, made)));
    await noted('2026-01-15T01:30:00.000Z');
    expect(await database()).toContain(`${doctorCopy.level.warn}　${backedUp('2026-01-15 09:30')}`);
    await noted(new Date().toISOString());
    expect(await database()).toMatch(/　好　最近一次备份/);
  });

  it('reads what a killed process had not yet moved into the file, and leaves it there', async () => {
    writeAndDie(
      `insert into inbox (channel, event, conversation, person, state, attempts, due_at, received_at)
        values ('telegram', 'late', 'c', 'p', 'failed', 5, 0, 0)`,
    );
    expect(statSync(`${at.database}-wal`).size).toBeGreaterThan(0);
    const visit = await doctor(at);
    expect(visit.code).toBe(0);
    expect(sectionOf(visit, '数据库')).toContain('文件没有坏');
    expect(sectionOf(visit, '数据库')).toContain('有 1 条消息办不了');
  });

  it('says of a log without its index that the file has to be opened by the server first', async () => {
    sql('create table more (a)');
    const holder = new DatabaseSync(at.database);
    holder.exec('pragma locking_mode = exclusive; insert into more values (1)');
    const visit = await doctor(at);
    expect(sectionOf(visit, '数据库')).toContain('独占');
    expect(visit.code).toBe(0);
    holder.close();
  });

  it.each([
    ['is no database at all', () => writeFileSync(at.database, 'not a database '.repeat(1000))],
    [
      'was written over in the middle',
      () => {
        sql('pragma wal_checkpoint(truncate); pragma journal_mode = delete');
        const database = new DatabaseSync(at.database);
        const { page } =
          database.prepare("select rootpage as page from sqlite_master where name = 'meta'").get() ?? {};
        const { size } = database.prepare('select page_size as size from pragma_page_size').get() ?? {};
        database.close();
        spoil(at.database, (Number(page) - 1) * Number(size), 200);
      },
    ],
  ])('says that a database file is damaged when it %s', async (_, damage) => {
    damage();
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '数据库')).toMatch(/要修.*坏了[\s\S]*备份/);
  });

  it('names what the next start would change in an older database', async () => {
    sql('delete from kysely_migration');
    const visit = await doctor(at);
    expect(visit.code).toBe(0);
    expect(sectionOf(visit, '数据库')).toMatch(/注意.*旧，下次启动会升级：001-conversations[\s\S]*备份/);
  });

  it('says that a newer program wrote the database', async () => {
    sql("insert into kysely_migration values ('900-later', '2030-01-01')");
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '数据库')).toMatch(/要修.*新版本的程序写的.*900-later/);
  });

  it.each([
    ['another key', () => writeFileSync(at.key, `${Buffer.alloc(32, 9).toString('base64')}\n`), /密钥不对/],
    ['a key file that others can read', () => chmodSync(at.key, 0o644), /chmod 600/],
    ['no key file', () => rmSync(at.key), /不见了/],
    ['a key file with something else in it', () => writeFileSync(at.key, 'hello\n'), /坏了/],
  ])('says what to do about %s', async (_, spoilKey, words) => {
    spoilKey();
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '密钥')).toMatch(words);
  });

  it('compares a key of the environment with the database', async () => {
    const visit = await doctor(at, { DATA_KEY: Buffer.alloc(32, 9).toString('base64') });
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '密钥')).toMatch(/密钥不对/);
  });

  it('says that the library is missing, or damaged', async () => {
    renameSync(at.library, `${at.library}-away`);
    expect(sectionOf(await doctor(at), '文件库')).toMatch(/注意.*还没有文件库/);
    mkdirSync(at.library);
    writePublication(at.library, 900_000, { release: '000000000000' });
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '文件库')).toMatch(/要修[\s\S]*npm run ingest/);
  });

  it('says that a file stands in place of the data folder', async () => {
    rmSync(at.data, { recursive: true });
    writeFileSync(at.data, '');
    const visit = await doctor(at);
    expect(visit.code).toBe(1);
    expect(sectionOf(visit, '数据文件夹')).toMatch(/要修.*不是文件夹/);
  });
});
