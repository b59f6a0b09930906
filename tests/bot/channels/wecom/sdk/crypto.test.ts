import { createCipheriv, randomBytes } from 'node:crypto';
import { decryptFile as officialDecryptFile } from '@wecom/aibot-node-sdk';
import { encrypt as officialEncrypt } from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import {
  type CryptoFault,
  decodeEncodingAESKey,
  decryptFile,
  parseJson,
  parseXml,
  pkcs7Pad,
  pkcs7Unpad,
  WecomCrypto,
  WecomCryptoError,
} from '../../../../../bot/channels/wecom/sdk/index.ts';
import { encryptBlocks, encryptRaw } from './raw-cipher.ts';
import { VECTORS, type Vector } from './vectors.ts';

const cryptoOf = ({ token, key, receiveId }: Vector) => new WecomCrypto(token, key, receiveId);

/** What the work was refused for; undefined when it was not. */
function faultOf(work: () => unknown): CryptoFault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof WecomCryptoError) return error.fault;
    throw error;
  }
}

const [V1, V2, V3, V4] = VECTORS;
if (V1 === undefined || V2 === undefined || V3 === undefined || V4 === undefined)
  throw new Error('no vectors');

describe('messages that others encrypted', () => {
  it.each(VECTORS)('$name: reads what they wrote', (vector) => {
    expect(cryptoOf(vector).decrypt(vector.encrypt)).toBe(vector.plain);
  });

  it.each(VECTORS.filter(({ signature }) => signature !== undefined))(
    '$name: signs as they signed',
    (vector) => {
      const { timestamp, nonce, encrypt, signature = '' } = vector;
      expect(cryptoOf(vector).computeSignature(timestamp, nonce, encrypt)).toBe(signature);
      expect(cryptoOf(vector).verifySignature(signature, timestamp, nonce, encrypt)).toBe(true);
    },
  );

  it.each(VECTORS)('$name: their random bytes make their ciphertext, byte for byte', (vector) => {
    const message = Buffer.from(vector.plain);
    const random = Buffer.from(vector.random);
    expect(encryptRaw(vector.key, { random, message, receiveId: vector.receiveId })).toBe(vector.encrypt);
    expect(officialEncrypt(vector.key, vector.plain, vector.receiveId, random)).toBe(vector.encrypt);
  });

  it('V1 carries an id above 2^53, which stays what it is', () => {
    expect(parseXml(V1.plain).MsgId).toBe('4561255354251345929');
  });

  it('V4 carries JSON that is none, which is refused', () => {
    expect(() => parseJson(V4.plain)).toThrow(SyntaxError);
    expect(parseJson(V4.plain.replace(': :', ': "'))).toMatchObject({
      MsgId: '4561255354251345929',
      AgentID: 218,
    });
  });
});

describe('what WeCom did not send', () => {
  const { token, key, receiveId } = V1;
  const crypto = new WecomCrypto(token, key, receiveId);
  const message = Buffer.from('hello');

  it('a signature with any one of its letters changed', () => {
    const { timestamp, nonce, encrypt, signature = '' } = V1;
    for (let at = 0; at < signature.length; at++) {
      const flipped = `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`;
      expect(crypto.verifySignature(flipped, timestamp, nonce, encrypt)).toBe(false);
    }
  });

  it.each([
    ['another nonce', (v: Vector) => [v.signature ?? '', v.timestamp, '1372623140', v.encrypt] as const],
    ['another time', (v: Vector) => [v.signature ?? '', '1409659814', v.nonce, v.encrypt] as const],
    ['another text', (v: Vector) => [v.signature ?? '', v.timestamp, v.nonce, V2.encrypt] as const],
    ['no signature', (v: Vector) => ['', v.timestamp, v.nonce, v.encrypt] as const],
    [
      'half a signature',
      (v: Vector) => [(v.signature ?? '').slice(0, 20), v.timestamp, v.nonce, v.encrypt] as const,
    ],
    [
      'letters that are none of hex',
      (v: Vector) => ['签'.repeat(40), v.timestamp, v.nonce, v.encrypt] as const,
    ],
  ])('%s does not pass', (_, change) => {
    expect(crypto.verifySignature(...change(V1))).toBe(false);
  });

  it.each<[string, CryptoFault, string]>([
    ['base64 cut by one letter', 'base64', V1.encrypt.slice(0, -1)],
    ['base64 cut by four letters', 'length', V1.encrypt.slice(0, -4)],
    [
      'base64 cut by half a block',
      'length',
      Buffer.from(V1.encrypt, 'base64').subarray(0, 48).toString('base64'),
    ],
    [
      'base64 cut by a block',
      'padding',
      Buffer.from(V1.encrypt, 'base64').subarray(0, 64).toString('base64'),
    ],
    ['nothing', 'base64', ''],
    [
      'an echostr that was not unescaped twice over: + became a space',
      'base64',
      V2.encrypt.replaceAll('+', ' '),
    ],
    ['letters of the other base64', 'base64', V3.encrypt.replaceAll('+', '-').replaceAll('/', '_')],
    ['a padding of 0', 'padding', encryptRaw(key, { message, receiveId, padding: Buffer.alloc(21) })],
    ['a padding of 33', 'padding', encryptBlocks(key, Buffer.alloc(64, 33))],
    ['a padding of 255', 'padding', encryptBlocks(key, Buffer.alloc(64, 255))],
    [
      'a padding with one wrong byte',
      'padding',
      encryptBlocks(key, Buffer.concat([Buffer.alloc(30, 4), Buffer.from([9, 4])])),
    ],
    ['nothing but padding', 'length', encryptBlocks(key, Buffer.alloc(32, 32))],
    ['a length larger than the rest', 'length', encryptRaw(key, { message, receiveId, length: 24 })],
    ['the largest length', 'length', encryptRaw(key, { message, receiveId, length: 0xffffffff })],
    [
      'a length that swallows the receiver',
      'receive-id',
      encryptRaw(key, { message, receiveId, length: 10 }),
    ],
    [
      'a length that gives the receiver a tail',
      'receive-id',
      encryptRaw(key, { message, receiveId, length: 4 }),
    ],
    ['another receiver', 'receive-id', encryptRaw(key, { message, receiveId: 'wx5823bf96d3bd56c8' })],
    ['no receiver', 'receive-id', encryptRaw(key, { message })],
    ['bytes that are no UTF-8', 'utf-8', encryptRaw(key, { message: Buffer.from([0xe4, 0xbd]), receiveId })],
  ])('%s', (_, fault, encrypt) => {
    expect(faultOf(() => crypto.decrypt(encrypt))).toBe(fault);
  });

  it('a receiver is refused where none is configured, none where one is', () => {
    const nobody = new WecomCrypto(token, key);
    expect(nobody.decrypt(encryptRaw(key, { message }))).toBe('hello');
    expect(faultOf(() => nobody.decrypt(V1.encrypt))).toBe('receive-id');
    expect(faultOf(() => nobody.decrypt(encryptRaw(key, { message, receiveId: ' ' })))).toBe('receive-id');
  });

  it('says nothing of what it read', () => {
    const error = new WecomCryptoError('receive-id', 'the message is for somebody else');
    expect(`${error.stack}`).not.toContain(receiveId);
  });
});

describe('keys', () => {
  it.each([
    ['none', ''],
    ['one letter less', V1.key.slice(1)],
    ['one letter more', `${V1.key}x`],
    ['a letter that is none of base64', `${V1.key.slice(1)}-`],
  ])('%s is no key', (_, key) => {
    expect(faultOf(() => decodeEncodingAESKey(key))).toBe('key');
  });

  it('a key may stand with its = and among white space', () => {
    expect(decodeEncodingAESKey(` ${V1.key}=\n`)).toEqual(decodeEncodingAESKey(V1.key));
    expect(decodeEncodingAESKey(V1.key)).toHaveLength(32);
  });

  it('there is no empty token', () => {
    expect(faultOf(() => new WecomCrypto('', V1.key))).toBe('key');
  });
});

describe('padding', () => {
  it('adds 1 to 32 bytes and takes them away again', () => {
    for (let length = 0; length <= 96; length++) {
      const padded = pkcs7Pad(Buffer.alloc(length, 7));
      expect(padded.length % 32).toBe(0);
      expect(padded.length).toBeGreaterThan(length);
      expect(pkcs7Unpad(padded)).toHaveLength(length);
    }
  });

  it('knows other blocks too', () => {
    expect(pkcs7Pad(Buffer.alloc(16), 16)).toHaveLength(32);
    expect(faultOf(() => pkcs7Unpad(Buffer.alloc(32, 17), 16))).toBe('padding');
    expect(faultOf(() => pkcs7Unpad(Buffer.alloc(0)))).toBe('padding');
  });
});

describe('files', () => {
  const key = randomBytes(32);
  const seal = (bytes: Buffer) => {
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([cipher.update(pkcs7Pad(bytes)), cipher.final()]);
  };

  it('come out as the official SDK has them', () => {
    for (let length = 0; length < 200; length += 7) {
      const bytes = randomBytes(length);
      const sealed = seal(bytes);
      expect(decryptFile(sealed, key.toString('base64'))).toEqual(bytes);
      expect(officialDecryptFile(sealed, key.toString('base64'))).toEqual(bytes);
    }
  });

  it('take a key without its =, as the console shows it', () => {
    const bytes = Buffer.from('a picture');
    expect(decryptFile(seal(bytes), key.toString('base64').slice(0, 43))).toEqual(bytes);
  });

  it('are refused when they are cut, or the key is another', () => {
    const sealed = seal(Buffer.alloc(100));
    expect(faultOf(() => decryptFile(sealed.subarray(0, 100), key.toString('base64')))).toBe('length');
    expect(faultOf(() => decryptFile(sealed.subarray(0, 64), key.toString('base64')))).toBe('padding');
    expect(faultOf(() => decryptFile(Buffer.alloc(0), key.toString('base64')))).toBe('length');
    expect(faultOf(() => decryptFile(sealed, 'c2hvcnQ='))).toBe('key');
  });
});
