/** A program that starts a PostgreSQL, says where it is and then ends as it is told to on standard input. */

import pg from 'pg';
import { startPostgres } from './server.ts';

const postgres = await startPostgres();
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();
const { rows } = await client.query('show data_directory');
await client.end();
process.stdout.write(`${JSON.stringify({ url: postgres.url, ...rows[0] })}\n`);
process.stdin.setEncoding('utf8').once('data', async (how: string) => {
  process.stdin.pause();
  if (how === 'stop') await postgres.stop();
  if (how === 'throw') throw new Error('as told');
});
