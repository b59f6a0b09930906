import { createWriteStream, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { backupCopy as copy } from '../copy/backup.ts';
import { BadArchive } from './bad-archive.ts';
import type { EntryKind } from './manifest.ts';
import { type CheckedArchive, readEntries } from './read-archive.ts';
import { syncFolder } from './write-archive.ts';

export type Folders = { readonly library: string; readonly facts: string };

/** @throws BadArchive when there is anything already */
export function refuseFilled({ library, facts }: Folders, wanted: { readonly facts: boolean }): void {
  if (isFilled(library)) throw new BadArchive(copy.problem.libraryNotEmpty(library));
  if (wanted.facts && isFilled(facts)) throw new BadArchive(copy.problem.factsNotEmpty(facts));
}

const isFilled = (folder: string) => existsSync(folder) && readdirSync(folder).length > 0;

/** Writes library and facts as they were, over what an attempt before has left; on disk when it resolves. */
export async function putBackFiles(file: string, archive: CheckedArchive, folders: Folders): Promise<void> {
  const touched = new Set<string>();
  await readEntries(
    file,
    archive,
    async (kind, body) => {
      if (!isFile(kind)) return;
      const target = join(folders[kind.kind], ...kind.path);
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(body, createWriteStream(target, { flush: true }));
      touched.add(dirname(target));
    },
    isFile,
  );
  for (const folder of touched) await syncFolder(folder);
}

type FileKind = Extract<EntryKind, { kind: 'library' | 'facts' }>;

function isFile(kind: EntryKind): kind is FileKind {
  return kind.kind === 'library' || kind.kind === 'facts';
}
