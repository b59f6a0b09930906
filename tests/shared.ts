import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const beside = fileURLToPath(new URL('../../shared', import.meta.url));

/** The folder of texts and yardsticks beside the repository; undefined on a machine that has only the repository. */
export const SHARED: string | undefined = existsSync(beside) ? beside : undefined;

/** A suite that needs ../shared, or one `file` of it; without it one skipped test says why. */
export function describeWithShared(name: string, suite: (shared: string) => void, file = '.'): void {
  if (SHARED !== undefined && existsSync(join(SHARED, file))) {
    const folder = SHARED;
    describe(name, () => suite(folder));
    return;
  }
  const missing = file === '.' ? '../shared' : `../shared/${file}`;
  console.warn(`SKIPPED ${name}: ${missing} is not on this machine`);
  describe(name, () => {
    it.skip(`skipped: ${missing} is not on this machine`, () => undefined);
  });
}
