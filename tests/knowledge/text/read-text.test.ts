import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, UnreadableFile } from '#knowledge/build';
import { encodeGbk } from '../../ingest/gb18030.ts';
import { files, parseText, policyBytes } from '../../policies.ts';

const TEXT = '第一条 企业应当依法与劳动者订立劳动合同，不得收取押金。\n第二条 “工会”应当监督。\n';
const utf16 = (text: string, little: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return little ? bytes : bytes.swap16();
};

describe('encodings that offices send', () => {
  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8-bom', Buffer.from(`\ufeff${TEXT}`)],
    ['utf-16le', utf16(TEXT, true)],
    ['utf-16be', utf16(TEXT, false)],
    ['gb18030', Buffer.from(encodeGbk(TEXT))],
  ])('%s is read, without its mark', (encoding, bytes) => {
    expect(readText(bytes, 'x.txt')).toEqual({ text: TEXT, encoding });
  });

  it('GBK bytes written by hand are 工伤, and four-byte GB18030 is read too', () => {
    expect(readText(Uint8Array.from([0xb9, 0xa4, 0xc9, 0xcb]), 'x').text).toBe('工伤');
    // 㐂 is outside GBK: 0x8139EE35... only GB18030 has it
    expect(readText(Uint8Array.from([0xb9, 0xa4, 0x81, 0x39, 0xef, 0x30]), 'x')).toMatchObject({
      encoding: 'gb18030',
    });
  });

  it('an empty file is an empty text', () => {
    expect(readText(new Uint8Array(), 'x.txt').text).toBe('');
  });

  it('a policy means the same in every encoding', () => {
    const name = 'nanchang-2022-88.txt';
    const source = new TextDecoder().decode(policyBytes(name));
    const expected = files.find(({ file }) => file === name)?.articles;
    for (const bytes of [
      encodeGbk(source),
      utf16(source, true),
      utf16(source, false),
      Buffer.from(`\ufeff${source}`),
    ])
      expect(parseText(bytes, { file: name }).articles).toEqual(expected);
  });
});

/** A real PNG of one pixel, and the head of a JPEG as cameras write it. */
const chunk = (type: string, data: Uint8Array) =>
  Buffer.concat([Uint8Array.from([0, 0, 0, data.length]), Buffer.from(type), data, Buffer.alloc(4, 0x5a)]);
const PNG = Buffer.concat([
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
  chunk('IDAT', deflateSync(Uint8Array.from([0, 200, 30, 40]))),
  chunk('IEND', new Uint8Array()),
]);
const JPEG = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0xff, 0xd9,
]);
const withoutNul = (bytes: Uint8Array) => bytes.map((byte) => (byte === 0 ? 0x11 : byte));

describe('files that are no text', () => {
  it.each([
    ['a PNG named .txt', PNG],
    ['a JPEG named .txt', JPEG],
    ['a JPEG whose bytes happen to hold no NUL', withoutNul(JPEG)],
    ['text with a NUL byte in it', Buffer.from('第一条\u0000 企业应当。')],
    ['UTF-16 without its mark', Buffer.from('abc', 'utf16le')],
    ['UTF-16 cut in mid-character', Buffer.concat([utf16(TEXT, true), Uint8Array.from([0x4e])])],
    [
      'UTF-8 with foreign bytes at its end',
      Buffer.concat([Buffer.from(TEXT), Uint8Array.from([0xff, 0xfe, 0xfd])]),
    ],
    ['control characters throughout', Buffer.from('\u0001\u0002\u0003\u0004\u0005text')],
  ])('%s is refused by name, with what to do', (_, bytes) => {
    const read = () => readText(bytes, '照片.txt');
    expect(read).toThrow(UnreadableFile);
    expect(read).toThrow(/^照片\.txt: .+ Save it as UTF-8 text and send it again\.$/);
  });

  it('random bytes never get through and never crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 2000 }), fc.boolean(), (bytes, strip) => {
        expect(() => readText(strip ? withoutNul(bytes) : bytes, 'x.txt')).toThrow(UnreadableFile);
      }),
      { numRuns: 200 },
    );
  });

  it('any bytes at all give a text or a refusal, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(typeof readText(bytes, 'x.txt').text).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableFile);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('any text comes back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[一-龥，。、（）a-z0-9 \n]{0,80}$/u), (text) => {
        expect(readText(Buffer.from(text), 'x').text).toBe(text);
        expect(readText(utf16(text, false), 'x').text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
