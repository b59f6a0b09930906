import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readText, type SourceFile } from '#knowledge/build';
import type { SourceStore } from './source-store.ts';

/**
 * Reads the files, and those of the folders, that an admin names, and keeps them in the store.
 * @throws UnreadableFile
 */
export async function readFiles(
  paths: readonly string[],
  store: Pick<SourceStore, 'keep'>,
): Promise<readonly SourceFile[]> {
  return paths.flatMap(filesAt).map((path): SourceFile => {
    const file = basename(path);
    const bytes = readFileSync(path);
    const sha256 = store.keep(bytes, readText(bytes, file).text);
    return { file, sha256, format: file.endsWith('.md') ? 'md' : 'txt', shipped: false, facts: [] };
  });
}

/** Names that begin with . or ~$ belong to editors and file managers. */
function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(\.|~\$)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
