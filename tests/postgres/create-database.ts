import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type Database = {
  readonly url: string;
  /** Also while somebody is connected: they are cut off. */
  readonly drop: () => Promise<void>;
};

/** An empty database in UTF-8 on the server at `serverUrl`. Needs no test runner, so that a bench can use it too. */
export async function createDatabase(serverUrl: string): Promise<Database> {
  const name = `gongyou_test_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { url: url.href, drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
