import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { describe, it } from 'vitest';

/** Debian's Chromium; CHROMIUM names another one. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/**
 * A suite that needs a browser. Where there is none the tests fail in CI, whose run installs it, and elsewhere one
 * skipped test says why.
 */
export function describeWithBrowser(name: string, suite: () => void): void {
  if (existsSync(EXECUTABLE) || process.env.CI === 'true') {
    describe(name, suite);
    return;
  }
  const reason = `no browser at ${EXECUTABLE}: apt-get install chromium fonts-noto-cjk, or set CHROMIUM`;
  console.warn(`SKIPPED ${name}: ${reason}`);
  describe(name, () => {
    it.skip(`skipped: ${reason}`, () => undefined);
  });
}

/** A headless Chromium; close it. Loaded only when asked for, because it loads slowly. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(EXECUTABLE))
    throw new Error(
      `There is no browser at ${EXECUTABLE}. Install chromium and fonts-noto-cjk, or set CHROMIUM.`,
    );
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: EXECUTABLE,
    // As root there is no sandbox; the pages are our own, on this machine. What Chromium itself would call home for is off.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}
