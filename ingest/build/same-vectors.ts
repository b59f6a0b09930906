import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { EMBEDDER, type Matter, readManifest, UnusableRelease } from '#knowledge/build';
import { write } from '../publish/durable.ts';

export const VECTOR_FILES = ['args.json', 'docstore.json', 'hnswlib.index'] as const;

/** So many releases are looked at, the youngest first. */
const LOOKS = 4;

/**
 * Copies the vectors of a release that has the same questions: they are the larger part of the work, and most new texts
 * bring no question. The same questions make the same bytes, so a copy is what would have been made.
 * @param releases the folder of all releases
 * @returns whether there was one
 */
export function copySameVectors(releases: string, to: string, matters: readonly Matter[]): boolean {
  const wanted = questionsOf(matters);
  return youngest(releases).some((folder) => copyIfSame(folder, to, wanted));
}

function copyIfSame(folder: string, to: string, wanted: string): boolean {
  try {
    const { embedder, files } = readManifest(folder);
    const whole = (name: string) => {
      const bytes = readFileSync(join(folder, name));
      return files.find((file) => file.name === name)?.crc32 === crc32(bytes) ? bytes : undefined;
    };
    const bytes = whole('matters.jsonl');
    if (embedder !== EMBEDDER || bytes === undefined) return false;
    const matters = bytes.toString('utf8').trimEnd().split('\n');
    if (questionsOf(matters.map((line) => JSON.parse(line))) !== wanted) return false;
    const vectors = VECTOR_FILES.map((name) => whole(`vectors/${name}`));
    if (vectors.includes(undefined)) return false;
    mkdirSync(to, { recursive: true });
    for (const [i, bytes] of vectors.entries()) write(join(to, VECTOR_FILES[i] ?? ''), bytes ?? '');
    return true;
  } catch (error) {
    // Of another format, or damaged: then there is nothing to copy.
    if (error instanceof UnusableRelease || (error instanceof Error && 'code' in error)) return false;
    throw error;
  }
}

/** What the vectors depend on: every question in order, and whose it is. */
function questionsOf(matters: readonly Pick<Matter, 'matter' | 'questions'>[]): string {
  return JSON.stringify(matters.map(({ matter, questions }) => [matter, questions]));
}

function youngest(releases: string): string[] {
  if (!existsSync(releases)) return [];
  const found = readdirSync(releases)
    .filter((name) => /^[0-9a-f]{12}$/.test(name))
    // One that is just being cleared away is no loss.
    .flatMap((name) => {
      const at = statSync(join(releases, name), { throwIfNoEntry: false })?.mtimeMs;
      return at === undefined ? [] : [{ folder: join(releases, name), at }];
    });
  return found
    .sort((a, b) => b.at - a.at)
    .slice(0, LOOKS)
    .map(({ folder }) => folder);
}
