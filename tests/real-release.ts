import { join } from 'node:path';
import { ingest } from '#ingest';
import { type Assistant, createAssistant, currentRelease, openRelease, type Release } from '#knowledge';
import { temporaryFolder } from './fixtures.ts';
import { ROOT } from './shared.ts';

/** The day on which the tests ask: after the campaign of 石家庄 has ended. */
export const TODAY = '2026-01-15';

export type RealLibrary = { readonly release: Release; readonly assistant: Assistant };

let made: Promise<RealLibrary> | undefined;

/** The release of the texts in this repository, made once for all test files of a worker; nothing stays on disk. */
export function realLibrary(): Promise<RealLibrary> {
  made ??= make();
  return made;
}

async function make(): Promise<RealLibrary> {
  const root = temporaryFolder();
  try {
    await ingest({ knowledge: join(ROOT, 'knowledge'), root: root.path });
    const folder = currentRelease(root.path);
    if (folder === undefined) throw new Error('ingest published nothing');
    const release = openRelease(folder);
    return { release, assistant: createAssistant({ release, today: () => TODAY }) };
  } finally {
    root.dispose();
  }
}
