import { it } from 'vitest';
import { describeWithPostgres, freshDatabase } from '../postgres/database.ts';
import { surviveKills } from './survive-kills.ts';

await describeWithPostgres('a server on PostgreSQL, killed 50 times under load', () => {
  it('has answered every message once and in order, and told twice only what it says it may', async () => {
    const { url, drop } = await freshDatabase();
    await surviveKills('PostgreSQL', { DATABASE_URL: url }).finally(drop);
  }, 600_000);
});
