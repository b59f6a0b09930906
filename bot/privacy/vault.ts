import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { z } from 'zod';

/**
 * Seals personal data for rest and makes keyed hashes of ids, all from one master key. What is sealed is bound to its
 * `context` (such as 'inbox/payload'), so that a row moved to another column does not open.
 */
export type Vault = {
  /** `1:` and base64url of nonce, ciphertext and tag. Never the same twice. */
  readonly seal: (plain: string, context: string) => string;
  /** @throws BrokenSeal */
  readonly open: (sealed: string, context: string) => string;
  /** @throws TypeError for what JSON cannot say (undefined, a function) */
  readonly sealJson: (value: unknown, context: string) => string;
  /** @throws BrokenSeal, also when the contents are not of the schema's shape */
  readonly openJson: <T>(sealed: string, context: string, schema: z.ZodType<T>) => T;
  /** A version byte, nonce, ciphertext and tag: for contents too large to be text. */
  readonly sealBytes: (plain: Uint8Array, context: string) => Uint8Array;
  /** @throws BrokenSeal */
  readonly openBytes: (sealed: Uint8Array, context: string) => Uint8Array;
  /** The same parts give the same 22 url-safe characters; nobody without the key can tell or guess the parts. */
  readonly blind: (...parts: readonly string[]) => string;
  /** 43 url-safe characters, of no use for any other purpose. */
  readonly sign: (purpose: string, text: string) => string;
  readonly verify: (purpose: string, text: string, signature: string) => boolean;
};

/** Another key, another context, damaged or forged. The message tells nothing of the contents. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

export const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const VERSION = '1:';
const BYTES_VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BLIND_BYTES = 16;

/** @throws RangeError unless the master key has 32 bytes */
export function createVault(masterKey: Uint8Array): Vault {
  if (masterKey.length !== KEY_BYTES) throw new RangeError(`the master key must have ${KEY_BYTES} bytes`);
  const master = createSecretKey(masterKey);
  const sealing = deriveKey(master, 'seal');
  const blinding = deriveKey(master, 'blind');
  const signing = new Map<string, KeyObject>();

  function sealRaw(plain: Uint8Array, context: string): Buffer[] {
    // Random 96-bit nonces are safe for 2^32 seals under one key (NIST SP 800-38D, 8.3): 1,000 a minute for 8 years.
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, sealing, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    return [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  }

  function openRaw(body: Buffer, context: string): Buffer {
    if (body.length < NONCE_BYTES + TAG_BYTES) throw new BrokenSeal(`${context}: the seal is cut short`);
    const decipher = createDecipheriv(CIPHER, sealing, body.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    try {
      const plain = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]);
    } catch (cause) {
      throw new BrokenSeal(`${context}: another key, or the data was changed`, { cause });
    }
  }

  function seal(plain: string, context: string): string {
    return VERSION + Buffer.concat(sealRaw(Buffer.from(plain), context)).toString('base64url');
  }

  function open(sealed: string, context: string): string {
    if (!sealed.startsWith(VERSION)) throw new BrokenSeal(`${context}: sealed by an unknown version`);
    return openRaw(Buffer.from(sealed.slice(VERSION.length), 'base64url'), context).toString('utf8');
  }

  function sealBytes(plain: Uint8Array, context: string): Uint8Array {
    return Buffer.concat([Buffer.of(BYTES_VERSION), ...sealRaw(plain, context)]);
  }

  function openBytes(sealed: Uint8Array, context: string): Uint8Array {
    if (sealed[0] !== BYTES_VERSION) throw new BrokenSeal(`${context}: sealed by an unknown version`);
    return openRaw(Buffer.from(sealed.buffer, sealed.byteOffset + 1, sealed.byteLength - 1), context);
  }

  function sealJson(value: unknown, context: string): string {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`${context}: cannot be said in JSON`);
    return seal(text, context);
  }

  function openJson<T>(sealed: string, context: string, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(parseQuietly(open(sealed, context), context));
    if (parsed.success) return parsed.data;
    // Paths only: the messages of a parser may repeat what it read.
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new BrokenSeal(`${context}: the contents have another shape (${where})`);
  }

  function blind(...parts: readonly string[]): string {
    const hmac = createHmac('sha256', blinding);
    for (const part of parts) hmac.update(sized(part));
    return hmac.digest().subarray(0, BLIND_BYTES).toString('base64url');
  }

  function sign(purpose: string, text: string): string {
    const key = signing.get(purpose) ?? deriveKey(master, `sign/${purpose}`);
    signing.set(purpose, key);
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  function verify(purpose: string, text: string, signature: string): boolean {
    const expected = Buffer.from(sign(purpose, text));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  return { seal, open, sealJson, openJson, sealBytes, openBytes, blind, sign, verify };
}

/** A key of its own for each purpose, so that no output of one helps against another. */
function deriveKey(master: KeyObject, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', master, 'gongyou', purpose, KEY_BYTES)));
}

/** Length first, so that ('ab', 'c') and ('a', 'bc') differ. */
function sized(part: string): Buffer {
  const bytes = Buffer.from(part);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The error of JSON.parse quotes the text, so it goes no further. */
function parseQuietly(text: string, context: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenSeal(`${context}: the contents are not JSON`);
  }
}
