import { closeSync, fsyncSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Bytes held at a time of a file that may be large. */
const CHUNK = 1024 * 1024;

/** On disk, not only with the system, when it returns. */
export function write(file: string, content: string | Uint8Array): void {
  writeFileSync(file, content, { flush: true });
}

/** Whether nothing more can be written there: the disk is full, or what may be used of it. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT)$/.test(`${error.code}`);
}

/** The parts one after another, on disk when it returns; they are never joined in memory. */
export function writeParts(file: string, parts: Iterable<Uint8Array>): void {
  const handle = openSync(file, 'w');
  try {
    for (const part of parts)
      for (let at = 0; at < part.length; ) at += writeSync(handle, part, at, part.length - at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** One JSON value a line. @returns where each line begins, with the end behind the last, and the CRC-32 of each */
export function writeLines(
  file: string,
  values: readonly unknown[],
): { readonly offsets: Uint32Array; readonly checksums: Uint32Array } {
  const offsets = new Uint32Array(values.length + 1);
  const checksums = new Uint32Array(values.length);
  const lines = function* (): Iterable<Uint8Array> {
    let held: Buffer[] = [];
    let size = 0;
    for (const [i, value] of values.entries()) {
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      checksums[i] = crc32(line.subarray(0, -1));
      offsets[i + 1] = (offsets[i] ?? 0) + line.length;
      held.push(line);
      size += line.length;
      if (size < CHUNK) continue;
      yield Buffer.concat(held);
      held = [];
      size = 0;
    }
    yield Buffer.concat(held);
  };
  writeParts(file, lines());
  return { offsets, checksums };
}

/** The bytes of a file, a chunk at a time; each is gone with the next. */
export function* chunksOf(file: string): Iterable<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const length = readSync(handle, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}

export function checksumOf(file: string): number {
  let sum = 0;
  for (const bytes of chunksOf(file)) sum = crc32(bytes, sum);
  return sum;
}

/** fsync of a file or a folder, so that the order on disk is the order here. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
