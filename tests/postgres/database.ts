import { describe, inject, it } from 'vitest';
import { askFor } from '../once/ask.ts';
import { createDatabase, type Database } from './create-database.ts';
import { type Told, toldSchema } from './global-setup.ts';

/**
 * An empty database on the PostgreSQL of this run, in UTF-8, for one test file. The first call of a run starts the server
 * and takes a second or two.
 * @throws Error where there is no PostgreSQL
 */
export async function freshDatabase(): Promise<Database> {
  const told = await ask();
  if ('missing' in told) throw new Error(told.missing);
  return createDatabase(told.url);
}

/**
 * A suite on a real PostgreSQL; to be awaited at the top of a test file. Where there is none one skipped test says why,
 * but never in CI: there the file fails.
 */
export async function describeWithPostgres(name: string, suite: () => void): Promise<void> {
  const told = await ask();
  if ('url' in told) {
    describe(name, suite);
    return;
  }
  if (process.env.CI) throw new Error(told.missing);
  console.warn(`SKIPPED ${name}: ${told.missing}`);
  describe(name, () => {
    it.skip(`skipped: ${told.missing}`, () => undefined);
  });
}

async function ask(): Promise<Told> {
  return toldSchema.parse(await askFor(inject('postgres')));
}
