import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openVectorsGently } from '../search/vectors.ts';
import { assembleRelease, decodeParts, READ_WHOLE, type Release, readManifest } from './open.ts';
import { type ReleaseManifest, UnusableRelease } from './release.ts';
import { gently } from './steps.ts';

/** Bytes hashed in one go: well below a millisecond. */
const CHUNK = 256 * 1024;

/**
 * Opens a release beside the one that answers, without keeping questions waiting, and holds every byte of it against the
 * SHA-256 that names it.
 * @param breathe called between pieces of work; it pauses when it is time to
 * @throws UnusableRelease
 */
export async function openReleaseGently(folder: string, breathe: () => Promise<void>): Promise<Release> {
  const manifest = readManifest(folder);
  const buffers = await readChecked(folder, manifest, breathe);
  const parts = await gently(
    decodeParts((name) => {
      const bytes = buffers.get(name);
      // Read once: what is not a view of it may be given back.
      buffers.delete(name);
      if (bytes === undefined) throw new UnusableRelease(`The release's manifest does not name ${name}.`);
      return bytes;
    }),
    breathe,
  );
  const vectors = await openVectorsGently(join(folder, 'vectors'), parts.matters);
  await breathe();
  return assembleRelease(folder, manifest, parts, vectors);
}

/**
 * Holds every byte of a release against the SHA-256 that names it, and keeps none of them.
 * @param breathe called between pieces of work
 * @throws UnusableRelease when no program of this kind could open it
 */
export async function checkRelease(folder: string, breathe: () => Promise<void>): Promise<void> {
  await readChecked(folder, readManifest(folder), breathe, []);
}

/** The parts that are read whole, once all files have the hash that names the release. */
async function readChecked(
  folder: string,
  manifest: ReleaseManifest,
  breathe: () => Promise<void>,
  wanted: readonly string[] = READ_WHOLE,
): Promise<Map<string, Buffer>> {
  const hash = createHash('sha256');
  const kept = new Map<string, Buffer>();
  for (const { name, size } of manifest.files) {
    hash.update(`${name}\0${size}\0`);
    const whole = wanted.includes(name) ? Buffer.alloc(size) : undefined;
    if (whole !== undefined) kept.set(name, whole);
    await readThrough(join(folder, name), size, whole, async (bytes) => {
      hash.update(bytes);
      await breathe();
    });
  }
  const found = hash.digest('hex');
  if (found !== manifest.hash || manifest.id !== found.slice(0, 12) || basename(folder) !== manifest.id)
    throw new UnusableRelease('The release was changed or damaged after it was made.');
  return kept;
}

async function readThrough(
  file: string,
  size: number,
  whole: Buffer | undefined,
  each: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  try {
    const handle = await open(file);
    try {
      const own = whole ?? Buffer.alloc(Math.min(CHUNK, size));
      for (let at = 0; at < size; ) {
        const from = whole === undefined ? 0 : at;
        const { bytesRead } = await handle.read(own, from, Math.min(CHUNK, size - at), at);
        if (bytesRead === 0) throw new Error('it is cut short');
        await each(own.subarray(from, from + bytesRead));
        at += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new UnusableRelease(`The release's ${basename(file)} cannot be read.`, { cause });
  }
}
