import { describe, it } from 'vitest';
import { surviveKills } from './survive-kills.ts';

describe('a server on an SQLite file, killed 50 times under load', () => {
  it('has answered every message once and in order, and told twice only what it says it may', async () => {
    await surviveKills('SQLite', {});
  }, 600_000);
});
