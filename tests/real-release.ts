import { cpSync } from 'node:fs';
import { inject } from 'vitest';
import { type Assistant, createAssistant, currentRelease, openRelease, type Release } from '#knowledge';
import { askFor } from './once/ask.ts';
import { madeSchema } from './release/global-setup.ts';

/** The day on which the tests ask: after the campaign of 石家庄 has ended. */
export const TODAY = '2026-01-15';

export type RealLibrary = { readonly release: Release; readonly assistant: Assistant };

let opened: Promise<RealLibrary> | undefined;

/** The release of the texts in this repository, opened once for all test files of a worker. */
export function realLibrary(): Promise<RealLibrary> {
  opened ??= open();
  return opened;
}

/** Puts the library folder of that release where a program of a test's own looks for it. */
export async function copyRealRelease(library: string): Promise<void> {
  cpSync(await madeRoot(), library, { recursive: true });
}

async function open(): Promise<RealLibrary> {
  const folder = currentRelease(await madeRoot());
  if (folder === undefined) throw new Error('ingest published nothing');
  const release = openRelease(folder);
  return { release, assistant: createAssistant({ release, today: () => TODAY }) };
}

async function madeRoot(): Promise<string> {
  const made = madeSchema.parse(await askFor(inject('release')));
  if ('missing' in made) throw new Error(made.missing);
  return made.root;
}
