import { afterEach, expect, it } from 'vitest';
import { inSnapshot, readRows } from '../../../bot/store/carry-rows.ts';
import { openDriver } from '../../../bot/store/open-store.ts';
import type { Store } from '../../../bot/store/store.ts';
import { readTableShapes, type TableShape } from '../../../bot/store/table-shapes.ts';
import { describeLastingDatabases } from '../../contracts/databases.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

const shapeOf = async (name: string): Promise<TableShape> => {
  const shape = (await readTableShapes('005-library')).find((one) => one.name === name);
  if (shape === undefined) throw new Error(`no table ${name}`);
  return shape;
};

/** One row in each of two tables, together or not at all. */
const addPair = (store: Store, key: string) =>
  store.transaction(async (tx) => {
    await tx.insertInto('people_seen').values({ key, at: 1 }).execute();
    await tx.insertInto('brand_seen').values({ key, at: 1 }).execute();
  });

await describeLastingDatabases('rows that are read for a backup', (kind) => {
  it('are of one moment while a server goes on writing', async () => {
    const database = await kind.make();
    closing.push(database.drop);
    const store = await database.open();
    const before = Array.from({ length: 600 }, (_, i) => ({ key: `before-${i}`, at: 1 }));
    await store.transaction(async (tx) => {
      await tx.insertInto('people_seen').values(before).execute();
      await tx.insertInto('brand_seen').values(before).execute();
    });
    const driver = await openDriver(database.location);
    closing.push(driver.close);
    const [people, brands] = [await shapeOf('people_seen'), await shapeOf('brand_seen')];
    const read = await inSnapshot(driver, async (tx) => {
      const seen: number[] = [];
      for (const shape of [people, brands]) {
        let count = 0;
        for await (const page of readRows(tx, shape)) {
          count += page.length;
          // Between the pages of a table and between two tables, and behind all that was read.
          await addPair(store, `meanwhile-${shape.name}-${count}`);
        }
        seen.push(count);
      }
      return seen;
    });
    expect(read).toEqual([600, 600]);
    const left = await store.transaction((tx) => tx.selectFrom('brand_seen').select('key').execute());
    expect(left.length).toBeGreaterThan(602);
  });
});
