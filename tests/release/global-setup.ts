import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { type Offer, offerOnce } from '../once/offer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the release of this repository's texts, which answers with a Made. */
    readonly release: Offer;
  }
}

/** @property root a library folder, as below DATA_DIR, to be read only */
export const madeSchema = z.union([z.object({ root: z.string() }), z.object({ missing: z.string() })]);

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** One release for the run, made by `npm run ingest` when the first test asks, and gone with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'gongyou-release-'));
  const stopped = new AbortController();
  const { offer, close } = await offerOnce(async () => {
    const child = spawn(at('node_modules/.bin/node'), [at('ingest/main.ts')], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: stopped.signal,
    });
    child.on('error', () => undefined);
    const [complaints] = await Promise.all([text(child.stderr), once(child, 'close')]);
    if (child.exitCode !== 0) throw new Error(`no release was made:\n${complaints}`);
    return { root: join(folder, 'library') };
  });
  project.provide('release', offer);
  return async () => {
    stopped.abort();
    await close();
    rmSync(folder, { recursive: true, force: true });
  };
}
