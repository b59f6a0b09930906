import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { sync, write } from '../publish/durable.ts';

/** A source that a release names is not kept any more. */
export class MissingSource extends Error {
  override readonly name = 'MissingSource';
  readonly sha256: string;
  constructor(sha256: string) {
    super(`The source ${sha256} is not among those that are kept.`);
    this.sha256 = sha256;
  }
}

/** The bytes of the library's files as they were received, and the text that was read from each, by the hash of the bytes. */
export type SourceStore = {
  /** @returns the SHA-256 of the bytes, under which both are kept from now on */
  readonly keep: (bytes: Uint8Array, text: string) => string;
  /** @throws MissingSource */
  readonly bytes: (sha256: string) => Buffer;
  /** @throws MissingSource */
  readonly text: (sha256: string) => string;
};

export function createSourceStore(root: string): SourceStore {
  const folder = join(root, 'sources');
  const put = (name: string, content: Uint8Array | string) => {
    const aside = join(folder, `.${name}-${randomBytes(6).toString('hex')}`);
    try {
      write(aside, content);
      renameSync(aside, join(folder, name));
    } finally {
      rmSync(aside, { force: true });
    }
  };
  const get = (name: string, sha256: string) => {
    if (!existsSync(join(folder, name))) throw new MissingSource(sha256);
    return readFileSync(join(folder, name));
  };
  return {
    keep: (bytes, text) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      // The text stands last: where it is, both are.
      const kept = existsSync(join(folder, `${sha256}.txt`));
      if (kept && get(`${sha256}.txt`, sha256).toString('utf8') === text) {
        // Handed in anew: no clearing away that runs at the same time takes it for an old one.
        utimesSync(join(folder, sha256), new Date(), new Date());
        return sha256;
      }
      mkdirSync(folder, { recursive: true });
      put(sha256, bytes);
      put(`${sha256}.txt`, text);
      sync(folder);
      return sha256;
    },
    bytes: (sha256) => get(sha256, sha256),
    text: (sha256) => get(`${sha256}.txt`, sha256).toString('utf8'),
  };
}
