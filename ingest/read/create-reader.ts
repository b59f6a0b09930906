import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { READ_LIMITS, type ReadLimits } from './limits.ts';
import { decodeText, readPlain } from './plain.ts';
import { checked } from './read-document.ts';
import type { ReadFile, ReadNote } from './read-file.ts';
import type { Result } from './read-job.ts';
import { startReadingThread } from './reading-thread.ts';
import { refuse } from './refuse.ts';
import { isHtml, sniff } from './sniff.ts';

export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

/** Reads the files that people hand over. No file can stop, crash or fill the process. */
export type Reader = {
  /**
   * The text of a file; of an archive, of all files in it, or of none.
   * @throws UnreadableFile, which names the file that could not be read
   */
  readonly read: (file: GivenFile, signal?: AbortSignal) => Promise<readonly ReadFile[]>;
  /** What is being read, and what comes later, is refused. */
  readonly close: () => Promise<void>;
};

/** Plain text of this size is decoded at once: that takes no longer than to start a thread, and nothing can happen. */
const AT_ONCE = 1024 * 1024;

/** Files are read one after the other, each in a thread of its own. */
export function createReader(
  limits: Partial<ReadLimits> = {},
  script = new URL('./read-worker.ts', import.meta.url),
): Reader {
  const bounds = { ...READ_LIMITS, ...limits };
  const closing = new AbortController();
  let queue: Promise<unknown> = Promise.resolve();

  const readOne = async ({ name, bytes }: GivenFile, signal: AbortSignal): Promise<Result> => {
    if (closing.signal.aborted) throw refuse(name, 'closed');
    if (signal.aborted) throw refuse(name, 'aborted');
    if (bytes.length === 0) throw refuse(name, 'empty');
    if (bytes.length > bounds.bytes) throw refuse(name, 'too-large', `${bytes.length} bytes`);
    const plain = bytes.length <= AT_ONCE ? readAtOnce(bytes, name, bounds) : undefined;
    if (plain !== undefined) return plain;
    const thread = startReadingThread(bounds, script);
    try {
      return await thread.read(bytes, name, signal);
    } finally {
      await thread.end();
    }
  };

  /** @param left files and bytes that may still come out of archives */
  const readAll = async (
    file: GivenFile,
    signal: AbortSignal,
    depth: number,
    left: { files: number; unpacked: number },
  ): Promise<readonly ReadFile[]> => {
    const result = await readOne(file, signal);
    if (result.kind === 'refused') throw refuse(file.name, result.code, result.detail);
    if (result.kind === 'document') return [readFile(file, result)];
    if (depth >= bounds.depth) throw refuse(file.name, 'archive-too-deep');
    left.files -= result.packed.length;
    left.unpacked -= result.packed.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (left.files < 0 || left.unpacked < 0) throw refuse(file.name, 'archive-too-large');
    const files: ReadFile[] = [];
    for (const packed of result.packed) files.push(...(await readAll(packed, signal, depth + 1, left)));
    return result.skipped === 0 ? files : withNote(files, { code: 'skipped', detail: `${result.skipped}` });
  };

  return {
    read(file, signal) {
      const either = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
      const left = { files: bounds.files, unpacked: bounds.unpacked };
      const read = queue.then(() => readAll({ ...file, name: basename(file.name) }, either, 0, left));
      queue = read.catch(() => undefined);
      return read;
    },
    async close() {
      closing.abort();
      await queue;
    },
  };
}

/** Undefined for what belongs into a thread. @throws UnreadableFile */
function readAtOnce(bytes: Uint8Array, name: string, limits: ReadLimits): Result | undefined {
  const found = sniff(bytes);
  if (found.kind === 'refused') throw refuse(name, found.code, found.detail);
  if (found.kind !== 'text') return undefined;
  const text = decodeText(bytes, name);
  return isHtml(text)
    ? undefined
    : { kind: 'document', id: 0, ...checked(readPlain(text, name), name, limits) };
}

function readFile(
  { name, bytes }: GivenFile,
  { format, text, notes }: Result & { kind: 'document' },
): ReadFile {
  return { name, format, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), text, notes };
}

/** What is said of an archive stands at its first file. */
function withNote([first, ...rest]: readonly ReadFile[], note: ReadNote): readonly ReadFile[] {
  return first === undefined ? [] : [{ ...first, notes: [...first.notes, note] }, ...rest];
}
