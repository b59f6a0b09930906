import type { Meta } from '../privacy/key-check.ts';
import type { Store } from './store.ts';

/** Facts of the store about itself. */
export function metaOf({ transaction }: Store): Meta {
  return {
    get: (key) =>
      transaction(async (tx) => {
        const row = await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
        return row?.value;
      }),
    add: (key, value) =>
      transaction(async (tx) => {
        await tx
          .insertInto('meta')
          .values({ key, value })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute();
      }),
  };
}
