import { z } from 'zod';
import { sql } from './kysely.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';

/** What whoever carries rows has to know of a table; the same on every database. */
export type TableShape = {
  readonly name: string;
  readonly columns: readonly string[];
  /** Its primary key. */
  readonly key: readonly string[];
  /** Columns of bytes. */
  readonly bytes: readonly string[];
  /** The database counts its `id`. */
  readonly counts: boolean;
};

const columnSchema = z.object({
  table: z.string(),
  made: z.string(),
  name: z.string(),
  type: z.string(),
  pk: z.number(),
});

/**
 * The tables as they are after the migration `version`, in the order of their names. They are made in memory and looked
 * at, so that no second list has to be kept right. https://www.sqlite.org/pragma.html#pragma_table_info
 * @throws UnknownSchema
 */
export async function readTableShapes(version: string): Promise<readonly TableShape[]> {
  const { db, close } = openSqlite(':memory:');
  try {
    await migrate(db, 'sqlite', version);
    const { rows } = await sql`
      select m.name as "table", m.sql as made, p.name, p.type, p.pk
      from sqlite_master m join pragma_table_info(m.name) p
      where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' and m.name not like 'kysely!_%' escape '!'
      order by m.name, p.cid`.execute(db);
    const tables = Map.groupBy(z.array(columnSchema).parse(rows), ({ table }) => table);
    return [...tables].map(([name, columns]) => ({
      name,
      columns: columns.map((column) => column.name),
      key: columns
        .filter(({ pk }) => pk > 0)
        .sort((a, b) => a.pk - b.pk)
        .map((column) => column.name),
      bytes: columns.filter(({ type }) => /^blob$/i.test(type)).map((column) => column.name),
      counts: /autoincrement/i.test(columns[0]?.made ?? ''),
    }));
  } finally {
    await close();
  }
}
