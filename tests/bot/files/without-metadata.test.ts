import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayName, withoutMetadata } from '../../../bot/files/without-metadata.ts';
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

  it('is the same JPEG without the second picture that a phone hung on, and what that one tells', () => {
    const second = bytesOf(START, segment(0xe1, 'Exif\0\0', SECRET), TABLE, SCAN);
    const told = bytesOf(START, JFIF, TABLE, SCAN, second);
    expect(Buffer.from(withoutMetadata(told, 'image/jpeg'))).toEqual(bytesOf(START, JFIF, TABLE, SCAN));
  });

  it('is the same JPEG where a scan begins anew, and others follow with tables and notes between them', () => {
    const scan = bytesOf(segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 0xff, 0xd0, 2, 0xff, 0, 0xff, 0xff, 0, 3]);
    const told = bytesOf(START, TABLE, scan, segment(0xfe, SECRET), TABLE, SCAN);
    expect(Buffer.from(withoutMetadata(told, 'image/jpeg'))).toEqual(
      bytesOf(START, TABLE, scan, TABLE, SCAN),
    );
  });

  it.each([
    ['in its scan', 6],
    ['before a note is whole', 0],
  ])('is a JPEG as far as it goes where it breaks off %s', (_, length) => {
    const scan = bytesOf(segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 2, 3, 4, 5, 6].slice(0, length));
    const note = segment(0xfe, SECRET).subarray(0, length === 0 ? -1 : 0);
    const told = bytesOf(START, segment(0xe1, 'Exif\0\0', SECRET), TABLE, scan, note);
    expect(Buffer.from(withoutMetadata(told, 'image/jpeg'))).toEqual(bytesOf(START, TABLE, scan));
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

  it('is the same HEIC with zeros where Exif and XMP stood', () => {
    const box = (type: string, ...body: readonly Piece[]) => {
      const inside = bytesOf(...body);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(inside.length + 8);
      return bytesOf(size, type, inside);
    };
    const infe = (id: number, kind: string) => box('infe', [2, 0, 0, 0, 0, id, 0, 0], kind, [0]);
    const iinf = box('iinf', [0, 0, 0, 0, 0, 3], infe(1, 'hvc1'), infe(2, 'Exif'), infe(3, 'mime'));
    const secret = bytesOf(SECRET);
    const heic = (told: Buffer, inBox: Buffer, itemsToFind = 3) => {
      const extent = (id: number, method: number, from: number, length: number) => [
        0,
        id,
        0,
        method,
        0,
        0,
        0,
        1,
        ...[from, length].flatMap((n) => [0, 0, n >> 8, n & 255]),
      ];
      const build = (start: number) => {
        const list = [
          extent(1, 0, start, 4),
          extent(2, 0, start + 4, told.length),
          extent(3, 1, 0, inBox.length),
        ];
        const iloc = box('iloc', [1, 0, 0, 0, 0x44, 0, 0, itemsToFind], ...list.slice(0, itemsToFind));
        const meta = box('meta', [0, 0, 0, 0], iinf, iloc, box('idat', inBox));
        return bytesOf(box('ftyp', 'heic', [0, 0, 0, 0]), meta, box('mdat', [1, 2, 3, 4], told));
      };
      // Where the picture begins is known once everything before it stands.
      return build(build(0).length - told.length - 4);
    };
    const told = heic(secret, secret);
    expect(tells(told)).toBe(true);
    const clean = withoutMetadata(told, 'image/heic');
    expect(tells(clean)).toBe(false);
    const zeros = Buffer.alloc(secret.length);
    expect(Buffer.from(clean)).toEqual(heic(zeros, zeros));
    expect(mayName('image/heic', told)).toBe(false);
    // One of them is said to be there, and not where: nobody may think that it is gone.
    expect(withoutMetadata(heic(secret, secret, 2), 'image/heic')).toEqual(heic(secret, secret, 2));
    expect(mayName('image/heic', heic(secret, secret, 2))).toBe(true);
    // A film beside the picture says where it was taken.
    const film = bytesOf(told, box('moov', secret));
    expect(withoutMetadata(film, 'image/heic')).toEqual(film);
    expect(mayName('image/heic', film)).toBe(true);
    // Places that cost no bytes: 60,000 extents in each of 1,000 items of six bytes.
    const many = Array.from({ length: 1000 }, (_, n) => [n >> 8, n & 255, 0, 0, 0xea, 0x60]).flat();
    const places = box('iloc', [0, 0, 0, 0, 0, 0, 0x03, 0xe8], many);
    const hostile = bytesOf(box('ftyp', 'heic', [0, 0, 0, 0]), box('meta', [0, 0, 0, 0], iinf, places));
    expect(withoutMetadata(hostile, 'image/heic')).toEqual(hostile);
  });

  it('may still name somebody where it is a document, a recording, or built otherwise', () => {
    for (const mime of ['application/pdf', 'video/mp4', 'audio/amr', '']) expect(mayName(mime)).toBe(true);
    expect(['image/jpeg', 'image/heic', 'text/plain'].filter((mime) => mayName(mime))).toEqual([]);
    expect(mayName('image/jpeg', bytesOf([0xff, 0xd8, 1, 2, 3]))).toBe(true);
    expect(mayName('text/plain', bytesOf('x'))).toBe(false);
  });

  it('leaves a real picture with nothing in it as it is', () => {
    const picture = readFileSync(join(ROOT, 'docs/images/paper-complaint.png'));
    const clean = withoutMetadata(picture, 'image/png');
    expect(clean.length).toBeGreaterThan(picture.length * 0.9);
    expect(Buffer.from(clean).includes('IEND')).toBe(true);
  });

  it('never stumbles over bytes that are not what they are called', () => {
    const types = fc.constantFrom(
      'image/jpeg',
      'image/png',
      'image/webp',
      'image/heic',
      'application/pdf',
      '',
    );
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
