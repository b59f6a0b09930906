import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/** Writes entries one after another; what nobody has read yet is not piled up. */
export type TarWriter = {
  /** The archive. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** @param size of all chunks together; another one is an error */
  readonly add: (name: string, size: number, chunks: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly finish: () => void;
  readonly abort: (error: Error) => void;
};

/** The bytes are no archive, or not all of one. */
export class BrokenTar extends Error {
  override readonly name = 'BrokenTar';
}

/** One entry of an archive; `body` is read before the next entry is asked for. */
export type TarEntry = {
  readonly name: string;
  readonly isFile: boolean;
  readonly body: AsyncIterable<Uint8Array>;
};

/** https://github.com/mafintosh/tar-stream#packing; POSIX ustar with pax records for long names. */
export function createTarWriter(): TarWriter {
  const tar = pack();
  return {
    bytes: bytesOf(tar),
    add: async (name, size, chunks) => {
      const done = Promise.withResolvers<void>();
      done.promise.catch(() => {});
      const entry = tar.entry({ name, size, mode: 0o600, mtime: new Date(0) }, (error) =>
        error ? done.reject(error) : done.resolve(),
      );
      for await (const chunk of chunks) {
        if (entry.write(chunk)) continue;
        const drained = new Promise<void>((resume) => void entry.once('drain', () => resume()));
        // A disk that is full drains nothing any more.
        await Promise.race([drained, done.promise]);
      }
      entry.end(null);
      await done.promise;
    },
    finish: () => tar.finalize(),
    abort: (error) => tar.destroy(error),
  };
}

/**
 * The entries of a gzipped archive in order. https://github.com/mafintosh/tar-stream#extracting
 * @throws BrokenTar, and the system's own error for the file
 */
export async function* readTar(file: string): AsyncGenerator<TarEntry> {
  const tar = extract();
  const closed = new Promise<void>((resolve) => void tar.once('close', () => resolve()));
  const fed = pipeline(createReadStream(file), createGunzip(), async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      if (tar.destroyed) return;
      if (tar.write(chunk)) continue;
      // Nothing drains when nobody reads on.
      await Promise.race([new Promise<void>((resume) => void tar.once('drain', () => resume())), closed]);
    }
    tar.end(null);
  }).catch((error: Error) => tar.destroy(error));
  try {
    for await (const entry of tar) {
      yield { name: entry.header.name, isFile: entry.header.type === 'file', body: readOf(entry) };
      // The next header comes when this body has gone by.
      entry.resume();
    }
  } catch (error) {
    throw broken(error);
  } finally {
    tar.destroy();
    await fed;
  }
}

async function* readOf(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytesOf(source);
  } catch (error) {
    throw broken(error);
  }
}

/** What the disk says is passed on; all else is zlib's or tar's word on the bytes. */
function broken(error: unknown): unknown {
  const isSystem = error instanceof Error && 'syscall' in error;
  return isSystem || error instanceof BrokenTar
    ? error
    : new BrokenTar('not a whole archive', { cause: error });
}

async function* bytesOf(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('an archive is bytes');
    yield chunk;
  }
}
