import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServerProcess } from '../crash/server-process.ts';
import { writePublication } from '../fixtures.ts';
import { type Installation, oldInstallation, photograph } from './installation.ts';

let at: Installation;
beforeEach(async () => {
  at = await oldInstallation();
});
afterEach(() => at.dispose());

/** What npm start says when it cannot; it must be one line of plain words, and the end of it. */
async function complaintOf(env: Record<string, string> = {}): Promise<string> {
  const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0', ...env });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(await server.ready).toBeUndefined();
  const lines = server.complaints().trim().split('\n');
  expect(server.complaints()).not.toMatch(/^\s+at /m);
  return lines.at(-1) ?? '';
}

describe('a server that cannot start says why and what to do', { timeout: 60_000 }, () => {
  it('when another program has its port', async () => {
    const other = createServer();
    const port = await new Promise<string>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? String(address.port) : '');
      });
    });
    expect(await complaintOf({ PORT: port })).toBe(
      `127.0.0.1:${port} 已经有别的程序在用。停掉那个程序，或者把 PORT 换成别的数，再启动。`,
    );
    await new Promise((resolve) => other.close(resolve));
    // Nothing of the failed start stays open: the next one works.
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: port });
    expect(await server.ready).toBe(`http://127.0.0.1:${port}`);
    await server.stop();
  });

  it('when its address is not one of this machine', async () => {
    expect(await complaintOf({ HOST: '203.0.113.7', PUBLIC_URL: 'https://gongyou.example.org' })).toMatch(
      /^这台电脑没有 203\.0\.113\.7:0 这个地址。.*HOST/,
    );
  });

  it('when a file stands in place of the data folder', async () => {
    rmSync(at.data, { recursive: true });
    writeFileSync(at.data, '');
    expect(await complaintOf()).toMatch(/建不了：路上有一个同名的文件。.*DATA_DIR/);
  });

  it('when the key is another one, leaving the data as it is', async () => {
    const key = Buffer.alloc(32, 9).toString('base64');
    const complaint = await complaintOf({ DATA_KEY: key });
    expect(complaint).toMatch(/^密钥不对，打不开以前的数据/);
    expect(complaint).not.toContain(key);
    const server = startServerProcess(at.home, { DATA_DIR: at.data, PORT: '0' });
    expect(await server.ready).toBeDefined();
    await server.stop();
  });

  it('when a newer program wrote the database, leaving it as it is', async () => {
    const database = new DatabaseSync(at.database);
    database.exec("insert into kysely_migration values ('900-later', '2030-01-01')");
    database.close();
    const stands = () => photograph(at.data).filter((line) => line.startsWith('gongyou.db '));
    const before = stands();
    expect(await complaintOf()).toMatch(/^数据库是新版本的程序写的/);
    expect(stands()).toEqual(before);
  });

  it('when another program holds the database', async () => {
    const other = new DatabaseSync(at.database);
    other.exec('pragma locking_mode = exclusive; begin exclusive; create table theirs (a); commit');
    expect(await complaintOf()).toMatch(/^数据库被别的程序占着/);
    other.close();
  });

  it('when the database file is damaged', async () => {
    writeFileSync(at.database, 'not a database '.repeat(1000));
    expect(await complaintOf()).toMatch(/^数据库文件坏了。请用备份恢复/);
  });

  it('when no release of the library can be opened', async () => {
    rmSync(join(at.library, 'publications'), { recursive: true });
    writePublication(at.library, 900_000, { release: '000000000000' });
    expect(await complaintOf()).toMatch(/^文件库打不开.*npm run ingest/);
  });
});
