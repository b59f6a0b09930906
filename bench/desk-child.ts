/**
 * The bare page that the console is held against: Hono, one row of an SQLite file, and nothing else.
 *   node bench/desk-child.ts <file>
 */

import { DatabaseSync } from 'node:sqlite';
import { createAdaptorServer, Hono } from '../bot/http/hono.ts';

const database = new DatabaseSync(process.argv[2] ?? ':memory:');
database.exec('create table if not exists page (id integer primary key, text text not null)');
database.prepare('insert or replace into page values (1, ?)').run('工单'.repeat(100));
const read = database.prepare('select text from page where id = ?');
const app = new Hono();
app.get('/', (c) => c.html(`<!doctype html><p>${read.get(1)?.text}</p>`));
app.get('/metrics', (c) => {
  const { user, system } = process.cpuUsage();
  return c.text(`process_cpu_seconds_total ${(user + system) / 1e6}\n`);
});
const server = createAdaptorServer({ fetch: app.fetch });
process.once('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}\n`);
});
