import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that wait for programs and browsers: the last to begin would be waited for alone. */
const SLOW = ['tests/crash/', 'tests/journeys/', 'tests/bot/doctor/', 'tests/ingest/'];
const rank = ({ moduleId }: TestSpecification) => {
  const at = SLOW.findIndex((folder) => moduleId.includes(folder));
  return at < 0 ? SLOW.length : at;
};

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/postgres/global-setup.ts', 'tests/release/global-setup.ts'],
    pool: 'threads',
    isolate: false,
    // By itself vitest leaves a core free: of two, one.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // Nothing is measured by these: they end what will never come, also on a machine that is busy with something else.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
