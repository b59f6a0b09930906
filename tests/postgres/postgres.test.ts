import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { NODE } from '../run.ts';
import { ROOT } from '../shared.ts';
import type { Database } from './create-database.ts';
import { describeWithPostgres, freshDatabase } from './database.ts';

await describeWithPostgres('the PostgreSQL of the tests', () => {
  const databases: Database[] = [];
  const fresh = async () => {
    const database = await freshDatabase();
    databases.push(database);
    return database;
  };
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  it('gives a database that knows Chinese letters from other signs', async () => {
    await using client = await connected((await fresh()).url);
    const { rows } = await client.query(
      "select current_setting('server_encoding') as encoding, datcollate, '工伤' ~ '^[[:alpha:]]+$' as letters " +
        'from pg_database where datname = current_database()',
    );
    expect(rows).toEqual([{ encoding: 'UTF8', datcollate: 'C.UTF-8', letters: true }]);
  });

  it('gives everybody a database of their own', async () => {
    await using one = await connected((await fresh()).url);
    await using two = await connected((await fresh()).url);
    await one.query('create table mine (id int)');
    await expect(two.query('select * from mine')).rejects.toThrow(/does not exist/);
  });

  it('takes a database away from under those who are connected', async () => {
    const database = await freshDatabase();
    const client = new pg.Client({ connectionString: database.url });
    const lost: Error[] = [];
    client.on('error', (error) => lost.push(error));
    await client.connect();
    await database.drop();
    await expect.poll(() => lost.length).toBeGreaterThan(0);
    await expect(connected(database.url)).rejects.toThrow(/does not exist/);
    await database.drop();
  });

  it('tells its password to nobody who does not know the word', async () => {
    const socket = connect(inject('postgres').port, '127.0.0.1');
    socket.write('please');
    const heard: unknown[] = [];
    socket.on('data', (chunk) => heard.push(chunk));
    await once(socket, 'close');
    expect(heard).toEqual([]);
  });
});

const OWN = process.env.TEST_DATABASE_URL ? describe.skip : describe;

OWN('a PostgreSQL of one’s own', { timeout: 60_000 }, () => {
  it.concurrent.for(['stop', 'leave', 'throw', 'SIGKILL'] as const)(
    'leaves nothing behind at: %s',
    async (how, { expect }) => {
      const program = spawn(NODE, [join(ROOT, 'tests/postgres/start-and-stay.ts')], { stdio: 'pipe' });
      const ended = once(program, 'close');
      const [line] = await once(createInterface(program.stdout), 'line');
      const { url, data_directory } = z
        .object({ url: z.string(), data_directory: z.string() })
        .parse(JSON.parse(z.string().parse(line)));
      expect(existsSync(dirname(data_directory))).toBe(true);
      if (how === 'SIGKILL') program.kill(how);
      else program.stdin.end(how);
      await ended;
      await expect.poll(() => existsSync(dirname(data_directory)), { timeout: 30_000 }).toBe(false);
      await expect(connected(url)).rejects.toThrow(/ECONNREFUSED/);
    },
  );
});

async function connected(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
