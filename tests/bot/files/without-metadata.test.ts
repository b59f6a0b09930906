import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMetadata } from '../../../bot/files/without-metadata.ts';
import { ROOT } from '../../shared.ts';

const SECRET = '江边路7号';
type Piece = Buffer | string | readonly number[];
const bytesOf = (...parts: readonly Piece[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([...part]))));
const tells = (bytes: Uint8Array) => Buffer.from(bytes).includes(SECRET);

const segment = (marker: number, ...body: readonly Piece[]) => {
  const inside = bytesOf(...body);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(inside.length + 2, 2);
  return bytesOf(head, inside);
};
const START = [0xff, 0xd8];
const JFIF = segment(0xe0, 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]);
const COLOURS = segment(0xe2, 'ICC_PROFILE\0', [1, 1, 7]);
const ADOBE = segment(0xee, 'Adobe', [0, 100]);
const TABLE = segment(
  0xdb,
  Array.from({ length: 65 }, (_, i) => i),
);
const SCAN = bytesOf(segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 2, 3, 0xff, 0, 4], [0xff, 0xd9]);

const chunk = (type: string, body: string | readonly number[]) => {
  const inside = bytesOf(body);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(inside.length);
  return bytesOf(size, type, inside, [9, 9, 9, 9]);
};
const PNG_HEAD = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];

const riff = (type: string, body: string | readonly number[]) => {
  const inside = bytesOf(body);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(inside.length);
  return bytesOf(type, size, inside, inside.length % 2 === 1 ? [0] : []);
};
const webp = (...chunks: readonly Buffer[]) => {
  const inside = bytesOf('WEBP', ...chunks);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(inside.length);
  return bytesOf('RIFF', size, inside);
};

describe('a picture without what was written into it', () => {
  it('is the same JPEG without place, device, notes and what hangs on behind', () => {
    const told = bytesOf(
      ...[START, JFIF, segment(0xe1, 'Exif\0\0', SECRET), COLOURS, segment(0xed, SECRET), ADOBE],
      ...[segment(0xfe, SECRET), segment(0xe2, 'MPF\0', SECRET), TABLE, SCAN, SECRET],
    );
    const clean = withoutMetadata(told, 'image/jpeg');
    expect(Buffer.from(clean)).toEqual(bytesOf(START, JFIF, COLOURS, ADOBE, TABLE, SCAN));
    expect(Buffer.from(withoutMetadata(clean, 'image/jpeg'))).toEqual(Buffer.from(clean));
  });

  it('is the same PNG without its texts', () => {
    const first = chunk('IHDR', [0, 0, 0, 1]);
    const pixels = chunk('IDAT', [1, 2, 3]);
    const end = chunk('IEND', []);
    const told = bytesOf(PNG_HEAD, first, chunk('tEXt', SECRET), chunk('eXIf', SECRET), pixels, end, SECRET);
    expect(Buffer.from(withoutMetadata(told, 'image/png'))).toEqual(bytesOf(PNG_HEAD, first, pixels, end));
  });

  it('is the same WebP, which no longer says that something follows', () => {
    const told = webp(
      riff('VP8X', [0x1c, 0, 0]),
      riff('VP8 ', [1, 2, 3]),
      riff('EXIF', SECRET),
      riff('XMP ', SECRET),
    );
    expect(Buffer.from(withoutMetadata(told, 'image/webp'))).toEqual(
      webp(riff('VP8X', [0x10, 0, 0]), riff('VP8 ', [1, 2, 3])),
    );
  });

  it('leaves a real picture with nothing in it as it is', () => {
    const picture = readFileSync(join(ROOT, 'docs/images/paper-complaint.png'));
    const clean = withoutMetadata(picture, 'image/png');
    expect(clean.length).toBeGreaterThan(picture.length * 0.9);
    expect(Buffer.from(clean).includes('IEND')).toBe(true);
  });

  it('never stumbles over bytes that are not what they are called', () => {
    const types = fc.constantFrom('image/jpeg', 'image/png', 'image/webp', 'application/pdf', '');
    const heads = fc.constantFrom(START, PNG_HEAD, [...Buffer.from('RIFF0000WEBP')], []);
    fc.assert(
      fc.property(types, heads, fc.uint8Array({ maxLength: 400 }), (mime, head, rest) => {
        const bytes = new Uint8Array([...head, ...rest]);
        expect(withoutMetadata(bytes, mime).length).toBeLessThanOrEqual(bytes.length + 1);
      }),
    );
    expect(tells(withoutMetadata(bytesOf(SECRET), 'image/jpeg'))).toBe(true);
  });
});
