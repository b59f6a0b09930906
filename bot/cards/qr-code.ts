import { encode } from 'uqr';

/** Rows of modules, true where it is dark; no quiet zone around. */
export type QrCode = readonly (readonly boolean[])[];

/**
 * A QR code that is still read with a seventh of it gone: paper gets dirty.
 * https://github.com/unjs/uqr
 */
export function createQrCode(words: string): QrCode {
  return encode(words, { ecc: 'M', border: 0 }).data;
}
