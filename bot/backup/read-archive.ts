import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { backupCopy as copy } from '../copy/backup.ts';
import { BadArchive } from './bad-archive.ts';
import {
  type EntryKind,
  FORMAT,
  MANIFEST,
  MARK,
  type Manifest,
  type ManifestEntry,
  manifestSchema,
  parseEntryName,
  SIGNATURE,
} from './manifest.ts';

export type CheckedArchive = {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, and so of everything. */
  readonly id: string;
  /** '' for none. */
  readonly signature: string;
};

/** A manifest that lists 300,000 files; more is not ours. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;
const END = [MANIFEST, SIGNATURE];

/**
 * Reads an archive to its end and holds every entry against its hash; nothing is written.
 * @throws BadArchive
 */
export async function checkArchive(file: string): Promise<CheckedArchive> {
  refuseNoFile(file);
  const entries: ManifestEntry[] = [];
  const names = new Set<string>();
  const kept = new Map<string, Buffer>();
  await walk(file, async (name, _, body) => {
    if (names.has(name)) throw damaged();
    names.add(name);
    if (entries.length === 0 && name !== MARK) throw new BadArchive(copy.problem.notOurs);
    const wanted = [MARK, ...END].includes(name);
    const { size, sha256, bytes } = await consume(body, wanted);
    if (name === MARK) checkMark(bytes);
    if (wanted) kept.set(name, bytes);
    if (!END.includes(name)) entries.push({ name, size, sha256 });
    return true;
  });
  const text = kept.get(MANIFEST) ?? Buffer.alloc(0);
  const manifest = parseManifest(text);
  if (JSON.stringify(manifest.entries) !== JSON.stringify(entries)) throw damaged();
  const id = createHash('sha256').update(text).digest('hex');
  return { manifest, id, signature: kept.get(SIGNATURE)?.toString('utf8') ?? '' };
}

function refuseNoFile(file: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) throw new BadArchive(copy.problem.noFile(file));
  if (there.isDirectory()) throw new BadArchive(copy.problem.folderGiven(file));
}

/**
 * Goes through a checked archive again. `take` reads the body; each is held against its hash once more, because the file
 * may have been exchanged meanwhile.
 * @throws BadArchive
 */
export async function readEntries(
  file: string,
  { manifest }: Pick<CheckedArchive, 'manifest'>,
  take: (kind: EntryKind, body: AsyncIterable<Uint8Array>) => Promise<void>,
  isWanted: (kind: EntryKind) => boolean,
): Promise<void> {
  const known = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  const left = new Set(
    manifest.entries.flatMap(({ name }) => {
      const kind = parseEntryName(name);
      return kind !== undefined && isWanted(kind) ? [name] : [];
    }),
  );
  await walk(file, async (name, kind, body) => {
    if (isWanted(kind)) {
      const hash = createHash('sha256');
      await take(kind, passing(body, hash));
      if (known.get(name)?.sha256 !== hash.digest('hex') || !left.delete(name)) throw damaged();
    }
    // A transaction that is open meanwhile does not wait for what is not its own.
    return left.size > 0;
  });
  if (left.size > 0) throw damaged();
}

/** @param visit whether to go on */
async function walk(
  file: string,
  visit: (name: string, kind: EntryKind, body: AsyncIterable<Uint8Array>) => Promise<boolean>,
): Promise<void> {
  // Only these two commands need it.
  const { BrokenTar, readTar } = await import('./tar.ts');
  try {
    for await (const { name, isFile, body } of readTar(file)) {
      const kind = isFile ? parseEntryName(name) : undefined;
      if (kind === undefined) throw new BadArchive(copy.problem.notOurs);
      if (!(await visit(name, kind, body))) return;
    }
  } catch (error) {
    if (error instanceof BrokenTar) throw new BadArchive(copy.problem.damaged, { cause: error });
    throw error;
  }
}

/** @param keep whether the bytes are wanted as well */
async function consume(body: AsyncIterable<Uint8Array>, keep: boolean) {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of passing(body, hash)) {
    size += chunk.length;
    if (keep && size > MOST_IN_MEMORY) throw damaged();
    if (keep) chunks.push(chunk);
  }
  return { size, sha256: hash.digest('hex'), bytes: Buffer.concat(chunks) };
}

async function* passing(
  body: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

export function formatMark(): Buffer {
  return Buffer.from(`${MARK} ${FORMAT}\n`);
}

function checkMark(bytes: Buffer): void {
  const format = /^gongyou-backup (\d{1,6})\n$/.exec(bytes.toString('utf8'))?.[1];
  if (format === undefined) throw new BadArchive(copy.problem.notOurs);
  if (Number(format) !== FORMAT) throw new BadArchive(copy.problem.newer);
}

function parseManifest(text: Buffer): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (cause) {
    throw new BadArchive(copy.problem.damaged, { cause });
  }
}

function damaged(): BadArchive {
  return new BadArchive(copy.problem.damaged);
}
