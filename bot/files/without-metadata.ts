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
  const parts = partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mime);
  return parts === undefined ? bytes : new Uint8Array(Buffer.concat(parts));
}

function partsOf(bytes: Buffer, mime: string): Buffer[] | undefined {
  switch (mime) {
    case 'image/jpeg':
      return jpegParts(bytes);
    case 'image/png':
      return pngParts(bytes);
    case 'image/webp':
      return webpParts(bytes);
    case 'image/heic': {
      const blank = blankHeicMetadata(bytes);
      return blank && [blank];
    }
    default:
      return undefined;
  }
}

/**
 * Application segments and comments go, but for JFIF (APP0), colours (APP2: an ICC profile) and Adobe's (APP14), without
 * which colours turn. What lies behind the end goes as well: phones keep a second picture there.
 * ITU-T T.81, B.1.1: https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
function jpegParts(bytes: Buffer): Buffer[] | undefined {
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    // The scan runs to the end of the picture.
    if (marker === 0xda) {
      const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]));
      kept.push(bytes.subarray(at, end > at ? end + 2 : bytes.length));
      return kept;
    }
    const next = at + 2 + bytes.readUInt16BE(at + 2);
    if (next > bytes.length || next < at + 4) return undefined;
    const isColour = bytes.subarray(at + 4, at + 15).equals(Buffer.from('ICC_PROFILE'));
    const tells = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee && !isColour) || marker === 0xfe;
    if (!tells) kept.push(bytes.subarray(at, next));
    at = next;
  }
  return undefined;
}

/** https://www.w3.org/TR/png-3/#11Ancillary-chunks */
const PNG_TELLS = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME'];

function pngParts(bytes: Buffer): Buffer[] | undefined {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (next > bytes.length) return undefined;
    if (!PNG_TELLS.includes(type)) kept.push(bytes.subarray(at, next));
    if (type === 'IEND') return kept;
    at = next;
  }
  return undefined;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
const WEBP_TELLS = ['EXIF', 'XMP '];

function webpParts(bytes: Buffer): Buffer[] | undefined {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const next = at + 8 + size + (size % 2);
    const type = bytes.toString('latin1', at, at + 4);
    if (at + 8 + size > bytes.length) return undefined;
    if (!WEBP_TELLS.includes(type)) {
      const chunk = Buffer.from(bytes.subarray(at, next));
      // The flags say that EXIF (bit 3) and XMP (bit 2) follow.
      if (type === 'VP8X' && size > 0) chunk[8] = (chunk[8] ?? 0) & ~0x0c;
      kept.push(chunk);
    }
    at = next;
  }
  if (kept.length === 0) return undefined;
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + kept.reduce((sum, { length }) => sum + length, 0), 4);
  return [head, ...kept];
}
