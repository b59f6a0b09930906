import { backupCopy as copy } from '../copy/backup.ts';
import { countRows, insertRows, type Row, settleCopied, writeSerials } from '../store/carry-rows.ts';
import { noteBackup } from '../store/last-backup.ts';
import { migrate, readSchemaState } from '../store/migrations.ts';
import { createStore, type Driver, type Tx } from '../store/store.ts';
import { readTableShapes, type TableShape } from '../store/table-shapes.ts';
import { LEFT_OUT } from './back-up.ts';
import { BadArchive } from './bad-archive.ts';
import type { Manifest } from './manifest.ts';
import { type CheckedArchive, readEntries } from './read-archive.ts';
import { parseRow } from './rows-text.ts';

/** In `meta`: the archive that the rows are from. It is written with them, so it tells whether they are there. */
const RESTORED_FROM = 'restored-from';
/** Bytes of rows that are added at a time. */
const BATCH = 1024 * 1024;

/** What stands in a database into which an archive is to go. */
export type Target = 'empty' | 'done' | 'filled';

/** done: the rows of this very archive. */
export async function lookAtTarget(driver: Driver, { id, manifest }: CheckedArchive): Promise<Target> {
  const { done, unknown } = await readSchemaState(driver.db, driver.dialect);
  const last = [...done].sort().at(-1);
  if (last === undefined) return 'empty';
  if (unknown.length > 0) return 'filled';
  const shapes = await readTableShapes(last);
  return await createStore(driver).transaction(async (tx) => {
    const from = await tx
      .selectFrom('meta')
      .select('value')
      .where('key', '=', RESTORED_FROM)
      .executeTakeFirst();
    if (from?.value === id) return 'done';
    // Tables newer than the rows would want columns that these do not have.
    if (done.some((name) => !manifest.schema.includes(name))) return 'filled';
    for (const shape of shapes) if ((await countRows(tx, shape)) > 0) return 'filled';
    return 'empty';
  });
}

/**
 * Makes the tables as they were when the rows were read, and adds all rows in one transaction: killed at any moment, the
 * database holds all of them or none. Then it is brought up to date.
 * @throws BadArchive, UnknownSchema
 */
export async function putBackRows(driver: Driver, file: string, archive: CheckedArchive): Promise<void> {
  const { manifest, id } = archive;
  const version = manifest.schema.at(-1) ?? '';
  const shapes = await readTableShapes(version);
  await migrate(driver.db, driver.dialect, version);
  await createStore(driver).transaction(async (tx) => {
    await addRows(tx, driver, shapes, file, archive);
    await checkCounts(tx, shapes, manifest);
    await writeSerials(tx, serialsOf(shapes, manifest), driver.dialect);
    await settleCopied(tx);
    await noteBackup(tx, manifest.made);
    await tx
      .insertInto('meta')
      .values({ key: RESTORED_FROM, value: id })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: id }))
      .execute();
  });
}

async function addRows(
  tx: Tx,
  { dialect }: Driver,
  shapes: readonly TableShape[],
  file: string,
  archive: CheckedArchive,
): Promise<void> {
  const byName = new Map(shapes.map((shape) => [shape.name, shape]));
  await readEntries(
    file,
    archive,
    async (kind, body) => {
      const shape = kind.kind === 'table' ? byName.get(kind.table) : undefined;
      if (shape === undefined || LEFT_OUT.includes(shape.name)) throw new BadArchive(copy.problem.damaged);
      for await (const rows of batches(body)) await insertRows(tx, shape, rows, dialect);
    },
    (kind) => kind.kind === 'table',
  );
}

/** Lines of JSON as rows, as many at a time as fill a batch. */
async function* batches(body: AsyncIterable<Uint8Array>): AsyncGenerator<Row[]> {
  let rest: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    const end = bytes.lastIndexOf(10);
    size += bytes.length;
    if (end < 0 || size < BATCH) {
      rest.push(bytes);
      continue;
    }
    yield parseLines(Buffer.concat([...rest, bytes.subarray(0, end)]));
    rest = [bytes.subarray(end + 1)];
    size = bytes.length - end - 1;
  }
  yield parseLines(Buffer.concat(rest));
}

function parseLines(bytes: Buffer): Row[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parseRow);
}

/** A table of this version that the archive does not know is one that is left out. */
async function checkCounts(tx: Tx, shapes: readonly TableShape[], { tables }: Manifest): Promise<void> {
  for (const shape of shapes)
    if ((await countRows(tx, shape)) !== (tables[shape.name] ?? 0))
      throw new BadArchive(copy.problem.damaged);
}

function serialsOf(shapes: readonly TableShape[], { serials }: Manifest): Record<string, number> {
  const counting = shapes.filter(({ counts }) => counts);
  return Object.fromEntries(counting.map(({ name }) => [name, serials[name] ?? 0]));
}
