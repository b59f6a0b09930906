import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/postgres/global-setup.ts', 'tests/release/global-setup.ts'],
    pool: 'threads',
    isolate: false,
    // Nothing is measured by these: they end what will never come, also on a machine that is busy with something else.
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
