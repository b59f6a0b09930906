import { randomBytes } from 'node:crypto';
import { it } from 'vitest';
import { describeWithPostgres, freshDatabase } from '../../postgres/database.ts';
import { publishInARow } from './publish-in-a-row.ts';

await describeWithPostgres(
  'two servers on one PostgreSQL, a hundred publishes and rollbacks in a row',
  () => {
    it('leave no answer out, and none that says what its release does not', async () => {
      const { url, drop } = await freshDatabase();
      const env = { DATABASE_URL: url, DATA_KEY: randomBytes(32).toString('base64') };
      await publishInARow('PostgreSQL', 2, { env, closes: false }).finally(drop);
    }, 600_000);
  },
);
