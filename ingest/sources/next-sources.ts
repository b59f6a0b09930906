import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LibrarySources, readText, type SourceFile } from '#knowledge/build';
import type { Manifest } from './manifest.ts';
import type { SourceStore } from './source-store.ts';

/** A file in the policies folder is not what the manifest says it is. */
export class ChangedSource extends Error {
  override readonly name = 'ChangedSource';
  constructor(file: string) {
    super(
      `${file} is not byte for byte the file that policies.yaml names. Put the received file back, or change its sha256 there.`,
    );
  }
}

/**
 * The files that came with the program, kept in the store.
 * @throws ChangedSource, UnreadableFile
 */
export function keepShipped(
  folder: string,
  { files }: Manifest,
  store: Pick<SourceStore, 'keep'>,
): readonly SourceFile[] {
  return files.map(({ file, sha256, facts }) => {
    const bytes = readFileSync(join(folder, file));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new ChangedSource(file);
    store.keep(bytes, readText(bytes, file).text);
    return { file, sha256, format: 'txt', shipped: true, facts };
  });
}

/**
 * `current` with the shipped files renewed and `more` in the place of their namesakes. What a person entered about a file
 * stays; a file that a person put in the place of a shipped one stays too, and one that a person took out stays out.
 */
export function nextSources(
  current: LibrarySources,
  shipped: readonly SourceFile[],
  more: readonly SourceFile[],
): LibrarySources {
  const own = current.files.filter((file) => !file.shipped).map(({ file }) => file);
  const unwanted = new Set([...own, ...(current.removed ?? [])]);
  const before = new Map(current.files.map((file) => [file.file, file]));
  const withEntered = (file: SourceFile): SourceFile => ({
    ...file,
    facts: [
      ...file.facts.filter((fact) => fact.by === undefined),
      ...(before.get(file.file)?.facts.filter((fact) => fact.by !== undefined) ?? []),
    ],
  });
  const files = new Map<string, SourceFile>();
  for (const file of shipped) if (!unwanted.has(file.file)) files.set(file.file, withEntered(file));
  for (const file of current.files) if (!file.shipped) files.set(file.file, file);
  for (const file of more) files.set(file.file, withEntered(file));
  return { ...current, files: [...files.values()] };
}

/** Whether the library is the one that came with the program, so that its bank must hold to the letter. */
export function isAsShipped({ files }: LibrarySources, shipped: readonly SourceFile[]): boolean {
  const mine = new Map(files.map((file) => [file.file, file]));
  return shipped.every(({ file, sha256 }) => {
    const own = mine.get(file);
    return own?.sha256 === sha256 && own.facts.every((fact) => fact.by === undefined);
  });
}
