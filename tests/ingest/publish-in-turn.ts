/**
 * publish-in-turn ROOT RELEASE ROUNDS NAME: tries to be the publisher of each number from 1 on, against whoever else tries,
 * and prints the numbers that it was told are its own.
 */
import { realpathSync } from 'node:fs';

export const PROGRAM = import.meta.filename;

async function main(): Promise<void> {
  const [root = '', release = '', rounds = '', by = ''] = process.argv.slice(2);
  const { publishRelease } = await import('../../ingest/publish/publications.ts');
  process.stdout.write('ready\n');
  // Both begin when the test says so.
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const own: number[] = [];
  for (let expect = 0; expect < Number(rounds); expect++) {
    const wish = { release, by, why: '', kind: 'publish' as const, at: '2026-02-01T00:00:00.000Z', expect };
    const published = publishRelease(root, wish);
    if (published.kind === 'published') own.push(published.publication.seq);
  }
  process.stdout.write(`${JSON.stringify(own)}\n`);
  process.stdin.destroy();
}

if (realpathSync(process.argv[1] ?? '.') === realpathSync(PROGRAM)) await main();
