import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { SourceFile } from '#knowledge/build';
import { createReader } from '../read/create-reader.ts';
import type { SourceStore } from './source-store.ts';

/**
 * Reads the files, and those of the folders and archives, that an admin names, and keeps them in the store. The same bytes
 * under the same name are one file; other bytes under a name that is taken go by the name of their folder too.
 * @throws UnreadableFile
 */
export async function readFiles(
  paths: readonly string[],
  store: Pick<SourceStore, 'keep'>,
): Promise<readonly SourceFile[]> {
  const reader = createReader();
  const files = new Map<string, SourceFile>();
  try {
    for (const path of paths.flatMap(filesAt)) {
      for (const { name, format, bytes, text } of await reader.read({
        name: basename(path),
        bytes: readFileSync(path),
      })) {
        const sha256 = store.keep(bytes, text);
        const file = files.get(name)?.sha256 === sha256 ? name : freeName(name, path, files);
        files.set(file, { file, sha256, format, shipped: false, facts: [] });
      }
    }
  } finally {
    await reader.close();
  }
  return [...files.values()];
}

/** Names that begin with . or ~$ belong to editors and file managers. */
function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(\.|~\$)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function freeName(name: string, path: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name)) return name;
  const long = `${basename(dirname(path))}-${name}`;
  const end = extname(long);
  let free = long;
  for (let n = 2; taken.has(free); n++) free = `${long.slice(0, -end.length || undefined)}-${n}${end}`;
  return free;
}
