import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BLOCK = 32;
const KEY_LENGTH = 32;
/** 16 random bytes and the length of the message stand before it. */
const HEAD = 20;

/** What was wrong with bytes that were to be decrypted; made for counting, so it holds no byte of them. */
export type CryptoFault = 'base64' | 'length' | 'padding' | 'receive-id' | 'utf-8' | 'key';

/** Bytes that are not what WeCom would have sent for this token, key and receiver. */
export class WecomCryptoError extends Error {
  override readonly name = 'WecomCryptoError';
  readonly fault: CryptoFault;

  constructor(fault: CryptoFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * The 43 characters of the console as the 32 bytes of the AES key.
 * https://developer.work.weixin.qq.com/document/path/90968
 * @throws WecomCryptoError
 */
export function decodeEncodingAESKey(encodingAESKey: string): Buffer {
  const trimmed = encodingAESKey.trim();
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(trimmed))
    throw new WecomCryptoError('key', 'an EncodingAESKey has 43 characters of base64');
  return Buffer.from(trimmed, 'base64');
}

/** Pads to a whole number of blocks; a full block is added when nothing is missing. */
export function pkcs7Pad(buf: Buffer, blockSize: number = BLOCK): Buffer {
  const pad = blockSize - (buf.length % blockSize);
  return Buffer.concat([buf, Buffer.alloc(pad, pad)]);
}

/** @throws WecomCryptoError when any byte of the padding is not what it should be */
export function pkcs7Unpad(buf: Buffer, blockSize: number = BLOCK): Buffer {
  const pad = buf.at(-1);
  if (pad === undefined || pad < 1 || pad > blockSize || pad > buf.length)
    throw new WecomCryptoError('padding', 'the padding has an impossible length');
  if (!buf.subarray(-pad).every((byte) => byte === pad))
    throw new WecomCryptoError('padding', 'the bytes of the padding differ');
  return buf.subarray(0, buf.length - pad);
}

/**
 * The bytes of a picture, file or video that an AI bot was sent.
 * https://developer.work.weixin.qq.com/document/path/100719 (HTTP: the callback's EncodingAESKey)
 * https://developer.work.weixin.qq.com/document/path/101463 (WebSocket: the `aeskey` beside the address)
 * @param aesKey base64 of 32 bytes, with or without its "="
 * @throws WecomCryptoError
 */
export function decryptFile(encryptedBuffer: Buffer, aesKey: string): Buffer {
  const key = Buffer.from(aesKey.trim(), 'base64');
  if (key.length !== KEY_LENGTH) throw new WecomCryptoError('key', 'a file key has 32 bytes');
  return pkcs7Unpad(decipher(encryptedBuffer, key));
}

/**
 * Signs, checks, encrypts and decrypts callbacks, as the class of the same name in the official SDK does, but
 * stricter: signatures are compared in constant time, and padding, lengths, text and receiver must all be right.
 * https://developer.work.weixin.qq.com/document/path/90968 (apps, 微信客服)
 * https://developer.work.weixin.qq.com/document/path/101033 (AI bot)
 */
export class WecomCrypto {
  readonly #token: string;
  readonly #key: Buffer;
  readonly #receiveId: Buffer;

  /** @param receiveId the CorpID for apps and 微信客服; empty for the AI bot of one's own corp */
  constructor(token: string, encodingAESKey: string, receiveId: string = '') {
    if (token === '') throw new WecomCryptoError('key', 'the callback token is empty');
    this.#token = token;
    this.#key = decodeEncodingAESKey(encodingAESKey);
    this.#receiveId = Buffer.from(receiveId);
  }

  /** SHA1 in lower-case hex. */
  computeSignature(timestamp: string, nonce: string, encrypt: string): string {
    const parts = [this.#token, timestamp, nonce, encrypt].sort();
    return createHash('sha1').update(parts.join('')).digest('hex');
  }

  verifySignature(signature: string, timestamp: string, nonce: string, encrypt: string): boolean {
    const expected = Buffer.from(this.computeSignature(timestamp, nonce, encrypt));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** The plain text of a ciphertext in base64. @throws WecomCryptoError */
  decrypt(encryptText: string): string {
    if (encryptText.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encryptText))
      throw new WecomCryptoError('base64', 'the ciphertext is not base64');
    const bytes = Buffer.from(encryptText, 'base64');
    if (bytes.length % BLOCK !== 0) throw new WecomCryptoError('length', 'the ciphertext is cut');
    const plain = pkcs7Unpad(decipher(bytes, this.#key));
    if (plain.length < HEAD) throw new WecomCryptoError('length', 'the message has no head');
    const end = HEAD + plain.readUInt32BE(16);
    if (end > plain.length) throw new WecomCryptoError('length', 'the message is longer than its bytes');
    const receiver = plain.subarray(end);
    if (receiver.length !== this.#receiveId.length || !timingSafeEqual(receiver, this.#receiveId))
      throw new WecomCryptoError('receive-id', 'the message is for somebody else');
    return decodeText(plain.subarray(HEAD, end));
  }

  /** The ciphertext in base64 and its signature. @param timestamp seconds */
  encrypt(plainText: string, timestamp: string, nonce: string): { encrypt: string; signature: string } {
    const message = Buffer.from(plainText);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    const padded = pkcs7Pad(Buffer.concat([randomBytes(16), length, message, this.#receiveId]));
    // Node pads to 16 bytes, WeCom to 32: its own padding is off in both directions.
    const cipher = createCipheriv('aes-256-cbc', this.#key, this.#key.subarray(0, 16)).setAutoPadding(false);
    const encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
    return { encrypt, signature: this.computeSignature(timestamp, nonce, encrypt) };
  }
}

function decipher(bytes: Buffer, key: Buffer): Buffer {
  if (bytes.length === 0 || bytes.length % 16 !== 0)
    throw new WecomCryptoError('length', 'the ciphertext is not a whole number of blocks');
  const aes = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([aes.update(bytes), aes.final()]);
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new WecomCryptoError('utf-8', 'the message is not UTF-8');
  }
}
