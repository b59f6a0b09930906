import { crc32, inflateRawSync } from 'node:zlib';
import { refuse } from './refuse.ts';

/** One file of an archive, as its directory names it. */
export type ZipEntry = {
  readonly name: string;
  readonly size: number;
  readonly packed: number;
  readonly isFolder: boolean;
  /** A name for another file, which may lie anywhere. */
  readonly isLink: boolean;
};

export type Zip = {
  readonly entries: readonly ZipEntry[];
  /**
   * @param most bytes; what the directory says of sizes is not believed
   * @throws UnreadableFile
   */
  readonly read: (entry: ZipEntry, most: number) => Uint8Array;
};

type Placed = ZipEntry & {
  readonly method: number;
  readonly crc: number;
  readonly offset: number;
  readonly isLocked: boolean;
};

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** Of the upper bits of the attributes that Unix writes: S_IFLNK. */
const LINK = 0xa;
/** The longest comment that may stand behind the end record, and the record itself. */
const END_WITHIN = 0xffff + 22;

/**
 * The directory of a zip. Own code, because the size of what is unpacked must be bound before it is, whatever the
 * directory says. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @throws UnreadableFile
 */
export function openZip(bytes: Uint8Array, file: string): Zip {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const damaged = (detail: string, cause?: unknown) => refuse(file, 'damaged', detail, cause);
  const entries = directoryOf(view, damaged);
  const byEntry = new Map<ZipEntry, Placed>(entries.map((entry) => [entry, entry]));
  return {
    entries,
    read(wanted, most) {
      const entry = byEntry.get(wanted);
      if (entry === undefined) throw damaged('no such part');
      if (entry.isLocked) throw refuse(file, 'encrypted', 'the archive');
      return unpackEntry(view, entry, most, file);
    },
  };
}

function directoryOf(view: Buffer, damaged: (detail: string) => Error): readonly Placed[] {
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end < view.length - END_WITHIN || end + 22 > view.length || view.readUInt32LE(end) !== END)
    throw damaged('no directory at its end');
  const count = view.readUInt16LE(end + 10);
  let at = view.readUInt32LE(end + 16);
  const entries: Placed[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== CENTRAL) throw damaged('its directory breaks off');
    const flags = view.readUInt16LE(at + 8);
    const [name, extra, comment] = [28, 30, 32].map((field) => view.readUInt16LE(at + field));
    const nameEnd = at + 46 + (name ?? 0);
    if (nameEnd > view.length) throw damaged('its directory breaks off');
    const printed = decodeName(view.subarray(at + 46, nameEnd), (flags & 0x800) !== 0);
    entries.push({
      name: printed,
      isFolder: printed.endsWith('/') || printed.endsWith('\\'),
      isLink: view.readUInt32LE(at + 38) >>> 28 === LINK,
      isLocked: (flags & 1) !== 0,
      method: view.readUInt16LE(at + 10),
      crc: view.readUInt32LE(at + 16),
      packed: view.readUInt32LE(at + 20),
      size: view.readUInt32LE(at + 24),
      offset: view.readUInt32LE(at + 42),
    });
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

function unpackEntry(view: Buffer, entry: Placed, most: number, file: string): Uint8Array {
  const { offset, packed, method, size } = entry;
  if (size > most) throw refuse(file, 'archive-too-large', `${size} bytes`);
  if (offset + 30 > view.length || view.readUInt32LE(offset) !== LOCAL)
    throw refuse(file, 'damaged', 'a part is not where it should be');
  const start = offset + 30 + view.readUInt16LE(offset + 26) + view.readUInt16LE(offset + 28);
  const data = view.subarray(start, start + packed);
  if (data.length !== packed) throw refuse(file, 'damaged', 'a part breaks off');
  const bytes = method === 0 ? data : inflate(data, method, most, file);
  if (bytes.length !== size || crc32(bytes) !== entry.crc)
    throw refuse(file, 'damaged', 'a part is not what its checksum says');
  return bytes;
}

function inflate(data: Buffer, method: number, most: number, file: string): Uint8Array {
  if (method !== 8) throw refuse(file, 'damaged', `packed by method ${method}`);
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (cause) {
    const isLarger = cause instanceof RangeError;
    throw refuse(
      file,
      isLarger ? 'archive-too-large' : 'damaged',
      isLarger ? '' : 'a part cannot be unpacked',
    );
  }
}

/** Names are UTF-8 where the flag says so, and where they are; Chinese Windows writes GBK and no flag. */
function decodeName(name: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(name);
  const gbk = new TextDecoder('gb18030').decode(name);
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true }).decode(name);
    // 通知 in GBK is two Hebrew and Greek signs in UTF-8.
    const isHan = (text: string) => /\p{Script=Han}/u.test(text);
    return isHan(gbk) && !isHan(utf8) ? gbk : utf8;
  } catch {
    return gbk;
  }
}
