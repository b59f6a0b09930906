import { blankHeicMetadata } from './blank-heic.ts';

/** Types in which nobody is named beside what is seen, once they went through here. */
const CLEAN: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'text/plain'];

/** Whether it may name its author where nobody looks: a document, a recording, a picture that is built otherwise than its type says. */
export function mayName(mime: string, bytes: Uint8Array | null = null): boolean {
  if (!CLEAN.includes(mime)) return true;
  return bytes !== null && mime !== 'text/plain' && withoutMetadata(bytes, mime) === bytes;
}

/**
 * A picture as it looks, without what a camera or a program wrote into it: place, device, owner, earlier versions. Other
 * types, and pictures that are not built as their type says, come back as they are.
 */
export function withoutMetadata(bytes: Uint8Array, mime: string): Uint8Array {
  const clean = cleaned(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mime);
  return clean === undefined ? bytes : new Uint8Array(clean);
}

function cleaned(bytes: Buffer, mime: string): Buffer | undefined {
  switch (mime) {
    case 'image/jpeg':
      return cleanJpeg(bytes);
    case 'image/png':
      return cleanPng(bytes);
    case 'image/webp':
      return cleanWebp(bytes);
    case 'image/heic':
      return blankHeicMetadata(bytes);
    default:
      return undefined;
  }
}

/** Pieces of a picture one behind the other, in one piece of memory however many a hostile file has. */
function createPieces(bytes: Buffer): {
  /** @returns where it stands now */
  readonly keep: (from: number, to: number) => number;
  readonly whole: () => Buffer;
} {
  const kept = Buffer.alloc(bytes.length);
  let length = 0;
  return {
    keep: (from, to) => {
      const at = length;
      length += bytes.copy(kept, at, from, to);
      return at;
    },
    whole: () => kept.subarray(0, length),
  };
}

const END = 0xd9;
const SCAN = 0xda;

/**
 * Application segments and comments go, but for JFIF (APP0), colours (APP2: an ICC profile) and Adobe's (APP14), without
 * which colours turn. What lies behind the end goes as well: phones keep a second picture there, with a place of its own.
 * ITU-T T.81, B.1.1: https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
function cleanJpeg(bytes: Buffer): Buffer | undefined {
  const { keep, whole } = createPieces(bytes);
  keep(0, 2);
  let scanned = false;
  // What is damaged behind a scan is cut off: a picture shows as far as it goes.
  const asFar = () => (scanned ? whole() : undefined);
  for (let at = 2; at + 2 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return asFar();
    if (marker === END) {
      keep(at, at + 2);
      return asFar();
    }
    const next = at + 4 <= bytes.length ? at + 2 + bytes.readUInt16BE(at + 2) : Number.POSITIVE_INFINITY;
    if (next > bytes.length || next < at + 4) return asFar();
    const isColour = bytes.subarray(at + 4, at + 15).equals(Buffer.from('ICC_PROFILE'));
    const tells = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee && !isColour) || marker === 0xfe;
    const end = marker === SCAN ? endOfScan(bytes, next) : next;
    if (!tells) keep(at, end);
    scanned ||= marker === SCAN;
    at = end;
  }
  return asFar();
}

/** Up to the next marker: 0xff with a zero is a byte of the picture, 0xd0 to 0xd7 begin the scan anew, 0xff fills. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** https://www.w3.org/TR/png-3/#11Ancillary-chunks */
const PNG_TELLS = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME'];

function cleanPng(bytes: Buffer): Buffer | undefined {
  const { keep, whole } = createPieces(bytes);
  keep(0, 8);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (next > bytes.length) return undefined;
    if (!PNG_TELLS.includes(type)) keep(at, next);
    if (type === 'IEND') return whole();
    at = next;
  }
  return undefined;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
const WEBP_TELLS = ['EXIF', 'XMP '];
const RIFF_HEAD = 12;

function cleanWebp(bytes: Buffer): Buffer | undefined {
  const { keep, whole } = createPieces(bytes);
  keep(0, RIFF_HEAD);
  for (let at = RIFF_HEAD; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const next = at + 8 + size + (size % 2);
    const type = bytes.toString('latin1', at, at + 4);
    if (at + 8 + size > bytes.length) return undefined;
    if (!WEBP_TELLS.includes(type)) {
      const kept = keep(at, next);
      // The flags say that EXIF (bit 3) and XMP (bit 2) follow.
      const picture = whole();
      if (type === 'VP8X' && size > 0) picture[kept + 8] = (picture[kept + 8] ?? 0) & ~0x0c;
    }
    at = next;
  }
  const picture = whole();
  if (picture.length <= RIFF_HEAD) return undefined;
  picture.writeUInt32LE(picture.length - 8, 4);
  return picture;
}
