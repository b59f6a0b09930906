import { describe, it } from 'vitest';
import { publishInARow } from './publish-in-a-row.ts';

describe('a server on an SQLite file, a hundred publishes and rollbacks in a row under questions', () => {
  it('leaves no answer out, and none that says what its release does not', async () => {
    await publishInARow('SQLite', 1, { closes: true });
  }, 600_000);
});
