import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures.ts';
import { runProgram } from '../run.ts';

// .env.example says that an empty value means the default; `join('', 'library')` would be a folder beside the program.
it('npm run ingest writes where the bot reads when .env leaves DATA_DIR empty', { timeout: 60_000 }, () => {
  const home = temporaryFolder();
  try {
    writeFileSync(join(home.path, '.env'), 'DATA_DIR=\n');
    const { code, stderr } = runProgram('ingest/main.ts', [], { folder: home.path });
    expect(code, stderr).toBe(0);
    expect(readdirSync(home.path).sort()).toEqual(['.env', 'data']);
    expect(readdirSync(join(home.path, 'data/library'))).toContain('current.json');
  } finally {
    home.dispose();
  }
});
