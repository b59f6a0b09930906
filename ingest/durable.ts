import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** On disk, not only with the system, when it returns. */
export function write(file: string, content: string | Uint8Array): void {
  writeFileSync(file, content, { flush: true });
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
