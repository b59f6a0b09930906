/** What bytes are when nobody knows better; never opened in a page. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Bytes that a text is looked for in. */
const LOOK_AT = 64 * 1024;
/** https://github.com/nokiatech/heif/wiki and ISO/IEC 23008-12: major brands. */
const HEIC = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];
const MP4 = ['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ', 'dash'];
const M4A = ['M4A '];

/**
 * The type that the bytes themselves have: what a platform or a phone calls them is not believed.
 * https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
export function sniffType(bytes: Uint8Array): string {
  const at = (offset: number, sign: string) => startsWith(bytes, offset, sign);
  if (at(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'image/webp';
  if (at(0, '%PDF-')) return 'application/pdf';
  if (at(0, '#!AMR')) return 'audio/amr';
  if (at(0, 'OggS')) return 'audio/ogg';
  // https://www.iana.org/assignments/media-types/audio/mpeg ; frames of layer III, or the tag before them.
  if (at(0, 'ID3') || (bytes[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(bytes[1] ?? 0))) return 'audio/mpeg';
  if (at(4, 'ftyp')) {
    if (HEIC.some((brand) => at(8, brand))) return 'image/heic';
    if (MP4.some((brand) => at(8, brand))) return 'video/mp4';
    if (M4A.some((brand) => at(8, brand))) return 'audio/mp4';
    return UNKNOWN_TYPE;
  }
  if (at(0, 'PK\x03\x04')) return officeType(bytes);
  return isText(bytes) ? 'text/plain' : UNKNOWN_TYPE;
}

function startsWith(bytes: Uint8Array, offset: number, sign: string): boolean {
  if (bytes.length < offset + sign.length) return false;
  for (let i = 0; i < sign.length; i++) if (bytes[offset + i] !== sign.charCodeAt(i)) return false;
  return true;
}

/** ECMA-376 part 2: a package says what it is by the names of its parts, which stand unpacked in the zip. */
function officeType(bytes: Uint8Array): string {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!names.includes('[Content_Types].xml')) return UNKNOWN_TYPE;
  const type = (name: string) => `application/vnd.openxmlformats-officedocument.${name}`;
  if (names.includes('word/document.xml')) return type('wordprocessingml.document');
  if (names.includes('xl/workbook.xml')) return type('spreadsheetml.sheet');
  return UNKNOWN_TYPE;
}

/** UTF-8 without control characters, as far as it is looked at; a character may be cut at the end of the look. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, LOOK_AT), {
      stream: bytes.length > LOOK_AT,
    });
    return !/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}
