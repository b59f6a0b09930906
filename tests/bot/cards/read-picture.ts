import { inflateSync } from 'node:zlib';
import jsqrModule from 'jsqr';

/** Pixels of a PNG, four bytes each: red, green, blue, opacity. */
export type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Reads what our press writes: 8 bits a channel, with opacity, not interlaced.
 * https://www.w3.org/TR/png-3/
 * @throws Error for any other PNG
 */
export function readPicture(bytes: Uint8Array): Picture {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < view.length; ) {
    const length = view.readUInt32BE(at);
    const kind = view.toString('latin1', at + 4, at + 8);
    const data = view.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      if (data[8] !== 8 || data[9] !== 6 || data[12] !== 0) throw new Error('another kind of PNG');
    }
    if (kind === 'IDAT') packed.push(data);
    at += length + 12;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(packed)), width, height) };
}

/** https://www.w3.org/TR/png-3/#9Filters */
function unfilter(raw: Uint8Array, width: number, height: number): Uint8ClampedArray {
  const row = width * 4;
  const pixels = new Uint8ClampedArray(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let i = 0; i < row; i += 1) {
      const at = y * row + i;
      const left = i < 4 ? 0 : (pixels[at - 4] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - row] ?? 0);
      const corner = i < 4 || y === 0 ? 0 : (pixels[at - row - 4] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[at] = ((raw[y * (row + 1) + 1 + i] ?? 0) + guess) & 255;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

// The package says that it is an ES module's default, and is a CommonJS one.
const jsQR = 'default' in jsqrModule ? jsqrModule.default : jsqrModule;

/** What a phone reads in a part of a picture; undefined for nothing. */
export function readCode({ width, pixels }: Picture, box: Box): string | undefined {
  const part = new Uint8ClampedArray(box.width * box.height * 4);
  for (let y = 0; y < box.height; y += 1) {
    const from = ((box.y + y) * width + box.x) * 4;
    part.set(pixels.subarray(from, from + box.width * 4), y * box.width * 4);
  }
  return jsQR(part, box.width, box.height)?.data;
}
